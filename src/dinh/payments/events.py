"""What happens to money owed and paid. `dossier_id` is the subject the order is for."""

from datetime import date, datetime

from dinh.ledger.events import Event, event


@event("payments.order.opened", version=1)
class OrderOpened(Event):
    order_id: str
    dossier_id: str
    reference: str
    total_vnd: int
    full_vnd: int
    channel: str
    payee_agency_id: str
    discount_rules: tuple[str, ...]
    lines: int
    expires_at: datetime


@event("payments.order.begun", version=1)
class PaymentBegun(Event):
    order_id: str
    dossier_id: str


@event("payments.order.settled", version=1)
class OrderSettled(Event):
    order_id: str
    dossier_id: str
    amount_vnd: int
    method: str
    is_zero: bool
    payee_agency_id: str
    transaction_no: str


@event("payments.order.cancelled", version=1)
class OrderCancelled(Event):
    order_id: str
    dossier_id: str
    reason: str


@event("payments.order.expired", version=1)
class OrderExpired(Event):
    order_id: str
    dossier_id: str


@event("payments.order.refunded", version=1)
class OrderRefunded(Event):
    order_id: str
    dossier_id: str
    amount_vnd: int
    method: str


@event("payments.receipt.issued", version=1)
class ReceiptIssued(Event):
    receipt_id: str
    order_id: str
    dossier_id: str
    kind: str
    number: str
    amount_vnd: int
    is_demo: bool


@event("payments.money.unmatched", version=1)
class MoneyUnmatched(Event):
    """Money came that settles nothing; it waits to be given back. `order_id` is "" when no order has this reference."""

    money_id: str
    order_id: str
    dossier_id: str
    amount_vnd: int
    transaction_no: str
    reason: str


@event("payments.money.returned", version=1)
class MoneyReturned(Event):
    money_id: str
    order_id: str
    amount_vnd: int


@event("payments.day.reconciled", version=1)
class DayReconciled(Event):
    reconciliation_id: str
    on: date
    matched: int
    differences: int
    statement_digest: str


@event("payments.difference.resolved", version=1)
class DifferenceResolved(Event):
    reconciliation_id: str
    difference_id: str
    kind: str
