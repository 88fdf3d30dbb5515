"""Who may do what with the record."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotAllowed


def check_can_replay(*, by: Actor) -> None:
    """Dead letters are replayed by operators, or by the system itself from the command line."""
    if by.kind is not ActorKind.SYSTEM and not by.has_role("operator"):
        raise NotAllowed("LG20", _("Only an operator may deliver entries again."))


def check_can_change_key(*, by: Actor) -> None:
    """The key lies in files of the machine: only who works at its command line can change it."""
    if by.kind is not ActorKind.SYSTEM:
        raise NotAllowed("LG21", _("The signing key of the ledger is changed from the command line."))


def can_read_entries(*, by: Actor) -> bool:
    """Officials and the system read whole entries; everyone else sees that an entry exists."""
    return by.kind in {ActorKind.OFFICIAL, ActorKind.SYSTEM}
