"""Who may keep, open, sign, issue and reuse."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from dinh.documents.types import Certificate, SignAs
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

REUSE_CONSENT, ON_RECORD = "reuse", "on_record"
_SEALING = (Role.HEAD, Role.CLERK, Role.MOT_CUA, Role.LEADER)


def check_can_store(by: Actor) -> None:
    """A file is taken only from somebody who is known. Basis: 45/2020/NĐ-CP, Điều 7.2."""
    if by.kind is ActorKind.ANONYMOUS:
        raise NotAllowed("DC01", _("Please sign in before you send files."))


def check_can_open(
    by: Actor, *, owner_person_id: str, stored_by: str, agency_id: str, guard: Callable[[], bool] | None
) -> None:
    """The owner, the sender and the system may open; others as the guard of the subject says, else only the agency."""
    if by.kind is ActorKind.SYSTEM:
        return
    if by.is_citizen and by.person_id and by.person_id == owner_person_id:
        return
    if by.account_id and by.account_id == stored_by:
        return
    if guard() if guard else (by.is_official and bool(agency_id) and by.agency_id == agency_id):
        return
    raise NotAllowed(
        "DC02",
        _("This file is not yours to open."),
        _("Sign in with the account that sent it, or ask the agency that handles it."),
    )


def check_can_issue(by: Actor) -> None:
    if by.kind is not ActorKind.SYSTEM and not by.is_official:
        raise NotAllowed("DC03", _("Only an agency issues papers."))


def check_can_sign(by: Actor, sign: SignAs) -> None:
    """An agency's certificate needs a sealing post at that agency; a personal one only its own person."""
    if by.kind is ActorKind.SYSTEM and sign.certificate is Certificate.AGENCY:
        return
    if sign.certificate is Certificate.AGENCY:
        if by.is_official and by.agency_id == sign.holder_id and by.has_role(*_SEALING):
            return
        raise NotAllowed("DC04", _("Your post may not sign for this agency."))
    if by.person_id and by.person_id == sign.holder_id:
        return
    raise NotAllowed("DC05", _("A personal signature is made only by its own person."))


def check_can_digitise(by: Actor) -> None:
    """Who scans signs in person. Basis: 01/2023/TT-VPCP, Điều 8."""
    if by.is_official and by.has_role(Role.MOT_CUA, Role.SPECIALIST, Role.CLERK) and by.person_id:
        return
    raise NotAllowed("DC14", _("Only the officer who scans a paper digitises it."))


def check_can_deposit(by: Actor) -> None:
    if by.kind is not ActorKind.SYSTEM and not by.is_official:
        raise NotAllowed("DC06", _("Only an agency puts papers into a person's store."))


def check_can_see_store(by: Actor, owner_person_id: str) -> None:
    if by.kind is ActorKind.SYSTEM or (by.person_id and by.person_id == owner_person_id):
        return
    raise NotAllowed("DC07", _("A store is open to its owner only."))


def check_can_reuse(by: Actor, *, owner_person_id: str, consent: str) -> str:
    """Return the consent to write down: the owner's own act, or what the official says the owner agreed to.

    Basis: 45/2020/NĐ-CP, Điều 16; 01/2023/TT-VPCP, Điều 24.
    """
    if by.person_id and by.person_id == owner_person_id and not by.is_official:
        return "owner"
    if by.is_official and by.has_role(Role.MOT_CUA, Role.SPECIALIST) and consent:
        return consent
    if by.is_official:
        raise NotAllowed(
            "DC08",
            _("A paper from a person's store is used only when the person agrees."),
            _("Ask the person at the desk and note how they agreed."),
        )
    raise NotAllowed("DC09", _("This paper belongs to somebody else."))
