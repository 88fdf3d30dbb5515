"""Who may report an item of the index, prepare a copy of the points, and publish it."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

PREPARING = (Role.DATA_OFFICER.value,)
PUBLISHING = (Role.DATA_OFFICER.value, Role.LEADER.value)


def can_prepare(by: Actor) -> bool:
    return by.kind is ActorKind.OFFICIAL and by.has_role(*PREPARING)


def can_publish(by: Actor, *, prepared_by: str) -> bool:
    is_of_role = by.kind is ActorKind.OFFICIAL and by.has_role(*PUBLISHING)
    return is_of_role and bool(by.person_id) and by.person_id != prepared_by


def check_can_prepare(by: Actor) -> None:
    if not can_prepare(by):
        raise NotAllowed("CT20", _("Only a data officer may report an item or prepare a copy of the points."))


def check_can_publish(by: Actor, *, prepared_by: str) -> None:
    """Refuse whoever prepared the copy, and others than data officers and leaders."""
    if not can_publish(by, prepared_by=prepared_by):
        raise NotAllowed(
            "CT21",
            _("A copy of the points is published by a data officer or leader who did not prepare it."),
            _("Ask another data officer or a leader."),
        )
