"""Reading orders."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import NotFound
from dinh.payments import registry
from dinh.payments.models import Money, Order, OrderLine, Receipt
from dinh.payments.policies import vietqr
from dinh.payments.policies.references import purpose_of
from dinh.payments.types import (
    FeeKind,
    LineView,
    Method,
    MoneyState,
    MoneyView,
    OrderState,
    OrderView,
    Payee,
    ReceiptView,
    Taking,
)

__all__ = [
    "order",
    "order_by_token",
    "order_view",
    "orders_of",
    "receipt_view",
    "states_of",
    "takings",
    "waiting_money",
]


def _orders() -> QuerySet[Order]:
    return Order.objects.prefetch_related("lines", Prefetch("receipts", queryset=Receipt.objects.order_by("kind")))


def receipt_view(row: Receipt) -> ReceiptView:
    return ReceiptView(
        receipt_id=row.public_id,
        kind=FeeKind(row.kind),
        form=row.form,
        symbol=row.symbol,
        number=row.number,
        provider=row.provider,
        is_demo=row.is_demo,
        amount_vnd=row.amount_vnd,
        issued_at=row.issued_at,
        paper_id=row.paper_id,
    )


def _lines(rows: Iterable[OrderLine]) -> tuple[LineView, ...]:
    views = []
    for line in rows:
        rule = registry.discount(line.discount_rule)
        views.append(
            LineView(
                kind=FeeKind(line.kind),
                name=line.name,
                amount_vnd=line.amount_vnd,
                full_amount_vnd=line.full_amount_vnd,
                discount_rule=line.discount_rule,
                discount_instrument=rule.instrument if rule else line.discount_rule,
                basis=line.basis,
            )
        )
    return tuple(views)


def _payee(row: Order) -> Payee | None:
    if not row.account:
        return None
    return Payee(bank_bin=row.bank_bin, account=row.account, name=row.account_name, bank_name=row.bank_name)


def _view(row: Order) -> OrderView:
    """Return the order as strangers see it; its lines and receipts should be prefetched."""
    return order_view(row, lines=row.lines.all(), receipts=row.receipts.all())


def order_view(row: Order, *, lines: Iterable[OrderLine], receipts: Iterable[Receipt]) -> OrderView:
    """Return the order as strangers see it, from rows that were read or written already."""
    purpose = purpose_of(row.reference, registry.own_terms().longest_purpose)
    can_transfer = row.account != "" and row.total_vnd > 0
    return OrderView(
        order_id=row.public_id,
        reference=row.reference,
        subject_id=row.subject_id,
        state=OrderState(row.state),
        total_vnd=row.total_vnd,
        channel=row.channel,
        payer_name=row.payer_name,
        payer_person_id=row.payer_person_id or "",
        payee_agency_id=row.payee_agency_id,
        opened_agency_id=row.opened_agency_id,
        payee=_payee(row),
        purpose=purpose,
        qr_text=vietqr.payload(row.bank_bin, row.account, row.total_vnd, purpose) if can_transfer else "",
        page_token=row.page_token,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        settled_at=row.settled_at,
        closed_at=row.closed_at,
        closed_reason=row.closed_reason,
        method=row.method,
        received_vnd=row.received_vnd,
        lines=_lines(lines),
        receipts=tuple(receipt_view(receipt) for receipt in receipts),
    )


def _one(rows: Iterable[Order]) -> OrderView:
    for row in rows:
        return _view(row)
    raise NotFound("PA40", _("There is no such payment."), _("Please open it again from your dossier."))


def order(*, order_id: str) -> OrderView:
    """Return one order; raise NotFound PA40."""
    return _one(_orders().filter(public_id=order_id))


def states_of(*, order_ids: Sequence[str]) -> tuple[OrderState, ...]:
    """Return where these orders stand, in no particular order; ids of none are passed over."""
    wanted = [one for one in order_ids if one]
    if not wanted:
        return ()
    return tuple(
        OrderState(state) for state in Order.objects.filter(public_id__in=wanted).values_list("state", flat=True)
    )


def order_by_token(*, token: str) -> OrderView:
    """Return the order of a payment page opened without signing in; raise NotFound PA40."""
    return _one(_orders().filter(page_token=token))


def orders_of(*, subject_id: str) -> tuple[OrderView, ...]:
    """Return all orders of a dossier, oldest first."""
    return tuple(_view(row) for row in _orders().filter(subject_id=subject_id).order_by("id"))


def money_view(row: Money) -> MoneyView:
    return MoneyView(
        money_id=row.public_id,
        reference=row.reference,
        transaction_no=row.transaction_no,
        order_id=row.order.public_id if row.order else "",
        amount_vnd=row.amount_vnd,
        paid_at=row.paid_at,
        received_at=row.received_at,
        state=MoneyState(row.state),
        reason=row.reason,
    )


def waiting_money(*, limit: int = 200) -> tuple[MoneyView, ...]:
    """Return money that settled nothing and was not given back yet, oldest first."""
    rows = Money.objects.select_related("order").filter(state=MoneyState.UNMATCHED).order_by("received_at", "id")
    return tuple(money_view(row) for row in rows[:limit])


def takings(*, post_id: str, since: datetime, until: datetime, limit: int = 2000) -> tuple[Taking, ...]:
    """Return what this post settled at the counter from `since` up to `until`, oldest first."""
    rows = Order.objects.filter(
        settled_by_post=post_id, settled_at__gte=since, settled_at__lt=until, method__in=list(Method)
    ).exclude(settled_by_post="")
    return tuple(
        Taking(
            order_id=row.public_id,
            reference=row.reference,
            payer_name=row.payer_name,
            amount_vnd=row.total_vnd,
            method=Method(row.method),
            settled_at=row.settled_at,
        )
        for row in rows.order_by("settled_at", "id")[:limit]
        if row.settled_at is not None
    )
