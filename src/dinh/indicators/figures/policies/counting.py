"""How one dossier counts. Pure: a fact in, whole numbers by day out; live, rebuilt and explained figures all use this.

Basis: Quyết định 766/QĐ-TTg, with the traps of its published formulas: the end is the decision (status 9), not the
hand-over; more than one supplement request counts as overdue; a zero fee leaves the base of paid-online.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

from dinh.indicators.figures.types import MEASURES, Attribution, Channel, Closing, Measure, Paid

Vector = tuple[int, ...]
_PLACE = {measure: place for place, measure in enumerate(MEASURES)}
_ONE_REQUEST = 1

ATTRIBUTION: Mapping[Measure, Attribution] = {
    Measure.RECEIVED: Attribution.RECEIVED_ON,
    Measure.RECEIVED_ONLINE: Attribution.RECEIVED_ON,
    Measure.WITH_FEE: Attribution.RECEIVED_ON,
    Measure.PAID_ONLINE: Attribution.RECEIVED_ON,
    Measure.DIGITISED: Attribution.RECEIVED_ON,
    Measure.REUSED: Attribution.RECEIVED_ON,
    Measure.CLOSED: Attribution.CLOSED_ON,
    Measure.CLOSED_ON_TIME: Attribution.CLOSED_ON,
}


class Fact(Protocol):
    """What counting needs of a dossier."""

    received_on: date
    closed_on: date | None
    closing: int
    channel: int
    is_on_time: bool | None
    supplement_requests: int
    has_fee: bool
    paid: int
    has_file: bool
    requires_result: bool
    has_e_result: bool
    is_reused: bool


def counts(fact: Fact, measure: Measure) -> bool:
    """Tell whether a dossier counts in a measure, whatever the period."""
    return _COUNTS[measure](fact)


def _is_digitised(fact: Fact) -> bool:
    return fact.has_file and (fact.has_e_result or not fact.requires_result)


def _is_closed(fact: Fact) -> bool:
    # Without an appointment there is nothing to be late against: outside both sides, and said in the notes.
    return fact.closing != Closing.OPEN and fact.closed_on is not None and fact.is_on_time is not None


def _is_closed_on_time(fact: Fact) -> bool:
    return _is_closed(fact) and fact.is_on_time is True and fact.supplement_requests <= _ONE_REQUEST


_COUNTS: Mapping[Measure, Callable[[Fact], bool]] = {
    Measure.RECEIVED: lambda _: True,
    Measure.RECEIVED_ONLINE: lambda fact: fact.channel == Channel.ONLINE,
    Measure.WITH_FEE: lambda fact: fact.has_fee,
    Measure.PAID_ONLINE: lambda fact: fact.has_fee and fact.paid == Paid.ONLINE,
    Measure.DIGITISED: _is_digitised,
    Measure.REUSED: lambda fact: fact.is_reused,
    Measure.CLOSED: _is_closed,
    Measure.CLOSED_ON_TIME: _is_closed_on_time,
}


def contribution(fact: Fact) -> dict[date, Vector]:
    """Return what a dossier adds to the cells of its unit and procedure, by day."""
    found: dict[date, list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for measure in MEASURES:
        if counts(fact, measure):
            day = fact.received_on if ATTRIBUTION[measure] is Attribution.RECEIVED_ON else fact.closed_on
            if day is not None:
                found[day][_PLACE[measure]] += 1
    return {day: tuple(vector) for day, vector in found.items()}


def difference(before: Mapping[date, Vector], after: Mapping[date, Vector]) -> dict[date, Vector]:
    """Return after minus before, without days that do not change."""
    nothing = (0,) * len(MEASURES)
    changed = {}
    for day in before.keys() | after.keys():
        delta = tuple(new - old for old, new in zip(before.get(day, nothing), after.get(day, nothing), strict=True))
        if any(delta):
            changed[day] = delta
    return changed


def add(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def total(vectors: Iterable[Vector]) -> Vector:
    summed: Vector = (0,) * len(MEASURES)
    for vector in vectors:
        summed = add(summed, vector)
    return summed
