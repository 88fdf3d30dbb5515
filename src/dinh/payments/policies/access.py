"""Who may see an order, take its money, cancel it, give it back, and reconcile the day."""

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotAllowed

__all__ = [
    "RECONCILING",
    "can_see_order",
    "can_take_cash",
    "check_can_cancel",
    "check_can_open",
    "check_can_reconcile",
    "check_can_refund",
    "check_can_return",
    "check_can_see_order",
    "check_can_take_cash",
]
# Which posts may what stands in one place, the rights table of the directory; here only whose money it is.
RECONCILING = directory.roles_for(directory.Action.PAYMENT_RECONCILE)
_CASH = directory.roles_for(directory.Action.PAYMENT_CASH)
_CANCEL = directory.roles_for(directory.Action.PAYMENT_CANCEL)
_REFUND = directory.roles_for(directory.Action.PAYMENT_REFUND)


def _is_of(by: Actor, *agencies: str) -> bool:
    return by.kind is ActorKind.OFFICIAL and by.agency_id != "" and by.agency_id in agencies


def can_see_order(by: Actor, *, payer_person_id: str, payee_agency_id: str, opened_agency_id: str) -> bool:
    """Say whether this is the payer, or an official of the agency that receives the money or opened the order."""
    if by.kind is ActorKind.SYSTEM:
        return True
    if by.kind is ActorKind.CITIZEN:
        return by.person_id != "" and by.person_id == payer_person_id
    return _is_of(by, payee_agency_id, opened_agency_id)


def check_can_see_order(by: Actor, *, payer_person_id: str, payee_agency_id: str, opened_agency_id: str) -> None:
    if not can_see_order(
        by, payer_person_id=payer_person_id, payee_agency_id=payee_agency_id, opened_agency_id=opened_agency_id
    ):
        raise NotAllowed(
            "PA10",
            _("This payment belongs to someone else."),
            _("Sign in as the payer, or ask the desk that opened it."),
        )


def can_take_cash(by: Actor, *, payee_agency_id: str, opened_agency_id: str) -> bool:
    """Say whether this desk officer or cashier works where the order was opened or is paid."""
    return _is_of(by, payee_agency_id, opened_agency_id) and by.has_role(*_CASH)


def check_can_take_cash(by: Actor, *, payee_agency_id: str, opened_agency_id: str) -> None:
    if not can_take_cash(by, payee_agency_id=payee_agency_id, opened_agency_id=opened_agency_id):
        raise NotAllowed("PA11", _("Only the desk or the cashier of this agency may take the money."))


def check_can_cancel(by: Actor, *, payee_agency_id: str, opened_agency_id: str) -> None:
    may = _is_of(by, payee_agency_id, opened_agency_id) and by.has_role(*_CANCEL)
    if by.kind is not ActorKind.SYSTEM and not may:
        raise NotAllowed("PA12", _("Only the desk or the cashier of this agency may cancel the payment."))


def check_can_refund(by: Actor, *, payee_agency_id: str, opened_agency_id: str) -> None:
    if not (_is_of(by, payee_agency_id, opened_agency_id) and by.has_role(*_REFUND)):
        raise NotAllowed("PA13", _("Only the cashier of this agency may give money back."))


def check_can_reconcile(by: Actor) -> None:
    if by.kind is ActorKind.SYSTEM:
        return
    if by.kind is not ActorKind.OFFICIAL or not by.has_role(*RECONCILING):
        raise NotAllowed("PA14", _("Only a cashier or the operator may reconcile with the bank."))


def check_can_open(by: Actor, *, payer_person_id: str) -> None:
    """A citizen opens payments only for themselves; officials and the system for anyone."""
    is_own = by.kind is ActorKind.CITIZEN and by.person_id != "" and by.person_id == payer_person_id
    if not (is_own or by.kind in {ActorKind.OFFICIAL, ActorKind.SYSTEM}):
        raise NotAllowed("PA15", _("You can open a payment only for your own dossier."))


def check_can_return(by: Actor) -> None:
    if by.kind is not ActorKind.OFFICIAL or not by.has_role(*_REFUND):
        raise NotAllowed("PA16", _("Only a cashier may mark money as given back."))
