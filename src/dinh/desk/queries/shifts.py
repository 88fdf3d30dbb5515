"""Reading shifts with the money taken in them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.desk.models import Shift
from dinh.desk.types import MoneyLine, ShiftView
from dinh.directory import api as directory
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import NotFound
from dinh.payments import api as payments

__all__ = ["open_shift_of", "shift", "shift_view", "shifts_of"]


def shift_view(row: Shift, *, until: datetime) -> ShiftView:
    """Return a shift with its lines; of a closed one the sums are those kept at closing."""
    taken = payments.takings(post_id=row.post_id, since=row.opened_at, until=row.closed_at or until)
    lines = tuple(
        MoneyLine(one.settled_at, one.order_id, one.reference, one.payer_name, one.amount_vnd, one.method)
        for one in taken
    )
    cash = sum(one.amount_vnd for one in lines if one.method == payments.Method.CASH)
    other = sum(one.amount_vnd for one in lines if one.method != payments.Method.CASH)
    cash_vnd = cash if row.cash_vnd is None else row.cash_vnd
    return ShiftView(
        shift_id=row.public_id,
        post_id=row.post_id,
        person_name=row.person_name,
        agency_name=directory.agency(agency_id=row.agency_id).name,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        float_vnd=row.float_vnd,
        cash_vnd=cash_vnd,
        other_vnd=other if row.other_vnd is None else row.other_vnd,
        counted_vnd=row.counted_vnd,
        difference_vnd=None if row.counted_vnd is None else row.counted_vnd - row.float_vnd - cash_vnd,
        note=row.note,
        lines=lines,
    )


def open_shift_of(*, by: Actor, at: datetime) -> ShiftView | None:
    """Return the actor's open shift, None when there is none."""
    row = Shift.objects.filter(post_id=by.post_id, closed_at__isnull=True).first() if by.post_id else None
    return shift_view(row, until=at) if row else None


def shift(*, by: Actor, shift_id: str, at: datetime) -> ShiftView:
    """Return one shift to its cashier or to the head of the desk. Raises NotFound DK14."""
    row = _visible(by).filter(public_id=shift_id).first()
    if row is None:
        raise NotFound("DK14", _("This shift does not exist, or is not yours to see."))
    return shift_view(row, until=at)


def shifts_of(*, by: Actor, limit: int = 30) -> tuple[Shift, ...]:
    """Return the latest shifts the actor may see, newest first, without their lines."""
    return tuple(_visible(by).order_by("-opened_at", "-id")[:limit])


def _visible(by: Actor) -> QuerySet[Shift]:
    rows = Shift.objects.filter(agency_id=by.agency_id)
    return rows if by.has_role(Role.HEAD, Role.CASHIER) else rows.filter(post_id=by.post_id)
