"""The plain recount: cells made anew from facts in SQL, compared with the live ones cell by cell."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import Watermark
from dinh.indicators.figures.policies.counting import Vector, trimmed
from dinh.indicators.figures.policies.expressions import sql
from dinh.indicators.figures.types import TOLD, Measure, MeasureKind


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that the live roll-up and the recount tell differently; numbers by the places of their measures."""

    unit_id: int
    day: date
    procedure_id: int
    live: Vector
    recount: Vector


def _number(measure: Measure | None, day: str) -> str:
    if measure is None or measure.by != day:
        return "0::bigint"
    met = f"FILTER (WHERE {sql(registry.node(measure.code))})"
    return f"count(*) {met}" if measure.kind is MeasureKind.COUNT else f"coalesce(sum({measure.of}) {met}, 0)::bigint"


def recount() -> str:
    """Return the query of all daily cells: unit_id, day, procedure_id and the counts by place."""
    placed = {one.place: one for one in registry.measures().values() if one.place}
    places = range(1, max(placed) + 1)
    halves = []
    for day in dict.fromkeys(one.by for one in placed.values()):
        numbers = ", ".join(f"{_number(placed.get(place), day)} AS m{place}" for place in places)
        halves.append(
            f"SELECT unit_id, {day} AS day, procedure_id, {numbers} FROM indicators_dossierfact"  # noqa: S608 - our own names
            f" WHERE {day} IS NOT NULL GROUP BY unit_id, {day}, procedure_id"
        )
    sums = ", ".join(f"sum(m{place})::bigint" for place in places)
    something = " OR ".join(f"sum(m{place}) <> 0" for place in places)
    return (
        f"SELECT unit_id, day, procedure_id, ARRAY[{sums}] AS counts FROM ({' UNION ALL '.join(halves)}) AS halves"  # noqa: S608
        f" GROUP BY unit_id, day, procedure_id HAVING {something}"
    )


_PLACES = "SELECT max(cardinality(counts)) FROM indicators_dailycell"
_MONTHS = """
SELECT unit_id, date_trunc('month', day)::date AS month, ARRAY[{sums}] AS counts FROM indicators_dailycell GROUP BY 1, 2
"""


def _months() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        places = cursor.fetchone()[0] or 1
    return _MONTHS.format(
        sums=", ".join(f"coalesce(sum(counts[{place}]), 0)::bigint" for place in range(1, places + 1))
    )


def rebuild() -> int:
    """Make all cells anew from the facts, in one transaction; return how many daily cells there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_dailycell, indicators_monthcell IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM indicators_dailycell")
        cursor.execute("DELETE FROM indicators_monthcell")
        cursor.execute(f"INSERT INTO indicators_dailycell (unit_id, day, procedure_id, counts) {recount()}")
        made = cursor.rowcount
        cursor.execute(f"INSERT INTO indicators_monthcell (unit_id, month, counts) {_months()}")
        # Cells of facts of older making stay "being counted" until the facts have been made anew.
        Watermark.objects.get_or_create(id=1, defaults={"told": TOLD})
        Watermark.objects.filter(id=1, told=TOLD).update(counted=registry.formulas())
    return int(made)


def differences(limit: int = 100) -> list[CellDifference]:
    """Return the cells in which live and recount differ, at most `limit`; an empty list is what must be."""
    query = f"""
        SELECT coalesce(live.unit_id, fresh.unit_id), coalesce(live.day, fresh.day),
               coalesce(live.procedure_id, fresh.procedure_id), live.counts, fresh.counts
        FROM indicators_dailycell AS live FULL JOIN ({recount()}) AS fresh USING (unit_id, day, procedure_id)
        WHERE live.counts IS DISTINCT FROM fresh.counts ORDER BY 1, 2, 3
    """  # noqa: S608 - only names of our own measures
    found = []
    with connection.cursor() as cursor:
        cursor.execute(query)
        for unit_id, day, procedure_id, live, fresh in cursor:
            # The same numbers may stand in a longer array, or in none when all of them are zero.
            if trimmed(live or ()) != trimmed(fresh or ()):
                found.append(CellDifference(unit_id, day, procedure_id, trimmed(live or ()), trimmed(fresh or ())))
            if len(found) == limit:
                break
    return found


def month_differences() -> int:
    """Return how many monthly cells are not the sum of their days."""
    query = f"""
        SELECT live.counts, fresh.counts FROM indicators_monthcell AS live
        FULL JOIN ({_months()}) AS fresh USING (unit_id, month) WHERE live.counts IS DISTINCT FROM fresh.counts
    """  # noqa: S608 - only names of our own measures
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sum(trimmed(live or ()) != trimmed(fresh or ()) for live, fresh in cursor)
