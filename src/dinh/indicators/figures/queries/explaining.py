"""From a figure down to the dossiers behind it and their entries; and who is late today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact
from dinh.indicators.figures.policies.counting import counts
from dinh.indicators.figures.queries.figures import figure
from dinh.indicators.figures.queries.scope import Among, homes_of_members, scope
from dinh.indicators.figures.types import Attribution, Closing, Definition, FactRow, Figure, LateUnit, Period
from dinh.kernel.clock import local

PAGE = 50


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure opened: its definition, one page of the dossiers in its base, and where the next page starts."""

    figure: Figure
    definition: Definition
    rows: tuple[FactRow, ...]
    next_after: int | None


def _dated(definition: Definition, period: Period) -> Q:
    field = "received_on" if definition.attribution is Attribution.RECEIVED_ON else "closed_on"
    return Q(**{f"{field}__range": (period.first, period.last)})


def _base(definition: Definition, members: Sequence[int], period: Period, procedure_code: str) -> QuerySet[DossierFact]:
    facts = DossierFact.objects.filter(_dated(definition, period), Among(members)).select_related("procedure")
    if procedure_code:
        facts = facts.filter(procedure__code=procedure_code)
    if definition.attribution is Attribution.CLOSED_ON:
        facts = facts.filter(~Q(closing=Closing.OPEN), is_on_time__isnull=False)
    return facts


def _in_base(definition: Definition, fact: DossierFact) -> bool:
    return counts(fact, definition.denominator or definition.numerator)


def explain(
    *, code: str, unit_id: int, period: Period, on: datetime, procedure_code: str = "", after: int = 0, only: str = ""
) -> Explanation:
    """Open a figure: the dossiers of its base, newest first, `PAGE` at a time, each marked in or out of the numerator.

    `only` is "in" or "out" to see one side. The rows are chosen by the same pure counting that made the cells.
    """
    day = on.date()
    definition = registry.definition(code, period.last)
    members = scope(unit_id=unit_id, on=day).members
    facts = _base(definition, members, period, procedure_code).order_by("-id")
    if after:
        facts = facts.filter(id__lt=after)
    rows: list[FactRow] = []
    next_after, last_id = None, 0
    for fact in facts.iterator(chunk_size=2 * PAGE):
        inside = counts(fact, definition.numerator)
        if not _in_base(definition, fact) or (only == "in" and not inside) or (only == "out" and inside):
            continue
        if len(rows) == PAGE:
            next_after = last_id
            break
        rows.append(_row(fact, is_inside=inside))
        last_id = fact.id
    told = figure(code=code, unit_id=unit_id, period=period, on=day, procedure_code=procedure_code)
    return Explanation(figure=told, definition=definition, rows=tuple(rows), next_after=next_after)


def _row(fact: DossierFact, *, is_inside: bool) -> FactRow:
    return FactRow(
        dossier_id=fact.dossier_id,
        code=fact.code,
        procedure_code=fact.procedure.code,
        unit_id=fact.unit_id,
        received_on=fact.received_on,
        closed_on=fact.closed_on,
        due_at=fact.due_at,
        in_numerator=is_inside,
    )


def late_units(*, unit_id: int, at: datetime, limit: int = 10) -> tuple[LateUnit, ...]:
    """Return the units of today's map with most open dossiers past due, one query; paused dossiers are not late."""
    today = local(at).date()
    homes, members = homes_of_members(unit_id=unit_id, on=today), scope(unit_id=unit_id, on=today).members
    found: dict[int, LateUnit] = {}
    for row in _running(members, at):
        home = homes.get(row["unit_id"], unit_id)
        before = found.get(home, LateUnit(home, 0, 0, row["oldest"]))
        found[home] = LateUnit(
            home, before.late + row["late"], before.open + row["open"], min(before.oldest_due_at, row["oldest"])
        )
    late = [one for one in found.values() if one.late]
    return tuple(sorted(late, key=lambda one: (-one.late, one.oldest_due_at, one.unit_id))[:limit])


def _running(members: Iterable[int], at: datetime) -> Iterable[Mapping[str, Any]]:
    """Return for each unit how many open dossiers have an appointment that runs, how many missed it, and the oldest."""
    return (
        DossierFact.objects.filter(Among(members), closing=Closing.OPEN, is_paused=False, due_at__isnull=False)
        .values("unit_id")
        .annotate(open=Count("unit_id"), late=Count("unit_id", filter=Q(due_at__lt=at)), oldest=Min("due_at"))
    )
