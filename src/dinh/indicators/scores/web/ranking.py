"""The provinces in order: as published, and as they compute where their parts are known."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked


def shown(asked: Asked, part: str) -> dict[str, Any]:
    """Return the rows of the ranking by the whole, a pillar or a main part."""
    units = {one.unit_id: one for one in api.units_of(year=asked.year, on=asked.today)}
    stands = api.standing(index_code=asked.index.code, year=asked.year, kinds=[api.ValueKind.PUBLISHED])
    chosen = part if part in _choices(asked) else api.WHOLE
    told = {
        unit_id: one
        for unit_id in units
        if (one := stands.get(unit_id, {}).get(api.ValueKind.PUBLISHED, {}).get(chosen)) is not None
    }
    mine = {one.unit_id for one in (*asked.former, asked.province)}
    return {
        "rows": [_row(units[unit_id], one, unit_id in mine) for unit_id, one in _ordered(units, told)],
        "silent": [one.short_name for unit_id, one in units.items() if unit_id not in told],
        "many": len(units),
        "is_merged": asked.year >= api.MERGED_FROM,
        "choices": [
            {"label": name, "href": asked.link("ranking", theo=code), "current": code == chosen}
            for code, name in _choices(asked).items()
        ],
        "chosen": _choices(asked)[chosen],
        "draws": api.DRAWS,
        "intervals": _intervals(asked, units) if chosen == api.WHOLE else [],
    }


def _intervals(asked: Asked, units: Mapping[int, directory.UnitView]) -> list[dict[str, Any]]:
    """Return how the ranks among the provinces whose parts are known move with the weights."""
    try:
        result, _faults = api.computed(index=asked.index, year=asked.year, kind=api.ValueKind.PUBLISHED)
    except api.ScoreFault:
        return []
    if result is None or len(result.units) < 2:  # noqa: PLR2004 - one is no order
        return []
    return [
        {
            "name": units[int(one.unit)].short_name,
            "value": numbers.value(result.units[one.unit].value),
            "rank": one.rank,
            "best": one.best,
            "worst": one.worst,
            "low": one.low,
            "high": one.high,
        }
        for one in api.rank_intervals(result)
        if int(one.unit) in units
    ]


def _choices(asked: Asked) -> Mapping[str, str]:
    pillars = {f"{api.PILLAR}{one.code}": one.name for one in asked.index.pillars}
    return {api.WHOLE: _("The whole index"), **pillars, **{one.code: one.name for one in asked.index.mains}}


def _ordered(
    units: Mapping[int, directory.UnitView], told: Mapping[int, api.ValueView]
) -> list[tuple[int, api.ValueView]]:
    """Order by published rank; those with a value alone follow by value."""
    given = {str(unit_id): one.entry.share for unit_id, one in told.items() if one.entry.share is not None}
    computed = {int(one.unit): one.rank for one in api.ranks({unit: v for unit, v in given.items() if v is not None})}
    last = len(units) + 1
    return sorted(
        told.items(),
        key=lambda one: (one[1].rank or last, computed.get(one[0], last), units[one[0]].short_name),
    )


def _row(unit: directory.UnitView, told: api.ValueView, is_mine: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "name": unit.short_name,
        "rank": told.rank,
        "value": numbers.value(told.entry.share),
        "source": told.source,
        "url": told.source_url,
        "is_mine": is_mine,
    }
