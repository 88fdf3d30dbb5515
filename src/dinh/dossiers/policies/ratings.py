"""What one dossier tells about the nine criteria; what it cannot tell stays unknown, with the reason."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from dinh.dossiers.types.ratings import Criterion, Facts, Pace, Scale, Sheet, Standing, Why
from dinh.kernel.clock import local

__all__ = ["MOST", "class_of", "criteria", "pace_of", "sheet_of"]

MOST = 18
_EACH = 2
# Organisation of the desk, publicity, feedback and online services are judged for an agency over a time.
_OF_THE_AGENCY = (5, 6, 8, 9)
_ORDER = (Pace.LONGER, Pace.EQUAL, Pace.SHORTER)


def pace_of(ended_at: datetime, due_at: datetime) -> Pace:
    """Tell how long something took: equal is the last day itself, since the law counts in days."""
    if ended_at > due_at:
        return Pace.LONGER
    return Pace.EQUAL if local(ended_at).date() == local(due_at).date() else Pace.SHORTER


def criteria(facts: Facts, scale: Scale) -> tuple[Criterion, ...]:
    """Return the nine criteria of one dossier in their order; points are None where the dossier cannot tell.

    Basis: 61/2018/NĐ-CP, Điều 28-33.
    """
    found = [
        _total(facts, scale),
        _each_agency(facts, scale),
        _contacts(facts, scale),
        _agencies(facts, scale),
        _attitude(facts, scale),
        *(Criterion(number, None, Why.OF_THE_AGENCY) for number in _OF_THE_AGENCY),
    ]
    return tuple(sorted(found, key=lambda one: one.number))


def _total(facts: Facts, scale: Scale) -> Criterion:
    if not facts.is_settled:
        return Criterion(1, None, Why.TAKEN_BACK)
    if facts.total is None:
        return Criterion(1, None, Why.NO_LIMIT)
    return Criterion(1, scale.time[facts.total], Why(facts.total))


def _each_agency(facts: Facts, scale: Scale) -> Criterion:
    """The slowest agency speaks for all of them."""
    if not facts.is_settled:
        return Criterion(2, None, Why.TAKEN_BACK)
    if not facts.agencies:
        return Criterion(2, None, Why.NO_STEPS)
    slowest = min(facts.agencies, key=_ORDER.index)
    return Criterion(2, scale.time[slowest], Why(slowest), count=facts.agencies.count(slowest))


def _contacts(facts: Facts, scale: Scale) -> Criterion:
    """What is on record, or more where the citizen remembers more. Whose fault it was is not for a program to say."""
    times = max(facts.supplement_requests, facts.contacts_told or 0)
    return _by_count(3, times, scale.contacts)


def _agencies(facts: Facts, scale: Scale) -> Criterion:
    if not scale.agencies:
        return Criterion(4, None, Why.NO_SCALE)
    return Criterion(4, None, Why.NOT_TOLD) if facts.agencies_told is None else _by_count(
        4, facts.agencies_told, scale.agencies
    )  # fmt: skip


def _by_count(number: int, times: int, points: Sequence[int]) -> Criterion:
    return Criterion(number, points[min(times, len(points) - 1)], Why.COUNTED, count=times)


def _attitude(facts: Facts, scale: Scale) -> Criterion:
    """A complaint counts only once it was found justified, which no dossier tells."""
    if not facts.attitude:
        return Criterion(7, None, Why.NOT_TOLD)
    if facts.attitude != "good":
        return Criterion(7, None, Why.COMPLAINT)
    if facts.total is None or not facts.is_settled:
        return Criterion(7, None, Why.NO_LIMIT)
    if facts.total not in scale.attitude:
        return Criterion(7, None, Why.LATE_AND_QUIET)
    return Criterion(7, scale.attitude[facts.total], Why.NO_COMPLAINT)


def class_of(points: int | Fraction, classes: Sequence[tuple[Standing, int]]) -> Standing:
    """Return the class of a sum of nine criteria, 0-18; each class holds its lower edge, so exactly 15 is excellent.

    Raises ValueError outside of 0-18. Basis: 61/2018/NĐ-CP, Điều 28-33.
    """
    if not 0 <= points <= MOST:
        raise ValueError(f"{points} of {MOST} points")
    return next(standing for standing, edge in sorted(classes, key=lambda one: -one[1]) if points >= edge)


def sheet_of(found: tuple[Criterion, ...], classes: Sequence[tuple[Standing, int]], basis: str = "") -> Sheet:
    """Return the sum of what is known; a class only when nothing is missing."""
    points = [one.points for one in found if one.points is not None]
    total, possible = sum(points), len(points) * _EACH
    return Sheet(found, total, possible, class_of(total, classes) if possible == MOST else None, basis)
