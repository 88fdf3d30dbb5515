"""The builder: the list of forms, and one form with its pages, blocks and findings. Each act is one press."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dinh.forms import api
from dinh.forms.web.words import KINDS, STATES
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.errors import Conflict, DinhError, Invalid, NotFound
from dinh.kernel.text import slug
from dinh.procedures import api as procedures

ROLES = (Role.DATA_OFFICER.value,)
_LONGEST_CODE = 50
_WAY_MARK = "."


@never_cache
@access("official", roles=ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """List the forms; begin one, or bring one in from a file."""
    if request.method == "POST":
        return _begin(request)
    rows = [{"form": one, "state": STATES[one.state][0], "tone": STATES[one.state][1]} for one in api.forms()]
    return render(request, "forms/index.html", {"rows": rows})


def _begin(request: HttpRequest) -> HttpResponse:
    try:
        made = _imported(request) if request.POST.get("do") == "import" else _fresh(request)
        saved = api.save_draft(by=actor_of(request), at=clock.now(), definition=made)
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
        return redirect("forms:index")
    return redirect("forms:one", saved.form_id)


def _fresh(request: HttpRequest) -> api.FormDefinition:
    title = " ".join(request.POST.get("title", "").split())
    if not title:
        raise Invalid("BM10", _("Please give the form a heading."))
    first = api.Page("trang-1", _("First page"))
    return api.FormDefinition(code=slug(title)[:_LONGEST_CODE].strip("-") or "bieu-mau", title=title, pages=(first,))


def _imported(request: HttpRequest) -> api.FormDefinition:
    try:
        found = api.definition_of(json.loads(request.POST.get("json", "")))
    except (json.JSONDecodeError, api.Misshapen, TypeError, RecursionError) as fault:
        raise Invalid("BM11", _("This is not a form as this house exports it."), str(fault)[:200]) from fault
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One block in the list of a page; `way` is its place, `inner` those it holds."""

    way: str
    block: api.Block
    kind: Any
    depth: int
    holds: bool


def rows_of(page: api.Page) -> list[Row]:
    found: list[Row] = []
    _rows(page.blocks, "", 0, found)
    return found


def _rows(blocks: tuple[api.Block, ...], above: str, depth: int, found: list[Row]) -> None:
    for number, block in enumerate(blocks):
        way = f"{above}{number}"
        holds = block.kind in {api.Kind.GROUP, api.Kind.REPEAT, api.Kind.TABLE}
        found.append(Row(way, block, KINDS[block.kind], depth, holds))
        _rows(block.blocks, f"{way}{_WAY_MARK}", depth + 1, found)


def way_of(text: str) -> tuple[int, ...]:
    """Return a place as numbers. Raises NotFound BM02."""
    parts = text.split(_WAY_MARK)
    if not all(one.isascii() and one.isdigit() and len(one) < len("1000") for one in parts):
        raise NotFound("BM02", _("This form has no such page."))
    return tuple(int(one) for one in parts)


@never_cache
@access("official", roles=ROLES)
def one(request: HttpRequest, form_id: str) -> HttpResponse:
    """Show one version: what it asks, what stands against publishing it, and what can be done with it."""
    actor, view = actor_of(request), api.form(form_id=form_id)
    is_draft = view.state is api.FormState.DRAFT
    findings = api.check(definition=view.definition)
    names = procedures.names(codes=view.procedures, on=clock.now().date())
    versions = api.versions(code=view.code)
    context = {
        "view": view,
        "is_draft": is_draft,
        "pages": [{"page": page, "number": n, "rows": rows_of(page)} for n, page in enumerate(view.definition.pages)],
        "findings": findings,
        "blocking": sum(one.is_blocking for one in findings),
        "procedures": [(code, names.get(code, "")) for code in view.procedures],
        "kinds": [(kind.value, words) for kind, words in KINDS.items()],
        "state": STATES[view.state],
        "versions": [(each, STATES[each.state]) for each in versions],
        "may_publish": is_draft and api.is_second(actor, view.drafted_by),
        "first": view.definition.pages[0].name if view.definition.pages else "",
        "has_older": any(each.state is api.FormState.PUBLISHED and each.form_id != form_id for each in versions),
    }
    return render(request, "forms/one.html", context)


Change = Callable[[api.FormDefinition, HttpRequest], api.FormDefinition]


def _place(request: HttpRequest) -> tuple[int, tuple[int, ...]]:
    return int(request.POST["page"]), way_of(request.POST["way"])


_CHANGES: Mapping[str, Change] = {
    "up": lambda form, request: api.moved(form, *_place(request), -1),
    "down": lambda form, request: api.moved(form, *_place(request), 1),
    "copy": lambda form, request: api.copied(form, *_place(request)),
    "out": lambda form, request: api.with_block(form, *_place(request)),
    "page-new": lambda form, request: api.with_new_page(form, request.POST.get("title", "").strip() or _("New page")),
    "page-up": lambda form, request: api.page_moved(form, int(request.POST["page"]), -1),
    "page-down": lambda form, request: api.page_moved(form, int(request.POST["page"]), 1),
    "page-out": lambda form, request: api.without_page(form, int(request.POST["page"])),
}


@require_POST
@access("official", roles=ROLES)
def act(request: HttpRequest, form_id: str) -> HttpResponse:
    """Do one thing with a form and come back to it."""
    do = request.POST.get("do", "")
    try:
        if do in _DOINGS:
            return _DOINGS[do](request, form_id)
        return _change(request, form_id, do)
    except (ValueError, IndexError, KeyError):
        messages.error(request, _("That place is no longer there."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect("forms:one", form_id)


def edit_of(request: HttpRequest, view: api.FormView) -> int:
    text = request.POST.get("edit", "")
    return int(text) if text.isascii() and text.isdigit() else view.edit


def _change(request: HttpRequest, form_id: str, do: str) -> HttpResponse:
    view, by, at = api.form(form_id=form_id), actor_of(request), clock.now()
    if do == "new":
        inside = way_of(request.POST["way"]) if request.POST.get("way") else ()
        page = int(request.POST["page"])
        changed, way = api.with_new_block(view.definition, page, inside, api.Kind(request.POST.get("kind", "")))
        saved = api.save_draft(by=by, at=at, definition=changed, edit=edit_of(request, view))
        return redirect("forms:block", saved.form_id, page, _WAY_MARK.join(str(number) for number in way))
    changed = _CHANGES[do](view.definition, request)
    saved = api.save_draft(by=by, at=at, definition=changed, edit=edit_of(request, view))
    response = redirect("forms:one", saved.form_id)
    response["Location"] += _place_of(request, do)
    return response


def _place_of(request: HttpRequest, do: str) -> str:
    """Return where on the page to go on, so that whoever moves a question by the keyboard stays with it."""
    page, way = request.POST.get("page", ""), request.POST.get("way", "")
    if not page.isdigit():
        return ""
    step = {"up": -1, "down": 1, "copy": 1}.get(do)
    if step is None or not way:
        return f"#trang-{page}"
    *above, last = way_of(way)
    return f"#khoi-{page}-{''.join(str(number) for number in (*above, max(0, last + step)))}"


def _undo(request: HttpRequest, form_id: str) -> HttpResponse:
    view = api.form(form_id=form_id)
    api.undo(by=actor_of(request), at=clock.now(), form_id=form_id, edit=edit_of(request, view))
    messages.success(request, _("The last change was taken back."))
    return redirect("forms:one", form_id)


def _next_version(request: HttpRequest, form_id: str) -> HttpResponse:
    view = api.form(form_id=form_id)
    saved = api.save_draft(by=actor_of(request), at=clock.now(), definition=view.definition)
    messages.success(request, _("This is the draft of the next version. What is in force stays as it is."))
    return redirect("forms:one", saved.form_id)


def _publish(request: HttpRequest, form_id: str) -> HttpResponse:
    view = api.form(form_id=form_id)
    api.publish(by=actor_of(request), at=clock.now(), form_id=form_id, edit=edit_of(request, view))
    messages.success(request, _("The form is in force from now on. Who has begun with the older one ends with it."))
    return redirect("forms:one", form_id)


def _discard(request: HttpRequest, form_id: str) -> HttpResponse:
    api.discard(by=actor_of(request), at=clock.now(), form_id=form_id)
    messages.success(request, _("The draft is gone."))
    return redirect("forms:index")


def _retire(request: HttpRequest, form_id: str) -> HttpResponse:
    api.retire(by=actor_of(request), at=clock.now(), form_id=form_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("The form is offered to nobody new any more."))
    return redirect("forms:one", form_id)


_DOINGS: Mapping[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "begin": _next_version,
    "undo": _undo,
    "publish": _publish,
    "discard": _discard,
    "retire": _retire,
}
