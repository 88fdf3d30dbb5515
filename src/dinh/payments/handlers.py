"""What follows a payment: its receipts, issued from the ledger so that a crash in between loses none."""

from collections.abc import Sequence

from dinh.kernel.actor import SYSTEM
from dinh.ledger.api import Delivered, handler
from dinh.payments.events import OrderSettled
from dinh.payments.operations.receipts import issue_receipts


@handler("payments.receipts", kinds=["payments.order.settled"])
def receipts(entries: Sequence[Delivered]) -> None:
    for entry in entries:
        if isinstance(entry.event, OrderSettled):
            issue_receipts(by=SYSTEM, at=entry.occurred_at, order_id=entry.event.order_id)
