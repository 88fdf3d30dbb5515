"""One version: writing it, trying it on real data, and what four eyes do with it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.web import trial as trials
from dinh.indicators.dictionary.web.forms import DefinitionForm, FileForm, NewForm, ReasonForm, initial_of
from dinh.indicators.dictionary.web.listing import facts_of, helping, today
from dinh.indicators.dictionary.web.words import STATES
from dinh.indicators.figures import api as figures
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, DinhError, NotFound
from dinh.ledger import api as ledger

_LARGEST_REVISION = 9
STEPS = 50


def _writing(request: HttpRequest, form: DefinitionForm, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {"form": form, **helping(), **more}
    return render(request, "dictionary/edit.html", page, status=status)


@access("official", roles=api.EDITING)
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty form, or keep what was typed as a new draft."""
    if request.method != "POST":
        start = {"unit": "%", "direction": "higher", "source_kind": "measured", "valid_from": today()}
        return _writing(request, NewForm(initial=start))
    form = NewForm(request.POST)
    if not form.is_valid():
        return _writing(request, form, status=422)
    try:
        made = api.begin_draft(by=actor_of(request), at=clock.now(), row=form.row())
    except DinhError as refused:
        form.add_error("code", f"{refused.message} {refused.hint}".strip())
        return _writing(request, form, status=refused.status)
    return _kept(request, made)


def _kept(request: HttpRequest, made: api.VersionView) -> HttpResponse:
    messages.success(request, _("The draft is kept."))
    return redirect("indicators_dictionary:version", made.version_id)


@require_POST
@access("official", roles=api.EDITING)
def bring(request: HttpRequest) -> HttpResponse:
    """Keep a definition file as a draft; a wrong file is told with its line."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = api.read_file(form.cleaned_data["file"].read())
            return _kept(request, api.begin_draft(by=actor_of(request), at=clock.now(), row=row))
        except api.FileFault as fault:
            form.add_error("file", str(fault))
        except DinhError as refused:
            form.add_error("file", f"{refused.message} {refused.hint}".strip())
    start = NewForm(initial={"direction": "higher", "source_kind": "measured"})
    return _writing(request, start, status=422, file_form=form)


@require_POST
@access("official", roles=api.EDITING)
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of an indicator from the newest one."""
    if code not in figures.codes():
        raise NotFound("DN13", _("There is no such version of an indicator."), _("See the list of indicators."))
    newest = figures.versions(code)[-1]
    row = {**figures.written(code, newest.version), "valid_from": today()}
    for name in ("valid_to", "break"):
        row.pop(name, None)
    made = api.begin_draft(by=actor_of(request), at=clock.now(), row=row)
    return redirect("indicators_dictionary:edit", made.version_id)


@access("official", roles=api.EDITING)
def edit(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show the form of a draft with what the compiler says beside its fields, or keep what was typed."""
    view = api.version(version_id=version_id)
    if view.state is not api.State.DRAFT:
        raise Conflict("DN14", _("This version is no draft any more."), _("Look at it again."))
    if request.method != "POST":
        form = DefinitionForm(initial_of(view.row), initial=initial_of(view.row))
        return _checked(request, form, view)
    form = DefinitionForm(request.POST)
    if not form.is_valid():
        return _writing(request, form, status=422, view=view, revision=revision_of(request))
    try:
        made = api.save_draft(
            by=actor_of(request), at=clock.now(), version_id=version_id, row=form.row(), revision=revision_of(request)
        )
    except Conflict as refused:
        stands = api.version(version_id=version_id)
        return _writing(
            request,
            form,
            status=refused.status,
            view=stands,
            revision=stands.revision,
            refused=refused,
            stands=_changes(form.row(), stands.row),
        )
    if request.POST.get("do") == "stay":
        messages.success(request, _("The draft is kept."))
        return redirect("indicators_dictionary:edit", made.version_id)
    return _kept(request, made)


def _checked(request: HttpRequest, form: DefinitionForm, view: api.VersionView) -> HttpResponse:
    fault, more = api.compiled(view).fault, ""
    if form.is_valid() and fault is not None and not form.say(fault.part, fault.said):
        more = fault.said
    return _writing(request, form, view=view, revision=view.revision, fault=more)


def revision_of(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LARGEST_REVISION else 0


def _changes(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what another person's version says otherwise than what was typed."""
    names = [name for name in {**theirs, **mine} if name not in {"code", "version"}]
    return [
        {"key": name, "value": str(theirs.get(name, "") or "–")}
        for name in names
        if mine.get(name, "") != theirs.get(name, "")
    ]


@require_GET
@access("official", roles=api.READING)
def version(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show a version with what it gives on real data, and what may be done with it."""
    return one_page(request, api.version(version_id=version_id))


def one_page(
    request: HttpRequest, view: api.VersionView, *, status: int = 200, refused: DinhError | None = None
) -> HttpResponse:
    by = actor_of(request)
    found = api.compiled(view)
    asked = trials.asked_of(request)
    is_draft, is_proposed = view.state is api.State.DRAFT, view.state is api.State.PROPOSED
    hands = {*view.editors, view.proposed.person_id if view.proposed else ""}
    page: dict[str, Any] = {
        "view": view,
        "state": STATES[view.state],
        "asked": asked,
        "fault": found.fault,
        "facts": facts_of(found.definition, view) if found.definition else _raw(view),
        "definition": found.definition,
        "trial": trials.trial(asked, found.definition) if found.definition else None,
        "may_edit": is_draft and api.can_edit(by),
        "may_propose": is_draft and api.can_edit(by) and found.fault is None,
        "may_take_back": is_proposed and view.proposed is not None and view.proposed.person_id == by.person_id,
        "may_decide": is_proposed and api.can_approve(by, hands),
        "is_own_hand": is_proposed and not api.can_approve(by, hands),
        "reason_form": ReasonForm(),
        "story": _story(view),
        "refused": refused,
    }
    return render(request, "dictionary/version.html", page, status=status)


def _story(view: api.VersionView) -> list[dict[str, Any]]:
    """Return every step as the ledger tells it, oldest first, each leading to its entry."""
    ending = view.ending
    signed = [view.edited, view.proposed, view.sent_back, view.approved]
    signed += [ending.proposed, ending.approved] if ending else []
    names = {one.person_id: one.name for one in signed if one}
    return [_told(one, names) for one in ledger.entries_of(view.version_id, limit=STEPS)]


def _told(one: ledger.EntryView, names: Mapping[str, str]) -> dict[str, Any]:
    said = one.said
    return {
        "title": ledger.words_of(one.kind),
        "at": said.occurred_at,
        "office": names.get(said.actor.person_id, ""),
        "note": getattr(said.event, "reason", ""),
        "state": "done",
        "href": reverse("ledger:entry", args=[one.entry_id]),
    }


def _raw(view: api.VersionView) -> list[dict[str, Any]]:
    """Return what was written, when it cannot be read as a definition."""
    return [{"key": name, "value": str(value)} for name, value in view.row.items() if value]
