"""What if: other values or weights, and what that does to value, pillars and rank. The address holds everything."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.forms import TrialForm
from dinh.indicators.scores.web.framing import ROLES, frame
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError

_KINDS = {"tu": api.ValueKind.SELF, "tham-dinh": api.ValueKind.VERIFIED, "cong-bo": api.ValueKind.PUBLISHED}
_BEST = ("cong-bo", "tham-dinh", "tu")


@require_GET
@access("official", roles=ROLES)
def trial(request: HttpRequest) -> HttpResponse:
    """Compute the index with other values or weights; nothing is saved."""
    asked = address.read(request, clock.now().date())
    return render(request, "scores/trial.html", frame(request, asked) | _shown(asked, request.GET.dict()))


@require_POST
@access("official", roles=ROLES)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the address of a trial under a name."""
    asked = address.read(request, clock.now().date())
    form = TrialForm(request.POST)
    told = {name: text for name, text in request.GET.dict().items() if name[:2] in ("v.", "w.") or name == "theo"}
    try:
        api.keep_trial(
            by=actor_of(request),
            at=clock.now(),
            **asked.where,
            name=form.cleaned_data["name"] if form.is_valid() else "",
            query=urlencode(told),
        )
        messages.success(request, _("The trial is kept."))
    except DinhError as refused:
        messages.error(request, str(refused.message))
    return redirect(f"{asked.link('trial')}&{urlencode(told)}")


def _shown(asked: Asked, query: Mapping[str, str]) -> dict[str, Any]:
    stands = api.standing(index_code=asked.index.code, year=asked.year)
    mine = stands.get(asked.unit.unit_id, {})
    chosen = query.get("theo", "")
    if chosen not in _KINDS:
        chosen = next((one for one in _BEST if api.entries_of(asked.index, mine.get(_KINDS[one], {}))), "tu")
    values = mine.get(_KINDS[chosen], {})
    entries = api.entries_of(asked.index, values)
    typed = {name: text for name, text in query.items() if name[:2] in ("v.", "w.") and text.strip()}
    page: dict[str, Any] = {
        "chosen": chosen,
        "rows": _rows(asked, entries, query),
        "trials": api.trials(**asked.where),
        "form": TrialForm(),
        "typed": urlencode({**typed, "theo": chosen}) if typed else "",
        "fault": "",
        "changed": None,
    }
    try:
        change = _change(asked, entries, typed)
        page["changed"] = _outcome(asked, entries, stands, change)
    except api.ScoreFault as fault:
        page["fault"] = str(fault)
    return page


def _rows(asked: Asked, entries: Mapping[str, api.Entry], query: Mapping[str, str]) -> list[dict[str, Any]]:
    parts = [one for one in asked.index.parts if one.is_scored and (not one.parent or one.code in entries)]
    return [
        {
            "code": one.code,
            "name": one.name,
            "is_main": not one.parent,
            "now": _now(entries.get(one.code)),
            "weight": numbers.short(one.pull) if one.pull is not None else _("not known"),
            "value": query.get(f"v.{one.code}", ""),
            "asked_weight": query.get(f"w.{one.code}", ""),
            "takes_value": one.code in entries or not asked.index.by_parent.get(one.code),
        }
        for one in parts
    ]


def _now(entry: api.Entry | None) -> str:
    if entry is None:
        return ""
    if entry.share is not None:
        return numbers.value(entry.share)
    told = [numbers.short(one, 4) for one in (entry.a, entry.b) if one is not None]
    return " / ".join(told) or entry.choice or str(len(entry.met or ()))


def _change(asked: Asked, entries: Mapping[str, api.Entry], typed: Mapping[str, str]) -> api.Change:
    told: dict[tuple[str, str], api.Entry | None] = {}
    weights: dict[str, Fraction] = {}
    for name, text in typed.items():
        code = name[2:]
        if code not in asked.index.by_code:
            raise api.ScoreFault(_("The index has no such part."), (code,))
        if name[0] == "w":
            weights[code] = _number(text, code)
        else:
            told[str(asked.unit.unit_id), code] = _entry(asked.index.by_code[code], entries.get(code), text)
    return api.Change(entries=told, weights=weights)


def _entry(part: api.Part, now: api.Entry | None, text: str) -> api.Entry:
    """A part given whole takes a share, a counted one another a (or a/b), a choice its code, conditions how many."""
    kind = part.shape.kind if part.shape else None
    if part.shape is None or (now is not None and now.share is not None):
        return api.Entry(share=_number(text, part.code))
    if kind is api.ShapeKind.CHOICE:
        return api.Entry(choice=text.strip())
    if kind is api.ShapeKind.HALVES:
        return api.Entry(met=part.shape.conditions[: max(int(_number(text, part.code)), 0)])
    try:
        read = api.read_number(text)
    except api.NotANumber as error:
        raise _no_number(text, part.code) from error
    below = read.below if read.below is not None else (now.b if now else None)
    return api.Entry(a=read.value, b=below)


def _number(text: str, code: str) -> Fraction:
    try:
        return api.read_number(text).value
    except api.NotANumber as error:
        raise _no_number(text, code) from error


def _no_number(text: str, code: str) -> api.ScoreFault:
    return api.ScoreFault(f"{code}: {_('“%(text)s” is no number') % {'text': text}}", (code,))


def _outcome(asked: Asked, entries: Mapping[str, api.Entry], stands: Any, change: api.Change) -> dict[str, Any] | None:
    if not entries and change.is_empty:
        return None
    own = str(asked.unit.unit_id)
    panel = api.Panel({**_others(asked, stands), own: entries})
    before = api.compute(asked.index, panel) if entries else None
    after = api.what_if(asked.index, panel, change)
    scored = after.units[own]
    first = before.units[own] if before else scored
    ranks = {one.unit: one.rank for one in api.ranks_of(after)}
    old = {one.unit: one.rank for one in api.ranks_of(before)} if before else ranks
    return {
        "before": numbers.value(first.value),
        "after": numbers.value(scored.value),
        "difference": numbers.signed(scored.value - first.value),
        "rank_before": old[own],
        "rank_after": ranks[own],
        "many": len(panel.entries),
        "hash": after.hash,
        "is_same": bool(before and before.hash == after.hash),
        "pillars": [
            {
                "name": pillar.name,
                "before": numbers.value(first.pillars.get(pillar.code)),
                "after": numbers.value(scored.pillars.get(pillar.code)),
            }
            for pillar in asked.index.pillars
        ],
    }


def _others(asked: Asked, stands: Any) -> dict[str, Mapping[str, api.Entry]]:
    """Return the other units that can be computed by what was published of them, to rank among."""
    found: dict[str, Mapping[str, api.Entry]] = {}
    for unit_id, kinds in stands.items():
        told = api.entries_of(asked.index, kinds.get(api.ValueKind.PUBLISHED, {}))
        lacking = [one for one in asked.index.mains if one.is_scored and one.code not in told]
        if unit_id != asked.unit.unit_id and told and not lacking:
            found[str(unit_id)] = told
    return found
