"""The life of an order: which state follows which, and by what act."""

from enum import StrEnum

from dinh.payments.types import OrderState

__all__ = ["TRANSITIONS", "Act", "can_follow", "diagram", "may_pay", "next_state"]


class Act(StrEnum):
    BEGIN = "begin"
    SETTLE = "settle"
    CANCEL = "cancel"
    EXPIRE = "expire"
    REFUND = "refund"


TRANSITIONS: dict[tuple[OrderState, Act], OrderState] = {
    (OrderState.OPEN, Act.BEGIN): OrderState.AWAITING,
    (OrderState.AWAITING, Act.BEGIN): OrderState.AWAITING,
    (OrderState.OPEN, Act.SETTLE): OrderState.SETTLED,
    (OrderState.AWAITING, Act.SETTLE): OrderState.SETTLED,
    (OrderState.OPEN, Act.CANCEL): OrderState.CANCELLED,
    (OrderState.AWAITING, Act.CANCEL): OrderState.CANCELLED,
    (OrderState.EXPIRED, Act.CANCEL): OrderState.CANCELLED,
    (OrderState.OPEN, Act.EXPIRE): OrderState.EXPIRED,
    (OrderState.AWAITING, Act.EXPIRE): OrderState.EXPIRED,
    (OrderState.SETTLED, Act.REFUND): OrderState.REFUNDED,
}


def can_follow(state: OrderState, act: Act) -> bool:
    return (state, act) in TRANSITIONS


def next_state(state: OrderState, act: Act) -> OrderState:
    """Return the state after the act; KeyError where the table has no arrow."""
    return TRANSITIONS[state, act]


def may_pay(state: OrderState) -> bool:
    return can_follow(state, Act.SETTLE)


def diagram() -> str:
    """Return the table as a Mermaid state diagram for the README."""
    arrows = [f"    {source} --> {target}: {act}" for (source, act), target in TRANSITIONS.items()]
    return "\n".join(["stateDiagram-v2", "    [*] --> open: open", *arrows])
