"""Several indicators broken down at once: one plan over the facts, with an end to how much it may give back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import ProcedureKey
from dinh.indicators.figures.policies.plans import Plan, Row, compute
from dinh.indicators.figures.queries.cells import Standing, standing, wanted
from dinh.indicators.figures.queries.figures import make
from dinh.indicators.figures.queries.scope import homes_of_members, scope
from dinh.indicators.figures.types import Cell, Definition, Figure, Period

UNIT, PROCEDURE, CHANNEL = "unit_id", "procedure_id", "channel"
DIMENSIONS = (UNIT, PROCEDURE, CHANNEL)
_SECONDS = 20


class TooMuch(ValueError):
    """A question whose answer has more groups than asked for at most."""


@dataclass(frozen=True, slots=True)
class Group:
    """Figures by indicator of one period and, where asked for, one child, procedure and channel (0: all)."""

    period: Period
    unit_id: int
    procedure_code: str
    channel: int
    figures: Mapping[str, Figure]


def pivot(
    *,
    codes: Sequence[str],
    unit_id: int,
    periods: Sequence[Period],
    on: date,
    by: Sequence[str] = (),
    channel: int = 0,
    procedure_code: str = "",
    most: int = 20_000,
) -> tuple[Group, ...]:
    """Compute indicators of a unit over periods, broken down by children, procedures and channels, in one plan.

    What belongs to no child alone stands under the unit itself. Groups in which nothing counts are absent. Raises
    TooMuch for more than `most` groups, KeyError for an unknown code, PlanFault for what is no dimension.
    """
    chosen = _key(procedure_code)
    if procedure_code and chosen is None:
        return ()
    told = [[registry.definition(code, period.last) for code in codes] for period in periods]
    needed = wanted(one for of_period in told for one in of_period)
    members = scope(unit_id=unit_id, on=on).members
    child_of = homes_of_members(unit_id=unit_id, on=on) if UNIT in by else {}
    only = ((PROCEDURE, chosen or 0),) * bool(procedure_code) + ((CHANNEL, channel),) * bool(channel)
    fact = registry.facts()["dossier"]
    plan = Plan(
        fact=fact,
        measures=tuple((registry.measure(name), registry.node(name)) for name in (*needed.placed, *needed.made)),
        periods=tuple(periods),
        by=(UNIT, *(name for name in by if name != UNIT)),
        homes=tuple((member, child_of.get(member, unit_id)) for member in members),
        only=only,
    )
    cells = compute(plan, fact.table, lambda sql: _bounded(sql, most))
    return tuple(_groups(plan, cells, told, on, standing()))


def _key(procedure_code: str) -> int | None:
    return ProcedureKey.objects.filter(code=procedure_code).values_list("id", flat=True).first()


def _bounded(sql: str, most: int) -> Iterable[Row]:
    """Yield the rows of a query, no more than `most` and for no longer than some seconds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{_SECONDS}s'")
        cursor.execute(f"SELECT * FROM ({sql}) AS bounded LIMIT {int(most) + 1}")  # noqa: S608 - our own text
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    if len(rows) > most:
        raise TooMuch(f"more than {most} groups")
    yield from rows


def _groups(
    plan: Plan,
    cells: Mapping[tuple[int, ...], Mapping[str, int]],
    told: Sequence[Sequence[Definition]],
    on: date,
    at: Standing,
) -> Iterable[Group]:
    names = dict(ProcedureKey.objects.values_list("id", "code")) if PROCEDURE in plan.by else {}
    for key, values in sorted(cells.items()):
        place, here = key[0], dict(zip(plan.by, key[1:], strict=True))
        procedure_code = names.get(here.get(PROCEDURE, 0), "")
        figures = {
            one.code: make(
                definition=one,
                counted=Cell(values),
                unit_id=here[UNIT],
                period=plan.periods[place],
                map_day=on,
                at=at,
                procedure_code=procedure_code,
            )
            for one in told[place]
        }
        yield Group(plan.periods[place], here[UNIT], procedure_code, here.get(CHANNEL, 0), figures)
