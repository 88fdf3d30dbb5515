"""Series in words and drawings: values with Vietnamese separators, reasons for gaps, breaks between labels."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.design.api import Chart
from dinh.design.api import Series as Drawn
from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.series import api
from dinh.indicators.series.web.asked import Asked
from dinh.kernel import text

PERCENT = "%"
_HUNDRED = 100
Names = Mapping[int, str]

SOURCES = {
    figures.SourceKind.MEASURED: lambda: _("measured by the system itself"),
    figures.SourceKind.SELF_REPORTED: lambda: _("reported by the agency itself"),
    figures.SourceKind.SURVEY: lambda: _("from a survey"),
    figures.SourceKind.OFFICIAL: lambda: _("official statistics"),
}
METHODS = {
    api.Method.PLAIN: lambda: _("estimate: plain mean of the former units, as ministries do it"),
    api.Method.PEOPLE: lambda: _("estimate: weighted by people"),
    api.Method.AREA: lambda: _("estimate: weighted by area"),
}
WHYS = {
    api.Why.NOT_PUBLISHED: lambda: _("not published to us"),
    api.Why.OTHER_MAP: lambda: _("published only on a later map"),
    api.Why.UNIT_NOT_THERE: lambda: _("the unit did not exist"),
    api.Why.PART_MISSING: lambda: _("not known: a part of the unit has no value"),
    api.Why.MIXED: lambda: _("not known: the weights of the former units are not published"),
    api.Why.SPLIT: lambda: _("not known exactly: part of it lies in units that were split or merged"),
    api.Why.PART_OF_WHOLE: lambda: _("not known: only the value of a larger unit exists"),
    api.Why.RANK: lambda: _("a rank cannot be told on another map"),
    api.Why.ZERO: lambda: _("no data: nothing to count"),
}


def name(of: api.Series) -> str:
    return of.name_en if get_language() == "en" else of.name_vi


def value(number: Fraction | None, of: api.Series) -> str:
    """Return a value rounded for reading, with the separators of the reader's language."""
    if number is None:
        return ""
    scaled = number * (_HUNDRED if is_percent(of) else 1)
    shown = f"{float(round(scaled, of.places)):,.{of.places}f}"
    if get_language() != "en":
        shown = shown.translate(str.maketrans(",.", ".,"))
    return f"{shown} %" if is_percent(of) else shown


def is_percent(of: api.Series) -> bool:
    return of.quantity is api.Quantity.SHARE and of.unit == PERCENT


def drawn(number: Fraction | None, of: api.Series) -> float | None:
    """Return what a chart draws: a drawing needs no exactness."""
    return None if number is None else float(number * (_HUNDRED if is_percent(of) else 1))


def label(period: figures.Period) -> str:
    whole_year = (period.first.month, period.last.month) == (1, 12)
    return str(period.first.year) if whole_year else period.label


def point(one: api.Point, of: api.Series) -> str:
    """Return a point in words: its value, the ends it lies between, or why there is none."""
    if one.value is not None:
        return value(one.value, of)
    why = _why(one.why, of) if one.why else ""
    if one.low is not None and one.high is not None:
        ends = _("between %(low)s and %(high)s") % {"low": value(one.low, of), "high": value(one.high, of)}
        return f"{ends} ({why})"
    return why


def _why(why: api.Why, of: api.Series) -> str:
    is_counted = of.source_kind is figures.SourceKind.MEASURED
    return _("nothing recorded") if is_counted and why is api.Why.NOT_PUBLISHED else WHYS[why]()


def names(reading: api.Reading) -> dict[int, str]:
    """Return the names of the units of a reading."""
    return named(one.unit_id for one in reading.lines)


def named(unit_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of units as each was last; two that share a name are told apart by their days."""
    units = [directory.lives(unit_id=one)[-1] for one in unit_ids]
    short = [one.short_name for one in units]
    return {one.unit_id: _named(one, is_twin=short.count(one.short_name) > 1) for one in units}


def _named(one: directory.UnitView, *, is_twin: bool) -> str:
    if not is_twin:
        return one.short_name
    if one.valid_to is not None:
        return _("%(name)s (until %(day)s)") % {"name": one.short_name, "day": f"{one.valid_to:%d/%m/%Y}"}
    first = directory.lives(unit_id=one.unit_id)[0].valid_from
    return (
        _("%(name)s (since %(day)s)") % {"name": one.short_name, "day": f"{first:%d/%m/%Y}"}
        if first
        else one.short_name
    )


def chart(asked: Asked, reading: api.Reading, told: Names) -> Chart:
    """Return the drawing of a reading: lines of what is known, ends of what is not, estimates apart and dashed."""
    of = asked.series
    periods = [one.period for one in reading.lines[0].points] if reading.lines else []
    lines = [_line(one, of, told[one.unit_id]) for one in reading.lines]
    guesses = [guess for one in reading.lines for guess in _guesses(one, of)]
    return Chart(
        kind="line",
        labels=tuple(label(one) for one in periods),
        series=(*lines, *guesses),
        unit=PERCENT if is_percent(of) else "",
        places=of.places,
        highlight=looked_at(reading),
        breaks=tuple(_breaks(of, periods)),
        hrefs=tuple(opened(asked, one) for one in reading.lines[looked_at(reading)].points) if reading.lines else (),
    )


def opened(asked: Asked, one: api.Point) -> str:
    """Return where a value is opened: a sure one of the house at its figure on today's map, a published one nowhere.

    Of a published value the table names the source.
    """
    is_figure = asked.series.source_kind is figures.SourceKind.MEASURED and one.value is not None
    if not is_figure or asked.view is not api.View.RESTATED or asked.on != asked.today:
        return ""
    told = {"don-vi": str(one.unit_id), "thang": f"{one.period.first:%Y-%m}"}
    return f"{reverse('indicators:opened', args=[asked.series.code])}?{urlencode(told)}"


def looked_at(reading: api.Reading) -> int:
    """Return the line to look at: the unit asked for, or the last one with values where it has none."""
    told = [n for n, one in enumerate(reading.lines) if any(p.value is not None or p.has_span for p in one.points)]
    own = [n for n in told if reading.lines[n].unit_id == reading.unit_id]
    return (own or told[-1:] or [0])[0]


def _line(one: api.Line, of: api.Series, told: str) -> Drawn:
    ends = tuple((drawn(p.low, of) or 0.0, drawn(p.high, of) or 0.0) if p.has_span else None for p in one.points)
    return Drawn(name=told, values=tuple(drawn(p.value, of) for p in one.points), spans=ends)


def _guesses(one: api.Line, of: api.Series) -> Iterable[Drawn]:
    for method in (api.Method.PLAIN, api.Method.PEOPLE):
        values = [next((e.value for e in p.estimates if e.method is method), None) for p in one.points]
        if any(value is not None for value in values):
            yield Drawn(SHORT[method](), tuple(drawn(one, of) for one in values), estimated_from=0)


SHORT = {
    api.Method.PLAIN: lambda: _("plain mean"),
    api.Method.PEOPLE: lambda: _("by people"),
    api.Method.AREA: lambda: _("by area"),
}


def _breaks(of: api.Series, periods: Sequence[figures.Period]) -> Iterable[tuple[int, str]]:
    """Yield where lines are cut: by the method of the series, and by the day the provinces merged.

    A year that the day cuts in two stands before it.
    """
    days = {one.on: _("method") for one in of.breaks}
    reform = directory.REFORM_DAY
    days[reform] = f"{reform:%d/%m/%Y}"
    for day, words in sorted(days.items()):
        place = next((n for n, one in enumerate(periods) if one.first >= day), None)
        if place:
            yield place, words


def rows(asked: Asked, reading: api.Reading) -> list[dict[str, Any]]:
    """Return the table behind the drawing: a row for each period, a cell for each unit, with guesses and sources."""
    if not reading.lines:
        return []
    found, of = [], asked.series
    for place, first in enumerate(reading.lines[0].points):
        points = [line.points[place] for line in reading.lines]
        found.append(
            {
                "label": label(first.period),
                "cells": [
                    {
                        "words": point(one, of),
                        "is_sure": one.value is not None,
                        "url": one.url,
                        "href": opened(asked, one),
                    }
                    for one in points
                ],
                "guesses": [
                    {"words": value(one.value, of), "method": METHODS[one.method]()}
                    for point_of in points
                    for one in point_of.estimates
                ],
                "parts": [part for point_of in points for part in _parts(point_of, of)],
            }
        )
    return found


def _parts(one: api.Point, of: api.Series) -> list[dict[str, str]]:
    return [
        {
            "name": directory.lives(unit_id=part.unit_id)[-1].short_name,
            "value": value(part.value, of) or WHYS[api.Why.NOT_PUBLISHED](),
        }
        for part in one.parts
    ]


def text_percent(share: Fraction) -> str:
    return text.percent(share.numerator, share.denominator, language=get_language() or "vi")
