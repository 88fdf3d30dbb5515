"""Beginning a payment at the platform."""

from datetime import datetime

from dinh.kernel.actor import Actor
from dinh.payments import registry
from dinh.payments.operations.orders import begin_payment
from dinh.payments.policies.access import check_can_see_order
from dinh.payments.queries.orders import order
from dinh.payments.types import OrderView, StartRequest

__all__ = ["start_payment"]


def start_payment(*, by: Actor, at: datetime, order_id: str, ip: str = "", back: str = "") -> str:
    """Ask the platform to begin a payment and return where the payer goes on; the order then waits for the bank.

    `back` is the path the payer returns to. Raises NotAllowed PA10, Unavailable PA30 or PA33 (no platform, no answer),
    Conflict PA20, NotFound PA40.
    """
    found = order(order_id=order_id)
    check_can_see_order(
        by,
        payer_person_id=found.payer_person_id,
        payee_agency_id=found.payee_agency_id,
        opened_agency_id=found.opened_agency_id,
    )
    url = registry.gateway().start(_asked(found, at, ip, back)).url
    begin_payment(by=by, at=at, order_id=order_id)
    return url


def _asked(found: OrderView, at: datetime, ip: str, back: str) -> StartRequest:
    if found.payee is None or not found.is_due:
        raise registry.no_gateway()
    return StartRequest(
        reference=found.reference,
        amount_vnd=found.total_vnd,
        text=found.purpose,
        payee=found.payee,
        payer_name=found.payer_name,
        subject_id=found.subject_id,
        lines=tuple((line.kind, line.name, line.amount_vnd) for line in found.lines),
        at=at,
        ip=ip,
        details={"UrlQuayLai": back},
    )
