"""Targets in words: what was promised, what was told, what is measured, and whether it will be met."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.series import api
from dinh.indicators.series.web.shown import SOURCES

_TONES = {
    api.Verdict.MET: "good",
    api.Verdict.ON_WAY: "good",
    api.Verdict.MISSED: "warning",
    api.Verdict.BEHIND: "warning",
}
_SIGNS = {">=": "≥", "<=": "≤"}


def shown(unit: directory.UnitView, today: date) -> dict[str, Any]:
    """Return the targets of a unit by what was promised by whom, and the reported values of the country apart."""
    found = api.standings(unit_id=unit.unit_id, on=today)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        groups.setdefault(one.target.source, []).append(_row(one, today))
    return {
        "groups": [{"source": source, "rows": rows, "whose": _whose(source, found)} for source, rows in groups.items()],
        "many": len(found),
        "past": sum(one.target.due_on < today for one in found),
        "judged": sum(one.verdict in _TONES for one in found),
    }


def _whose(source: str, found: tuple[api.Standing, ...]) -> str:
    unit_id = next(one.target.unit_id for one in found if one.target.source == source)
    return "" if unit_id is None else directory.lives(unit_id=unit_id)[-1].name


def _row(one: api.Standing, today: date) -> dict[str, Any]:
    target = one.target
    return {
        "name": target.name_vi,
        "wanted": f"{_SIGNS.get(target.operator, target.operator)} {_number(target.value)} {_unit(target.unit)}",
        "due_on": target.due_on,
        "is_past": target.due_on < today,
        "scope": _scope(target.scope),
        "note": _note(target.note),
        "told": [_told(value) for value in one.told],
        "measured": f"{_number(one.measured)} %" if one.measured is not None else "",
        "measured_href": _opened(one) if one.measured is not None else "",
        "kind": SOURCES[figures.SourceKind.MEASURED](),
        "verdict": verdict(one),
        "tone": _TONES.get(one.verdict, "quiet"),
        "method": _method(one),
    }


def _opened(one: api.Standing) -> str:
    month = one.months[-1][0]
    return f"{reverse('indicators:opened', args=[one.measured_code])}?{urlencode({'thang': f'{month:%Y-%m}'})}"


def _told(one: api.Target) -> dict[str, Any]:
    sign = "" if one.operator == "=" else f"{_SIGNS.get(one.operator, one.operator)} "
    return {
        "value": f"{sign}{_number(one.value)} {_unit(one.unit)}".strip(),
        "on": one.due_on,
        "who": _("whole country") if one.unit_id is None else _("the province"),
        "source": one.source,
        "kind": SOURCES[figures.SourceKind.SELF_REPORTED](),
    }


def verdict(one: api.Standing) -> str:
    return {
        api.Verdict.MET: _("met"),
        api.Verdict.MISSED: _("not met"),
        api.Verdict.ON_WAY: _("will be met if the gain goes on"),
        api.Verdict.BEHIND: _("will not be met at this gain"),
        api.Verdict.NO_MEASURE: _("cannot be said: nothing of it is measured"),
        api.Verdict.OTHER_KIND: _("cannot be said: only reports of others, at another time"),
        api.Verdict.TOO_FEW: _("cannot be said: fewer than four whole months are measured"),
    }[one.verdict]


def _method(one: api.Standing) -> str:
    if one.gained_per_month is None or one.needed_per_month is None:
        return ""
    words = _("mean gain of %(many)s whole months: %(gained)s points a month; needed until the day: %(needed)s")
    return words % {
        "many": len(one.months),
        "gained": _number(one.gained_per_month),
        "needed": _number(one.needed_per_month),
    }


def _number(number: Fraction) -> str:
    places = 0 if number.denominator == 1 else 2
    words = f"{float(round(number, places)):,.{places}f}"
    return words if get_language() == "en" else words.translate(str.maketrans(",.", ".,"))


def _unit(word: str) -> str:
    return {
        "%": "%",
        "%/year": _("% a year"),
        "platforms": _("platforms"),
        "addresses": _("addresses"),
        "teams": _("teams"),
        "enterprises": _("enterprises"),
        "jobs": _("jobs"),
    }[word]


def _scope(word: str) -> str:
    return {
        "province": _("the province"),
        "district": _("each district"),
        "commune": _("each commune"),
        "each sector": _("each sector"),
        "country": _("whole country"),
    }[word]


def _note(words: str) -> str:
    """Return the remark of the file in the reader's language; what the file says otherwise stays as it is."""
    return {
        "district level ended 2025-06-30": _("the district level ended on 30/06/2025"),
        "covered, not connected": _("covered, not connected"),
        "connected, not covered": _("connected, not covered"),
        "counted from 2022-06-01": _("counted from 01/06/2022"),
        "counted from 2022-12-01": _("counted from 01/12/2022"),
        "aim: 100": _("the aim is 100 %"),
        "due date: the year under way, not stated": _("the day is not stated: the year under way is taken"),
    }.get(words, words)
