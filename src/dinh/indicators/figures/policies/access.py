"""Who may recount the figures and say whether they may be published."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotAllowed


def check_can_reconcile(*, by: Actor) -> None:
    """The system itself, from the command line or at night, and data officers."""
    if by.kind is not ActorKind.SYSTEM and not by.has_role("data_officer"):
        raise NotAllowed("CT12", _("Only a data officer may have the figures recounted."))
