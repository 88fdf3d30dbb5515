"""When a step is due: its own limit, or its share of the working time the whole case has."""

from datetime import datetime

from dinh.kernel.clock import local
from dinh.kernel.worktime import Calendar, deadline, working_seconds_between
from dinh.processes.types import Node

__all__ = ["moved", "step_due", "whole_seconds"]

_HUNDRED = 100


def whole_seconds(started_at: datetime, due_at: datetime | None, calendar: Calendar) -> int:
    """Return the working seconds the whole case has; 0 when it has no due date."""
    return 0 if due_at is None else max(0, working_seconds_between(started_at, due_at, calendar))


def step_due(node: Node, opened_at: datetime, seconds: int, calendar: Calendar) -> datetime | None:
    """Return when a step opened now is due, None where nothing states a time.

    A step opened late keeps its own time: the lateness stays with the step that caused it.
    """
    if node.limit is not None:
        return deadline(opened_at, node.limit, calendar).due
    if not node.share or not seconds:
        return None
    return calendar.moment_of(calendar.open_seconds_until(local(opened_at)) + seconds * node.share // _HUNDRED)


def moved(due_at: datetime, seconds: int, calendar: Calendar) -> datetime:
    """Return the due moment after so many working seconds more (or less) were given."""
    return calendar.moment_of(max(1, calendar.open_seconds_until(local(due_at)) + seconds))
