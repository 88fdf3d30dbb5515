"""Numbers of measures for units, months and procedures: added from cells, or made from facts where adding is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Sum

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DailyCell, MonthCell, ProcedureKey, Watermark
from dinh.indicators.figures.policies.plans import Plan, Row, compute
from dinh.indicators.figures.queries.scope import Among
from dinh.indicators.figures.types import TOLD, Cell, Definition, Period


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the figures are, and the measures whose cells are still counted by another formula or not at all."""

    position: int
    stale: frozenset[str]


def standing() -> Standing:
    """Return the watermark and what is not counted yet, one query."""
    found = Watermark.objects.filter(id=1).values_list("position", "counted", "told").first()
    if found is None:
        return Standing(-1, frozenset())
    position, counted, told = found
    stale = {code for code, one in registry.formulas().items() if counted.get(code) != one}
    if told != TOLD:
        stale |= {code for code, one in registry.measures().items() if not one.place}
    return Standing(position, frozenset(stale))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The measures some definitions need: those that lie in cells and those that are made from facts."""

    placed: tuple[str, ...]
    made: tuple[str, ...]


def wanted(definitions: Iterable[Definition]) -> Wanted:
    """Return the measures of definitions, each once."""
    used = dict.fromkeys(name for one in definitions for name in one.measures)
    placed = tuple(name for name in used if registry.measure(name).is_additive)
    return Wanted(placed, tuple(name for name in used if name not in placed))


def _sums(of: Wanted) -> dict[str, Sum]:
    return {f"sum_{code}": Sum(f"counts__{registry.measure(code).place - 1}") for code in of.placed}


def _cell(row: Mapping[str, Any], of: Wanted) -> dict[str, int]:
    return {code: int(row[f"sum_{code}"] or 0) for code in of.placed}


def on_live(sql: str) -> Iterable[Row]:
    """Yield the rows of a query on the tables themselves."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()


def _from_facts(
    of: Wanted, *, homes: Mapping[int, int], periods: Sequence[Period], only: str = "", by_procedure: bool = False
) -> dict[tuple[int, ...], dict[str, int]]:
    """Return what no cell holds: (period, home[, procedure]) -> measure -> number."""
    if not of.made or not homes:
        return {}
    chosen = ProcedureKey.objects.filter(code=only).values_list("id", flat=True).first() if only else None
    if only and chosen is None:
        return {}
    fact = registry.facts()["dossier"]
    plan = Plan(
        fact=fact,
        measures=tuple((registry.measure(code), registry.node(code)) for code in of.made),
        periods=tuple(periods),
        by=("unit_id", "procedure_id") if by_procedure else ("unit_id",),
        homes=tuple(sorted(homes.items())),
        only=(("procedure_id", chosen),) if chosen else (),
    )
    return compute(plan, fact.table, on_live)


def cell(*, members: Iterable[int], period: Period, of: Wanted, procedure_code: str = "") -> Cell:
    """Count these units over a period, one procedure or all."""
    members = tuple(members)
    values: dict[str, int] = {}
    if of.placed:
        rows = DailyCell.objects.filter(Among(members), day__range=(period.first, period.last))
        if procedure_code:
            rows = rows.filter(procedure__code=procedure_code)
        values = _cell(rows.aggregate(**_sums(of)), of)
    made = _from_facts(of, homes=dict.fromkeys(members, 0), periods=[period], only=procedure_code)
    return Cell({**values, **made.get((0, 0), {})})


def monthly(*, members: Iterable[int], periods: Sequence[Period], of: Wanted) -> dict[date, Cell]:
    """Return the cells of whole months by their first day, one query for all that lies in cells."""
    members = tuple(members)
    found: dict[date, dict[str, int]] = {period.first: {} for period in periods}
    if of.placed:
        span = (periods[0].first, periods[-1].first)
        rows = MonthCell.objects.filter(Among(members), month__range=span).values("month").annotate(**_sums(of))
        found |= {row["month"]: _cell(row, of) for row in rows}
    made = _from_facts(of, homes=dict.fromkeys(members, 0), periods=periods)
    for place, period in enumerate(periods):
        found[period.first] |= made.get((place, 0), {})
    return {day: Cell(values) for day, values in found.items()}


def by_home(*, homes: Mapping[int, int], period: Period, of: Wanted) -> dict[int, Cell]:
    """Return the cells of each home over whole months; `homes` says under which unit each member is shown."""
    found: dict[int, dict[str, int]] = {}
    if of.placed:
        rows = (
            MonthCell.objects.filter(Among(homes), month__range=(period.first, period.last))
            .values("unit_id")
            .annotate(**_sums(of))
        )
        for row in rows:
            home = found.setdefault(homes[row["unit_id"]], dict.fromkeys(of.placed, 0))
            for code, number in _cell(row, of).items():
                home[code] += number
    for (_, home_id, *_), numbers in _from_facts(of, homes=homes, periods=[period]).items():
        found.setdefault(home_id, {}).update(numbers)
    return {home_id: Cell(values) for home_id, values in found.items()}


def by_procedure(*, members: Iterable[int], period: Period, of: Wanted) -> dict[str, Cell]:
    """Return the cells of each procedure over a period."""
    members = tuple(members)
    found: dict[str, dict[str, int]] = {}
    if of.placed:
        rows = (
            DailyCell.objects.filter(Among(members), day__range=(period.first, period.last))
            .values("procedure__code")
            .annotate(**_sums(of))
        )
        found = {row["procedure__code"]: _cell(row, of) for row in rows}
    made = _from_facts(of, homes=dict.fromkeys(members, 0), periods=[period], by_procedure=True)
    if made:
        names = dict(ProcedureKey.objects.values_list("id", "code"))
        for (_, _, procedure), numbers in made.items():
            found.setdefault(names[procedure], {}).update(numbers)
    return {code: Cell(values) for code, values in found.items()}
