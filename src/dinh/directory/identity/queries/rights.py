"""May this actor do this, on this day? Collects the facts, then asks the table in `policies`."""

from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from dinh.directory.identity import policies
from dinh.directory.identity.models import Agency, Mandate
from dinh.directory.identity.policies import Standing, Target
from dinh.directory.identity.queries import agencies
from dinh.directory.identity.types import Action, MandateKind
from dinh.directory.units import api as units
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotAllowed, NotFound

# Asked before every act of every official, so it is written out: Django takes longer to build it than it takes to run.
_POST = """
SELECT post.roles, post.procedures, agency.public_id, agency.province_id, agency.valid_to, heir.public_id
FROM directory_identity_post post
JOIN directory_identity_person person ON person.id = post.person_id
JOIN directory_identity_agency agency ON agency.id = post.agency_id
LEFT JOIN directory_identity_agency heir ON heir.id = agency.successor_id
WHERE post.public_id = %s AND person.public_id = %s
  AND post.valid_from <= %s AND (post.valid_to IS NULL OR post.valid_to > %s)
"""


def _standing(by: Actor, on: date) -> tuple[Standing, frozenset[str]]:
    """Where the official stands today; the rights are those of the post as it is now, not as the session knew it."""
    if not by.post_id:
        return _standing_without_post(by, on)
    with connection.cursor() as cursor:
        cursor.execute(_POST, [by.post_id, by.person_id, on, on])
        found = cursor.fetchone()
    if found is None:
        return Standing(), frozenset()
    roles, procedures, agency_id, province_id, valid_to, successor_id = found
    if valid_to is not None and valid_to <= on and successor_id:
        heir = agencies.follow(agencies.row(successor_id), on)
        agency_id, province_id = heir.public_id, heir.province_id
    return Standing(agency_id, province_id, frozenset(procedures)), frozenset(roles)


def _standing_without_post(by: Actor, on: date) -> tuple[Standing, frozenset[str]]:
    found = Agency.objects.select_related("successor").filter(public_id=by.agency_id).first()
    if found is None:
        return Standing(), by.roles
    own = agencies.follow(found, on)
    return Standing(agency_id=own.public_id, province_unit_id=own.province_id), by.roles


def _target(
    *, agency_id: str, unit_id: int | None, procedure_code: str, person_id: str, on: date, own: str = ""
) -> Target:
    if agency_id and agency_id != own:
        try:
            found = agencies.follow(agencies.row(agency_id), on)
        except NotFound:
            return Target(agency_id="?", province_unit_id=-1, procedure_code=procedure_code, person_id=person_id)
        return Target(
            agency_id=found.public_id,
            province_unit_id=found.province_id,
            person_id=person_id,
            procedure_code=procedure_code,
        )
    province = None
    if unit_id is not None and not agency_id:
        province = units.unit(unit_id=unit_id, on=on).province_id
    return Target(agency_id=agency_id, province_unit_id=province, person_id=person_id, procedure_code=procedure_code)


def _mandates(by: Actor, action: Action, kind: MandateKind, on: date) -> list[Mandate]:
    found = Mandate.objects.select_related("giver", "agency", "agency__successor", "giver_post").filter(
        agencies.in_force(on),
        Q(ended_at__isnull=True) | Q(ended_at__date__gt=on),
        kind=kind,
        receiver__public_id=by.person_id,
        actions__contains=[action.value],
    )
    return list(found)


def _is_mandated(by: Actor, action: Action, target: Target, on: date) -> bool:
    for mandate in _mandates(by, action, MandateKind.OFFICIAL, on):
        post, agency = mandate.giver_post, mandate.agency
        if post is None or agency is None or not (post.valid_to is None or on < post.valid_to):
            continue
        is_covered = not mandate.procedures or target.procedure_code in mandate.procedures
        if is_covered and agencies.follow(agency, on).public_id == target.agency_id:
            return True
    return False


def _acts_for(by: Actor, action: Action, procedure_code: str, on: date) -> frozenset[str]:
    return frozenset(
        mandate.giver.public_id
        for mandate in _mandates(by, action, MandateKind.CITIZEN, on)
        if not mandate.procedures or procedure_code in mandate.procedures
    )


def _citizen_may(by: Actor, action: Action, procedure_code: str, person_id: str, on: date) -> bool:
    target = Target(person_id=person_id or by.person_id, procedure_code=procedure_code)
    if policies.is_granted_to_person(by, action, target, frozenset()):
        return True
    return policies.is_granted_to_person(by, action, target, _acts_for(by, action, procedure_code, on))


def procedures_of(*, by: Actor, on: date) -> tuple[str, ...]:
    """Return the codes of the procedures the post acted from is limited to that day, in order; empty for no limit."""
    return tuple(sorted(_standing(by, on)[0].procedures)) if by.is_official else ()


def may(
    *,
    by: Actor,
    action: Action | str,
    on: date,
    agency_id: str = "",
    unit_id: int | None = None,
    procedure_code: str = "",
    person_id: str = "",
) -> bool:
    """Tell whether `by` may do `action` that day on what belongs to this agency (or unit), procedure and person.

    Official: through the post acted from, as it stands that day (role x agency x province x procedure), else through a
    written mandate in force. Citizen: for themselves or for a person who authorised them. The system itself may.
    """
    asked = Action(action)
    if by.kind is ActorKind.SYSTEM:
        return True
    if by.kind is ActorKind.CITIZEN:
        return _citizen_may(by, asked, procedure_code, person_id, on)
    if by.kind is not ActorKind.OFFICIAL:
        return False
    standing, roles = _standing(by, on)
    target = _target(
        agency_id=agency_id,
        unit_id=unit_id,
        procedure_code=procedure_code,
        person_id=person_id,
        on=on,
        own=standing.agency_id,
    )
    if target.agency_id and target.agency_id == standing.agency_id:
        target = Target(
            agency_id=target.agency_id, province_unit_id=standing.province_unit_id, procedure_code=procedure_code
        )
    if policies.is_granted_by_post(roles, asked, standing, target):
        return True
    return bool(by.person_id) and _is_mandated(by, asked, target, on)


def check_may(
    *,
    by: Actor,
    action: Action | str,
    on: date,
    agency_id: str = "",
    unit_id: int | None = None,
    procedure_code: str = "",
    person_id: str = "",
) -> None:
    """Refuse with NotAllowed unless `may` allows; the sentence says what was asked. Arguments as `may`."""
    if not may(
        by=by,
        action=action,
        on=on,
        agency_id=agency_id,
        unit_id=unit_id,
        procedure_code=procedure_code,
        person_id=person_id,
    ):
        raise NotAllowed(
            "ID10",
            _("The post you are acting from may not do this here."),
            _("Choose another of your posts, or ask the head of the agency for a written mandate."),
        )
