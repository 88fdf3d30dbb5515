"""Who may look at scores, enter them, verify them and publish them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

ENTERING = (Role.DATA_OFFICER.value,)
READING = (Role.DATA_OFFICER.value, Role.LEADER.value)


def can_read(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.OFFICIAL and by.has_role(*READING))


def may_read_files(by: Actor, subject_id: str) -> bool:
    """Say whether somebody may open the evidence of a score: whoever may look at the scores."""
    del subject_id
    return can_read(by)


def can_enter(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.OFFICIAL and by.has_role(*ENTERING))


def check_can_enter(by: Actor) -> None:
    if not can_enter(by):
        raise NotAllowed("SC10", _("Only a data officer may enter values of an index."))


def check_can_verify(by: Actor, entered_by: Collection[str]) -> None:
    """Refuse somebody without the role, and whoever entered what is to be verified."""
    if by.kind is not ActorKind.OFFICIAL or not by.has_role(*READING):
        raise NotAllowed("SC11", _("Only a data officer or a leader may verify values of an index."))
    if not by.person_id or by.person_id in entered_by:
        raise NotAllowed(
            "SC12",
            _("You entered this yourself, so somebody else must verify it."),
            _("Ask another data officer or a leader."),
        )
