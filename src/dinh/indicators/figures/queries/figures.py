"""Figures from cells: sums of whole numbers, then one division, told with everything needed to do it again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DailyCell, MonthCell, Watermark
from dinh.indicators.figures.queries.scope import Among, Scope, homes_of_members, scope
from dinh.indicators.figures.types import MEASURES, Cell, Definition, Figure, Measure, Missing, Period

_SUMS = {f"sum_{name}": Sum(name) for name in MEASURES}
MONTHS_A_YEAR = 12


def month(day: date) -> Period:
    """Return the calendar month a day lies in."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Period(first=first, last=after - timedelta(days=1))


def months_before(day: date, count: int) -> tuple[Period, ...]:
    """Return the `count` months ending with that of `day`, oldest first."""
    found = [month(day)]
    while len(found) < count:
        found.append(month(found[-1].first - timedelta(days=1)))
    return tuple(reversed(found))


def watermark() -> int:
    """Return the ledger position the figures have reached; -1 before the first entry."""
    position = Watermark.objects.filter(id=1).values_list("position", flat=True).first()
    return -1 if position is None else position


def state() -> str:
    """Return what differs whenever a figure may differ: the ledger position, and when its entry was recorded."""
    found = Watermark.objects.filter(id=1).values_list("position", "told_at").first()
    position, told_at = found or (-1, None)
    return f"{position}-{told_at.timestamp():.6f}" if told_at else str(position)


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell({measure: int(row[f"sum_{measure}"] or 0) for measure in MEASURES})


def cell(*, members: Iterable[int], period: Period, procedure_code: str = "") -> Cell:
    """Sum the daily cells of these units over a period, of one procedure or of all."""
    rows = DailyCell.objects.filter(Among(members), day__range=(period.first, period.last))
    if procedure_code:
        rows = rows.filter(procedure__code=procedure_code)
    return _cell(rows.aggregate(**_SUMS))


def monthly(*, members: Iterable[int], periods: Sequence[Period]) -> dict[date, Cell]:
    """Return the cells of whole months by their first day, one query for all of them."""
    span = (periods[0].first, periods[-1].first)
    rows = MonthCell.objects.filter(Among(members), month__range=span).values("month").annotate(**_SUMS)
    found = {row["month"]: _cell(row) for row in rows}
    return {period.first: found.get(period.first, Cell()) for period in periods}


def by_unit(*, members: Iterable[int], period: Period) -> dict[int, Cell]:
    """Return the monthly cells of each unit over whole months, one query."""
    rows = (
        MonthCell.objects.filter(Among(members), month__range=(period.first, period.last))
        .values("unit_id")
        .annotate(**_SUMS)
    )
    return {row["unit_id"]: _cell(row) for row in rows}


def by_procedure(*, members: Iterable[int], period: Period) -> dict[str, Cell]:
    """Return the cells of each procedure over a period, one query."""
    rows = (
        DailyCell.objects.filter(Among(members), day__range=(period.first, period.last))
        .values("procedure__code")
        .annotate(**_SUMS)
    )
    return {row["procedure__code"]: _cell(row) for row in rows}


def make(
    *,
    definition: Definition,
    counted: Cell,
    unit_id: int,
    period: Period,
    map_day: date,
    position: int,
    procedure_code: str = "",
    unknown: int = 0,
) -> Figure:
    """Return the figure of a definition over a cell; a zero denominator is "no data", never 0 % or 100 %."""
    numerator = counted.of(definition.numerator)
    denominator = counted.of(definition.denominator) if definition.denominator is not None else None
    missing = Missing.ZERO_DENOMINATOR if denominator == 0 else None
    said = {
        "code": definition.code,
        "definition_version": definition.version,
        "unit_id": unit_id,
        "procedure_code": procedure_code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "map_day": map_day.isoformat(),
        "numerator": numerator,
        "denominator": denominator,
        "watermark": position,
        "unknown": unknown,
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return Figure(
        code=definition.code,
        definition_version=definition.version,
        unit_id=unit_id,
        procedure_code=procedure_code,
        period=period,
        map_day=map_day,
        numerator=numerator,
        denominator=denominator,
        missing=missing,
        watermark=position,
        unknown=unknown,
        hash=digest,
    )


def figure(*, code: str, unit_id: int, period: Period, on: date, procedure_code: str = "") -> Figure:
    """Compute one figure of a unit (children summed) over a period, drawn on the map of `on`.

    Raises KeyError for an unknown code.
    """
    inside = scope(unit_id=unit_id, on=on)
    return make(
        definition=registry.definition(code, period.last),
        counted=cell(members=inside.members, period=period, procedure_code=procedure_code),
        unit_id=unit_id,
        period=period,
        map_day=on,
        position=watermark(),
        procedure_code=procedure_code,
    )


def board(*, unit_id: int, periods: Sequence[Period], on: date) -> dict[str, tuple[Figure, ...]]:
    """Compute every indicator of a unit over consecutive months in one grouped scan: code -> figures in order."""
    inside, position = scope(unit_id=unit_id, on=on), watermark()
    cells = monthly(members=inside.members, periods=periods)
    return {
        code: tuple(
            make(
                definition=registry.definition(code, period.last),
                counted=cells[period.first],
                unit_id=unit_id,
                period=period,
                map_day=on,
                position=position,
            )
            for period in periods
        )
        for code in registry.codes()
    }


def series(*, code: str, unit_id: int, periods: Sequence[Period], on: date) -> tuple[Figure, ...]:
    """Compute one indicator over consecutive months."""
    return board(unit_id=unit_id, periods=periods, on=on)[code]


def children_figures(*, code: str, unit_id: int, period: Period, on: date) -> tuple[tuple[Figure, ...], Figure]:
    """Compute an indicator for each child of a unit over whole months, and for what no child can claim alone.

    The second value holds the unit's own agencies (departments) and former units that were split between children.
    The sums of both are the unit's own figure exactly.
    """
    homes, inside, position = homes_of_members(unit_id=unit_id, on=on), scope(unit_id=unit_id, on=on), watermark()
    summed: dict[int, dict[Measure, int]] = {}
    for member, counted in by_unit(members=inside.members, period=period).items():
        home = summed.setdefault(homes.get(member, unit_id), dict.fromkeys(MEASURES, 0))
        for measure in MEASURES:
            home[measure] += counted.of(measure)
    definition = registry.definition(code, period.last)

    def told(of: int) -> Figure:
        counted = Cell(summed.get(of, {}))
        return make(definition=definition, counted=counted, unit_id=of, period=period, map_day=on, position=position)

    return tuple(told(child) for child in sorted(set(homes.values()))), told(unit_id)


def procedure_figures(*, code: str, unit_id: int, period: Period, on: date, limit: int = 50) -> tuple[Figure, ...]:
    """Compute an indicator for each procedure with something to count, the largest base first."""
    inside, position = scope(unit_id=unit_id, on=on), watermark()
    definition = registry.definition(code, period.last)
    base = definition.denominator or definition.numerator
    cells = by_procedure(members=inside.members, period=period)
    largest = sorted(cells, key=lambda procedure: (-cells[procedure].of(base), procedure))
    return tuple(
        make(
            definition=definition,
            counted=cells[procedure],
            unit_id=unit_id,
            period=period,
            map_day=on,
            position=position,
            procedure_code=procedure,
        )
        for procedure in largest[:limit]
        if cells[procedure].of(base)
    )


__all__ = [
    "Scope",
    "board",
    "by_procedure",
    "by_unit",
    "cell",
    "children_figures",
    "figure",
    "make",
    "month",
    "monthly",
    "months_before",
    "procedure_figures",
    "scope",
    "series",
    "state",
    "watermark",
]
