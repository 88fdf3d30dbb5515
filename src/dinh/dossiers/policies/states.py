"""The states of a dossier beside its work: the money, the delivery of the result."""

from collections.abc import Sequence

from dinh.dossiers.types import DeliveryState, FinancialState
from dinh.dossiers.workflow import Status

_PAID, _DUE = frozenset({"settled"}), frozenset({"open", "awaiting"})
_RETURNED = frozenset({"refunded"})
_WITHOUT_RESULT = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.STOPPED})


def financial_state(orders: Sequence[str], *, is_fee_known: bool) -> FinancialState:
    """Return where the money stands, from the states of the case's orders; what is due outweighs what was paid."""
    found = set(orders)
    if not found:
        return FinancialState.NOTHING_DUE if is_fee_known else FinancialState.UNKNOWN
    if found & _DUE:
        return FinancialState.DUE
    if found & _PAID:
        return FinancialState.PAID
    return FinancialState.RETURNED if found & _RETURNED else FinancialState.LAPSED


def delivery_state(status: Status) -> DeliveryState:
    """Return where the result is. Status 9 is not 10: signed is not delivered."""
    if status is Status.HANDED_OVER:
        return DeliveryState.DELIVERED
    if status is Status.DECIDED:
        return DeliveryState.WAITING
    return DeliveryState.NONE if status in _WITHOUT_RESULT else DeliveryState.NOT_READY
