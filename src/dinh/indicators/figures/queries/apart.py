"""Numbers of an indicator apart by month and by the unit of the day: what is restated to another map starts here."""

from collections.abc import Iterable, Sequence
from datetime import date

from dinh.indicators.figures import registry
from dinh.indicators.figures.queries import cells
from dinh.indicators.figures.queries.cells import wanted
from dinh.indicators.figures.types import Period


def unit_months(
    *, code: str, unit_ids: Iterable[int], periods: Sequence[Period]
) -> dict[tuple[date, int], tuple[int, int | None]]:
    """Return numerator and denominator by first day of the month and unit of that day; no entry where nothing counts.

    Raises KeyError for an unknown code.
    """
    homes = {unit_id: unit_id for unit_id in unit_ids}
    found: dict[tuple[date, int], tuple[int, int | None]] = {}
    for period in periods:
        definition = registry.definition(code, period.last)
        if definition.has_ended(period.first):
            continue
        below = definition.denominator
        for unit_id, cell in cells.by_home(homes=homes, period=period, of=wanted([definition])).items():
            found[period.first, unit_id] = cell.of(definition.numerator), cell.of(below) if below else None
    return found
