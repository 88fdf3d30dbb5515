"""Who may ask at the workbench, and whose saved questions one may see and remove."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

READING = (Role.DATA_OFFICER.value, Role.LEADER.value, Role.HEAD.value)


def can_ask(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.OFFICIAL and by.has_role(*READING))


def check_can_keep(by: Actor) -> None:
    if by.kind is not ActorKind.OFFICIAL or not by.person_id or not can_ask(by):
        raise NotAllowed("PT01", _("Only officials who may see the figures keep questions about them."))


def check_can_remove(by: Actor, kept_by: str) -> None:
    """Somebody's own question only, shared or not."""
    check_can_keep(by)
    if by.person_id != kept_by:
        raise NotAllowed("PT02", _("Only whoever kept a question may remove it."))
