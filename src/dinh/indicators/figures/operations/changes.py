"""Why a figure changed: against another period by units, and since an earlier day by the entries that came.

The second tells the dossiers that changed since then again, from their entries up to that place of the ledger, and
compares. Nothing is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact, FactColumns, OrderFact
from dinh.indicators.figures.operations.facts import KINDS, remembered
from dinh.indicators.figures.policies.changes import Sides, contributions, summed
from dinh.indicators.figures.queries.behind import Question, whose
from dinh.indicators.figures.queries.figures import children_figures, figure, watermark
from dinh.indicators.figures.types import Definition, Figure, Formula, Period
from dinh.ledger import api as ledger
from dinh.ledger.api import Delivered, EntryView

# More dossiers than this are not told again one by one for a page.
MOST = 1_000
_ENTRIES = 500


class Cause(StrEnum):
    """Why a dossier counts otherwise: it is new, it went on, or an entry told of days before only afterwards."""

    NEW = "new"
    WENT_ON = "went_on"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class UnitPart:
    """What one unit adds to the difference; `unit_id` of the whole holds what no child can claim alone."""

    unit_id: int
    before: Sides
    after: Sides
    adds: Fraction


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A figure against the same of another period. `parts` is empty where it cannot be taken apart by units."""

    before: Figure
    after: Figure
    is_additive: bool
    parts: tuple[UnitPart, ...]


@dataclass(frozen=True, slots=True)
class DossierPart:
    """What one dossier adds to the difference, None where a side had no base, and the entries that came since."""

    dossier_id: str
    code: str
    unit_id: int
    cause: Cause
    before: Sides
    after: Sides
    adds: Fraction | None
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateChange:
    """A figure now against the same figure as the ledger told it at `position`.

    `parts` sum exactly to the difference. `too_many` dossiers changed to be told one by one; then there are no parts.
    """

    position: int
    before: Sides
    after: Sides
    is_share: bool
    is_additive: bool
    parts: tuple[DossierPart, ...]
    too_many: int = 0

    def of(self, cause: Cause) -> tuple[DossierPart, ...]:
        return tuple(one for one in self.parts if one.cause is cause)


def _is_additive(one: Definition) -> bool:
    return all(registry.measure(name).is_additive for name in one.measures)


def sides_of(one: Figure) -> Sides:
    return Sides(one.numerator, one.denominator or 0)


def change_by_unit(*, code: str, unit_id: int, period: Period, before: Period, on: date) -> UnitChange:
    """Compare a figure with an earlier period and tell what each child adds; the parts sum to the difference exactly.

    Raises KeyError for an unknown code.
    """
    now, old = (figure(code=code, unit_id=unit_id, period=one, on=on) for one in (period, before))
    definition = registry.definition(code, period.last)
    if not _is_additive(definition) or now.definition_version != old.definition_version:
        return UnitChange(old, now, is_additive=False, parts=())
    told = [_by_unit(code, unit_id, one, on) for one in (before, period)]
    adds = contributions(*told, is_share=definition.is_share) or {}
    parts = [
        UnitPart(unit, told[0].get(unit, Sides(0)), told[1].get(unit, Sides(0)), share) for unit, share in adds.items()
    ]
    return UnitChange(old, now, is_additive=True, parts=tuple(sorted(parts, key=lambda one: -abs(one.adds))))


def _by_unit(code: str, unit_id: int, period: Period, on: date) -> dict[int, Sides]:
    inside, rest = children_figures(code=code, unit_id=unit_id, period=period, on=on)
    return {one.unit_id: sides_of(one) for one in (*inside, rest)}


def position_at(moment: datetime) -> int:
    """Return the last place of the ledger that the figures have reached and that was recorded by a moment, else 0."""
    low, high = 0, max(0, watermark())
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if ledger.entry_at(middle).said.recorded_at <= moment else (low, middle - 1)
    return low


def change_since(*, code: str, asked: Question, since: datetime) -> LateChange:
    """Compare a figure with what it was when the ledger stood where it stood at `since`, dossier by dossier."""
    return change_from(code=code, asked=asked, position=position_at(since), since=since)


def change_from(*, code: str, asked: Question, position: int, since: datetime) -> LateChange:
    """Compare a figure with what it was at a place of the ledger; what happened up to `since` and came later is late.

    Raises KeyError for an unknown code.
    """
    definition = registry.definition(code, asked.period.last)
    now = figure(
        code=code,
        unit_id=asked.unit_id,
        period=asked.period,
        on=asked.on,
        procedure_code=asked.procedure_code,
        agency_id=asked.agency_id,
    )
    after = sides_of(now)
    if not _is_additive(definition):
        return LateChange(position, after, after, definition.is_share, is_additive=False, parts=())
    changed = _changed(asked, position)
    if len(changed) > MOST:
        return LateChange(position, after, after, definition.is_share, True, (), too_many=len(changed))
    return _compared(definition, asked.period, changed, position, since, after)


def _changed(asked: Question, position: int) -> list[DossierFact]:
    """Return the facts an entry or a payment has changed since a place of the ledger, one more than can be told."""
    moved = OrderFact.objects.filter(last_position__gt=position).values("subject_id")
    facts = whose(asked)
    found = facts.filter(last_position__gt=position) | facts.filter(dossier_id__in=moved)
    return list((found | facts.filter(submission_id__in=moved)).order_by("id")[: MOST + 1])


def _compared(
    one: Definition, period: Period, changed: Sequence[DossierFact], position: int, since: datetime, after: Sides
) -> LateChange:
    before_of: dict[str, Sides] = {}
    after_of: dict[str, Sides] = {}
    came: dict[str, tuple[Delivered, ...]] = {}
    old_of: dict[str, bool] = {}
    for fact in changed:
        entries = _entries(fact)
        came[fact.dossier_id] = tuple(entry for entry in entries if entry.position > position)
        old = remembered([entry for entry in entries if entry.position <= position]).get(fact.dossier_id)
        old_of[fact.dossier_id] = old is not None
        before_of[fact.dossier_id] = _sides(one, period, old)
        after_of[fact.dossier_id] = _sides(one, period, fact)
    before = after - summed(after_of) + summed(before_of)
    # What did not change stands as one part of its own, so that the shares before and now are those of the whole.
    still = after - summed(after_of)
    adds = contributions({**before_of, "": still}, {**after_of, "": still}, is_share=one.is_share)
    facts = {fact.dossier_id: fact for fact in changed}
    parts = [
        DossierPart(
            dossier_id=dossier,
            code=facts[dossier].code,
            unit_id=facts[dossier].unit_id,
            cause=_cause(came[dossier], since, existed=old_of[dossier]),
            before=before_of[dossier],
            after=after_of[dossier],
            adds=adds[dossier] if adds is not None else None,
            entry_ids=tuple(entry.entry_id for entry in came[dossier]),
        )
        for dossier in facts
        if before_of[dossier] != after_of[dossier]
    ]
    parts.sort(key=lambda part: (-abs(part.adds or 0), part.code))
    return LateChange(position, before, after, one.is_share, is_additive=True, parts=tuple(parts))


def _cause(came: Sequence[Delivered], since: datetime, *, existed: bool) -> Cause:
    if any(entry.occurred_at <= since for entry in came):
        return Cause.LATE
    return Cause.WENT_ON if existed else Cause.NEW


def _entries(fact: DossierFact) -> list[Delivered]:
    """Return the sealed entries the fact was made from, in order, each once."""
    found: dict[int, Delivered] = {}
    for subject in (fact.dossier_id, fact.submission_id):
        for view in ledger.entries_of(subject, limit=_ENTRIES):
            if view.position is not None and view.kind.startswith(_PREFIXES):
                found[view.position] = _delivered(view, view.position)
    return [found[position] for position in sorted(found)]


_PREFIXES = tuple(kind.removesuffix("*") for kind in KINDS)


def _delivered(view: EntryView, position: int) -> Delivered:
    said = view.said
    return Delivered(
        entry_id=said.entry_id,
        kind=said.kind,
        version=said.version,
        event=said.event,
        occurred_at=said.occurred_at,
        recorded_at=said.recorded_at,
        actor=said.actor,
        subjects=said.subjects,
        channel=said.channel,
        rules=said.rules,
        evidence=said.evidence,
        position=position,
    )


def _sides(one: Definition, period: Period, fact: FactColumns | None) -> Sides:
    """Return what a fact adds above and below the line of a figure of this period."""
    day = getattr(fact, one.attribution) if fact is not None else None
    if fact is None or day is None or not period.first <= day <= period.last:
        return Sides(0)
    counting = registry.counting()

    def added(formula: Formula | None) -> int:
        return sum(factor * counting.number(fact, name) for factor, name in formula.terms) if formula else 0

    return Sides(added(one.numerator), added(one.denominator))
