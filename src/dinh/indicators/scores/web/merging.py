"""What a merger did to the index, in words: the mean, or the bounds between which it must lie."""

from typing import Any

from dinh.indicators.scores import api
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked


def shown(asked: Asked) -> dict[str, Any] | None:
    """Return the merged province as the mean of those before; None where nothing was merged."""
    former = api.former_of(unit_id=asked.province.unit_id, year=min(asked.year, api.MERGED_FROM - 1))
    if asked.year >= api.MERGED_FROM or len(former) < 2:  # noqa: PLR2004 - one is no merger
        return None
    stands = api.standing(index_code=asked.index.code, year=asked.year, kinds=[api.ValueKind.PUBLISHED])
    made = api.merged(index=asked.index, former=former, stands=stands)
    if made is None:
        return None
    names = {str(one.unit_id): one.short_name for one in former}
    return {
        "name": asked.province.name,
        "former": [_former(one.unit_id, one.short_name, stands) for one in former],
        "value": numbers.value(made.value),
        "missing": ", ".join(names[unit] for unit in made.missing),
        "low": numbers.value(made.low),
        "high": numbers.value(made.high),
    }


def _former(unit_id: int, name: str, stands: Any) -> dict[str, Any]:
    told = stands.get(unit_id, {}).get(api.ValueKind.PUBLISHED, {}).get(api.WHOLE)
    return {
        "name": name,
        "value": numbers.value(told.entry.share) if told else "",
        "rank": told.rank if told else None,
    }
