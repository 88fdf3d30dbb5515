"""Who may report an item of the index, prepare a copy of the points, and publish it."""

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.indicators.figures.api import Period
from dinh.kernel import clock
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

PREPARING = (Role.DATA_OFFICER.value,)
PUBLISHING = (Role.DATA_OFFICER.value, Role.LEADER.value)


def can_prepare(by: Actor) -> bool:
    return by.kind is ActorKind.OFFICIAL and by.has_role(*PREPARING)


def subject_of(unit_id: int, period: Period) -> str:
    """Return the name under which proof of a unit and period is kept."""
    return f"points_{unit_id}:{period.first:%y%m%d}{period.last:%y%m%d}"


def may_read_files(by: Actor, subject_id: str) -> bool:
    """Say whether somebody may open proof of points: whoever may open the figures of the unit."""
    unit_id = int(subject_id.removeprefix("points_").partition(":")[0])
    on = clock.now().date()
    return directory.may(by=by, action=directory.Action.INDICATOR_EXPLAIN, unit_id=unit_id, on=on)


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
