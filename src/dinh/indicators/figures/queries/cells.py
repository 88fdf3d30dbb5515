"""Numbers of measures for units, months and procedures: added from cells, or made from facts where adding is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import AgencyKey, DailyCell, MonthCell, ProcedureKey, Watermark
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
    codes: Sequence[str],
    *,
    homes: Mapping[int, int],
    periods: Sequence[Period],
    only: Mapping[str, int | None] = MappingProxyType({}),
    by: tuple[str, ...] = (),
) -> dict[tuple[int, ...], dict[str, int]]:
    """Return measures counted from the facts: (period, home[, by]) -> measure -> number.

    `only` keeps the rows of a procedure or an agency; one that no fact names has no rows.
    """
    if not codes or not homes or None in only.values():
        return {}
    fact = registry.facts()["dossier"]
    plan = Plan(
        fact=fact,
        measures=tuple((registry.measure(code), registry.node(code)) for code in codes),
        periods=tuple(periods),
        by=("unit_id", *by),
        homes=tuple(sorted(homes.items())),
        only=tuple((name, number) for name, number in only.items() if number is not None),
    )
    return compute(plan, fact.table, on_live)


def _only(procedure_code: str, agency_id: str) -> dict[str, int | None]:
    """Return the dense numbers of what was asked for; None for what no fact names."""
    found: dict[str, int | None] = {}
    if procedure_code:
        found["procedure_id"] = ProcedureKey.objects.filter(code=procedure_code).values_list("id", flat=True).first()
    if agency_id:
        found["agency_id"] = AgencyKey.objects.filter(agency_id=agency_id).values_list("id", flat=True).first()
    return found


def cell(*, members: Iterable[int], period: Period, of: Wanted, procedure_code: str = "", agency_id: str = "") -> Cell:
    """Count these units over a period, one procedure or all; one agency is counted from its facts."""
    members = tuple(members)
    only = _only(procedure_code, agency_id)
    homes = dict.fromkeys(members, 0)
    if agency_id:
        counted = _from_facts((*of.placed, *of.made), homes=homes, periods=[period], only=only)
        return Cell(counted.get((0, 0), {}))
    values: dict[str, int] = {}
    if of.placed:
        rows = DailyCell.objects.filter(Among(members), day__range=(period.first, period.last))
        if procedure_code:
            rows = rows.filter(procedure__code=procedure_code)
        values = _cell(rows.aggregate(**_sums(of)), of)
    made = _from_facts(of.made, homes=homes, periods=[period], only=only)
    return Cell({**values, **made.get((0, 0), {})})


def monthly(*, members: Iterable[int], periods: Sequence[Period], of: Wanted) -> dict[date, Cell]:
    """Return the cells of whole months by their first day, one query for all that lies in cells."""
    members = tuple(members)
    found: dict[date, dict[str, int]] = {period.first: {} for period in periods}
    if of.placed:
        span = (periods[0].first, periods[-1].first)
        rows = MonthCell.objects.filter(Among(members), month__range=span).values("month").annotate(**_sums(of))
        found |= {row["month"]: _cell(row, of) for row in rows}
    made = _from_facts(of.made, homes=dict.fromkeys(members, 0), periods=periods)
    for place, period in enumerate(periods):
        found[period.first] |= made.get((place, 0), {})
    return {day: Cell(values) for day, values in found.items()}


def by_home(*, homes: Mapping[int, int], period: Period, of: Wanted) -> dict[int, Cell]:
    """Return the cells of each home over a period; `homes` says under which unit each member is shown."""
    found: dict[int, dict[str, int]] = {}
    if of.placed:
        span = (period.first, period.last)
        cells: QuerySet[Any] = (
            MonthCell.objects.filter(Among(homes), month__range=span)
            if period.is_whole_months
            else DailyCell.objects.filter(Among(homes), day__range=span)
        )
        for row in cells.values("unit_id").annotate(**_sums(of)):
            home = found.setdefault(homes[row["unit_id"]], dict.fromkeys(of.placed, 0))
            for code, number in _cell(row, of).items():
                home[code] += number
    for (_, home_id, *_), numbers in _from_facts(of.made, homes=homes, periods=[period]).items():
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
    made = _from_facts(of.made, homes=dict.fromkeys(members, 0), periods=[period], by=("procedure_id",))
    if made:
        names = dict(ProcedureKey.objects.values_list("id", "code"))
        for (_, _, procedure), numbers in made.items():
            found.setdefault(names[procedure], {}).update(numbers)
    return {code: Cell(values) for code, values in found.items()}


def by_agency(*, members: Iterable[int], period: Period, of: Wanted) -> dict[str, Cell]:
    """Return the cells of each agency over a period, from the facts: no cell knows agencies."""
    codes = (*of.placed, *of.made)
    found = _from_facts(codes, homes=dict.fromkeys(members, 0), periods=[period], by=("agency_id",))
    names = dict(AgencyKey.objects.values_list("id", "agency_id")) if found else {}
    return {names[agency]: Cell(numbers) for (_, _, agency), numbers in found.items()}
