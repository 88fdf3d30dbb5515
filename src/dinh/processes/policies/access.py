"""Who may draw, approve, and do a step."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

__all__ = ["can_approve", "can_edit", "check_can_complete", "check_can_edit", "check_can_publish", "check_can_run"]


def can_edit(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.OFFICIAL and by.has_role(Role.DATA_OFFICER))


def check_can_edit(by: Actor) -> None:
    if not can_edit(by):
        raise NotAllowed("PR10", _("Only a data officer may change processes and decision tables."))


def can_approve(by: Actor, editors: Collection[str]) -> bool:
    """Say whether this is a data officer or leader who took no part in the draft."""
    is_entitled = by.kind is ActorKind.OFFICIAL and by.has_role(Role.DATA_OFFICER, Role.LEADER)
    return is_entitled and by.person_id != "" and by.person_id not in editors


def check_can_publish(by: Actor, editors: Collection[str], *, is_table: bool = False) -> None:
    if by.kind is not ActorKind.OFFICIAL or not by.has_role(Role.DATA_OFFICER, Role.LEADER):
        table, process = (
            _("Only a data officer or a leader may publish a table."),
            _("Only a data officer or a leader may publish a process."),
        )
        raise NotAllowed("PR11", table if is_table else process)
    if not can_approve(by, editors):
        raise NotAllowed(
            "PR12",
            _("You have worked on this draft, so somebody else must approve it."),
            _("Ask another data officer or a leader."),
        )


def check_can_run(by: Actor) -> None:
    if by.kind not in {ActorKind.OFFICIAL, ActorKind.SYSTEM}:
        raise NotAllowed("PR13", _("Only an official may move a case through its process."))


def check_can_complete(by: Actor, *, agency_id: str, role: str) -> None:
    """An official does the steps of their own agency and role; the system does any."""
    if by.kind is ActorKind.SYSTEM:
        return
    check_can_run(by)
    if agency_id and by.agency_id != agency_id:
        raise NotAllowed("PR14", _("This step belongs to another agency."))
    if role and not by.has_role(role):
        raise NotAllowed("PR15", _("This step belongs to another role."))
