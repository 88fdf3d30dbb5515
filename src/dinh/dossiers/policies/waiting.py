"""What was waited for the citizen does not count against a step: its time moves on by as much."""

from collections.abc import Sequence
from datetime import datetime

from dinh.kernel.worktime import Calendar, working_seconds_between

Pause = tuple[datetime, datetime | None]


def moved_due(
    due_at: datetime, *, opened_at: datetime, until: datetime, pauses: Sequence[Pause], calendar: Calendar
) -> datetime:
    """Return when a step is really due; `until` is when it was done, or now.

    A pause that began when the step was late already excuses nothing. Basis: 61/2018/NĐ-CP, Điều 19.
    """
    moved = due_at
    for start, end in pauses:
        first, last = max(start, opened_at), min(end or until, until)
        if first < last and first <= moved:
            waited = working_seconds_between(first, last, calendar)
            moved = calendar.moment_of(calendar.open_seconds_until(moved) + waited)
    return moved
