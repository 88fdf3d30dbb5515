"""What a merger did to the index, in words: the mean, or the bounds between which it must lie."""

from typing import Any

from django.urls import reverse

from dinh.indicators.scores import api
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked


def shown(asked: Asked) -> dict[str, Any] | None:
    """Return the merged province as the mean of those before; None where nothing was merged."""
    year = _year(asked)
    former = api.former_of(unit_id=asked.province.unit_id, year=year)
    if len(former) < 2:  # noqa: PLR2004 - one is no merger
        return None
    stands = api.standing(index_code=asked.index.code, year=year, kinds=[api.ValueKind.PUBLISHED])
    made = api.merged(index=api.index_of(code=asked.index.code, year=year), former=former, stands=stands)
    if made is None:
        return None
    names = {str(one.unit_id): one.short_name for one in former}
    return {
        "name": asked.province.name,
        "year": year,
        "is_earlier": year != asked.year,
        "series": f"{reverse('indicators_series:series', args=['dti-value'])}?don-vi={asked.province.unit_id}",
        "former": [_former(one.unit_id, one.short_name, stands) for one in former],
        "value": numbers.value(made.value),
        "missing": ", ".join(names[unit] for unit in made.missing),
        "low": numbers.value(made.low),
        "high": numbers.value(made.high),
    }


def _year(asked: Asked) -> int:
    """The year itself, or for years after the merger the newest one before it of which something was published."""
    if asked.year < api.MERGED_FROM:
        return asked.year
    told = [one for one in api.years_with_values(index_code=asked.index.code) if one < api.MERGED_FROM]
    former = [one.unit_id for year in told for one in api.former_of(unit_id=asked.province.unit_id, year=year)]
    known = api.whole_values(index_code=asked.index.code, unit_ids=former, kind=api.ValueKind.PUBLISHED)
    return max((year for of_unit in known.values() for year in of_unit), default=api.MERGED_FROM - 1)


def _former(unit_id: int, name: str, stands: Any) -> dict[str, Any]:
    told = stands.get(unit_id, {}).get(api.ValueKind.PUBLISHED, {}).get(api.WHOLE)
    return {
        "name": name,
        "value": numbers.value(told.entry.share) if told else "",
        "rank": told.rank if told else None,
    }
