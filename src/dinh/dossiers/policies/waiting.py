"""What is waited for the citizen does not count against a step: its time moves on by as much."""

from datetime import datetime

from dinh.kernel.clock import local
from dinh.kernel.worktime import Calendar, working_seconds_between


def moved_due(due_at: datetime, *, since: datetime, at: datetime, calendar: Calendar) -> datetime:
    """Return when a step would be due if the wait since then ended now. Basis: 61/2018/NĐ-CP, Điều 19."""
    if at <= since:
        return due_at
    waited = working_seconds_between(since, at, calendar)
    return calendar.moment_of(calendar.open_seconds_until(local(due_at)) + waited)
