"""Who looks at series and targets: those who may look at the wall."""

from dinh.kernel.actor import Actor, ActorKind, Role

READING = (Role.DATA_OFFICER.value, Role.LEADER.value, Role.HEAD.value)


def can_read(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.OFFICIAL and by.has_role(*READING))
