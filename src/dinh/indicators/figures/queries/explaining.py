"""From a figure down to the dossiers behind it and their entries; and who is late today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Func, Min, Q, QuerySet, When

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact
from dinh.indicators.figures.policies.expressions import sql
from dinh.indicators.figures.queries.figures import figure
from dinh.indicators.figures.queries.scope import Among, homes_of_members, scope
from dinh.indicators.figures.types import Closing, Definition, FactRow, Figure, Formula, LateUnit, Period
from dinh.kernel.clock import local

PAGE = 50


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure opened: its definition, one page of the dossiers in its base, and where the next page starts."""

    figure: Figure
    definition: Definition
    rows: tuple[FactRow, ...]
    next_after: int | None


class Meets(Func):
    """A condition: the fact counts in one of a formula's measures. The same condition as in every engine."""

    output_field = BooleanField()

    def __init__(self, formula: Formula) -> None:
        super().__init__()
        conditions = [sql(registry.node(name), "indicators_dossierfact.") for name in formula.measures]
        self.template = f"({' OR '.join(conditions)})".replace("%", "%%")


def _base(definition: Definition, members: Sequence[int], period: Period, procedure_code: str) -> QuerySet[DossierFact]:
    dated = Q(**{f"{definition.attribution}__range": (period.first, period.last)})
    facts = DossierFact.objects.filter(dated, Among(members), Meets(definition.denominator or definition.numerator))
    if procedure_code:
        facts = facts.filter(procedure__code=procedure_code)
    return facts.select_related("procedure")


def _side(facts: QuerySet[DossierFact], definition: Definition, only: str) -> QuerySet[DossierFact]:
    """Keep those inside or outside the numerator; what cannot be known is outside, as in the figure."""
    inside = Case(When(Meets(definition.numerator), then=True), default=False, output_field=BooleanField())
    facts = facts.annotate(is_inside=inside)
    return facts.filter(is_inside=only == "in") if only else facts


def explain(
    *, code: str, unit_id: int, period: Period, on: datetime, procedure_code: str = "", after: int = 0, only: str = ""
) -> Explanation:
    """Open a figure: the dossiers of its base, newest first, `PAGE` at a time, each marked in or out of the numerator.

    `only` is "in" or "out" to see one side. The rows are chosen by the same conditions that made the cells.
    """
    day = on.date()
    definition = registry.definition(code, period.last)
    members = scope(unit_id=unit_id, on=day).members
    facts = _side(_base(definition, members, period, procedure_code), definition, only).order_by("-id")
    if after:
        facts = facts.filter(id__lt=after)
    found = list(facts[: PAGE + 1])
    told = figure(code=code, unit_id=unit_id, period=period, on=day, procedure_code=procedure_code)
    return Explanation(
        figure=told,
        definition=definition,
        rows=tuple(_row(fact) for fact in found[:PAGE]),
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
    )


def _row(fact: Any) -> FactRow:
    return FactRow(
        dossier_id=fact.dossier_id,
        code=fact.code,
        procedure_code=fact.procedure.code,
        unit_id=fact.unit_id,
        received_on=fact.received_on,
        closed_on=fact.closed_on,
        due_at=fact.due_at,
        in_numerator=fact.is_inside,
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
