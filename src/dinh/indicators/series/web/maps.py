"""Two maps of one year: the provinces before a day and on it, in the same classes; what is not known is hatched."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dinh.design.api import Mark, Shape, read_shapes
from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.series import api
from dinh.indicators.series.web import shown
from dinh.indicators.series.web.asked import Asked, change_days, eve_of

CLASSES = 5
# About half a pixel of the drawing: nobody sees the difference, and the page is a tenth of the size.
_TOLERANCE = 0.012


@lru_cache(maxsize=2)
def _borders(name: str) -> tuple[Shape, ...]:
    file = settings.DINH_DATA / "geo" / name
    return read_shapes(json.loads(file.read_text(encoding="utf-8")), tolerance=_TOLERANCE)


def shapes(on: date) -> tuple[Shape, ...]:
    """Return the provinces of a day, by number; the official code of the day finds their borders."""
    return directory.kept_with_map(f"borders of provinces {on}", lambda: _shapes(on))


def _shapes(on: date) -> tuple[Shape, ...]:
    name = "provinces_new_34.geojson" if on >= directory.REFORM_DAY else "provinces_old_63.geojson"
    borders = {one.code: one for one in _borders(name)}
    return tuple(
        Shape(str(one.unit_id), one.name, borders[one.code].rings)
        for one in directory.provinces(on=on)
        if one.code in borders
    )


def pair(asked: Asked, period: figures.Period | None) -> dict[str, Any] | None:
    """Return two maps of one period beside each other; nothing where a series has no values of provinces."""
    if period is None:
        return None
    before = eve_of(directory.REFORM_DAY)
    days = (before, asked.on if asked.on > before else directory.REFORM_DAY)
    told = {on: api.map_of(code=asked.series.code, on=on, period=period) for on in days}
    values = [one.value for points in told.values() for one in points.values() if one.value is not None]
    if not values:
        return None
    edges = _edges(values)
    return {
        "period": shown.label(period),
        "maps": [
            {
                "id": f"ban-do-{place}",
                "on": on,
                "shapes": shapes(on),
                "values": _marks(told[on], edges, asked),
                "sentence": _sentence(told[on], on),
                "legend": _legend(edges, asked.series),
            }
            for place, on in enumerate(days, start=1)
        ],
    }


def _edges(values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return the ends of five equal classes from the lowest to the highest value of both maps."""
    low, high = min(values), max(values)
    return tuple(low + (high - low) * step / CLASSES for step in range(CLASSES + 1))


def _bin(value: Fraction, edges: Sequence[Fraction]) -> int:
    return 1 + sum(value >= edge for edge in edges[1:-1])


def _marks(points: Mapping[int, api.Point], edges: Sequence[Fraction], asked: Asked) -> dict[str, Mark]:
    return {
        str(unit_id): Mark(
            bin=None if one.value is None else _bin(one.value, edges),
            text=shown.point(one, asked.series),
            href=asked.link(don_vi=unit_id),
        )
        for unit_id, one in points.items()
    }


def _sentence(points: Mapping[int, api.Point], on: date) -> str:
    known = sum(one.value is not None for one in points.values())
    return _("Map of %(day)s: %(known)s of %(all)s provinces have a sure value.") % {
        "day": f"{on:%d/%m/%Y}",
        "known": known,
        "all": len(points),
    }


def _legend(edges: Sequence[Fraction], of: api.Series) -> tuple[str, ...]:
    words = [shown.value(one, of) for one in edges]
    return tuple(_("%(low)s to %(high)s") % {"low": low, "high": high} for low, high in pairwise(words))


def scrubber(asked: Asked) -> list[dict[str, Any]]:
    """Return the days the map changed, as steps: one link for each, the chosen one marked."""
    days: Iterable[date] = (directory.FIRST_DAY, *change_days(asked.today))
    steps = sorted({*days, asked.today})
    chosen = max((day for day in steps if day <= asked.on), default=asked.on)
    return [
        {
            "label": f"{day:%d/%m/%Y}" if day != asked.today else _("today"),
            "href": asked.link(ngay="" if day == asked.today else day.isoformat()),
            "current": day == chosen,
        }
        for day in steps
    ]
