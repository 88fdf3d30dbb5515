"""The plain recount: cells made anew from facts in SQL, compared with the live ones cell by cell."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from dinh.indicators.figures.operations.cells import COLUMNS
from dinh.indicators.figures.types import MEASURES, Channel, Closing, Paid

_CLOSED = f"closing <> {Closing.OPEN.value} AND is_on_time IS NOT NULL"
_EXPRESSIONS = {
    "received": ("received_on", "true"),
    "received_online": ("received_on", f"channel = {Channel.ONLINE.value}"),
    "with_fee": ("received_on", "has_fee"),
    "paid_online": ("received_on", f"has_fee AND paid = {Paid.ONLINE.value}"),
    "digitised": ("received_on", "has_file AND (has_e_result OR NOT requires_result)"),
    "reused": ("received_on", "is_reused"),
    "closed": ("closed_on", _CLOSED),
    "closed_on_time": ("closed_on", f"{_CLOSED} AND is_on_time AND supplement_requests <= 1"),
}


def _half(day: str, *, only: str) -> str:
    counted = ", ".join(
        f"count(*) FILTER (WHERE {_EXPRESSIONS[name][1]}) AS {name}"
        if _EXPRESSIONS[name][0] == day
        else f"0::bigint AS {name}"
        for name in MEASURES
    )
    return (
        f"SELECT unit_id, {day} AS day, procedure_id, {counted} FROM indicators_dossierfact"  # noqa: S608 - our own names
        f" WHERE {only} GROUP BY unit_id, {day}, procedure_id"
    )


_SUMS = ", ".join(f"sum({name})::bigint AS {name}" for name in MEASURES)
_SOMETHING = " OR ".join(f"sum({name}) <> 0" for name in MEASURES)
RECOUNT = f"""
SELECT unit_id, day, procedure_id, {_SUMS}
FROM ({_half("received_on", only="true")} UNION ALL {_half("closed_on", only=_CLOSED)}) AS halves
GROUP BY unit_id, day, procedure_id HAVING {_SOMETHING}
"""  # noqa: S608 - only names of our own measures
_MONTHS = f"""
SELECT unit_id, date_trunc('month', day)::date AS month, {_SUMS} FROM indicators_dailycell
GROUP BY 1, 2 HAVING {_SOMETHING}
"""  # noqa: S608 - only names of our own measures


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that the live roll-up and the recount tell differently; vectors in the order of MEASURES."""

    unit_id: int
    day: date
    procedure_id: int
    live: tuple[int, ...]
    recount: tuple[int, ...]


def rebuild() -> int:
    """Make all cells anew from the facts, in one transaction; return how many daily cells there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_dailycell, indicators_monthcell IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM indicators_dailycell")
        cursor.execute("DELETE FROM indicators_monthcell")
        cursor.execute(f"INSERT INTO indicators_dailycell (unit_id, day, procedure_id, {COLUMNS}) {RECOUNT}")
        made = cursor.rowcount
        cursor.execute(f"INSERT INTO indicators_monthcell (unit_id, month, {COLUMNS}) {_MONTHS}")
    return int(made)


def differences(limit: int = 100) -> list[CellDifference]:
    """Return the cells in which live and recount differ, at most `limit`; an empty list is what must be."""
    mine = ", ".join(f"coalesce(live.{name}, 0)" for name in MEASURES)
    theirs = ", ".join(f"coalesce(fresh.{name}, 0)" for name in MEASURES)
    query = f"""
        SELECT coalesce(live.unit_id, fresh.unit_id), coalesce(live.day, fresh.day),
               coalesce(live.procedure_id, fresh.procedure_id), {mine}, {theirs}
        FROM indicators_dailycell AS live FULL JOIN ({RECOUNT}) AS fresh USING (unit_id, day, procedure_id)
        WHERE ({mine}) IS DISTINCT FROM ({theirs}) ORDER BY 1, 2, 3 LIMIT %s
    """  # noqa: S608 - only names of our own measures
    size = len(MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(query, [limit])
        rows = cursor.fetchall()
    return [
        CellDifference(row[0], row[1], row[2], tuple(row[3 : 3 + size]), tuple(row[3 + size : 3 + 2 * size]))
        for row in rows
    ]


def month_differences() -> int:
    """Return how many monthly cells are not the sum of their days."""
    mine = ", ".join(f"coalesce(live.{name}, 0)" for name in MEASURES)
    theirs = ", ".join(f"coalesce(fresh.{name}, 0)" for name in MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM indicators_monthcell AS live FULL JOIN ({_MONTHS}) AS fresh USING (unit_id, month)"  # noqa: S608
            f" WHERE ({mine}) IS DISTINCT FROM ({theirs})"
        )
        return int(cursor.fetchone()[0])
