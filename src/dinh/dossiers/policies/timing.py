"""Whether something is in time, as facts; the sentences are made in `queries`."""

from datetime import datetime

from dinh.dossiers.types import DueState
from dinh.kernel.clock import local
from dinh.kernel.worktime import Calendar, ClockRule

SOON_WORKING_DAYS = 1


def is_on_time(ended_at: datetime, due_at: datetime | None) -> bool | None:
    """Tell whether a case ended in time; None when nobody had set a date. Basis: 766/QĐ-TTg (judged at status 9)."""
    return None if due_at is None else ended_at <= due_at


def rule_of(version: str) -> ClockRule:
    """Return the counting rule a dossier was received under, from the name that stands on it."""
    _act, resume, *more = version.split(":")
    return ClockRule(version, "RESTART" if resume == "RESTART" else "RESUME", "CUT_OFF" in more)


def due_state(
    *, due_at: datetime | None, now: datetime, calendar: Calendar, is_paused: bool, ended_at: datetime | None
) -> tuple[DueState, int | None]:
    """Return how a due moment stands and the working days left (negative: overdue); None where no clock runs."""
    if due_at is None:
        return DueState.NONE, None
    if ended_at is not None:
        return (DueState.ON_TIME if ended_at <= due_at else DueState.WAS_LATE), None
    if is_paused:
        return DueState.PAUSED, None
    left = calendar.working_days_between(local(now).date(), local(due_at).date())
    if now > due_at:
        return DueState.LATE, left
    if local(now).date() == local(due_at).date():
        return DueState.TODAY, left
    return (DueState.SOON if left <= SOON_WORKING_DAYS else DueState.OK), left
