"""One part: how it is made with the numbers in it, its three values, its proof, its story, and the forms."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dinh.documents import api as documents
from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import evidence, formulas, numbers, showing
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.forms import EntryForm
from dinh.indicators.scores.web.framing import ROLES, frame
from dinh.indicators.scores.web.words import FLAGS, KINDS, SHAPES, STEPS
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError, NotFound


@require_http_methods(["GET", "POST"])
@access("official", roles=ROLES)
def part(request: HttpRequest, code: str) -> HttpResponse:
    """Show one part; enter, verify or explain its value."""
    asked = address.read(request, clock.now().date())
    told = asked.index.by_code.get(code)
    if told is None:
        raise NotFound("SC08", _("The index has no such part."), _("Choose one from the list."))
    if request.method == "POST":
        form = EntryForm(told, request.POST, request.FILES)
        if form.is_valid():
            refused = _enter(request, asked, told, form)
            if not refused:
                messages.success(request, _("The value is entered."))
                return redirect(asked.link("part", code))
            form.add_error(None, refused)
        return render(request, "scores/part.html", _page(request, asked, told, form), status=422)
    return render(request, "scores/part.html", _page(request, asked, told, EntryForm(told)))


def _enter(request: HttpRequest, asked: Asked, part: api.Part, form: EntryForm) -> str:
    by, at = actor_of(request), clock.now()
    kind = _open_kind(asked)
    try:
        files = _kept(request, asked, part)
        api.enter_value(
            by=by,
            at=at,
            **asked.where,
            part=part.code,
            kind=kind or api.ValueKind.SELF,
            entry=form.entry(),
            note=form.cleaned_data["note"],
            source=form.cleaned_data["source"],
            files=files,
        )
    except DinhError as refused:
        return f"{refused.message} {refused.hint}".strip()
    return ""


def _kept(request: HttpRequest, asked: Asked, part: api.Part) -> list[str]:
    file = request.FILES.get("file")
    if file is None or file.file is None:
        return []
    subject = api.subject_of(asked.index.code, asked.year, asked.unit.unit_id)
    kept = documents.store_file(
        by=actor_of(request),
        at=clock.now(),
        name=file.name or "",
        stream=cast("BinaryIO", file.file),
        purpose=f"evidence {part.code}",
        subject_id=subject,
    )
    return [kept.file_id]


def _open_kind(asked: Asked) -> api.ValueKind | None:
    stands = api.assessment(**asked.where)
    return next(iter(api.OPEN_KINDS[stands.step]), None)


def _page(request: HttpRequest, asked: Asked, part: api.Part, form: EntryForm) -> dict[str, Any]:
    found = api.readings(index=asked.index, year=asked.year, unit_id=asked.unit.unit_id)
    story = api.history(**asked.where, part=part.code)
    kind = _open_kind(asked)
    by = actor_of(request)
    return frame(request, asked) | {
        "part": part,
        "main": asked.index.main_of(part.code),
        "shape": SHAPES[part.shape.kind] if part.shape else "",
        "steps": formulas.steps(part),
        "max": numbers.short(part.points),
        "below": [
            {"name": f"{one.code}. {one.name}", "href": asked.link("part", one.code), "max": numbers.short(one.points)}
            for one in asked.index.by_parent.get(part.code, ())
        ],
        "values": [_value(part, found[one]) for one in (*showing.SHOWN, api.ValueKind.EXPLAINED)],
        "story": [_told(one) for one in story],
        "form": form,
        "kind": KINDS[kind] if kind else "",
        "may_write": bool(kind) and not asked.index.by_parent.get(part.code) and _may(by, kind),
        "step": STEPS[api.assessment(**asked.where).step],
    }


def _may(by: Any, kind: api.ValueKind | None) -> bool:
    return api.can_read(by) if kind is api.ValueKind.VERIFIED else api.can_enter(by)


def _value(part: api.Part, one: api.Reading) -> dict[str, Any]:
    told = one.values.get(part.code)
    stages = one.scored.stages.get(part.code) if one.scored else None
    return {
        "kind": KINDS[one.kind],
        "told": told,
        "href": reverse("indicators_scores:value", args=[told.value_id]) if told else "",
        "formula": formulas.formula(part, told.entry if told else None),
        "points": numbers.short(stages.points) if stages else "",
        "flags": [FLAGS[flag] for flag in stages.flags] if stages else [],
    }


def _told(one: api.ValueView) -> dict[str, Any]:
    return {
        "title": f"{KINDS[one.kind]}: {formulas.entry_words(one.entry)}",
        "at": one.entered_at,
        "office": one.entered_name or one.source,
        "note": one.note,
        "state": "done",
        "files": evidence.shown(one.files, one.entered_name),
        "is_synthetic": one.is_synthetic,
    }
