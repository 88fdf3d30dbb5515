from dinh.payments.models.daily import Difference, Reconciliation
from dinh.payments.models.money import Callback, Money
from dinh.payments.models.orders import Order, OrderLine
from dinh.payments.models.receipts import Receipt
from dinh.payments.models.simulated import SimulatedReceipt, SimulatedTransfer

__all__ = [
    "Callback",
    "Difference",
    "Money",
    "Order",
    "OrderLine",
    "Receipt",
    "Reconciliation",
    "SimulatedReceipt",
    "SimulatedTransfer",
]
