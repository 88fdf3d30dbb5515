"""The queues of the desk: a fixed number of queries whatever is in them, each page read from an index."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, Submission
from dinh.dossiers.queries.cases import due_of
from dinh.dossiers.queries.wording import due_view, status_name
from dinh.dossiers.registry import references
from dinh.dossiers.types import Channel, QueueName, QueueRow, QueueView, SubmissionState
from dinh.dossiers.workflow import OPEN, PAUSED, RUNNING, Status
from dinh.kernel.actor import Actor
from dinh.kernel.clock import VN, local, now
from dinh.kernel.errors import Invalid, NotAllowed

__all__ = ["PAGE", "queue"]

PAGE = 30
_OPEN = [status.value for status in sorted(OPEN)]
_RUNNING = [status.value for status in sorted(RUNNING)]
_PAUSED = [status.value for status in sorted(PAUSED)]
FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose queues these are: the agency with its forerunners, the post, and when tomorrow ends."""

    agencies: tuple[str, ...]
    post_id: str
    at: datetime
    soon: datetime

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
_COUNTED = (
    QueueName.OPEN,
    QueueName.UNASSIGNED,
    QueueName.DUE_SOON,
    QueueName.LATE,
    QueueName.WITH_CITIZEN,
)


def queue(*, by: Actor, name: str, cursor: str = "", at: datetime | None = None, size: int = PAGE) -> QueueView:
    """Return one page of a queue of the officer's agency, the most urgent first, with the counts of all queues.

    Always five queries. `cursor` is the `next_cursor` of the page before. Closed dossiers are not counted: there are
    too many, and nobody waits for them. Raises NotAllowed HS41, Invalid HS42 (cursor).
    """
    moment = at or now()
    scope, chosen = scope_of(by, moment), QueueName(name)
    make = _submissions if chosen is QueueName.WAITING else _dossiers
    rows, next_cursor = make(scope, chosen, cursor, size)
    return QueueView(chosen, rows, _counts(scope), next_cursor)


def _counts(scope: Scope) -> dict[QueueName, int]:
    own = scope.of_agency & Q(status__in=_OPEN)
    totals = Dossier.objects.filter(own).aggregate(
        **{name.value: Count("id", filter=_CONDITIONS[name](scope)) for name in _COUNTED}
    )
    found = {name: totals[name.value] for name in _COUNTED}
    for name in (QueueName.MINE, QueueName.TO_SIGN, QueueName.TO_HAND_OVER):
        found[name] = Dossier.objects.filter(_CONDITIONS[name](scope)).count()
    found[QueueName.WAITING] = _waiting(scope).count()
    return found


def _waiting(scope: Scope) -> QuerySet[Submission]:
    return Submission.objects.filter(Q(receiving_agency__in=scope.agencies, state=SubmissionState.FILED))


def _submissions(scope: Scope, name: QueueName, cursor: str, size: int) -> tuple[tuple[QueueRow, ...], str]:
    del name
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


def _dossiers(scope: Scope, name: QueueName, cursor: str, size: int) -> tuple[tuple[QueueRow, ...], str]:
    rows = Dossier.objects.select_related("submission").filter(_CONDITIONS[name](scope))
    if name is QueueName.CLOSED:
        return page_of(rows, "closed_at", cursor, scope, size, is_newest_first=True)
    return page_of(rows, "due_at", cursor, scope, size, is_newest_first=False)


def page_of(
    rows: QuerySet[Dossier], field: str, cursor: str, scope: Scope, size: int, *, is_newest_first: bool
) -> tuple[tuple[QueueRow, ...], str]:
    if cursor:
        moment, last = read_cursor(cursor)
        rows = rows.filter(_after(field, moment, last, is_newest_first=is_newest_first))
    order = [f"-{field}", "-id"] if is_newest_first else [field, "id"]
    listed = list(rows.order_by(*order)[: size + 1])
    more = cursor_of(getattr(listed[size - 1], field), listed[size - 1].pk) if len(listed) > size else ""
    return tuple(dossier_row(row, scope.at) for row in listed[:size]), more


def _after(field: str, moment: datetime, last: int, *, is_newest_first: bool) -> Q:
    if is_newest_first:
        return Q(**{f"{field}__lt": moment}) | Q(**{field: moment, "id__lt": last})
    if moment == FAR:
        return Q(**{f"{field}__isnull": True}, id__gt=last)
    # What has no appointment comes last, as in the index.
    return Q(**{f"{field}__gt": moment}) | Q(**{field: moment, "id__gt": last}) | Q(**{f"{field}__isnull": True})


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


def cursor_of(moment: datetime | None, last: int) -> str:
    text = json.dumps([(moment or FAR).isoformat(), last])
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(cursor: str) -> tuple[datetime, int]:
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(moment), int(last)
    except (ValueError, TypeError) as fault:
        raise Invalid("HS42", _("This page of the list no longer exists."), _("Open the list again.")) from fault
