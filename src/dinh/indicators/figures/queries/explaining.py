"""From a figure down to the dossiers behind it and their entries; and who is late today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact
from dinh.indicators.figures.queries.behind import Adds, Question, facts_of
from dinh.indicators.figures.queries.figures import figure
from dinh.indicators.figures.queries.scope import Among, homes_of_members, scope
from dinh.indicators.figures.types import Closing, Definition, FactRow, Figure, LateUnit, Missing, Period, common
from dinh.kernel.clock import local

PAGE = 50
# Fewer dossiers than these are sorted at once.
MANY = 5_000


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
    told = figure(code=code, unit_id=unit_id, period=period, on=day, procedure_code=procedure_code, agency_id=agency_id)
    facts = _side(_base(definition, asked), only)
    is_sum = all(registry.measure(name).is_additive for name in definition.measures)
    is_none = is_sum and _is_nothing(definition, told)
    found = [] if is_none else _page(facts, definition.attribution, period, after, width=_width(told, is_sum=is_sum))
    return Explanation(
        figure=told,
        definition=definition,
        rows=tuple(_row(fact) for fact in found[:PAGE]),
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
    )


def _is_nothing(definition: Definition, told: Figure) -> bool:
    """Tell whether the figure itself says that no fact adds to it: then none is looked for."""
    terms = (*definition.numerator.terms, *(definition.denominator.terms if definition.denominator else ()))
    is_counted = told.missing in {None, Missing.ZERO_DENOMINATOR}
    return all(factor > 0 for factor, _ in terms) and is_counted and not told.numerator and not told.denominator


def _width(told: Figure, *, is_sum: bool) -> int:
    """Return of how many last days a page may be made: of one where the figure does not say how many facts it has."""
    days = (told.period.last - told.period.first).days + 1
    counted = told.numerator if told.denominator is None else told.denominator
    few = days if counted < MANY else -(-days * 2 * PAGE // counted)
    return few if is_sum else 1


def _page(facts: QuerySet[DossierFact], by: str, period: Period, after: int, *, width: int) -> list[DossierFact]:
    """Return the newest facts before `after`, one more than a page holds, by the day they count by.

    Looked at are `width` of the last days, then eight times as many, and so on: an index finds these days, while the
    newest of a year in the middle of all others would be looked for among millions.
    """
    last = period.last
    if after:
        day = DossierFact.objects.filter(id=after).values_list(by, flat=True).first()
        last = day or last
        facts = facts.filter(Q(**{f"{by}__lt": last}) | Q(**{by: last, "id__lt": after}))
    facts, found = facts.order_by(f"-{by}", "-id"), list[DossierFact]()
    while len(found) <= PAGE and last >= period.first:
        first = max(period.first, last - timedelta(days=width - 1))
        found += facts.filter(**{f"{by}__range": (first, last)})[: PAGE + 1 - len(found)]
        last, width = first - timedelta(days=1), 8 * width
    return found


def _row(fact: Any) -> FactRow:
    return FactRow(**common(fact, fact.procedure.code), in_numerator=fact.adds > 0, adds=fact.adds)


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
