"""Opening and closing the till of one cashier."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.desk.events import ShiftClosed, ShiftOpened
from dinh.desk.models import Shift
from dinh.desk.queries.shifts import shift_view
from dinh.desk.types import ShiftView
from dinh.directory import api as directory
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.ledger import api as ledger

__all__ = ["close_shift", "open_shift"]

_MOST_VND = 10**12


def _check_amount(amount_vnd: int, field: str) -> int:
    if not 0 <= amount_vnd <= _MOST_VND:
        sentence = _("Write the amount in đồng, in digits.")
        raise Invalid("DK10", sentence, fields={field: sentence})
    return amount_vnd


@transaction.atomic
def open_shift(*, by: Actor, at: datetime, float_vnd: int) -> ShiftView:
    """Begin a shift with the change that lies in the till. A post has one open shift.

    Raises NotAllowed, Invalid DK10, Conflict DK11 (one is open already).
    """
    on = local(at).date()
    directory.check_may(by=by, action=directory.Action.PAYMENT_CASH, on=on, agency_id=by.agency_id)
    row = Shift(
        agency_id=by.agency_id,
        post_id=by.post_id,
        person_name=by.display_name,
        opened_at=at,
        float_vnd=_check_amount(float_vnd, "float_vnd"),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise Conflict("DK11", _("You have an open shift already."), _("Close it before you begin another.")) from twice
    event = ShiftOpened(shift_id=row.public_id, agency_id=by.agency_id, float_vnd=float_vnd)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, by.agency_id])
    return shift_view(row, until=at)


@transaction.atomic
def close_shift(*, by: Actor, at: datetime, counted_vnd: int, note: str = "") -> ShiftView:
    """End the actor's open shift with the money counted in the till; a difference must be explained.

    The expected sum is the change at the beginning and all cash this post took since. Raises NotAllowed, NotFound DK12,
    Invalid DK10, DK13 (a difference without a reason).
    """
    on = local(at).date()
    directory.check_may(by=by, action=directory.Action.PAYMENT_CASH, on=on, agency_id=by.agency_id)
    rows = Shift.objects.select_for_update(no_key=True).filter(post_id=by.post_id, closed_at__isnull=True)
    row = rows.first()
    if row is None:
        raise NotFound("DK12", _("You have no open shift."))
    view, counted = shift_view(row, until=at), _check_amount(counted_vnd, "counted_vnd")
    if counted != view.expected_vnd and not note.strip():
        sentence = _("The money counted differs from the receipts: please write why.")
        raise Invalid("DK13", sentence, fields={"note": sentence})
    row.closed_at, row.counted_vnd, row.note = at, counted, note.strip()
    row.cash_vnd, row.other_vnd = view.cash_vnd, view.other_vnd
    row.save(update_fields=["closed_at", "counted_vnd", "note", "cash_vnd", "other_vnd"])
    event = ShiftClosed(shift_id=row.public_id, expected_vnd=view.expected_vnd, counted_vnd=counted)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, row.agency_id])
    return shift_view(row, until=at)
