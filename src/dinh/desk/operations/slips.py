"""Handing dossiers on paper from the desk to the agency that handles them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.desk.events import SlipAccepted, SlipMade
from dinh.desk.models import Slip, SlipCounter, SlipRow
from dinh.desk.queries.slips import slip_row, slip_view, to_hand_over
from dinh.desk.types import SlipView
from dinh.directory import api as directory
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid
from dinh.ledger import api as ledger

__all__ = ["accept_slip", "make_slip"]


@transaction.atomic
def make_slip(*, by: Actor, at: datetime, to_agency_id: str, dossier_ids: Sequence[str]) -> SlipView:
    """Write a slip for dossiers on paper that wait at the actor's desk for one agency.

    A dossier goes on one slip only. Raises NotAllowed, Invalid DK20 (none chosen), Conflict DK21 (one of them is on a
    slip already, or goes elsewhere). Basis: 61/2018/NĐ-CP, Điều 18 (handed over the same day, with a slip).
    """
    on = local(at).date()
    directory.check_may(by=by, action=directory.Action.DOSSIER_RECEIVE, on=on, agency_id=by.agency_id)
    wanted = list(dict.fromkeys(dossier_ids))
    if not wanted:
        raise Invalid("DK20", _("Please choose at least one dossier to hand over."))
    number = _next_number(by.agency_id, on)
    # The counter's row is locked now: what waits is read after whoever wrote a slip before us.
    waiting = {one.dossier_id for one in to_hand_over(by=by, on=on) if one.handling_agency_id == to_agency_id}
    if not waiting.issuperset(wanted):
        raise Conflict(
            "DK21",
            _("One of these dossiers is on a slip already, or goes to another agency."),
            _("Open the list again and choose anew."),
        )
    row = Slip.objects.create(
        number=number,
        from_agency_id=by.agency_id,
        to_agency_id=to_agency_id,
        made_at=at,
        made_by_post=by.post_id,
        made_by_name=by.display_name,
    )
    SlipRow.objects.bulk_create([SlipRow(slip=row, dossier_id=one) for one in wanted])
    event = SlipMade(
        slip_id=row.public_id, from_agency_id=by.agency_id, to_agency_id=to_agency_id, dossier_ids=tuple(wanted)
    )
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, *wanted])
    return slip_view(row)


def _next_number(agency_id: str, on: date) -> str:
    SlipCounter.objects.bulk_create([SlipCounter(agency_id=agency_id, day=on, last=0)], ignore_conflicts=True)
    counter = SlipCounter.objects.select_for_update(no_key=True).get(agency_id=agency_id, day=on)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"BG-{on:%y%m%d}-{counter.last:03d}"


@transaction.atomic
def accept_slip(*, by: Actor, at: datetime, slip_id: str) -> SlipView:
    """Sign for the dossiers of a slip as somebody who works at the agency they came to; twice changes nothing.

    Raises NotAllowed, NotFound DK22.
    """
    row = slip_row(slip_id, is_locked=True)
    on = local(at).date()
    here = directory.successor_agency(agency_id=row.to_agency_id, on=on).agency_id
    directory.check_may(by=by, action=directory.Action.DOSSIER_READ, on=on, agency_id=here)
    if row.accepted_at is None:
        row.accepted_at, row.accepted_by_post, row.accepted_by_name = at, by.post_id, by.display_name
        row.save(update_fields=["accepted_at", "accepted_by_post", "accepted_by_name"])
        ledger.record(event=SlipAccepted(slip_id=row.public_id), by=by, at=at, subjects=[row.public_id])
    return slip_view(row)
