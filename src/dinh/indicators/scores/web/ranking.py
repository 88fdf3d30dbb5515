"""The provinces in order: as published, and as they compute where their parts are known."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
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
    kin = _kin(asked, units)
    sources = _sources(told.values())
    return {
        "rows": [
            _row(units[unit_id], one, unit_id in mine, kin.get(unit_id, "")) for unit_id, one in _ordered(units, told)
        ],
        "sources": sources,
        "kin_label": _("Ranks of its former provinces") if asked.year >= api.MERGED_FROM else _("Today part of"),
        "has_kin": any(kin.values()),
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


def _kin(asked: Asked, units: Mapping[int, directory.UnitView]) -> dict[int, str]:
    """Say of each province what the merger made of it: its heir before 2024, the ranks of its parts since."""
    if asked.year < api.MERGED_FROM:
        heirs = {
            one.unit_id: today.short_name
            for today in directory.provinces(on=asked.today)
            for one in api.former_of(unit_id=today.unit_id, year=asked.year)
        }
        return {
            unit_id: heirs.get(unit_id, "") for unit_id, one in units.items() if heirs.get(unit_id) != one.short_name
        }
    # The newest year before the merger of which all provinces are known: of some only the first ten were published.
    for year in sorted((one for one in api.years(asked.index.code) if one < api.MERGED_FROM), reverse=True):
        told = api.standing(index_code=asked.index.code, year=year, kinds=[api.ValueKind.PUBLISHED])
        if len(told) > len(units):
            return {unit_id: _ranks_of_parts(unit_id, year, told) for unit_id in units}
    return {}


def _ranks_of_parts(unit_id: int, year: int, told: Mapping[int, Mapping[Any, Mapping[str, api.ValueView]]]) -> str:
    former = api.former_of(unit_id=unit_id, year=year)
    ranks = {
        one.short_name: told.get(one.unit_id, {}).get(api.ValueKind.PUBLISHED, {}).get(api.WHOLE) for one in former
    }
    said = [f"{name} {view.rank}" for name, view in ranks.items() if view is not None and view.rank]
    return f"{', '.join(said)} ({year})" if said else ""


def _sources(told: Any) -> list[dict[str, str]]:
    """Return every source once: most rows share one. What was noted for ourselves stands in brackets and stays away."""
    found = {(one.source_url or "", one.source.split(" (")[0].split(";")[0].strip()) for one in told}
    return [{"url": url, "name": url or name} for url, name in sorted(found) if url or name]


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


def _row(unit: directory.UnitView, told: api.ValueView, is_mine: bool, kin: str) -> dict[str, Any]:  # noqa: FBT001
    return {
        "name": unit.short_name,
        "rank": told.rank,
        "value": numbers.value(told.entry.share),
        "href": reverse("indicators_scores:value", args=[told.value_id]),
        "is_mine": is_mine,
        "kin": kin,
    }
