"""What follows a payment: its receipts and their papers, made from the ledger so that a crash in between loses none."""

from collections.abc import Sequence

from dinh.kernel.actor import SYSTEM
from dinh.ledger.api import Delivered, handler
from dinh.payments import tasks
from dinh.payments.events import OrderSettled, ReceiptIssued
from dinh.payments.operations.papers import ask_for_papers_of
from dinh.payments.operations.receipts import issue_receipts


@handler("payments.receipts", kinds=["payments.order.settled"])
def receipts(entries: Sequence[Delivered]) -> None:
    for entry in entries:
        if isinstance(entry.event, OrderSettled):
            issue_receipts(by=SYSTEM, at=entry.occurred_at, order_id=entry.event.order_id)


@handler("payments.papers", kinds=["payments.receipt.issued"])
def papers(entries: Sequence[Delivered]) -> None:
    """Note what needs a paper and wake the queue: setting and sealing must not hold up the record."""
    issued = [one.event.receipt_id for one in entries if isinstance(one.event, ReceiptIssued)]
    if ask_for_papers_of(issued):
        tasks.ask_for_papers()
