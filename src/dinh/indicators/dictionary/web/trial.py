"""A definition on real data before it is published: twelve months of a unit, beside the version in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dinh.design.api import Chart, Series
from dinh.directory import api as directory
from dinh.indicators.dictionary.web.words import name_of
from dinh.indicators.figures import api as figures
from dinh.kernel import clock
from dinh.kernel.access import actor_of

MONTHS = 12
FIRST_YEAR = 2018
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """Which unit and month to look at."""

    unit: directory.UnitView
    month: figures.Period
    today: date

    @property
    def months(self) -> tuple[figures.Period, ...]:
        return figures.months_before(self.month.first, MONTHS)


def asked_of(request: HttpRequest) -> Asked:
    """Read what to try it on; what cannot be read is the province and this month."""
    today = clock.local(clock.now()).date()
    unit_id, text = request.GET.get("don-vi", ""), request.GET.get("thang", "")
    if unit_id.isascii() and unit_id.isdecimal() and len(unit_id) <= _LONGEST_NUMBER:
        unit = directory.unit(unit_id=int(unit_id), on=today)
    else:
        unit = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=today)
    directory.check_may(by=actor_of(request), action=directory.Action.INDICATOR_EXPLAIN, unit_id=unit.unit_id, on=today)
    return Asked(unit, figures.month(_first(text, today)), today)


def _first(text: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return first if FIRST_YEAR <= first.year <= today.year else today


def choices(asked: Asked) -> dict[str, Any]:
    """Return the units and months one may try it on."""
    province = directory.unit(unit_id=asked.unit.province_id, on=asked.today)
    months = sorted({*(one.first for one in figures.months_before(asked.today, 36)), asked.month.first}, reverse=True)
    return {
        "units": [
            {"value": one.unit_id, "label": one.name, "on": one.unit_id == asked.unit.unit_id}
            for one in (province, *directory.children(unit_id=province.unit_id, on=asked.today))
        ],
        "months_offered": [
            {"value": f"{one:%Y-%m}", "label": f"{one:%m/%Y}", "on": one == asked.month.first} for one in months
        ],
    }


def trial(asked: Asked, definition: figures.Definition) -> dict[str, Any]:
    """Return figure, drawing and table of a definition as if it held all these months."""
    months = asked.months
    on = asked.today
    line = figures.tried_series(definition=definition, unit_id=asked.unit.unit_id, periods=months, on=on)
    old: Sequence[figures.Figure] = ()
    if definition.version > 1:
        old = figures.series(code=definition.code, unit_id=asked.unit.unit_id, periods=months, on=on)
    told = [_month(one, definition) for one in line]
    for row, was in zip(told, old, strict=False):
        unit = figures.definition(was.code, was.period.last).unit
        row |= {"was": figures.value_words(was, unit), "was_version": was.definition_version}
    broken = [row["label"] for row in told if row["is_broken"]]
    return {
        "now": told[-1],
        "is_share": definition.is_share,
        "unit": "" if definition.unit == "%" else definition.unit,
        "numerator_words": figures.formula_words(definition.numerator),
        "denominator_words": figures.formula_words(definition.denominator) if definition.denominator else "",
        "months": told,
        "has_old": bool(old),
        "chart": _chart(line, old, definition),
        "sentence": _sentence(asked, told),
        "broken": broken,
        "broken_words": _("Above the limit of its own check: %(months)s.") % {"months": ", ".join(broken)},
        "watermark": figures.number(line[-1].watermark),
        **choices(asked),
    }


def _month(one: figures.Figure, definition: figures.Definition) -> dict[str, Any]:
    below = one.denominator
    return {
        "label": one.period.label,
        "value": figures.value_words(one, definition.unit),
        "missing": one.missing.value if one.missing else "",
        "numerator": figures.number(one.numerator),
        "denominator": "" if below is None else figures.number(below),
        "is_broken": bool(below)
        and any(one.numerator * 100 > (below or 0) * check.limit for check in definition.checks),
    }


def _drawn(one: figures.Figure, unit: str) -> float | None:
    if one.is_missing:
        return None
    if one.denominator is None:
        return one.numerator
    return (100 if unit == "%" else 1) * one.numerator / one.denominator


def _chart(line: Sequence[figures.Figure], old: Sequence[figures.Figure], definition: figures.Definition) -> Chart:
    unit = definition.unit
    series = [Series(name=name_of(definition), values=tuple(_drawn(one, unit) for one in line))]
    if old:
        values = tuple(_drawn(one, figures.definition(one.code, one.period.last).unit) for one in old)
        series.append(Series(name=_("as in force"), values=values))
    is_line = definition.is_share or bool(old)
    return Chart(
        kind="line" if is_line else "column",
        labels=tuple(one.period.label for one in line),
        series=tuple(series),
        unit="%" if unit == "%" else "",
        places=1 if unit == "%" else 0,
        target=definition.threshold_percent,
        highlight=0 if is_line else len(line) - 1,
        breaks=tuple(
            (place, _("version %(version)s") % {"version": new.version}) for place, new in figures.version_breaks(old)
        ),
    )


def _sentence(asked: Asked, told: Sequence[dict[str, Any]]) -> str:
    many = sum(bool(one["value"]) for one in told)
    return _("%(unit)s, %(first)s to %(last)s: %(many)s of %(all)s months have data.") % {
        "unit": asked.unit.name,
        "first": told[0]["label"],
        "last": told[-1]["label"],
        "many": many,
        "all": len(told),
    }
