"""Who may change the catalogue and who sees its faults."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed


def check_can_import(by: Actor) -> None:
    """Raise NotAllowed unless the system, a data officer or an operator asks."""
    if by.kind is ActorKind.SYSTEM or by.has_role(Role.DATA_OFFICER, Role.OPERATOR):
        return
    raise NotAllowed(
        "PR10", _("Only a data officer or an operator may load the catalogue."), _("Sign in with the post that may.")
    )
