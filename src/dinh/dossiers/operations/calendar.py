"""Counting due dates anew when a calendar is corrected (a swap announced late, a wrong day off)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import DueRecomputed
from dinh.dossiers.models import Correction, Dossier, Recount
from dinh.dossiers.operations.basics import lock_dossier, record, tell
from dinh.dossiers.operations.steps import move_steps
from dinh.dossiers.policies.corrections import check_can_recompute, why_vi
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.queries.corrections import changed_days, newer_versions
from dinh.dossiers.types import ActKind, DueChange
from dinh.dossiers.workflow import OPEN
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict
from dinh.kernel.worktime import ClockRowsInvalid, OutsideCalendar

__all__ = ["recompute_due", "recompute_open"]


@transaction.atomic
def recompute_due(
    *, by: Actor, at: datetime, dossier_id: str, calendar_version: str, correction_id: str = ""
) -> DueChange:
    """Count the due date of an open dossier by another calendar, keep that calendar on it and record the change.

    The story says which days differ. With a correction the change is listed under it, once. Where nothing moves
    nothing is recorded, only the calendar kept. Raises NotAllowed HS37, NotFound HS02, Conflict HS38 (closed: what is
    judged stays judged), CalendarUnknown.
    """
    check_can_recompute(by)
    row = lock_dossier(dossier_id)
    if row.status not in OPEN:
        raise Conflict("HS38", _("This dossier is closed; its appointment is not counted anew."))
    old, before = row.due_at, row.calendar_version
    new = state_of(entries_of(row), rule_version=row.rule_version, calendar_version=calendar_version).due
    row.calendar_version, row.due_at = calendar_version, new
    row.save(update_fields=["calendar_version", "due_at"])
    if new == old:
        return DueChange(row.public_id, row.code, old, new, is_recorded=False)
    move_steps(row, by=by, at=at, reason="calendar")
    event = DueRecomputed(
        dossier_id=row.public_id,
        old_due_at=old,
        new_due_at=new,
        cause="calendar",
        calendar_version=calendar_version,
    )
    entry_id = record(row, event, by=by, at=at)
    order = Correction.objects.filter(public_id=correction_id).first() if correction_id else None
    note = why_vi(changed_days(before, calendar_version))
    note = ". ".join(filter(None, (note, order.reason if order else "")))
    tell(row.submission, ActKind.DUE_RECOMPUTED, by=by, at=at, entry_id=entry_id, note=note)
    if order:
        Recount.objects.create(
            correction=order, submission=row.submission, dossier=row, agency_id=row.handling_agency_id,
            post_id=row.assignee_post, old_at=old, new_at=new, is_moved=True, calendar_version=calendar_version,
            entry_id=entry_id, at=at,
        )  # fmt: skip
    return DueChange(row.public_id, row.code, old, new, is_recorded=True)


def recompute_open(*, by: Actor, at: datetime, limit: int = 500, correction_id: str = "") -> tuple[DueChange, ...]:
    """Count up to `limit` open dossiers that stand on an older calendar by today's; return them, moved or not.

    Each is its own transaction, so it can be stopped; call it again until it returns nothing. One that was closed
    meanwhile is passed over; one that cannot be counted by the new calendar is named under the correction, and without
    a correction raises what the clock raises. Raises NotAllowed HS37.
    """
    check_can_recompute(by)
    newer = newer_versions()
    order = Correction.objects.filter(public_id=correction_id).first() if correction_id else None
    stale = Dossier.objects.filter(status__in=[status.value for status in OPEN], calendar_version__in=newer)
    stale = stale.exclude(public_id__in=order.failed if order else ()).order_by("pk")
    found = []
    for dossier_id, version in list(stale.values_list("public_id", "calendar_version")[:limit]):
        try:
            found.append(
                recompute_due(
                    by=by, at=at, dossier_id=dossier_id, calendar_version=newer[version], correction_id=correction_id
                )
            )
        except Conflict:
            continue
        except (ClockRowsInvalid, OutsideCalendar):
            if order is None:
                raise
            order.failed = [*order.failed, dossier_id]
            order.save(update_fields=["failed"])
    return tuple(found)
