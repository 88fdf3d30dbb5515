"""Filters over queues: one officer's terms as a condition, and how many of each kept filter there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from dinh.dossiers.models import Dossier
from dinh.dossiers.types.filters import DueSpan, Filter, QueueOrder
from dinh.dossiers.workflow import PAUSED, RUNNING, Status
from dinh.kernel.clock import VN, local

__all__ = ["ASKED", "halves", "narrowed", "order_of"]

_RUNNING = [status.value for status in sorted(RUNNING)]
_PAUSED = [status.value for status in sorted(PAUSED)]
_DAYS = {DueSpan.TODAY: 1, DueSpan.THREE_DAYS: 3, DueSpan.WEEK: 7}
# Terms that are a column of the table and nothing more.
_COLUMNS = {
    "procedure_code": "procedure_code",
    "unit_id": "receiving_unit_id",
    "channel": "channel",
    "officer": "assignee_post",
    "status": "status",
}


# What terms may ask of a row.
ASKED = ("id", "due_at", "received_at", *_COLUMNS.values())


def narrowed(rows: QuerySet[Dossier], wanted: Filter, at: datetime) -> QuerySet[Dossier]:
    """Return those of these dossiers that all terms of the filter hold for."""
    for condition in _conditions(wanted, at):
        rows = rows.filter(condition)
    return rows


def halves(wanted: Filter) -> tuple[Filter, Filter]:
    """Return the terms that an index of the queues answers, and those that every dossier has to be looked at for."""
    quick = Filter(
        due=wanted.due, officer=wanted.officer, is_with_citizen=wanted.is_with_citizen, is_money_due=wanted.is_money_due
    )
    return quick, replace(wanted, due=None, officer="", is_with_citizen=False, is_money_due=False)


def order_of(wanted: Filter, field: str, *, is_newest_first: bool) -> tuple[str, bool]:
    """Return the field a filtered queue is read by, and whether from its end; the queue's own where none was chosen."""
    if wanted.order is QueueOrder.DUE:
        return field, is_newest_first
    return "received_at", wanted.order is QueueOrder.NEWEST


def _conditions(wanted: Filter, at: datetime) -> Sequence[Q]:
    asked = {column: getattr(wanted, name) for name, column in _COLUMNS.items()}
    found = [Q(**{column: value}) for column, value in asked.items() if value not in ("", None)]
    if wanted.due is not None:
        found.append(_due(wanted.due, at))
    if wanted.is_with_citizen:
        found.append(Q(status__in=_PAUSED))
    if wanted.is_money_due:
        found.append(Q(status=Status.OBLIGATION.value))
    if wanted.received_from is not None:
        found.append(Q(received_at__gte=_start(wanted.received_from)))
    if wanted.received_to is not None:
        found.append(Q(received_at__lt=_start(wanted.received_to + timedelta(days=1))))
    return found


def _due(span: DueSpan, at: datetime) -> Q:
    """What waits for the citizen is not due: its appointment moves on."""
    running = Q(status__in=_RUNNING)
    if span is DueSpan.LATE:
        return running & Q(due_at__lt=at)
    until = _start(local(at).date() + timedelta(days=_DAYS[span]))
    return running & Q(due_at__gte=at, due_at__lt=until)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VN)
