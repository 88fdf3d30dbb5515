"""Moving the clock of a dossier: every change is a row, and the due date is always the sum of the rows."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import ClockEntry, Dossier
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.types import Appointment, Cause
from dinh.kernel.errors import Invalid
from dinh.kernel.worktime import (
    Calendar,
    ClockRow,
    ClockRowsInvalid,
    ClockRule,
    Limit,
    OutsideCalendar,
    RowKind,
    run_clock,
)


def first_due(
    *, at: datetime, limit: Limit | None, appointment: Appointment | None, rule: ClockRule, calendar: Calendar
) -> datetime:
    """Return when a dossier received at `at` is due: by the limit of the catalogue, or as the officer set it.

    Raises Invalid HS19 (nobody said until when) and HS27 (no office day, or outside every calendar).
    """
    if appointment is not None:
        limit, until = appointment.limit, appointment.until
    else:
        until = None
    if limit is None and until is None:
        sentence = _("The catalogue has no time limit here: please set the appointment and write why.")
        raise Invalid("HS19", sentence, fields={"until": sentence})
    try:
        due = run_clock([ClockRow(RowKind.START, at, limit=limit, until=until)], limit, rule, calendar).due
    except (ClockRowsInvalid, OutsideCalendar) as fault:
        raise _no_office_day() from fault
    if due is None:
        raise AssertionError("a clock with a limit is due")
    return due


def _no_office_day() -> Invalid:
    sentence = _("The appointment must be a later day on which the office is open.")
    return Invalid("HS27", sentence, fields={"until": sentence})


def start_row(row: Dossier, *, at: datetime, limit: Limit | None, appointment: Appointment | None) -> ClockEntry:
    """Return the unsaved first row of a clock."""
    chosen = appointment.limit if appointment else limit
    return ClockEntry(
        dossier=row,
        seq=1,
        kind=RowKind.START,
        at=at,
        cause=Cause.RECEIVED,
        limit_value=chosen.value if chosen else None,
        limit_unit=chosen.unit if chosen else "",
        until=appointment.until if appointment else None,
    )


def add_row(
    row: Dossier,
    kind: RowKind,
    *,
    at: datetime,
    cause: Cause,
    document_id: str = "",
    until: datetime | None = None,
    entries: Sequence[ClockEntry] | None = None,
) -> None:
    """Write one more row and set the due date that follows from all of them. Raises Invalid HS27."""
    before = list(entries) if entries is not None else entries_of(row)
    new = ClockEntry(
        dossier=row,
        seq=len(before) + 1,
        kind=kind,
        # Two servers' clocks may differ by a moment; rows of one dossier are told in their order.
        at=max(at, before[-1].at),
        cause=cause,
        document_id=document_id,
        until=until,
    )
    try:
        state = state_of([*before, new], rule_version=row.rule_version, calendar_version=row.calendar_version)
    except (ClockRowsInvalid, OutsideCalendar) as fault:
        raise _no_office_day() from fault
    new.save(force_insert=True)
    row.due_at = state.due
