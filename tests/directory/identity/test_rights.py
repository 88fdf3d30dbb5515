"""Both sides of every rule of the table of rights."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dinh.directory.identity import api
from dinh.directory.identity.policies import CITIZEN_ACTIONS, RULES, Reach
from dinh.directory.identity.types import Action, AgencyKind
from dinh.kernel.actor import ANONYMOUS, SYSTEM, Role
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.directory.identity.make import AT, NEIGHBOR, ON, OTHER_PROVINCE, agency, citizen, official, person

pytestmark = pytest.mark.django_db

AGENCY_RULES = [
    (action, role) for rule in RULES if rule.reach is Reach.OWN_AGENCY for action in rule.actions for role in rule.roles
]
PROVINCE_RULES = [
    (action, role)
    for rule in RULES
    if rule.reach is Reach.OWN_PROVINCE
    for action in rule.actions
    for role in rule.roles
]


@pytest.mark.parametrize(("action", "role"), AGENCY_RULES)
def test_a_right_at_the_own_agency_ends_at_its_door(action: Action, role: str) -> None:
    own, next_door = agency(code="H36.41.01"), agency(code="H36.41.02", unit=NEIGHBOR)
    by = official(own, role)
    assert api.may(by=by, action=action, agency_id=own.public_id, on=ON)
    assert not api.may(by=by, action=action, agency_id=next_door.public_id, on=ON)


@pytest.mark.parametrize(("action", "role"), PROVINCE_RULES)
def test_a_right_in_the_own_province_ends_at_its_border(action: Action, role: str) -> None:
    own, next_door = agency(code="H36.41.01"), agency(code="H36.41.02", unit=NEIGHBOR)
    abroad = agency(code="H11.41.02", province=OTHER_PROVINCE)
    by = official(own, role)
    assert api.may(by=by, action=action, agency_id=next_door.public_id, on=ON)
    assert not api.may(by=by, action=action, agency_id=abroad.public_id, on=ON)


@pytest.mark.parametrize("action", list(Action))
def test_a_role_that_no_rule_names_gives_nothing(action: Action) -> None:
    own = agency(code="H36.41.01")
    for role in {role.value for role in Role} - api.roles_for(action):
        assert not api.may(by=official(own, role), action=action, agency_id=own.public_id, on=ON)


@pytest.mark.parametrize("action", list(Action))
def test_a_citizen_acts_for_themselves_only(action: Action) -> None:
    me, other = person("Trần Văn A"), person("Lê Thị B")
    by = citizen(me)
    assert api.may(by=by, action=action, person_id=me.person_id, on=ON) == (action in CITIZEN_ACTIONS)
    assert not api.may(by=by, action=action, person_id=other.person_id, on=ON)


@pytest.mark.parametrize("action", list(Action))
def test_nobody_may_nothing_and_the_system_may_all(action: Action) -> None:
    assert not api.may(by=ANONYMOUS, action=action, on=ON)
    assert api.may(by=SYSTEM, action=action, on=ON)


def test_check_may_tells_what_to_do() -> None:
    own, next_door = agency(code="H36.41.01"), agency(code="H36.41.02", unit=NEIGHBOR)
    by = official(own, "specialist")
    api.check_may(by=by, action="dossier.process", agency_id=own.public_id, on=ON)
    with pytest.raises(NotAllowed, match="ID10"):
        api.check_may(by=by, action="dossier.process", agency_id=next_door.public_id, on=ON)


def test_a_post_limited_to_procedures_acts_on_those_only() -> None:
    own = agency(code="H36.41.01")
    by = official(own, "specialist", procedures=("1.001193",))
    given = {"by": by, "action": Action.DOSSIER_PROCESS, "agency_id": own.public_id, "on": ON}
    assert api.may(**given, procedure_code="1.001193")
    assert not api.may(**given, procedure_code="2.000635")
    assert not api.may(**given)


def test_rights_pass_to_the_successor_when_agencies_merge() -> None:
    new = agency(code="H36.41.01")
    old = agency(code="H36.01.01", successor=new, valid_to=date(2025, 7, 1))
    by = official(new, "specialist")
    assert api.may(by=by, action=Action.DOSSIER_PROCESS, agency_id=old.public_id, on=ON)
    assert not api.may(by=by, action=Action.DOSSIER_PROCESS, agency_id=old.public_id, on=date(2025, 6, 30))
    assert api.successor_agency(agency_id=old.public_id, on=ON).agency_id == new.public_id
    assert api.successor_agency(agency_id=old.public_id, on=date(2025, 6, 30)).agency_id == old.public_id


def test_an_ended_post_gives_nothing_even_to_an_open_session() -> None:
    own = agency(code="H36.41.01")
    by = official(own, "head")
    assert api.may(by=by, action=Action.DOSSIER_SIGN, agency_id=own.public_id, on=ON)
    api.end_post(by=SYSTEM, at=AT, post_id=by.post_id, valid_to=ON)
    assert not api.may(by=by, action=Action.DOSSIER_SIGN, agency_id=own.public_id, on=ON)
    assert api.may(by=by, action=Action.DOSSIER_SIGN, agency_id=own.public_id, on=date(2026, 3, 1))


def test_another_persons_post_gives_nothing() -> None:
    own = agency(code="H36.41.01")
    head, desk = official(own, "head"), official(own, "mot_cua")
    thief = type(desk)(kind=desk.kind, person_id=desk.person_id, post_id=head.post_id, agency_id=own.public_id)
    assert not api.may(by=thief, action=Action.DOSSIER_SIGN, agency_id=own.public_id, on=ON)


def test_an_unknown_agency_is_nobodys() -> None:
    by = official(agency(code="H36.41.01"), "mot_cua")
    assert not api.may(by=by, action=Action.DOSSIER_RECEIVE, agency_id="agy_unknown", on=ON)


def test_a_right_over_a_unit_follows_its_province() -> None:
    own = agency(code="H36.01", kind=AgencyKind.DEPARTMENT)
    by = official(own, "leader")
    assert api.may(by=by, action=Action.WALL_READ, on=ON)


MANDATE = api.MandatePaper(
    document_number="12/UQ-UBND",
    document_on=date(2026, 1, 5),
    valid_from=date(2026, 1, 6),
    valid_to=date(2026, 6, 1),
)


def test_a_mandate_gives_for_its_days_and_at_its_agency_only() -> None:
    own, next_door = agency(code="H36.41.01"), agency(code="H36.41.02", unit=NEIGHBOR)
    head, deputy = official(own, "head"), official(own, "specialist")
    given = api.give_official_mandate(
        by=head, at=AT, receiver_person_id=deputy.person_id, actions=[Action.DOSSIER_SIGN], paper=MANDATE
    )
    sign = {"by": deputy, "action": Action.DOSSIER_SIGN}
    assert api.may(**sign, agency_id=own.public_id, on=date(2026, 5, 31))
    assert not api.may(**sign, agency_id=own.public_id, on=date(2026, 6, 1))
    assert not api.may(**sign, agency_id=next_door.public_id, on=ON)
    assert not api.may(by=deputy, action=Action.DOSSIER_DECIDE, agency_id=own.public_id, on=ON)
    api.end_mandate(by=head, at=AT, mandate_id=given.mandate_id, reason="Về lại")
    assert not api.may(**sign, agency_id=own.public_id, on=ON)


def test_a_mandate_dies_with_the_post_it_came_from() -> None:
    own = agency(code="H36.41.01")
    head, deputy = official(own, "head"), official(own, "specialist")
    api.give_official_mandate(
        by=head, at=AT, receiver_person_id=deputy.person_id, actions=[Action.DOSSIER_SIGN], paper=MANDATE
    )
    api.end_post(by=SYSTEM, at=AT, post_id=head.post_id, valid_to=date(2026, 3, 1))
    assert not api.may(by=deputy, action=Action.DOSSIER_SIGN, agency_id=own.public_id, on=ON)


def test_nobody_passes_on_more_than_they_hold() -> None:
    own = agency(code="H36.41.01")
    head, desk = official(own, "head"), official(own, "mot_cua")
    for by, action in ((desk, Action.DOSSIER_RECEIVE), (head, Action.PAYMENT_CASH)):
        with pytest.raises(NotAllowed):
            api.give_official_mandate(
                by=by, at=AT, receiver_person_id=person().person_id, actions=[action], paper=MANDATE
            )


@pytest.mark.parametrize(
    "wrong",
    [{"document_number": " "}, {"valid_to": date(2026, 1, 6)}, {"document_on": date(2026, 1, 7)}],
)
def test_a_mandate_is_written_and_dated(wrong: dict[str, Any]) -> None:
    by = citizen(person("Trần Văn A"))
    with pytest.raises(Invalid):
        api.give_citizen_mandate(
            by=by,
            at=AT,
            receiver_person_id=person().person_id,
            actions=[Action.DOSSIER_FILE],
            paper=replace(MANDATE, **wrong),
        )


def test_a_citizen_acts_for_who_authorised_them() -> None:
    mother, son = person("Lê Thị Mẹ"), person("Lê Văn Con")
    giver, by = citizen(mother), citizen(son)
    given = api.give_citizen_mandate(
        by=giver,
        at=AT,
        receiver_person_id=son.person_id,
        actions=[Action.DOSSIER_FILE],
        procedures=["1.001193"],
        paper=MANDATE,
    )
    file = {"by": by, "action": Action.DOSSIER_FILE, "person_id": mother.person_id, "on": ON}
    assert api.may(**file, procedure_code="1.001193")
    assert not api.may(**file, procedure_code="2.000635")
    assert not api.may(**{**file, "action": Action.STORE_READ}, procedure_code="1.001193")
    with pytest.raises(NotAllowed, match="ID12"):
        api.end_mandate(by=by, at=AT, mandate_id=given.mandate_id, reason="")
    with pytest.raises(NotAllowed, match="ID11"):
        api.give_citizen_mandate(
            by=giver, at=AT, receiver_person_id=son.person_id, actions=[Action.DOSSIER_SIGN], paper=MANDATE
        )


def test_check_may_costs_one_query_at_home_and_two_elsewhere(django_assert_num_queries: Any) -> None:
    own, next_door = agency(code="H36.41.01"), agency(code="H36.41.02", unit=NEIGHBOR)
    by = official(own, "mot_cua")
    with django_assert_num_queries(1):
        api.check_may(by=by, action=Action.DOSSIER_RECEIVE, agency_id=own.public_id, on=ON)
    with django_assert_num_queries(2):
        api.check_may(by=by, action=Action.DOSSIER_RECEIVE, agency_id=next_door.public_id, on=ON)


def test_granting_posts_is_the_operators() -> None:
    own = agency(code="H36.41.01")
    given = {"person_id": person().person_id, "agency_id": own.public_id, "title": "Chuyên viên", "roles": ["clerk"]}
    granted = api.grant_post(by=official(own, "operator"), at=AT, valid_from=ON, **given)
    with pytest.raises(NotAllowed):
        api.grant_post(by=official(own, "head"), at=AT, valid_from=ON, **given)
    with pytest.raises(NotAllowed):
        api.end_post(by=official(own, "head"), at=AT, post_id=granted.post_id, valid_to=date(2026, 4, 1))
    with pytest.raises(Invalid, match="ID30"):
        api.grant_post(by=SYSTEM, at=AT, valid_from=ON, valid_to=ON, **given)
    with pytest.raises(Invalid, match="ID30"):
        api.end_post(by=SYSTEM, at=AT, post_id=granted.post_id, valid_to=ON)


def test_officers_are_those_of_the_day_and_role() -> None:
    own = agency(code="H36.41.01")
    head = official(own, "head", "specialist")
    official(own, "clerk")
    assert [one.post_id for one in api.officers(agency_id=own.public_id, role="head", on=ON)] == [head.post_id]
    assert len(api.officers(agency_id=own.public_id, on=ON)) == 2
    assert api.officers(agency_id=own.public_id, on=date(2020, 12, 31)) == ()
    assert [one.post_id for one in api.posts_of(person_id=head.person_id, on=ON)] == [head.post_id]


def test_consent_is_the_persons_own_and_ends_when_withdrawn() -> None:
    me, other = citizen(person("Trần Văn A")), citizen(person("Lê Thị B"))
    given = api.give_consent(by=me, at=AT, purpose="reuse", wording_version="1")
    assert api.give_consent(by=me, at=AT, purpose="reuse", wording_version="1") == given
    assert api.has_consent(person_id=me.person_id, purpose="reuse")
    assert not api.has_consent(person_id=me.person_id, purpose="share")
    with pytest.raises(NotFound):
        api.withdraw_consent(by=other, at=AT, consent_id=given.consent_id)
    api.withdraw_consent(by=me, at=AT, consent_id=given.consent_id)
    assert not api.has_consent(person_id=me.person_id, purpose="reuse")
    with pytest.raises(Conflict):
        api.withdraw_consent(by=me, at=AT, consent_id=given.consent_id)
    with pytest.raises(NotAllowed):
        api.give_consent(by=official(agency(code="H36.41.01"), "head"), at=AT, purpose="x", wording_version="1")


def test_mandate_ends_once() -> None:
    giver, receiver = citizen(person("Lê Thị Mẹ")), person("Lê Văn Con")
    given = api.give_citizen_mandate(
        by=giver, at=AT, receiver_person_id=receiver.person_id, actions=[Action.DOSSIER_FILE], paper=MANDATE
    )
    assert [one.mandate_id for one in api.mandates_of(person_id=receiver.person_id, on=ON)] == [given.mandate_id]
    api.end_mandate(by=giver, at=AT, mandate_id=given.mandate_id, reason="Đã xong việc")
    assert api.mandates_of(person_id=receiver.person_id, on=ON) == ()
    with pytest.raises(Conflict):
        api.end_mandate(by=giver, at=AT, mandate_id=given.mandate_id, reason="")
    with pytest.raises(NotFound):
        api.end_mandate(by=giver, at=AT, mandate_id="mnd_none", reason="")
