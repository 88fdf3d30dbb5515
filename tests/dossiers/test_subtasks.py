"""Joint procedures: one dossier, tasks at other offices, each with its own limit, queue and lateness."""

from datetime import timedelta
from typing import Any

import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Subtask
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from tests.dossiers import joint as j
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
LATER = w.at("2026-03-10 09:00")


@pytest.fixture
def joint(world: w.World) -> j.Joint:
    j.publish(j.joint())
    return j.make_joint(world)


@pytest.fixture
def opinions(world: w.World) -> j.Joint:
    j.publish(j.opinions())
    return j.make_joint(world)


def test_a_joint_dossier_is_walked_to_its_end(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    assert j.stands(dossier_id) == {"residence", "insurance"}
    with pytest.raises(Conflict, match="HS77"):
        w.decided(joint.world, dossier_id)
    j.answered(joint.police, joint.police_head, j.task(dossier_id, "residence"))
    assert j.stands(dossier_id) == {"insurance"}
    paper = api.Answer(api.Opinion.RESULT, "Đã cấp thẻ", document="12/BHXH")
    api.record_subtask(by=joint.world.head, at=w.AT, subtask_id=j.task(dossier_id, "insurance"), answer=paper)
    assert j.stands(dossier_id) == {"sign"}
    w.decided(joint.world, dossier_id)
    api.hand_over(by=joint.world.desk, at=w.AT, dossier_id=dossier_id)
    assert j.stands(dossier_id) == set()
    told = [one.move for one in api.subtask(by=joint.police, subtask_id=j.task(dossier_id, "residence")).story]
    assert told == ["send", "receive", "answer", "confirm"]


def test_parallel_opinions_are_waited_for_together(opinions: j.Joint) -> None:
    world = opinions.world
    dossier_id = j.opened(world)
    assert j.stands(dossier_id) == {"fire", "money", "site"}
    j.answered(opinions.tax, opinions.tax_head, j.task(dossier_id, "money"))
    j.answered(world.colleague, world.head, j.task(dossier_id, "site"))
    with pytest.raises(Conflict, match="HS77"):
        w.decided(world, dossier_id)
    j.answered(opinions.police, opinions.police_head, j.task(dossier_id, "fire"))
    w.decided(world, dossier_id)


def test_enough_opinions_spare_the_others(world: w.World) -> None:
    j.publish(j.opinions(needs=2))
    offices = j.make_joint(world)
    dossier_id = j.opened(world)
    j.answered(offices.tax, offices.tax_head, j.task(dossier_id, "money"))
    j.answered(offices.police, offices.police_head, j.task(dossier_id, "fire"))
    assert (j.state(dossier_id, "site"), j.stands(dossier_id)) == ("cancelled", {"sign"})
    with pytest.raises(Conflict, match="HS70"):
        api.receive_subtask(by=world.colleague, at=w.AT, subtask_id=j.task(dossier_id, "site"))
    w.decided(world, dossier_id)


def test_each_office_has_its_own_queue_and_page(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    own = api.subtask_queue(by=joint.police, at=w.AT)
    assert [(one.dossier_id, one.step_id, one.state) for one in own] == [(dossier_id, "residence", "sent")]
    assert api.subtask_queue(by=joint.tax, at=w.AT) == ()
    sent = api.subtasks_sent(by=joint.world.specialist, at=w.AT)
    assert {one.step_id for one in sent} == {"residence", "insurance"}
    assert api.dossier(by=joint.police, dossier_id=dossier_id).dossier_id == dossier_id
    with pytest.raises(NotAllowed, match="HS72"):
        api.subtask(by=joint.tax, subtask_id=own[0].subtask_id)
    with pytest.raises(NotAllowed):
        api.dossier(by=joint.tax, dossier_id=dossier_id)


def test_an_incomplete_task_goes_back_and_comes_again(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    subtask_id = j.task(dossier_id, "residence")
    api.return_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id, reason="Thiếu giấy chứng sinh")
    with pytest.raises(Conflict, match="HS70"):
        api.receive_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id)
    with pytest.raises(NotAllowed):
        api.resend_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id, note="Đã bổ sung")
    api.resend_subtask(by=joint.world.specialist, at=w.AT, subtask_id=subtask_id, note="Đã bổ sung")
    j.answered(joint.police, joint.police_head, subtask_id)
    assert j.state(dossier_id, "residence") == "done"


def test_only_the_head_confirms(joint: j.Joint) -> None:
    subtask_id = j.task(j.opened(joint.world), "residence")
    with pytest.raises(Conflict, match="HS70"):
        api.confirm_subtask(by=joint.police_head, at=w.AT, subtask_id=subtask_id)
    api.receive_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id)
    with pytest.raises(Invalid, match="HS20"):
        api.answer_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id, answer=api.Answer(api.Opinion.AGREE, " "))
    api.answer_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id, answer=j.SAID)
    with pytest.raises(NotAllowed, match="HS73"):
        api.confirm_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id)
    api.send_back_subtask(by=joint.police_head, at=w.AT, subtask_id=subtask_id, reason="Ghi rõ ngày đăng ký")
    api.answer_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id, answer=j.SAID)
    api.confirm_subtask(by=joint.police_head, at=w.AT, subtask_id=subtask_id)


def test_lateness_belongs_to_the_office_of_the_task(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    j.answered(joint.police, joint.police_head, j.task(dossier_id, "residence"), when=LATER)
    paper = api.Answer(api.Opinion.RESULT, "Đã cấp thẻ", document="12/BHXH")
    api.record_subtask(by=joint.world.head, at=w.AT, subtask_id=j.task(dossier_id, "insurance"), answer=paper)
    late = {one.step_id: one.is_late for one in api.subtasks_of(dossier_id, LATER)}
    assert late == {"residence": True, "insurance": False}


def test_more_time_is_asked_for_and_given_by_who_holds_the_dossier(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    subtask_id, until = j.task(dossier_id, "residence"), w.at("2026-03-20 17:00")
    with pytest.raises(Invalid, match="HS75"):
        api.ask_time(by=joint.police, at=w.AT, subtask_id=subtask_id, until=w.AT, reason="Cần xác minh")
    api.ask_time(by=joint.police, at=w.AT, subtask_id=subtask_id, until=until, reason="Cần xác minh")
    said: dict[str, Any] = {"at": w.AT, "subtask_id": subtask_id, "is_given": True, "reason": "Đồng ý"}
    with pytest.raises(NotAllowed):
        api.answer_time(by=joint.police, **said)
    api.answer_time(by=joint.world.specialist, **said)
    with pytest.raises(Conflict, match="HS76"):
        api.answer_time(by=joint.world.specialist, **said)
    j.answered(joint.police, joint.police_head, subtask_id, when=LATER)
    assert not api.subtask(by=joint.police, subtask_id=subtask_id, at=LATER).is_late
    assert [one.is_late for one in api.whereabouts(dossier_id, LATER)] == [True]


def test_silence_alone_agrees_to_nothing(opinions: j.Joint) -> None:
    dossier_id = j.opened(opinions.world)
    subtask_id = j.task(dossier_id, "fire")
    assert not api.pass_limit(by=SYSTEM, at=w.AT, subtask_id=subtask_id)
    assert api.pass_limit(by=SYSTEM, at=LATER, subtask_id=subtask_id)
    assert not api.pass_limit(by=SYSTEM, at=LATER, subtask_id=subtask_id)
    assert (j.state(dossier_id, "fire"), "fire" in j.stands(dossier_id)) == ("sent", True)


def test_silence_counts_as_agreement_only_by_a_document(world: w.World) -> None:
    j.publish(j.opinions(silence="Quy chế phối hợp 12/2026/QĐ-UBND, Điều 5"))
    j.make_joint(world)
    dossier_id = j.opened(world)
    assert api.pass_limit(by=SYSTEM, at=LATER, subtask_id=j.task(dossier_id, "fire"))
    assert (j.state(dossier_id, "fire"), "fire" in j.stands(dossier_id)) == ("silent", False)
    told = Subtask.objects.get(step_id="fire").lines.order_by("-id")[0]
    assert (told.move, told.note) == ("fall_silent", "Quy chế phối hợp 12/2026/QĐ-UBND, Điều 5")
    assert Subtask.objects.get(step_id="fire").is_late


@pytest.mark.parametrize("ending", ["withdraw", "stop"])
def test_an_ending_cancels_what_other_offices_have(joint: j.Joint, ending: str) -> None:
    dossier_id = j.opened(joint.world)
    who: dict[str, Any] = {"at": w.AT, "dossier_id": dossier_id, "reason": "Không còn nhu cầu"}
    if ending == "stop":
        api.stop(by=joint.world.specialist, **who)
    else:
        api.withdraw(by=joint.world.hoa, **who)
    found = api.subtask(by=joint.police, subtask_id=j.task(dossier_id, "residence"))
    assert (found.state, found.story[-1].note, found.allowed) == ("cancelled", "Không còn nhu cầu", ())
    assert j.stands(dossier_id) == set()


def test_out_of_order_acts_are_refused(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    subtask_id = j.task(dossier_id, "residence")
    with pytest.raises(Conflict, match="HS70"):
        api.answer_subtask(by=joint.police, at=w.AT, subtask_id=subtask_id, answer=j.SAID)
    with pytest.raises(Conflict, match="HS74"):
        api.record_subtask(by=joint.world.head, at=w.AT, subtask_id=subtask_id, answer=j.SAID)
    with pytest.raises(Conflict, match="HS09"):
        api.hand_over(by=joint.world.desk, at=w.AT, dossier_id=dossier_id)


def test_limits_follow_the_dossier_that_waits(joint: j.Joint) -> None:
    world = joint.world
    dossier_id = j.opened(world)
    before = api.subtask(by=joint.police, subtask_id=j.task(dossier_id, "residence")).due_at
    w.asked(world, dossier_id)
    api.provide_supplement(by=world.desk, at=w.AT + timedelta(days=20), dossier_id=dossier_id)
    after = api.subtask(by=joint.police, subtask_id=j.task(dossier_id, "residence")).due_at
    assert before is not None
    assert after is not None
    assert after > before + timedelta(days=10)


def test_who_has_it_now_is_said_without_names(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    said = api.whereabouts(dossier_id, w.AT)
    assert {(one.office, one.what) for one in said} == {
        ("Cơ quan H36.35", "Bước residence"),
        ("Cơ quan bảo hiểm xã hội", "Bước insurance"),
    }
    assert all(one.until is not None for one in said)


def test_every_move_stands_in_the_ledger(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    j.answered(joint.police, joint.police_head, j.task(dossier_id, "residence"))
    kinds = [one.kind for one in ledger.entries_of(dossier_id, limit=50)]
    assert kinds.count("dossiers.subtask.moved") == 5
