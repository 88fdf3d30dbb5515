"""The joint processes this house brings along, walked from the receipt to the hand-over."""

import pytest

from dinh.dossiers import api
from dinh.dossiers.registry import references
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict
from dinh.ledger import api as ledger
from dinh.processes import registry
from tests.dossiers import joint as j
from tests.dossiers import world as w
from tests.processes import make

pytestmark = pytest.mark.django_db
JOINT_BIRTH, CONSTRUCTION = "2.000986", "1.013225"
CONTENT = api.ResultContent(summary="Được")


@pytest.fixture
def offices(world: w.World) -> j.Joint:
    return j.make_joint(world)


def put_in_force(shipped: str, code: str) -> None:
    """The model of the house, for a procedure of the small province."""
    model = next(one.model for one in registry.shipped() if one.procedure_code == shipped)
    make.published(model, code=code, at=w.at("2026-01-05 09:00"))
    references.forget()


def proposed(dossier_id: str, officer: Actor, head: Actor) -> None:
    ledger.seal()
    ledger.deliver()
    api.assign(by=head, at=w.AT, dossier_id=dossier_id, post_id=officer.post_id)
    api.start_processing(by=officer, at=w.AT, dossier_id=dossier_id)
    api.propose(by=officer, at=w.AT, dossier_id=dossier_id, outcome="approved", content=CONTENT)


def test_the_joint_birth_process_is_walked_to_its_end(offices: j.Joint) -> None:
    world = offices.world
    put_in_force(JOINT_BIRTH, w.BIRTH)
    dossier_id = w.received(world)
    proposed(dossier_id, world.specialist, world.head)
    assert j.stands(dossier_id) == {"certificate"}
    with pytest.raises(Conflict, match="HS77"):
        w.decided(world, dossier_id)
    j.answered(world.colleague, world.head, j.task(dossier_id, "certificate"))
    assert j.stands(dossier_id) == {"residence", "insurance"}
    with pytest.raises(Conflict, match="HS77"):
        w.decided(world, dossier_id)
    j.answered(offices.police, offices.police_head, j.task(dossier_id, "residence"))
    card = api.Answer(api.Opinion.RESULT, "Đã cấp thẻ bảo hiểm y tế", document="12/BHXH")
    api.record_subtask(by=world.specialist, at=w.AT, subtask_id=j.task(dossier_id, "insurance"), answer=card)
    assert j.stands(dossier_id) == {"sign"}
    w.decided(world, dossier_id)
    assert j.stands(dossier_id) == {"hand_over"}
    api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id)
    assert j.stands(dossier_id) == set()


def test_the_construction_process_is_walked_to_its_end(offices: j.Joint) -> None:
    world = offices.world
    put_in_force(CONSTRUCTION, w.HOUSE)
    submission_id = w.filed(world, code=w.HOUSE)
    dossier_id = api.receive(by=world.province_desk, at=w.AT, submission_id=submission_id).dossier_id
    proposed(dossier_id, world.builder, world.builder_head)
    assert j.stands(dossier_id) == {"site", "department", "fire"}
    j.answered(world.builder, world.builder_head, j.task(dossier_id, "site"))
    j.answered(offices.police, offices.police_head, j.task(dossier_id, "fire"))
    with pytest.raises(Conflict, match="HS77"):
        api.decide(by=world.builder_head, at=w.AT, dossier_id=dossier_id, outcome="approved", content=CONTENT)
    j.answered(world.builder, world.builder_head, j.task(dossier_id, "department"))
    assert j.stands(dossier_id) == {"verify"}
    api.decide(by=world.builder_head, at=w.AT, dossier_id=dossier_id, outcome="approved", content=CONTENT)
    assert j.stands(dossier_id) == {"hand_over"}
    api.hand_over(by=world.province_desk, at=w.AT, dossier_id=dossier_id)
    assert j.stands(dossier_id) == set()
