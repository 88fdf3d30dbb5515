"""The queues of the desk: a fixed number of queries whatever is in them, each page read from an index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, Submission
from dinh.dossiers.queries.absences import stands_in_for
from dinh.dossiers.queries.cases import due_of
from dinh.dossiers.queries.filtering import narrowed, order_of
from dinh.dossiers.queries.paging import COUNTED, FAR, bounded, cursor_of, page_rows, read_cursor
from dinh.dossiers.queries.wording import due_view, status_name
from dinh.dossiers.registry import references
from dinh.dossiers.types import Channel, QueueName, QueueRow, QueueView, SubmissionState
from dinh.dossiers.types.filters import Filter
from dinh.dossiers.workflow import OPEN, PAUSED, RUNNING, Status
from dinh.kernel.actor import Actor
from dinh.kernel.clock import VN, local, now
from dinh.kernel.errors import NotAllowed

__all__ = [
    "COUNTED", "FAR", "PAGE", "Scope", "conditions_of", "cursor_of", "dossier_row", "queue", "queue_rows",
    "read_cursor", "scope_of",
]  # fmt: skip

PAGE = 30
_OPEN = [status.value for status in sorted(OPEN)]
_RUNNING = [status.value for status in sorted(RUNNING)]
_PAUSED = [status.value for status in sorted(PAUSED)]
ALL = Filter()


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose queues these are: the agency with its forerunners, the post, and when tomorrow ends."""

    agencies: tuple[str, ...]
    post_id: str
    at: datetime
    soon: datetime

    @property
    def by_agency(self) -> "list[Scope]":
        return [replace(self, agencies=(one,)) for one in self.agencies]

    @property
    def of_agency(self) -> Q:
        return Q(handling_agency__in=self.agencies) if len(self.agencies) > 1 else Q(handling_agency=self.agencies[0])


def scope_of(by: Actor, at: datetime) -> Scope:
    if not (by.is_official and by.agency_id):
        raise NotAllowed("HS41", _("Only officers have a work queue."), _("Choose the post you act from."))
    on = local(at).date()
    calendar = references.calendar_of(by.agency_id)
    tomorrow = calendar.add_working_days(on, 1)
    soon = datetime.combine(tomorrow + timedelta(days=1), time.min, tzinfo=VN)
    here = references.agency_today(by.agency_id, on).agency_id
    return Scope(references.with_forerunners(here), by.post_id, at, soon)


# Every queue of dossiers as a condition; all but the last three read the partial index of what is open.
_CONDITIONS: Mapping[QueueName, Callable[[Scope], Q]] = {
    QueueName.OPEN: lambda scope: scope.of_agency & Q(status__in=_OPEN),
    QueueName.UNASSIGNED: lambda scope: scope.of_agency & Q(status__in=_OPEN, assignee_post=""),
    QueueName.MINE: lambda scope: Q(assignee_post=scope.post_id, status__in=_OPEN),
    QueueName.DUE_SOON: lambda scope: (
        scope.of_agency & Q(status__in=_OPEN) & Q(status__in=_RUNNING, due_at__gte=scope.at, due_at__lt=scope.soon)
    ),
    QueueName.LATE: lambda scope: scope.of_agency & Q(status__in=_OPEN) & Q(status__in=_RUNNING, due_at__lt=scope.at),
    QueueName.WITH_CITIZEN: lambda scope: scope.of_agency & Q(status__in=_OPEN) & Q(status__in=_PAUSED),
    QueueName.TO_SIGN: lambda scope: scope.of_agency & Q(status=Status.PROCESSING.value, proposal__isnull=False),
    QueueName.TO_HAND_OVER: lambda scope: Q(receiving_agency__in=scope.agencies, status=Status.DECIDED.value),
    QueueName.CLOSED: lambda scope: scope.of_agency & ~Q(status__in=_OPEN),
}
_COUNTED = tuple(name for name in _CONDITIONS if name is not QueueName.CLOSED)


def queue(
    *,
    by: Actor,
    name: str,
    cursor: str = "",
    at: datetime | None = None,
    size: int = PAGE,
    wanted: Filter = ALL,
    for_post: str = "",
) -> QueueView:
    """Return one page of a queue of the officer's agency, the most urgent first, with the counts of all queues.

    Always two queries, one more for an agency with forerunners or a further page, and one for `for_post`: the absent
    colleague whose own queue ("mine") the officer reads as substitute. Counts end at 1,000 (`COUNTED`), so they cost
    the same however much there is. `cursor` is the `next_cursor` of the page before. Closed dossiers are not counted:
    nobody waits for them. Submissions are not filtered. Raises NotAllowed HS41, HS104, Invalid HS42 (cursor).
    """
    moment = at or now()
    scope, chosen = scope_of(by, moment), QueueName(name)
    if chosen is QueueName.WAITING:
        rows, next_cursor = _submissions(scope, cursor, size)
    else:
        rows, next_cursor = _dossiers(_for(scope, for_post), chosen, cursor, size, wanted)
    return QueueView(chosen, rows, _counts(scope), next_cursor)


def _for(scope: Scope, for_post: str) -> Scope:
    if not for_post:
        return scope
    away = stands_in_for(scope.post_id, scope.agencies, local(scope.at).date())
    if for_post not in {one.post_id for one in away}:
        raise NotAllowed("HS104", _("You do not stand in for this officer today."))
    return replace(scope, post_id=for_post)


def queue_rows(scope: Scope, name: QueueName) -> QuerySet[Dossier]:
    """Return every dossier of a queue, in no order: to be counted, up to a bound."""
    return Dossier.objects.filter(_CONDITIONS[name](scope))


def _counts(scope: Scope) -> dict[QueueName, int]:
    rows: dict[str, QuerySet[Any]] = {name: queue_rows(scope, name) for name in _COUNTED}
    rows[QueueName.WAITING] = _waiting(scope)
    return {QueueName(name): many for name, many in bounded(rows).items()}


def _waiting(scope: Scope) -> QuerySet[Submission]:
    return Submission.objects.filter(Q(receiving_agency__in=scope.agencies, state=SubmissionState.FILED))


def _submissions(scope: Scope, cursor: str, size: int) -> tuple[tuple[QueueRow, ...], str]:
    rows = _waiting(scope)
    if cursor:
        moment, last = read_cursor(cursor)
        rows = rows.filter(Q(answer_due_at__gt=moment) | Q(answer_due_at=moment, id__gt=last))
    listed = list(rows.order_by("answer_due_at", "id")[: size + 1])
    more = cursor_of(listed[size - 1].answer_due_at, listed[size - 1].pk) if len(listed) > size else ""
    return tuple(_submission_row(row, scope.at) for row in listed[:size]), more


def _submission_row(row: Submission, at: datetime) -> QueueRow:
    calendar = references.calendar_of(row.receiving_agency_id or "")
    return QueueRow(
        dossier_id="",
        submission_id=row.public_id,
        code="",
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        channel=Channel(row.channel),
        status=Status.REGISTERED.value,
        status_name=status_name(Status.REGISTERED),
        arrived_at=row.filed_at or row.saved_at,
        due=due_view(row.answer_due_at, now=at, calendar=calendar),
        assignee_name="",
        is_synthetic=row.is_synthetic,
    )


def _dossiers(
    scope: Scope, name: QueueName, cursor: str, size: int, wanted: Filter
) -> tuple[tuple[QueueRow, ...], str]:
    closed = name is QueueName.CLOSED
    field, is_newest_first = order_of(wanted, "closed_at" if closed else "due_at", is_newest_first=closed)
    rows, more = page_rows(
        conditions_of(scope, name),
        field,
        cursor,
        size,
        is_newest_first=is_newest_first,
        narrow=lambda found: narrowed(found, wanted, scope.at),
    )
    return tuple(dossier_row(row, scope.at) for row in rows), more


def conditions_of(scope: Scope, name: QueueName) -> list[Q]:
    """Return what a queue holds, agency by agency, so that each is read from its index in order."""
    if name is QueueName.MINE:
        return [_CONDITIONS[name](scope)]
    return [_CONDITIONS[name](one) for one in scope.by_agency]


def dossier_row(row: Dossier, at: datetime) -> QueueRow:
    return QueueRow(
        dossier_id=row.public_id,
        submission_id=row.submission.public_id,
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        channel=Channel(row.channel),
        status=row.status,
        status_name=status_name(row.status),
        arrived_at=row.received_at,
        due=due_of(row, at),
        assignee_name=row.assignee_name,
        is_synthetic=row.is_synthetic,
    )
