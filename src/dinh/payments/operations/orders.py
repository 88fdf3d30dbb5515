"""Opening, settling, cancelling and refunding orders."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.kernel.ids import unguessable
from dinh.kernel.text import nfc
from dinh.ledger import api as ledger
from dinh.payments import registry
from dinh.payments.events import (
    OrderCancelled,
    OrderExpired,
    OrderOpened,
    OrderRefunded,
    OrderSettled,
    PaymentBegun,
)
from dinh.payments.models import Money, Order, OrderLine
from dinh.payments.policies.access import (
    check_can_cancel,
    check_can_open,
    check_can_refund,
    check_can_see_order,
    check_can_take_cash,
)
from dinh.payments.policies.references import PREFIX
from dinh.payments.queries.orders import order, order_view
from dinh.payments.queries.payees import payee_of
from dinh.payments.types import Method, MoneyState, OrderState, OrderView, Quote
from dinh.payments.workflow import Act, can_follow, next_state

__all__ = ["begin_payment", "cancel", "expire_due", "lock", "open_order", "refund", "settle", "settle_cash"]

_REFERENCE_SIGNS = 8


def lock(order_id: str) -> Order:
    """Return the order's row, kept from everybody else until the transaction ends; raise NotFound PA40."""
    row = Order.objects.select_for_update(of=("self",), no_key=True).filter(public_id=order_id).first()
    if row is None:
        raise NotFound("PA40", _("There is no such payment."))
    return row


def _move(row: Order, act: Act) -> None:
    state = OrderState(row.state)
    if not can_follow(state, act):
        raise Conflict("PA20", _("This payment has changed meanwhile."), _("Reload the page to see how it stands now."))
    row.state = next_state(state, act)


def _subjects(row: Order) -> tuple[str, str]:
    return row.subject_id, row.public_id


def _check_quote(quote: Quote) -> None:
    if not quote.is_known or not quote.lines:
        raise Invalid("PA21", _("The amount is not known yet."), _("Enter each fee with the document that sets it."))
    if quote.total_vnd != sum(line.amount_vnd for line in quote.lines):
        raise Invalid("PA22", _("The lines do not add up to the total."))


def _new_order(
    *, by: Actor, at: datetime, subject_id: str, payer_name: str, payer_person_id: str, quote: Quote, agency_id: str
) -> tuple[Order, list[OrderLine]]:
    payee = payee_of(agency_id=agency_id, on=at.date())
    row = Order.objects.create(
        reference=PREFIX + unguessable(length=_REFERENCE_SIGNS),
        subject_id=subject_id,
        payer_name=nfc(payer_name.strip()),
        payer_person_id=payer_person_id or None,
        payee_agency_id=agency_id,
        opened_agency_id=by.agency_id,
        bank_bin=payee.bank_bin if payee else "",
        bank_name=payee.bank_name if payee else "",
        account=payee.account if payee else "",
        account_name=payee.name if payee else "",
        total_vnd=quote.total_vnd,
        channel=quote.channel,
        quoted_version=quote.version_id,
        opened_at=at,
        expires_at=at + timedelta(hours=registry.own_terms().expires_hours),
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(
            order=row,
            seq=seq,
            kind=line.kind,
            name=nfc(line.name),
            amount_vnd=line.amount_vnd,
            full_amount_vnd=line.full_amount_vnd,
            discount_rule=line.discount_rule,
            basis=nfc(line.basis),
        )
        for seq, line in enumerate(quote.lines, start=1)
    )
    return row, lines


def open_order(
    *,
    by: Actor,
    at: datetime,
    subject_id: str,
    payer_name: str,
    payer_person_id: str,
    quote: Quote,
    payee_agency_id: str,
) -> OrderView:
    """Open what is due for a dossier; the amount never changes afterwards. An order of 0 đồng settles at once.

    `payer_person_id` "" for a payer who is not in the directory. Raises NotAllowed PA15, Invalid PA21 (amount not
    known) and PA22 (lines do not add up).
    """
    check_can_open(by, payer_person_id=payer_person_id)
    _check_quote(quote)
    # Whatever fails from here on undoes the filing or the receipt that opens the order: no savepoint is needed.
    with transaction.atomic(savepoint=False):
        row, lines = _new_order(
            by=by,
            at=at,
            subject_id=subject_id,
            payer_name=payer_name,
            payer_person_id=payer_person_id,
            quote=quote,
            agency_id=payee_agency_id,
        )
        _record_opened(row, quote, by=by, at=at)
        if row.total_vnd == 0:
            # Nothing to pay is still an act with a receipt (TP.HCM NQ 411/NQ-HĐND: receipts of 0 đồng are issued).
            way = Method.ONLINE if quote.channel == "online" else Method.CASH
            settle(row, by=by, at=at, method=way, received_vnd=0)
    return order_view(row, lines=lines, receipts=())


def _record_opened(row: Order, quote: Quote, *, by: Actor, at: datetime) -> None:
    rules = {line.discount_rule for line in quote.lines if line.discount_rule}
    ledger.record(
        event=OrderOpened(
            order_id=row.public_id,
            dossier_id=row.subject_id,
            reference=row.reference,
            total_vnd=row.total_vnd,
            full_vnd=sum(line.full_amount_vnd for line in quote.lines),
            channel=quote.channel,
            payee_agency_id=row.payee_agency_id,
            discount_rules=tuple(sorted(rules)),
            lines=len(quote.lines),
            expires_at=row.expires_at,
        ),
        by=by,
        at=at,
        subjects=_subjects(row),
        channel=quote.channel,
    )


def settle(
    row: Order, *, by: Actor, at: datetime, method: Method, received_vnd: int = 0, transaction_no: str = ""
) -> None:
    """Settle a locked order inside the caller's transaction and record it."""
    _move(row, Act.SETTLE)
    row.settled_at, row.method, row.settled_by_post = at, method, by.post_id
    row.received_vnd = received_vnd if method is Method.CASH else None
    row.save(update_fields=["state", "settled_at", "method", "settled_by_post", "received_vnd"])
    ledger.record(
        event=OrderSettled(
            order_id=row.public_id,
            dossier_id=row.subject_id,
            amount_vnd=row.total_vnd,
            method=method,
            is_zero=row.total_vnd == 0,
            payee_agency_id=row.payee_agency_id,
            transaction_no=transaction_no,
        ),
        by=by,
        at=at,
        subjects=_subjects(row),
        channel=row.channel,
    )


@transaction.atomic
def settle_cash(*, by: Actor, at: datetime, order_id: str, received_vnd: int) -> OrderView:
    """Take cash at the counter; `received_vnd` is what was handed over, the rest is change.

    Raises NotAllowed PA11, Conflict PA20 (already settled, closed), Invalid PA23 (too little), NotFound PA40.
    """
    row = lock(order_id)
    check_can_take_cash(by, payee_agency_id=row.payee_agency_id, opened_agency_id=row.opened_agency_id)
    if received_vnd < row.total_vnd:
        sentence = _("The money received is less than the amount due.")
        raise Invalid("PA23", sentence, fields={"received_vnd": sentence})
    settle(row, by=by, at=at, method=Method.CASH, received_vnd=received_vnd)
    return order(order_id=order_id)


@transaction.atomic
def begin_payment(*, by: Actor, at: datetime, order_id: str) -> OrderView:
    """Note that the payer went to the payment platform; a second time changes nothing.

    Raises NotAllowed PA10, Conflict PA20, NotFound PA40.
    """
    row = lock(order_id)
    check_can_see_order(
        by,
        payer_person_id=row.payer_person_id or "",
        payee_agency_id=row.payee_agency_id,
        opened_agency_id=row.opened_agency_id,
    )
    if row.state != OrderState.AWAITING:
        _move(row, Act.BEGIN)
        row.save(update_fields=["state"])
        event = PaymentBegun(order_id=row.public_id, dossier_id=row.subject_id)
        ledger.record(event=event, by=by, at=at, subjects=_subjects(row), channel=row.channel)
    return order(order_id=order_id)


def _close(row: Order, act: Act, at: datetime, reason: str) -> None:
    _move(row, act)
    # An expired order that is cancelled afterwards keeps the moment it closed.
    row.closed_at, row.closed_reason = row.closed_at or at, nfc(reason.strip())
    row.save(update_fields=["state", "closed_at", "closed_reason"])


@transaction.atomic
def cancel(*, by: Actor, at: datetime, order_id: str, reason: str) -> OrderView:
    """Cancel an order nobody paid. Raises NotAllowed PA12, Invalid PA24 (no reason), Conflict PA20, NotFound PA40."""
    row = lock(order_id)
    check_can_cancel(by, payee_agency_id=row.payee_agency_id, opened_agency_id=row.opened_agency_id)
    _check_reason(reason)
    _close(row, Act.CANCEL, at, reason)
    event = OrderCancelled(
        order_id=row.public_id, dossier_id=row.subject_id, reason=ledger.digest(reason, row.page_token)
    )
    ledger.record(event=event, by=by, at=at, subjects=_subjects(row), channel=row.channel)
    return order(order_id=order_id)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        sentence = _("Please write the reason.")
        raise Invalid("PA24", sentence, fields={"reason": sentence})


@transaction.atomic
def refund(*, by: Actor, at: datetime, order_id: str, reason: str) -> OrderView:
    """Give the whole amount of a settled order back.

    Raises NotAllowed PA13, Invalid PA24 (no reason), Conflict PA20, NotFound PA40.
    """
    row = lock(order_id)
    check_can_refund(by, payee_agency_id=row.payee_agency_id, opened_agency_id=row.opened_agency_id)
    _check_reason(reason)
    _close(row, Act.REFUND, at, reason)
    Money.objects.filter(order=row, state=MoneyState.SETTLING).update(
        state=MoneyState.RETURNED, returned_at=at, returned_note=nfc(reason.strip())
    )
    event = OrderRefunded(
        order_id=row.public_id, dossier_id=row.subject_id, amount_vnd=row.total_vnd, method=row.method
    )
    ledger.record(event=event, by=by, at=at, subjects=_subjects(row), channel=row.channel)
    return order(order_id=order_id)


def expire_due(*, by: Actor, at: datetime, limit: int = 500) -> int:
    """Close orders whose time ran out, each in its own transaction; return how many."""
    due = Order.objects.filter(state__in=[OrderState.OPEN, OrderState.AWAITING], expires_at__lt=at)
    ids = list(due.order_by("expires_at").values_list("public_id", flat=True)[:limit])
    return sum(_expire(by=by, at=at, order_id=order_id) for order_id in ids)


@transaction.atomic
def _expire(*, by: Actor, at: datetime, order_id: str) -> bool:
    row = lock(order_id)
    if not can_follow(OrderState(row.state), Act.EXPIRE):
        return False
    _close(row, Act.EXPIRE, at, "")
    event = OrderExpired(order_id=row.public_id, dossier_id=row.subject_id)
    ledger.record(event=event, by=by, at=at, subjects=_subjects(row), channel=row.channel)
    return True
