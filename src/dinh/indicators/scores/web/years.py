"""A province over the years: value, pillars and rank as published, cut where method or map changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.design.api import Chart, Series
from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.framing import ROLES, frame
from dinh.kernel import clock
from dinh.kernel.access import access
from dinh.kernel.errors import NotFound
from dinh.kernel.text import sort_key

Drawn = float | None
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Told:
    """What was published of a province in one year; before the merger of the unit of the same name then."""

    year: int
    unit_id: int
    edition: api.Index
    values: Mapping[str, api.ValueView]
    pillars: Mapping[str, Fraction]

    def share(self, key: str) -> Fraction | None:
        """Return a value as it was published, or a pillar as it computes from published main indicators."""
        told = self.values.get(key)
        given = told.entry.share if told else None
        return given if given is not None else self.pillars.get(key)

    def rank(self, key: str) -> int | None:
        told = self.values.get(key)
        return told.rank if told else None


@require_GET
@access("official", roles=ROLES)
def years(request: HttpRequest) -> HttpResponse:
    """Show one province over all years of the index."""
    asked = address.read(request, clock.now().date())
    choices = _provinces(asked.today)
    unit = _chosen(request.GET.get("tinh", ""), choices, asked.unit)
    told = _told(asked.index.code, unit, asked.today)
    parts = _parts(told)
    page = frame(request, asked) | {
        "unit": unit,
        "choices": choices,
        "heads": list(parts.values()),
        "rows": [_row(one, parts) for one in told],
        "charts": [_value_chart(unit, told, parts), _rank_chart(unit, told, parts)] if told else [],
        "notes": _notes(told),
    }
    return render(request, "scores/over_years.html", page)


def _provinces(today: date) -> list[directory.UnitView]:
    """Return the provinces of today, then those that the merger ended."""
    here = directory.provinces(on=today)
    codes = {one.code for one in here}
    gone = directory.provinces(on=date(api.MERGED_FROM - 1, 12, 31))
    return [
        *sorted(here, key=lambda one: sort_key(one.short_name)),
        *sorted((one for one in gone if one.code not in codes), key=lambda one: sort_key(one.short_name)),
    ]


def _chosen(text: str, choices: Sequence[directory.UnitView], own: directory.UnitView) -> directory.UnitView:
    if not text:
        return next((one for one in choices if one.code == own.code), own)
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    found = next((one for one in choices if is_number and one.unit_id == int(text)), None)
    if found is None:
        raise NotFound("SC04", _("There is no such province."), _("Choose one from the list."))
    return found


def _told(code: str, unit: directory.UnitView, today: date) -> list[Told]:
    of_year = {
        year: next((one for one in api.units_of(year=year, on=today) if one.code == unit.code), None)
        for year in api.years(code)
    }
    units = {one.unit_id for one in of_year.values() if one is not None}
    found = api.over_years(index_code=code, unit_ids=units, kind=api.ValueKind.PUBLISHED)
    return [
        _one(code, year, one.unit_id, found[one.unit_id][year])
        for year, one in sorted(of_year.items())
        if one is not None and year in found.get(one.unit_id, {})
    ]


def _one(code: str, year: int, unit_id: int, values: Mapping[str, api.ValueView]) -> Told:
    edition = api.index_of(code=code, year=year)
    scored = api.reading(edition, api.ValueKind.PUBLISHED, values).scored
    pillars = {f"{api.PILLAR}{pillar}": share for pillar, share in (scored.pillars if scored else {}).items()}
    return Told(year, unit_id, edition, values, pillars)


def _parts(told: Sequence[Told]) -> dict[str, str]:
    """Return the whole and every pillar that has a value or rank in some year: key -> name."""
    names = {api.WHOLE: _("The whole index")}
    for one in told:
        names |= {f"{api.PILLAR}{pillar.code}": pillar.name for pillar in one.edition.pillars}
    return {key: name for key, name in names.items() if any(one.share(key) or one.rank(key) for one in told)}


def _row(one: Told, parts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "year": one.year,
        "instrument": one.edition.instrument,
        "cells": [_cell(one, key, name) for key, name in parts.items()],
    }


def _cell(one: Told, key: str, name: str) -> dict[str, Any]:
    share = one.share(key)
    return {
        "head": name,
        "value": numbers.value(share, one.edition.places),
        "rank": one.rank(key),
        "is_computed": share is not None and key not in one.values,
        "href": _opened(one, key),
    }


def _value_chart(unit: directory.UnitView, told: Sequence[Told], parts: Mapping[str, str]) -> dict[str, Any]:
    def share(one: Told, key: str) -> Drawn:
        found = one.share(key)
        return None if found is None else float(found)

    sentence = _("%(name)s, value between 0 and 1 as published; the line is cut where method or map changed.")
    return {
        "id": "gia-tri",
        "title": _("Value and pillars"),
        "sentence": sentence % {"name": unit.short_name},
        "spec": _chart(told, parts, share, places=4),
    }


def _rank_chart(unit: directory.UnitView, told: Sequence[Told], parts: Mapping[str, str]) -> dict[str, Any]:
    sentence = _("Rank of %(name)s as published: 1 is best, so lower is better; there were 63 provinces, then 34.")
    return {
        "id": "thu-hang",
        "title": _("Rank"),
        "sentence": sentence % {"name": unit.short_name},
        "spec": _chart(told, parts, Told.rank, places=0),
    }


def _chart(
    told: Sequence[Told], parts: Mapping[str, str], drawn: Callable[[Told, str], Drawn], *, places: int
) -> Chart:
    """Return the years that were published, a gap for each that was not, and a mark at every break."""
    span = range(told[0].year, told[-1].year + 1)
    by_year = {one.year: one for one in told}

    def point(year: int, part: str) -> Drawn:
        return drawn(by_year[year], part) if year in by_year else None

    lines = [Series(name, tuple(point(year, part) for year in span)) for part, name in parts.items()]
    return Chart(
        kind="line",
        labels=tuple(map(str, span)),
        series=tuple(one for one in lines if any(value is not None for value in one.values)),
        places=places,
        highlight=0,
        breaks=tuple((year - span[0], words) for year, words in sorted(_breaks(told).items())),
        hrefs=tuple(_opened(by_year[year], api.WHOLE) if year in by_year else "" for year in span),
    )


def _opened(one: Told, key: str) -> str:
    """Return where a value is opened; a computed pillar where the main indicators it came from stand."""
    told = one.values.get(key) or one.values.get(api.WHOLE)
    return reverse("indicators_scores:value", args=[told.value_id]) if told else ""


def _breaks(told: Sequence[Told]) -> dict[int, str]:
    """Return the first year of another edition, or of another map, with the word for it."""
    found: dict[int, str] = {}
    for before, after in pairwise(told):
        if before.edition.series != after.edition.series:
            found[min(after.edition.years)] = after.edition.instrument
        if before.unit_id != after.unit_id:
            year = max(api.MERGED_FROM, before.year + 1)
            found[year] = f"{found[year]}, {_('merger')}" if year in found else _("merger")
    return found


def _notes(told: Sequence[Told]) -> list[str]:
    years = [one.year for one in told]
    said = [
        _(
            "Between %(before)s and %(after)s the method changed from %(old)s to %(new)s:"
            " values on both sides are not compared."
        )
        % {"before": one.before, "after": one.after, "old": one.old_instrument, "new": one.new_instrument}
        for one in api.breaks(years, api.versions(told[0].edition.code) if told else ())
    ]
    if len({one.unit_id for one in told}) > 1:
        said.append(
            _("From %(year)s on the values are of the province after the merger, before of the one of the same name.")
            % {"year": api.MERGED_FROM}
        )
    return said
