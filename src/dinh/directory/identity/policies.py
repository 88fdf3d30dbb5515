"""Who may do what, as a table and pure functions over it. Nothing here reads a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dinh.directory.identity.types import Action
from dinh.kernel.actor import Actor, ActorKind, Role

_NO_ROLES: frozenset[str] = frozenset()


class Reach(StrEnum):
    """How far a right goes from the post that gives it."""

    OWN_AGENCY = "own_agency"
    OWN_PROVINCE = "own_province"


@dataclass(frozen=True, slots=True)
class Rule:
    actions: tuple[Action, ...]
    roles: frozenset[str]
    reach: Reach
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What the act is about, as of the day: agencies already followed to today's successor."""

    agency_id: str = ""
    province_unit_id: int | None = None
    person_id: str = ""
    procedure_code: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the actor stands that day: the agency of the post, its province, and the procedures it is limited to."""

    agency_id: str = ""
    province_unit_id: int | None = None
    procedures: frozenset[str] = frozenset()


def _roles(*roles: Role) -> frozenset[str]:
    return frozenset(role.value for role in roles)


_FRONT_DESK = "118/2025/NĐ-CP, Điều 14"
_RESULT = "45/2020/NĐ-CP, Điều 14"

RULES: tuple[Rule, ...] = (
    # A desk serves the whole province, whatever the boundary and whichever agency decides.
    Rule(
        (
            Action.DOSSIER_RECEIVE,
            Action.DOSSIER_DECLINE,
            Action.DOSSIER_DIGITISE,
            Action.DOSSIER_SEARCH,
            Action.DOSSIER_READ,
            Action.DOSSIER_HAND_OVER,
            Action.DOSSIER_WITHDRAW,
            Action.DOSSIER_TRACK,
            Action.DOCUMENT_ISSUE,
            Action.PERSON_READ,
            Action.STORE_REUSE,
        ),
        _roles(Role.MOT_CUA),
        Reach.OWN_PROVINCE,
        _FRONT_DESK,
    ),
    Rule(
        (
            Action.DOSSIER_SEARCH,
            Action.DOSSIER_READ,
            Action.DOSSIER_PROCESS,
            Action.DOSSIER_REQUEST_SUPPLEMENT,
            Action.DOSSIER_EXTEND,
            Action.DOSSIER_STOP,
            Action.DOCUMENT_ISSUE,
            Action.PERSON_READ,
        ),
        _roles(Role.SPECIALIST, Role.HEAD),
        Reach.OWN_AGENCY,
    ),
    Rule(
        (
            Action.DOSSIER_ASSIGN,
            Action.DOSSIER_DECIDE,
            Action.DOSSIER_SIGN,
            Action.DOSSIER_REFUSE,
            Action.DOCUMENT_SIGN,
            Action.STORE_DEPOSIT,
            Action.MANDATE_GIVE,
        ),
        _roles(Role.HEAD),
        Reach.OWN_AGENCY,
        _RESULT,
    ),
    Rule((Action.DOCUMENT_ISSUE, Action.DOSSIER_READ), _roles(Role.CLERK), Reach.OWN_AGENCY),
    Rule(
        (Action.PAYMENT_CASH, Action.PAYMENT_CANCEL),
        _roles(Role.CASHIER, Role.MOT_CUA),
        Reach.OWN_PROVINCE,
        _FRONT_DESK,
    ),
    # Who runs the machines looks over the sums and never moves money.
    Rule((Action.PAYMENT_REFUND, Action.PAYMENT_RECONCILE), _roles(Role.CASHIER), Reach.OWN_PROVINCE),
    Rule(
        (Action.WALL_READ, Action.INDICATOR_EXPLAIN),
        _roles(Role.LEADER, Role.DATA_OFFICER, Role.HEAD),
        Reach.OWN_PROVINCE,
    ),
    Rule((Action.PROCEDURE_FAULTS, Action.LEDGER_READ), _roles(Role.DATA_OFFICER), Reach.OWN_PROVINCE),
    Rule(
        (Action.LEDGER_READ, Action.LEDGER_OPERATE, Action.POST_GRANT, Action.PAYMENT_RECONCILE),
        _roles(Role.OPERATOR),
        Reach.OWN_PROVINCE,
    ),
)
# What a signed-in person does for themselves, or for whoever authorised them in writing.
CITIZEN_ACTIONS: frozenset[Action] = frozenset(
    {
        Action.DOSSIER_FILE,
        Action.DOSSIER_TRACK,
        Action.DOSSIER_READ,
        Action.DOSSIER_WITHDRAW,
        Action.PAYMENT_PAY,
        Action.STORE_READ,
        Action.STORE_REUSE,
        Action.MANDATE_GIVE,
        Action.PERSON_READ,
    }
)


def rules_for(action: Action) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if action in rule.actions)


def roles_for(action: Action) -> frozenset[str]:
    """Return the roles that give this action anywhere, for menus and route guards."""
    return _NO_ROLES.union(*(rule.roles for rule in rules_for(action)))


def _reaches(reach: Reach, standing: Standing, target: Target) -> bool:
    if reach is Reach.OWN_AGENCY:
        return target.agency_id != "" and target.agency_id == standing.agency_id
    return target.province_unit_id is None or target.province_unit_id == standing.province_unit_id


def _covers(procedures: Iterable[str], procedure_code: str) -> bool:
    limited = frozenset(procedures)
    return not limited or (procedure_code != "" and procedure_code in limited)


def is_granted_by_post(roles: frozenset[str], action: Action, standing: Standing, target: Target) -> bool:
    """Tell whether a post with these roles, standing there, gives this action on this target."""
    if not standing.agency_id:
        return False
    return any(
        not rule.roles.isdisjoint(roles)
        and _reaches(rule.reach, standing, target)
        and _covers(standing.procedures, target.procedure_code)
        for rule in rules_for(action)
    )


def is_granted_to_person(actor: Actor, action: Action, target: Target, acts_for: frozenset[str]) -> bool:
    """Tell whether a citizen may: for themselves, or for those who authorised them (`acts_for`)."""
    if actor.kind is not ActorKind.CITIZEN or action not in CITIZEN_ACTIONS or not actor.person_id:
        return False
    return target.person_id == actor.person_id or target.person_id in acts_for
