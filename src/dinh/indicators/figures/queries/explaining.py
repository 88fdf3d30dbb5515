"""From a figure down to the dossiers behind it and their entries; and who is late today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact
from dinh.indicators.figures.queries.behind import Adds, Question, common, facts_of
from dinh.indicators.figures.queries.figures import figure
from dinh.indicators.figures.queries.scope import Among, homes_of_members, scope
from dinh.indicators.figures.types import Closing, Definition, FactRow, Figure, LateUnit, Period
from dinh.kernel.clock import local

PAGE = 50


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure opened: its definition, one page of the dossiers in its base, and where the next page starts."""

    figure: Figure
    definition: Definition
    rows: tuple[FactRow, ...]
    next_after: int | None


def _base(definition: Definition, asked: Question) -> QuerySet[DossierFact]:
    """Return the facts that count in the base of a figure, or above its line."""
    facts = facts_of(asked, definition.attribution)
    below = Adds(definition.denominator or definition.numerator)
    return facts.alias(below=below, above=Adds(definition.numerator)).exclude(below=0, above=0)


def _side(facts: QuerySet[DossierFact], only: str) -> QuerySet[DossierFact]:
    """Keep those inside or outside the numerator; what cannot be known is outside, as in the figure."""
    facts = facts.annotate(adds=F("above"))
    chosen = {"in": Q(above__gt=0), "out": Q(above__lte=0)}
    return facts.filter(chosen[only]) if only else facts


def explain(
    *,
    code: str,
    unit_id: int,
    period: Period,
    on: datetime,
    procedure_code: str = "",
    agency_id: str = "",
    after: int = 0,
    only: str = "",
) -> Explanation:
    """Open a figure: the dossiers of its base, newest first, `PAGE` at a time, each with what it adds above the line.

    `only` is "in" or "out" to see one side. The rows are chosen by the same conditions that made the cells.
    """
    day = on.date()
    definition = registry.definition(code, period.last)
    asked = Question(unit_id, period, day, procedure_code, agency_id)
    facts = _side(_base(definition, asked), only).order_by("-id")
    if after:
        facts = facts.filter(id__lt=after)
    found = list(facts[: PAGE + 1])
    told = figure(code=code, unit_id=unit_id, period=period, on=day, procedure_code=procedure_code, agency_id=agency_id)
    return Explanation(
        figure=told,
        definition=definition,
        rows=tuple(_row(fact) for fact in found[:PAGE]),
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
    )


def _row(fact: Any) -> FactRow:
    return FactRow(**common(fact), in_numerator=fact.adds > 0, adds=fact.adds)


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
