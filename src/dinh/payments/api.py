"""The door of payments: what is due, orders, call-backs, the day beside the bank, VietQR."""

from dinh.payments.operations.callbacks import ask_platform, receive_callback
from dinh.payments.operations.daily import reconcile, resolve_difference, return_money
from dinh.payments.operations.orders import begin_payment, cancel, expire_due, open_order, refund, settle_cash
from dinh.payments.operations.receipts import issue_receipts
from dinh.payments.operations.starting import start_payment
from dinh.payments.policies import vietqr
from dinh.payments.policies.access import can_see_order, can_take_cash
from dinh.payments.queries.daily import latest_reconciliation, reconciliations, troubled_callbacks
from dinh.payments.queries.orders import order, order_by_token, orders_of, states_of, takings, waiting_money
from dinh.payments.queries.quotes import entered_quote, quote
from dinh.payments.types import (
    CallbackOutcome,
    Fee,
    FeeDecision,
    FeeKind,
    Method,
    OrderState,
    OrderView,
    Outcome,
    Quote,
    QuoteLine,
    ReceiptView,
    ReconciliationView,
    Setter,
    StatementRow,
    Taking,
)

__all__ = [
    "CallbackOutcome",
    "Fee",
    "FeeDecision",
    "FeeKind",
    "Method",
    "OrderState",
    "OrderView",
    "Outcome",
    "Quote",
    "QuoteLine",
    "ReceiptView",
    "ReconciliationView",
    "Setter",
    "StatementRow",
    "Taking",
    "ask_platform",
    "begin_payment",
    "can_see_order",
    "can_take_cash",
    "cancel",
    "entered_quote",
    "expire_due",
    "issue_receipts",
    "latest_reconciliation",
    "open_order",
    "order",
    "order_by_token",
    "orders_of",
    "quote",
    "receive_callback",
    "reconcile",
    "reconciliations",
    "refund",
    "resolve_difference",
    "return_money",
    "settle_cash",
    "start_payment",
    "states_of",
    "takings",
    "troubled_callbacks",
    "vietqr",
    "waiting_money",
]
