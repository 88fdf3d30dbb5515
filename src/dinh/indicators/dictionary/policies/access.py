"""Who may read the dictionary, write definitions, and approve them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

EDITING = (Role.DATA_OFFICER.value,)
READING = (Role.DATA_OFFICER.value, Role.LEADER.value)


def can_read(by: Actor) -> bool:
    return by.kind is ActorKind.OFFICIAL and by.has_role(*READING)


def can_edit(by: Actor) -> bool:
    return by.kind is ActorKind.OFFICIAL and bool(by.person_id) and by.has_role(*EDITING)


def check_can_edit(by: Actor) -> None:
    if not can_edit(by):
        raise NotAllowed("DN01", _("Only a data officer may write definitions of indicators."))


def can_approve(by: Actor, hands: Collection[str]) -> bool:
    """Say whether this is a data officer or leader who had no hand in it."""
    return can_read(by) and bool(by.person_id) and by.person_id not in hands


def check_can_approve(by: Actor, hands: Collection[str]) -> None:
    if not can_read(by):
        raise NotAllowed("DN02", _("Only a data officer or a leader may approve definitions of indicators."))
    if not can_approve(by, hands):
        raise NotAllowed(
            "DN03",
            _("You had a hand in this definition, so somebody else must decide."),
            _("Ask another data officer or a leader."),
        )


def check_can_take_back(by: Actor, proposed_by: str) -> None:
    """What was proposed is taken back by whoever proposed it; anybody else sends it back with a reason."""
    check_can_edit(by)
    if by.person_id != proposed_by:
        raise NotAllowed(
            "DN04",
            _("Only whoever proposed this may take it back."),
            _("Send it back with a reason instead."),
        )
