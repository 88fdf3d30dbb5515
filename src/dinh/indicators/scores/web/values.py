"""One value on a page of its own, at a permanent address: who said what of which part, from where, with its proof."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.indicators.scores.web import evidence, formulas, numbers
from dinh.indicators.scores.web.framing import ROLES
from dinh.indicators.scores.web.words import KINDS
from dinh.kernel.access import access


@require_GET
@access("official", roles=ROLES)
def one(request: HttpRequest, value_id: str) -> HttpResponse:
    """Show one value as it was entered or taken over."""
    told = api.value(value_id=value_id)
    index = api.index_of(code=told.index_code, year=told.year)
    unit = directory.lives(unit_id=told.unit_id)[-1]
    part = index.by_code.get(told.part)
    back = {"nam": str(told.year), "theo": told.part}
    page: dict[str, Any] = {
        "told": told,
        "unit": unit.name,
        "name": _name(index, told.part),
        "value": numbers.value(told.entry.share, index.places)
        if told.entry.share is not None
        else formulas.entry_words(told.entry),
        "formula": formulas.formula(part, told.entry) if part else "",
        "files": evidence.shown(told.files, told.entered_name),
        "facts": _facts(told, index),
        "mains": _mains(told, index) if told.part == api.WHOLE else [],
        "corrects": reverse("indicators_scores:value", args=[told.corrects]) if told.corrects else "",
        "back": f"{reverse('indicators_scores:ranking')}?{urlencode(back)}",
    }
    return render(request, "scores/value.html", page)


def _mains(told: api.ValueView, index: api.Index) -> list[dict[str, Any]]:
    """Return what is known below a whole value: main indicators as told, pillars as they compute from them."""
    one = api.readings(index=index, year=told.year, unit_id=told.unit_id)[told.kind]
    rows = [
        {
            "name": f"{part.code}. {part.name}",
            "value": numbers.value(one.values[part.code].entry.share),
            "href": reverse("indicators_scores:value", args=[one.values[part.code].value_id]),
        }
        for part in index.mains
        if part.code in one.values
    ]
    pillars = one.scored.pillars if one.scored else {}
    computed = [
        {"name": pillar.name, "value": numbers.value(pillars[pillar.code]), "href": ""}
        for pillar in index.pillars
        if pillar.code in pillars
    ]
    return rows + computed


def _name(index: api.Index, part: str) -> str:
    if part == api.WHOLE:
        return _("The whole index")
    pillars = {f"{api.PILLAR}{one.code}": one.name for one in index.pillars}
    return pillars.get(part) or (f"{part}. {index.by_code[part].name}" if part in index.by_code else part)


def _facts(told: api.ValueView, index: api.Index) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"key": _("Whose value"), "value": KINDS[told.kind]},
        {"key": _("Edition"), "value": f"{index.version}, {index.instrument}"},
        {"key": _("Rank"), "value": str(told.rank) if told.rank else ""},
        {"key": _("Entered by"), "value": told.entered_name},
        {"key": _("Entered at"), "value": f"{told.entered_at:%d/%m/%Y %H:%M}"},
        {"key": _("Note"), "value": told.note},
        {"key": _("Number of the value"), "value": told.value_id},
    ]
    return [one for one in facts if one["value"]]
