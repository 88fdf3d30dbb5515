"""Who may open the paper of a receipt: whoever may see its payment."""

from dinh.kernel.actor import Actor
from dinh.payments.models import Order
from dinh.payments.policies.access import can_see_order

__all__ = ["may_open_receipt"]


def may_open_receipt(by: Actor, subject_id: str) -> bool:
    """Say whether `by` may open the file of the receipt `rct_…`."""
    order = Order.objects.filter(receipts__public_id=subject_id).first()
    return order is not None and can_see_order(
        by,
        payer_person_id=order.payer_person_id or "",
        payee_agency_id=order.payee_agency_id,
        opened_agency_id=order.opened_agency_id,
    )
