"""Counting due dates anew when a calendar is corrected (a swap announced late, a wrong day off)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import DueRecomputed
from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.basics import lock_dossier, record, tell
from dinh.dossiers.operations.steps import move_steps
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.types import ActKind, DueChange
from dinh.dossiers.workflow import OPEN
from dinh.kernel import calendars
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import Conflict, NotAllowed

__all__ = ["recompute_due", "recompute_open"]


def check_can_recompute(by: Actor) -> None:
    if by.kind is not ActorKind.SYSTEM and not (by.is_official and by.has_role(Role.OPERATOR, Role.DATA_OFFICER)):
        raise NotAllowed("HS37", _("Only the operator or a data officer may count appointments anew."))


@transaction.atomic
def recompute_due(*, by: Actor, at: datetime, dossier_id: str, calendar_version: str) -> DueChange:
    """Count the due date of an open dossier by another calendar, keep that calendar on it and record the change.

    Where nothing moves nothing is recorded, only the calendar kept. Raises NotAllowed HS37, NotFound HS02, Conflict
    HS38 (closed: what is judged stays judged), CalendarUnknown.
    """
    check_can_recompute(by)
    row = lock_dossier(dossier_id)
    if row.status not in OPEN:
        raise Conflict("HS38", _("This dossier is closed; its appointment is not counted anew."))
    old = row.due_at
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
    tell(row.submission, ActKind.DUE_RECOMPUTED, by=by, at=at, entry_id=entry_id)
    return DueChange(row.public_id, row.code, old, new, is_recorded=True)


def recompute_open(*, by: Actor, at: datetime, limit: int = 500) -> tuple[DueChange, ...]:
    """Count up to `limit` open dossiers that stand on an older calendar by today's; return them, moved or not.

    Each is its own transaction, so it can be stopped; call it again until it returns nothing. Raises NotAllowed HS37.
    """
    check_can_recompute(by)
    rows = Dossier.objects.filter(status__in=[status.value for status in OPEN])
    versions = rows.values_list("calendar_version", flat=True).distinct()
    newer = {version: calendars.for_hours(version.split(".")[1]).version for version in versions}
    stale = rows.filter(calendar_version__in=[old for old, new in newer.items() if old != new]).order_by("pk")
    return tuple(
        recompute_due(by=by, at=at, dossier_id=dossier_id, calendar_version=newer[version])
        for dossier_id, version in list(stale.values_list("public_id", "calendar_version")[:limit])
    )
