"""Who acts: the account, the post it acts from and the evidence of the channel, as operations receive it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    OFFICIAL = "official"
    SYSTEM = "system"


class Role(StrEnum):
    """What a post lets its holder do; a post may carry several."""

    MOT_CUA = "mot_cua"
    SPECIALIST = "specialist"
    HEAD = "head"
    CLERK = "clerk"
    CASHIER = "cashier"
    LEADER = "leader"
    DATA_OFFICER = "data_officer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person or part of the system.

    `unit_id` is the administrative unit of the agency on the day of the act; `channel_evidence` holds what proves the
    channel (a digest of the session, the device, the place), never personal data.
    """

    kind: ActorKind
    account_id: str = ""
    person_id: str = ""
    post_id: str = ""
    agency_id: str = ""
    unit_id: int | None = None
    roles: frozenset[str] = frozenset()
    channel_evidence: Mapping[str, str] = field(default_factory=dict)
    display_name: str = ""

    @property
    def is_citizen(self) -> bool:
        return self.kind is ActorKind.CITIZEN

    @property
    def is_official(self) -> bool:
        return self.kind is ActorKind.OFFICIAL

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)
SYSTEM = Actor(kind=ActorKind.SYSTEM, display_name="Đình")
