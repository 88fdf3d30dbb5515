"""The list of indicators, and one of them with all its versions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.web.forms import EndForm, FileForm
from dinh.indicators.dictionary.web.words import DIRECTIONS, SOURCES, STATES, name_of
from dinh.indicators.figures import api as figures
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import NotFound
from dinh.kernel.text import fold, sort_key


def today() -> date:
    return clock.local(clock.now()).date()


@require_GET
@access("official", roles=api.READING)
def index(request: HttpRequest) -> HttpResponse:
    """List every indicator with its version in force, who approved it, and what is under way."""
    asked = request.GET.get("q", "")[:80]
    own = api.versions()
    rows = sorted(_rows(own), key=lambda row: sort_key(row["name"]))
    wanted = fold(asked).split()
    found = [row for row in rows if all(word in row["folded"] for word in wanted)]
    page = {
        "asked": asked,
        "rows": found,
        "every": len(rows),
        "faults": figures.left_out(),
        "may_edit": api.can_edit(actor_of(request)),
        "waiting": [_waiting(one) for one in own if _waits(one)],
    }
    return render(request, "dictionary/index.html", page)


def _waits(one: api.VersionView) -> bool:
    return one.state is api.State.PROPOSED or (one.ending is not None and one.ending.approved is None)


def _waiting(one: api.VersionView) -> dict[str, Any]:
    proposed = one.ending.proposed if one.ending else one.proposed
    return {"one": one, "is_end": one.state is api.State.PUBLISHED, "by": proposed.name if proposed else ""}


def _rows(own: Iterable[api.VersionView]) -> Iterable[dict[str, Any]]:
    approved = {(one.code, one.number): one for one in own if one.state is api.State.PUBLISHED}
    under_way = {one.code: one for one in own if one.state is not api.State.PUBLISHED}
    day = today()
    for code in figures.codes():
        one = figures.definition(code, day)
        view = approved.get((code, one.version))
        yield _row(code, name_of(one), one, view, under_way.pop(code, None), day)
    for code, draft in under_way.items():
        yield _row(code, draft.name, None, None, draft, day)


def _row(
    code: str,
    name: str,
    one: figures.Definition | None,
    view: api.VersionView | None,
    draft: api.VersionView | None,
    day: date,
) -> dict[str, Any]:
    basis = one.legal_basis if one else str(draft.row.get("legal_basis", "")) if draft else ""
    return {
        "code": code,
        "name": name,
        "folded": fold(f"{code} {name} {one.name_vi if one else ''} {one.name_en if one else ''} {basis}"),
        "basis": basis,
        "href": reverse("indicators_dictionary:entry", args=[code]),
        "one": one,
        "is_ended": bool(one and one.valid_to and one.valid_to < day),
        "is_waiting": bool(one and one.valid_from > day),
        "approved": view.approved if view else None,
        "is_own": view is not None or one is None,
        "draft": draft,
        "draft_state": STATES[draft.state] if draft else None,
    }


@require_GET
@access("official", roles=api.READING)
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator with its versions, newest first."""
    own = api.versions(code=code)
    defined = figures.versions(code) if code in figures.codes() else ()
    if not own and not defined:
        raise NotFound("DN13", _("There is no such version of an indicator."), _("See the list of indicators."))
    approved = {one.number: one for one in own if one.state is api.State.PUBLISHED}
    draft = next((one for one in own if one.state is not api.State.PUBLISHED), None)
    by, day = actor_of(request), today()
    page = {
        "code": code,
        "name": name_of(defined[-1]) if defined else own[0].name,
        "fault": figures.left_out().get(code, ""),
        "versions": [_version(request, one, approved.get(one.version), day) for one in reversed(defined)],
        "draft": draft,
        "draft_state": STATES[draft.state] if draft else None,
        "may_edit": api.can_edit(by),
        "may_draft": api.can_edit(by) and draft is None and bool(defined),
        "is_defined": bool(defined),
    }
    return render(request, "dictionary/entry.html", page)


def _version(request: HttpRequest, one: figures.Definition, view: api.VersionView | None, day: date) -> dict[str, Any]:
    by = actor_of(request)
    ending = view.ending if view else None
    waits = ending is not None and ending.approved is None
    return {
        "one": one,
        "view": view,
        "is_in_force": one.valid_from <= day and (one.valid_to is None or day <= one.valid_to),
        "facts": facts_of(one, view),
        "ending": ending,
        "end_waits": waits,
        "may_end": view is not None and ending is None and api.can_edit(by),
        "may_take_end_back": waits and ending is not None and ending.proposed.person_id == by.person_id,
        "may_approve_end": waits and ending is not None and api.can_approve(by, {ending.proposed.person_id}),
        "end_form": EndForm(initial={"last_day": day}, auto_id=f"id_v{one.version}_%s"),
    }


def facts_of(one: figures.Definition, view: api.VersionView | None) -> list[dict[str, Any]]:
    """Return a definition as questions and answers."""
    said = [
        (_("Formula"), f"{one.numerator} / {one.denominator}" if one.denominator else str(one.numerator)),
        (_("Formula in words"), _in_words(one)),
        (_("Unit"), one.unit),
        (_("What is better"), DIRECTIONS[one.direction]),
        (_("Threshold"), f"{one.threshold_percent} %" if one.threshold_percent else ""),
        (_("Basis"), one.legal_basis),
        (_("Counted of"), one.base_vi),
        (_("Counted by"), _day_words(one.attribution)),
        (_("Source"), SOURCES[one.source_kind]),
        (_("Checks"), ", ".join(map(_check, one.checks))),
        (_("Notes"), " ".join(one.notes_vi)),
        (_("Approved by"), view.approved.name if view and view.approved else ""),
    ]
    return [{"key": key, "value": value} for key, value in said if value]


def _day_words(by: str) -> str:
    """Return what the day is that facts count by; the columns of facts tell it in Vietnamese."""
    found = [table.columns[by].about for table in figures.facts().values() if by in table.columns]
    return f"{found[0]} ({by})" if found else by


def _check(check: figures.Check) -> str:
    said = _("at most %(limit)s %%, else held back from publication") if check.blocks else _("at most %(limit)s %%")
    return said % {"limit": check.limit}


def _in_words(one: figures.Definition) -> str:
    above = figures.formula_words(one.numerator)
    if one.denominator is None:
        return above
    return _("%(above)s divided by %(below)s") % {"above": above, "below": figures.formula_words(one.denominator)}


def helping() -> dict[str, Any]:
    """Return what a formula may name: measures and plain counts."""
    day = today()
    counts = [figures.definition(code, day) for code in figures.codes()]
    return {
        "measures": [
            {"code": code, "name": one.name_vi, "by": _day_words(one.by), "kind": one.kind.value}
            for code, one in sorted(figures.measures().items())
        ],
        "counts": [{"code": one.code, "name": name_of(one)} for one in counts if one.denominator is None],
        "file_form": FileForm(),
    }
