"""Receipts: one for each kind of fee of a settled order, with the number the e-receipt provider gives."""

from datetime import datetime

from django.db import transaction

from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger
from dinh.payments import registry
from dinh.payments.events import ReceiptIssued
from dinh.payments.models import Order, OrderLine, Receipt
from dinh.payments.operations.orders import lock
from dinh.payments.queries.orders import receipt_view
from dinh.payments.types import FeeKind, OrderState, ReceiptRequest, ReceiptView

__all__ = ["issue_receipts"]


def issue_receipts(*, by: Actor, at: datetime, order_id: str) -> tuple[ReceiptView, ...]:
    """Issue the receipts a settled order still lacks, also for 0 đồng; asked again it gives the same ones.

    Raises NotFound PA40 and Unavailable PA31 (no provider). Basis: 123/2020/NĐ-CP.
    """
    kinds = OrderLine.objects.filter(order__public_id=order_id).values_list("kind", flat=True)
    issued = (_issue(by=by, at=at, order_id=order_id, kind=FeeKind(kind)) for kind in sorted(set(kinds)))
    return tuple(receipt_view(row) for row in issued if row is not None)


@transaction.atomic
def _issue(*, by: Actor, at: datetime, order_id: str, kind: FeeKind) -> Receipt | None:
    row = lock(order_id)
    if row.settled_at is None or row.state not in {OrderState.SETTLED, OrderState.REFUNDED}:
        return None
    known = row.receipts.filter(kind=kind).first()
    return known or _ask(by=by, at=at, row=row, kind=kind)


def _ask(*, by: Actor, at: datetime, row: Order, kind: FeeKind) -> Receipt:
    lines = tuple(row.lines.filter(kind=kind).values_list("name", "amount_vnd"))
    amount = sum(vnd for _name, vnd in lines)
    number = registry.receipts().issue(
        ReceiptRequest(
            key=f"{row.public_id}:{kind}",
            kind=kind,
            payer_name=row.payer_name,
            amount_vnd=amount,
            subject_id=row.subject_id,
            lines=lines,
            issued_at=at,
        )
    )
    receipt = Receipt.objects.create(
        order=row,
        kind=kind,
        form=number.form,
        symbol=number.symbol,
        number=number.number,
        provider=number.provider,
        is_demo=number.is_demo,
        amount_vnd=amount,
        issued_at=at,
    )
    ledger.record(
        event=ReceiptIssued(
            receipt_id=receipt.public_id,
            order_id=row.public_id,
            dossier_id=row.subject_id,
            kind=kind,
            number=f"{number.symbol} {number.number}",
            amount_vnd=amount,
            is_demo=number.is_demo,
        ),
        by=by,
        at=at,
        subjects=(row.subject_id, row.public_id, receipt.public_id),
    )
    return receipt
