"""What the page of the index shows: parts with their three values, what is lost, the years and their breaks."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.indicators.scores import api
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.words import KINDS

# The order in which a value stands for the province where several are there.
_BEST = (api.ValueKind.PUBLISHED, api.ValueKind.VERIFIED, api.ValueKind.SELF)
SHOWN = (api.ValueKind.SELF, api.ValueKind.VERIFIED, api.ValueKind.PUBLISHED)
_SCALE = 100
Readings = Mapping[api.ValueKind, api.Reading]


def best(found: Readings) -> api.Reading | None:
    """Return the most binding kind of values that has something to show."""
    return next((one for kind in _BEST if (one := found[kind]).whole or one.scored), None)


def headline(asked: Asked, found: Readings) -> list[dict[str, Any]]:
    """Return the whole value by kind: published as it was printed, the others as they compute."""
    return [_headline(asked, found[kind]) for kind in SHOWN]


def _headline(asked: Asked, one: api.Reading) -> dict[str, Any]:
    whole = one.whole
    printed = whole.entry.share if whole else None
    computed = one.scored.value if one.scored else None
    shown = printed if printed is not None else computed
    return {
        "kind": KINDS[one.kind],
        "value": numbers.value(shown, asked.index.places),
        "rank": whole.rank if whole else None,
        "computed": numbers.value(computed, asked.index.places) if printed is not None and computed is not None else "",
        "is_off": printed is not None and computed is not None and abs(printed - computed) > Fraction(1, 10_000),
        "fault": one.fault,
        "is_synthetic": any(told.is_synthetic for told in one.values.values()),
        "source": whole,
        "href": _opened(asked, one),
    }


def _opened(asked: Asked, one: api.Reading) -> str:
    """Return where the whole value is opened: as it was told, or the parts it is computed from."""
    if one.whole is not None:
        return reverse("indicators_scores:value", args=[one.whole.value_id])
    return f"{asked.link('overview')}#phan" if one.scored else ""


def mains(asked: Asked, found: Readings) -> list[dict[str, Any]]:
    return [_row(asked, part, found) for part in asked.index.mains]


def _row(asked: Asked, part: api.Part, found: Readings) -> dict[str, Any]:
    cells = [_cell(part, found[kind]) for kind in SHOWN]
    share = next((share for kind in _BEST if (share := _share(part.code, found[kind])) is not None), None)
    return {
        "code": part.code,
        "name": part.name,
        "href": asked.link("part", part.code),
        "is_scored": part.is_scored,
        "max": numbers.short(part.points) if part.points is not None else "",
        "components": part.expected,
        "entered": len(asked.index.by_parent.get(part.code, ())),
        "cells": cells,
        "bar": None if share is None else _bar(share),
        "share": numbers.value(share),
    }


def _bar(share: Fraction) -> str:
    return f"{float(share * _SCALE):.2f}"


def _share(code: str, one: api.Reading) -> Fraction | None:
    told = one.values.get(code)
    if told is not None and told.entry.share is not None:
        return told.entry.share
    return one.scored.stages[code].share if one.scored and code in one.scored.stages else None


def _cell(part: api.Part, one: api.Reading) -> dict[str, Any]:
    share = _share(part.code, one)
    points = share * part.points if share is not None and part.points is not None else None
    return {
        "kind": KINDS[one.kind],
        "value": numbers.value(share),
        "points": numbers.short(points) if part.is_scored else "",
    }


def pillars(asked: Asked, one: api.Reading | None) -> list[dict[str, Any]]:
    rows = []
    for pillar in asked.index.pillars:
        told = one.values.get(f"{api.PILLAR}{pillar.code}") if one else None
        computed = one.scored.pillars.get(pillar.code) if one and one.scored else None
        share = told.entry.share if told and told.entry.share is not None else computed
        rows.append(
            {
                "name": pillar.name,
                "href": reverse("indicators_scores:value", args=[told.value_id]) if told else "",
                "value": numbers.value(share),
                "rank": told.rank if told else None,
                "points": numbers.short(pillar.points) if pillar.points else "",
            }
        )
    return rows


def gaps(asked: Asked, found: Readings) -> list[dict[str, Any]]:
    """Return where points are still lost, most first, by the most binding values that can be computed."""
    one = next((found[kind] for kind in _BEST if found[kind].scored), None)
    if one is None or one.scored is None:
        return []
    whole = asked.index.points
    rows = []
    for lost in api.lost(asked.index, one.scored):
        part = asked.index.by_code[lost.code]
        rows.append(
            {
                "code": part.code,
                "name": part.name,
                "href": asked.link("part", part.code),
                "lost": numbers.short(lost.points),
                "of": numbers.short(lost.of),
                "value": numbers.value(lost.points / whole) if whole else "",
                "kind": KINDS[one.kind],
                "bar": _bar(lost.points / lost.of),
            }
        )
    return rows


def gains(asked: Asked, found: Readings) -> list[dict[str, Any]]:
    """Return what one more of what is counted would bring, component by component, most first."""
    one = next((found[kind] for kind in (api.ValueKind.VERIFIED, api.ValueKind.SELF) if found[kind].scored), None)
    if one is None:
        return []
    rows = api.gains(asked.index, api.entries_of(asked.index, one.values))
    return [
        {
            "name": f"{gain.code}. {asked.index.by_code[gain.code].name}",
            "href": asked.link("part", gain.code),
            "units": numbers.short(gain.units),
            "points": numbers.short(gain.value * (asked.index.points or 1)),
            "value": numbers.signed(gain.value),
        }
        for gain in rows[:10]
    ]


def years(asked: Asked, units: Sequence[int]) -> list[dict[str, Any]]:
    """Return the published values over the years, cut where another edition began."""
    values = api.whole_values(index_code=asked.index.code, unit_ids=units, kind=api.ValueKind.PUBLISHED)
    told: dict[int, api.ValueView] = {}
    for of_unit in values.values():
        told |= of_unit
    editions = api.versions(asked.index.code)
    shares = {year: one.entry.share for year, one in told.items()}
    return [
        {
            "instrument": one.instrument,
            "rows": [
                {"year": year, "value": numbers.value(share) or _("not published to us"), "rank": told[year].rank}
                for year, share in one.points
            ],
        }
        for one in api.segments(shares, editions)
    ]


def breaks(asked: Asked) -> list[str]:
    found = api.breaks(api.years(asked.index.code), api.versions(asked.index.code))
    return [
        _(
            "Between %(before)s and %(after)s the method changed from %(old)s to %(new)s:"
            " values on both sides are not compared."
        )
        % {"before": one.before, "after": one.after, "old": one.old_instrument, "new": one.new_instrument}
        for one in found
    ]
