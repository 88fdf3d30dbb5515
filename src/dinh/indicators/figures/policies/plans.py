"""One plan for many figures: measures over periods and dimensions, as SQL that three engines read alike.

Only what PostgreSQL, DuckDB and Spark agree on to the bit is used: whole numbers, COUNT and SUM with FILTER, DATE
literals, VALUES, window sums. So there is one text for all of them and no translation that could change a number.
All additive measures come from one grouped scan of the fact, whatever days they count by: the scan groups by the
stretch of every day at once, and the few groups that are left are then read once for each day.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any

from dinh.indicators.figures.policies.expressions import Node, sql
from dinh.indicators.figures.types import FactTable, Measure, MeasureKind, Period

Row = tuple[Any, ...]
Rows = Callable[[str], Iterable[Row]]
# (period, *dimensions) -> measure -> number
Cells = dict[tuple[int, ...], dict[str, int]]
Declared = tuple[Measure, Node]


class PlanFault(ValueError):
    """A question that has no right answer; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Measures of one fact over periods, broken down by dimensions.

    `homes` pairs the units of facts with the units they are shown under; empty means every unit as itself. A fact in
    two periods or two homes counts in both. `only` keeps the rows with these codes.
    """

    fact: FactTable
    measures: tuple[Declared, ...]
    periods: tuple[Period, ...]
    by: tuple[str, ...] = ("unit_id",)
    homes: tuple[tuple[int, int], ...] = ()
    only: tuple[tuple[str, int], ...] = ()

    @property
    def home(self) -> int | None:
        """The one unit all others are shown under, if there is one: it need not be looked up for each fact."""
        homes = {home for _, home in self.homes}
        return homes.pop() if len(homes) == 1 else None

    def __post_init__(self) -> None:
        for name in (*self.by, *(column for column, _ in self.only)):
            if name.endswith("_code"):
                raise PlanFault(f"by {name}: official codes are no keys, one code names another unit after a merger")
            if name not in self.fact.dimensions:
                raise PlanFault(f"by {name}: the fact {self.fact.name} has no such dimension")
        if self.homes and "unit_id" not in self.by:
            raise PlanFault("homes without unit_id: there is nothing to bring home")


@dataclass(frozen=True, slots=True)
class Statement:
    """A query whose rows are: period or stretch, dimensions, then one number for each of `measures`."""

    sql: str
    measures: tuple[str, ...]
    is_by_stretch: bool


def stretches(periods: Sequence[Period]) -> tuple[tuple[Period, tuple[int, ...]], ...]:
    """Return the longest stretches of days that lie in the same periods, each with the places of these periods."""
    edges = sorted({day for one in periods for day in (one.first, one.last + timedelta(days=1))})
    found = []
    for first, after in pairwise(edges):
        inside = tuple(place for place, one in enumerate(periods) if one.first <= first <= one.last)
        if inside:
            found.append((Period(first, after - timedelta(days=1)), inside))
    return tuple(found)


def _days(named: Iterable[tuple[Period, int]]) -> str:
    lines = []
    for period, number in named:
        length = (period.last - period.first).days + 1
        lines += [f"(DATE '{period.first + timedelta(days=n)}', {number})" for n in range(length)]
    return ", ".join(lines)


def statements(plan: Plan, table: str) -> tuple[Statement, ...]:
    """Return the queries of a plan over a table or view that has the columns of the fact."""
    additive = [one for one in plan.measures if one[0].is_additive]
    made = [_grouped(plan, table, additive)] if additive else []
    apart = [one for one in plan.measures if one[0].kind is MeasureKind.DISTINCT]
    for by, of in dict.fromkeys((measure.by, measure.of) for measure, _ in apart):
        made.append(_distinct(plan, table, [one for one in apart if (one[0].by, one[0].of) == (by, of)]))
    made += [_ranked(plan, table, *one) for one in plan.measures if one[0].kind is MeasureKind.PERCENTILE]
    return tuple(made)


def _dimensions(plan: Plan) -> tuple[str, str]:
    """Return the columns of the dimensions and the join that brings units home."""
    home = plan.home if plan.home is not None else "h.home"
    names = [(home if name == "unit_id" and plan.homes else f"f.{name}") for name in plan.by]
    pairs = ", ".join(f"({unit}, {home})" for unit, home in plan.homes)
    join = _HOMES.format(pairs=pairs) if plan.homes and plan.home is None else ""
    return "".join(f", {name} AS d{place}" for place, name in enumerate(names)), join


def _number(measure: Measure, node: Node) -> str:
    if measure.kind is MeasureKind.COUNT:
        return f"COUNT(*) FILTER (WHERE {sql(node, 'f.')})"
    return f"COALESCE(CAST(SUM(f.{measure.of}) FILTER (WHERE {sql(node, 'f.')}) AS BIGINT), 0)"


# What is put in: whole numbers, dates and names of our own columns.
_GROUPED = """
WITH days(day, stretch) AS (SELECT * FROM (VALUES {days}) AS v(day, stretch)),
scanned AS (
    SELECT {stretches}{dimensions}, {numbers}
    FROM {table} AS f{homes}{joins}
    WHERE ({asked}){only}
    GROUP BY {groups}
)
SELECT s{dims}, {sums} FROM ({halves}) AS halves GROUP BY {outer}
"""
_HALF = "SELECT s{place} AS s{dims}, {numbers} FROM scanned WHERE s{place} IS NOT NULL"
_HOMES = " JOIN (SELECT * FROM (VALUES {pairs}) AS v(unit, home)) AS h ON h.unit = f.unit_id"
_SPANS = "spans(day, period) AS (SELECT * FROM (VALUES {days}) AS v(day, period)),"
# Each value is met once in a hash before it is counted or put in order: millions of facts are never sorted.
_DISTINCT = """
WITH {spans}
met AS (
    SELECT {period} AS period{dimensions}, f.{of} AS v, {met}
    FROM {table} AS f{homes}{join}
    WHERE f.{of} IS NOT NULL AND {around}
    GROUP BY {inner}
)
SELECT period{dims}, {numbers} FROM met
GROUP BY {outer}
"""
_RANKED = """
WITH {spans}
met AS (
    SELECT {period} AS period{dimensions}, f.{of} AS v, COUNT(*) AS times
    FROM {table} AS f{homes}{join}
    WHERE {condition} AND f.{of} IS NOT NULL AND {around}
    GROUP BY {inner}
),
ranked AS (
    SELECT period{dims}, v,
        SUM(times) OVER (PARTITION BY period{dims} ORDER BY v) AS up_to,
        SUM(times) OVER (PARTITION BY period{dims}) AS total
    FROM met
)
SELECT period{dims}, MIN(v) FROM ranked
WHERE up_to * {down} >= total * {up}
GROUP BY {outer}
"""


def _grouped(plan: Plan, table: str, measures: Sequence[Declared]) -> Statement:
    counted_by = list(dict.fromkeys(measure.by for measure, _ in measures))
    dimensions, homes = _dimensions(plan)
    width, dims = len(plan.by), _dims(plan)
    halves = [
        _HALF.format(
            place=place,
            dims=dims,
            numbers=", ".join(f"{f'm{n}' if one[0].by == by else '0'} AS m{n}" for n, one in enumerate(measures)),
        )
        for place, by in enumerate(counted_by)
    ]
    text = _GROUPED.format(
        days=_days((period, place) for place, (period, _) in enumerate(stretches(plan.periods))),
        stretches=", ".join(f"b{n}.stretch AS s{n}" for n in range(len(counted_by))),
        dimensions=dimensions,
        numbers=", ".join(f"{_number(*one)} AS m{n}" for n, one in enumerate(measures)),
        table=table,
        homes=homes,
        joins="".join(f" LEFT JOIN days AS b{n} ON b{n}.day = f.{by}" for n, by in enumerate(counted_by)),
        asked=" OR ".join(f"b{n}.stretch IS NOT NULL" for n in range(len(counted_by))),
        only=_only(plan),
        groups=_ordinals(len(counted_by) + width),
        dims=dims,
        sums=", ".join(f"CAST(SUM(m{n}) AS BIGINT)" for n in range(len(measures))),
        halves=" UNION ALL ".join(halves),
        outer=_ordinals(1 + width),
    )
    return Statement(text, tuple(measure.code for measure, _ in measures), is_by_stretch=True)


def _dims(plan: Plan) -> str:
    return "".join(f", d{n}" for n in range(len(plan.by)))


def _ordinals(count: int) -> str:
    return ", ".join(str(n + 1) for n in range(count))


def _spans(plan: Plan, by: str) -> dict[str, str]:
    """Return how a fact finds its periods. A single one is said, not joined: constants make no groups."""
    if len(plan.periods) == 1:
        return {"spans": "", "period": "0", "join": ""}
    days = _days((period, place) for place, period in enumerate(plan.periods))
    return {"spans": _SPANS.format(days=days), "period": "p.period", "join": f" JOIN spans AS p ON p.day = f.{by}"}


def _distinct(plan: Plan, table: str, measures: Sequence[Declared]) -> Statement:
    """Return the query of measures that count the same column by the same day."""
    dimensions, homes = _dimensions(plan)
    one = measures[0][0]
    met = [f"MAX(CASE WHEN {sql(node, 'f.')} THEN 1 ELSE 0 END) AS m{n}" for n, (_, node) in enumerate(measures)]
    text = _DISTINCT.format(
        **_spans(plan, one.by),
        dimensions=dimensions,
        of=one.of,
        met=", ".join(met),
        table=table,
        homes=homes,
        around=_around(plan, one.by),
        inner=_ordinals(2 + len(plan.by)),
        dims=_dims(plan),
        numbers=", ".join(f"COUNT(*) FILTER (WHERE m{n} = 1)" for n in range(len(measures))),
        outer=_ordinals(1 + len(plan.by)),
    )
    return Statement(text, tuple(measure.code for measure, _ in measures), is_by_stretch=False)


def _ranked(plan: Plan, table: str, measure: Measure, node: Node) -> Statement:
    dimensions, homes = _dimensions(plan)
    up, down = measure.share
    text = _RANKED.format(
        **_spans(plan, measure.by),
        dimensions=dimensions,
        of=measure.of,
        table=table,
        homes=homes,
        condition=sql(node, "f."),
        around=_around(plan, measure.by),
        inner=_ordinals(2 + len(plan.by)),
        dims=_dims(plan),
        up=up,
        down=down,
        outer=_ordinals(1 + len(plan.by)),
    )
    return Statement(text, (measure.code,), is_by_stretch=False)


def _around(plan: Plan, by: str) -> str:
    """Say the span of all periods once more: an index or a file of another month need not be opened then."""
    first, last = min(one.first for one in plan.periods), max(one.last for one in plan.periods)
    return f"f.{by} BETWEEN DATE '{first}' AND DATE '{last}'{_only(plan)}"


def _only(plan: Plan) -> str:
    units = ", ".join(str(unit) for unit, _ in plan.homes)
    inside = "" if plan.home is None else f" AND f.unit_id IN ({units})"
    return inside + "".join(f" AND f.{name} = {number}" for name, number in plan.only)


def compute(plan: Plan, table: str, rows: Rows) -> Cells:
    """Run a plan with an engine's way to read rows; groups and measures in which there is nothing are absent.

    A percentile of 0 is something: the middle one of these took no time.
    """
    ranks = {one.code for one, _ in plan.measures if one.kind is MeasureKind.PERCENTILE}
    inside = [places for _, places in stretches(plan.periods)]
    found: Cells = {}
    width = 1 + len(plan.by)
    for statement in statements(plan, table):
        for row in rows(statement.sql):
            places = inside[row[0]] if statement.is_by_stretch else (row[0],)
            told = zip(statement.measures, row[width:], strict=True)
            numbers = [(code, number) for code, number in told if number or code in ranks]
            for place in places if numbers else ():
                cell = found.setdefault((place, *row[1:width]), {})
                for code, number in numbers:
                    cell[code] = cell.get(code, 0) + number
    return found


class Digest:
    """One hash over whole numbers that is the same in any order and for any division of the cells into shards."""

    def __init__(self) -> None:
        self.total = 0
        self.cells = 0

    def take(self, key: Iterable[object], numbers: Iterable[tuple[str, int]]) -> None:
        """Add a cell: its numbers by name, in the order of the names. What is zero is as if it were not there."""
        said = ",".join([f"{code}={number}" for code, number in numbers if number])
        if said:
            line = f"{'|'.join(map(str, key))}|{said}"
            self.total += int.from_bytes(hashlib.sha256(line.encode()).digest())
            self.cells += 1

    def add(self, other: "Digest") -> None:
        """Add the cells of another shard; no cell may be in both."""
        self.total += other.total
        self.cells += other.cells

    def __str__(self) -> str:
        return f"{self.total % (1 << 256):064x}"


def digest(cells: Mapping[tuple[int, ...], Mapping[str, int]]) -> Digest:
    """Return the hash of cells that are in memory."""
    found = Digest()
    for key, numbers in cells.items():
        found.take(key, sorted(numbers.items()))
    return found


def digest_rows(plan: Plan, table: str, rows: Rows, *, after: int = 0) -> Digest:
    """Return the hash of the cells of a plan without keeping them; for plans of additive measures by days or months.

    `after` periods of a whole that the plan is a shard of come before its own.
    """
    found, width = Digest(), 1 + len(plan.by)
    (statement,) = statements(plan, table)
    if any(len(inside) > 1 for _, inside in stretches(plan.periods)):
        raise PlanFault("periods that overlap: their cells have to be put together first")
    order = sorted(range(len(statement.measures)), key=statement.measures.__getitem__)
    codes, numbers = [statement.measures[n] for n in order], itemgetter(*(width + n for n in order))
    for row in rows(statement.sql):
        told = numbers(row) if len(order) > 1 else (numbers(row),)
        found.take((after + row[0], *row[1:width]), zip(codes, told, strict=True))
    return found


def shards(plan: Plan, size: int) -> tuple[tuple[int, Plan], ...]:
    """Return the plan as plans of at most `size` periods, each with how many periods come before it."""
    return tuple(
        (first, replace(plan, periods=plan.periods[first : first + size]))
        for first in range(0, len(plan.periods), size)
    )


def every_day(first: date, last: date) -> tuple[Period, ...]:
    """Return each day as a period of its own: the grain of the live cells."""
    return tuple(Period(first + timedelta(days=n), first + timedelta(days=n)) for n in range((last - first).days + 1))
