"""Whether money that came may settle its order, and what to call it when it may not."""

from datetime import datetime

from dinh.payments.types import OrderState, Unmatched
from dinh.payments.workflow import may_pay

__all__ = ["why_unmatched"]

_CLOSED = {
    OrderState.SETTLED: Unmatched.ALREADY_SETTLED,
    OrderState.CANCELLED: Unmatched.CANCELLED,
    OrderState.EXPIRED: Unmatched.EXPIRED,
    OrderState.REFUNDED: Unmatched.REFUNDED,
}


def why_unmatched(
    state: OrderState, *, total_vnd: int, amount_vnd: int, expires_at: datetime, paid_at: datetime
) -> Unmatched | None:
    """Say why this money cannot settle this order; None when it does.

    What counts is when the payer paid (`paid_at`), not when the message arrived: a message the platform delivered
    late still settles an order that is open. Once an order was closed, money for it waits to be given back.
    """
    if not may_pay(state):
        return _CLOSED[state]
    if amount_vnd != total_vnd:
        return Unmatched.WRONG_AMOUNT
    return Unmatched.EXPIRED if paid_at > expires_at else None
