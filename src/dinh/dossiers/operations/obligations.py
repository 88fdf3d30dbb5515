"""A payment asked for during the work (tax, land fees): the clock waits for it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import ObligationMet, ObligationRequested
from dinh.dossiers.operations.basics import Action, check_at, day_of, lock_dossier, moved, record, step, tell
from dinh.dossiers.operations.clocks import add_row
from dinh.dossiers.operations.placing import check_assigned
from dinh.dossiers.operations.steps import move_steps
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.types import ActKind, Cause, Moved
from dinh.dossiers.workflow import Move, Status
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.kernel.worktime import RowKind
from dinh.payments import api as payments

__all__ = ["meet_obligation", "request_obligation"]


@transaction.atomic
def request_obligation(*, by: Actor, at: datetime, dossier_id: str, fees: Sequence[payments.Fee], reason: str) -> Moved:
    """Ask the citizen to meet a financial obligation and pause the clock until the money is there.

    Each amount needs its name and the instrument it stands in. Raises NotAllowed, NotFound HS02, Conflict HS09, HS33,
    Invalid HS20, HS28 (nothing to pay), PA41-PA43. Basis: 151/2025/NĐ-CP (land: time for obligations is not counted).
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    check_assigned(by, row, at)
    said = check_reason(reason)
    step(row, Move.REQUEST_OBLIGATION, at)
    quote = payments.entered_quote(
        version_id=row.version_id, channel=row.channel, on=day_of(at), unit_id=row.competent_unit_id, fees=fees
    )
    if quote.total_vnd == 0:
        raise Invalid("HS28", _("There is nothing to pay, so the clock may not wait for it."))
    order = payments.open_order(
        by=by,
        at=at,
        subject_id=row.public_id,
        payer_name=row.applicant_name,
        payer_person_id=row.applicant_id,
        quote=quote,
        payee_agency_id=row.competent_agency_id,
    )
    add_row(row, RowKind.PAUSE, at=at, cause=Cause.OBLIGATION, document_id=order.order_id)
    row.obligation_order_id, row.proposal = order.order_id, None
    row.save(update_fields=["status", "due_at", "obligation_order_id", "proposal"])
    event = ObligationRequested(dossier_id=row.public_id, order_id=order.order_id, amount_vnd=order.total_vnd)
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.OBLIGATION_REQUESTED, by=by, at=at, entry_id=entry_id, note=said)
    return moved(row, entry_id=entry_id)


@transaction.atomic
def meet_obligation(*, by: Actor, at: datetime, dossier_id: str, order_id: str) -> Moved:
    """Let the clock go on because the order is settled; told by the ledger, so only the system calls it.

    A second time, or for an order that is not the one waited for, nothing changes. Raises NotAllowed HS35, NotFound
    HS02, Conflict HS34 (the order is not settled).
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotAllowed("HS35", _("A payment is confirmed by the bank or the cashier, not by hand."))
    row = lock_dossier(dossier_id)
    if row.obligation_order_id != order_id or row.status != Status.OBLIGATION:
        return moved(row)
    if payments.order(order_id=order_id).state != payments.OrderState.SETTLED:
        raise Conflict("HS34", _("This payment is not settled."))
    step(row, Move.MEET_OBLIGATION, at)
    add_row(row, RowKind.RESUME, at=at, cause=Cause.OBLIGATION, document_id=order_id)
    row.save(update_fields=["status", "due_at"])
    move_steps(row, by=by, at=at, reason="waited")
    event = ObligationMet(dossier_id=row.public_id, order_id=order_id, due_at=row.due_at)
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.OBLIGATION_MET, by=by, at=at, entry_id=entry_id)
    return moved(row, entry_id=entry_id)
