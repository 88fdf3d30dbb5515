"""The facts behind a figure, chosen by the conditions that made its cells; those that lost."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, F, Func, IntegerField, QuerySet, Value

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact
from dinh.indicators.figures.policies.expressions import parse, sql
from dinh.indicators.figures.queries.scope import Among, homes_of_members, scope
from dinh.indicators.figures.types import Closing, Formula, LostRow, MeasureKind, Period, common

_TABLE = "indicators_dossierfact."


@dataclass(frozen=True, slots=True)
class Question:
    """Whose dossiers of which days are asked for, on the map of `on`; `is_own` leaves out what a child holds."""

    unit_id: int
    period: Period
    on: date
    procedure_code: str = ""
    agency_id: str = ""
    is_own: bool = False


class Adds(Func):
    """What a fact adds to a formula, by the same conditions as in every engine; what is unknown adds nothing.

    A count or something told apart adds 1, a sum its column; whatever its rank, what is ranked adds 1.
    """

    output_field = IntegerField()

    def __init__(self, formula: Formula) -> None:
        super().__init__()
        parts = []
        for factor, name in formula.terms:
            one, condition = registry.measure(name), sql(registry.node(name), _TABLE)
            number = f"COALESCE({_TABLE}{one.of}, 0)" if one.kind is MeasureKind.SUM else "1"
            parts.append(f"{factor} * (CASE WHEN {condition} THEN {number} ELSE 0 END)")
        self.template = f"({' + '.join(parts)})".replace("%", "%%")


class Holds(Func):
    """A condition in the language of the measures."""

    output_field = BooleanField()

    def __init__(self, condition: str) -> None:
        super().__init__()
        node = parse(condition, registry.facts()["dossier"].columns)
        self.template = f"COALESCE({sql(node, _TABLE)}, FALSE)".replace("%", "%%")


def facts_of(asked: Question, by: str) -> QuerySet[DossierFact]:
    """Return the facts of a question whose day `by` lies in its period."""
    facts = whose(asked).filter(**{f"{by}__range": (asked.period.first, asked.period.last)})
    # Said once more for the index of those that have ended.
    return facts.exclude(closing=Closing.OPEN) if by == "closed_on" else facts


def whose(asked: Question) -> QuerySet[DossierFact]:
    """Return the facts of a unit, procedure and agency, of any day."""
    members = set(scope(unit_id=asked.unit_id, on=asked.on).members)
    if asked.is_own:
        members -= homes_of_members(unit_id=asked.unit_id, on=asked.on).keys()
    facts = DossierFact.objects.filter(Among(members))
    if asked.procedure_code:
        facts = facts.filter(procedure__code=asked.procedure_code)
    if asked.agency_id:
        facts = facts.filter(agency__agency_id=asked.agency_id)
    return facts.select_related("procedure")


def lost(*, code: str, asked: Question, can_be_saved: str = "", limit: int | None = None) -> tuple[LostRow, ...]:
    """Return the dossiers of a share that count below its line and not, or less, above it, those still to save first.

    `can_be_saved` is a condition over the columns of the fact, as in the definitions; without one nothing can be.
    Raises KeyError for an unknown code and ValueError for what is no share.
    """
    definition = registry.definition(code, asked.period.last)
    if definition.denominator is None:
        raise ValueError(f"{code} is no share; nothing is lost in a count")
    saves = Holds(can_be_saved) if can_be_saved else Value(value=False)
    found = (
        facts_of(asked, definition.attribution)
        .annotate(lost=Adds(definition.denominator) - Adds(definition.numerator), saves=saves)
        .filter(lost__gt=0)
        .order_by("-saves", F("due_at").asc(nulls_last=True), "id")
    )
    return tuple(
        LostRow(**common(fact, fact.procedure.code), lost=fact.lost, can_be_saved=fact.saves) for fact in found[:limit]
    )
