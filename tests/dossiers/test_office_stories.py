"""What other offices do stands in the story of the dossier, for officers whole and for its people in plain words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api
from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.notices.models import Notice
from tests.dossiers import joint as j
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
SECRET = "Ý kiến nội bộ"


@pytest.fixture
def joint(world: w.World) -> j.Joint:
    j.publish(j.joint())
    return j.make_joint(world)


def told(by: object, dossier_id: str) -> list[str]:
    view = api.dossier(by=by, dossier_id=dossier_id, at=w.AT)  # type: ignore[arg-type]
    return [one.title for one in view.story if one.kind is api.ActKind.TASK_MOVED]


def walked(joint: j.Joint) -> str:
    dossier_id = j.opened(joint.world)
    task = j.task(dossier_id, "residence")
    who = {"at": w.AT, "subtask_id": task}
    api.receive_subtask(by=joint.police, **who)
    api.return_subtask(by=joint.police, reason=SECRET, **who)
    api.resend_subtask(by=joint.world.specialist, note=SECRET, **who)
    api.receive_subtask(by=joint.police, **who)
    until = w.at("2026-03-03 17:00")
    api.ask_time(by=joint.police, until=until, reason=SECRET, **who)
    api.answer_time(by=joint.world.specialist, is_given=True, reason=SECRET, **who)
    api.answer_subtask(by=joint.police, answer=api.Answer(api.Opinion.AGREE, SECRET), **who)
    api.confirm_subtask(by=joint.police_head, **who)
    return dossier_id


def test_officers_read_every_move_and_people_the_plain_ones(joint: j.Joint) -> None:
    dossier_id = walked(joint)
    office, name = "Cơ quan H36.35", "Bước residence"
    own = [one for one in told(joint.world.specialist, dossier_id) if office in one]
    assert own == [
        f"Đã chuyển {office}: {name}",
        f"{office} đã nhận việc: {name}",
        f"{office} gửi lại cơ quan giải quyết vì chưa đủ thông tin: {name}",
        f"Đã bổ sung và gửi lại {office}: {name}",
        f"{office} đã nhận việc: {name}",
        f"{office} xin thêm thời gian: {name}",
        f"{office} được gia hạn: {name}",
        f"{office} đã trình thủ trưởng ý kiến trả lời: {name}",
        f"{office} đã trả lời: {name}",
    ]
    plain = [one for one in told(joint.world.hoa, dossier_id) if office in one]
    assert plain == [one for one in own if "xin thêm" not in one and "thủ trưởng" not in one]


def test_people_read_no_opinion_and_no_name_of_an_officer(joint: j.Joint) -> None:
    dossier_id = walked(joint)
    row = w.row(dossier_id)
    view = api.dossier(by=joint.world.hoa, dossier_id=dossier_id, at=w.AT)
    assert SECRET not in str(view.story)
    assert joint.police.display_name not in str(view.story)
    seen = api.track(code=row.code, phone=row.applicant_phone, source="1.2.3.4", at=w.AT)
    assert SECRET not in str(seen)
    assert any("Cơ quan H36.35 đã trả lời" in one.title for one in seen.story)


def test_the_story_asks_as_much_for_many_moves_as_for_none(joint: j.Joint) -> None:
    def ask(dossier_id: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            api.dossier(by=joint.world.hoa, dossier_id=dossier_id, at=w.AT)
        return len(seen)

    plain = w.received(joint.world)
    ask(plain)
    assert ask(walked(joint)) == ask(plain)


def test_silence_that_counts_as_agreement_is_told(world: w.World) -> None:
    j.publish(j.opinions(silence="131/2025/NĐ-CP, Điều 5"))
    j.make_joint(world)
    dossier_id = j.opened(world)
    late = w.at("2026-03-20 09:00")
    assert api.pass_limit(by=SYSTEM, at=late, subtask_id=j.task(dossier_id, "fire"))
    assert "Cơ quan H36.35 không trả lời trong thời hạn, được coi là đồng ý: Bước fire" in told(world.hoa, dossier_id)


def test_an_office_hears_that_its_task_was_cancelled_once(joint: j.Joint) -> None:
    dossier_id = j.opened(joint.world)
    api.receive_subtask(by=joint.police, at=w.AT, subtask_id=j.task(dossier_id, "residence"))
    api.withdraw(by=joint.world.hoa, at=w.AT, dossier_id=dossier_id)
    assert "Cơ quan H36.35 không cần làm việc này nữa: Bước residence" in told(joint.world.hoa, dossier_id)
    for _time in range(2):
        ledger.seal()
        ledger.deliver()
    (notice,) = Notice.objects.filter(template="office.task_cancelled")
    assert (notice.post_id, notice.person_id) == (joint.police.post_id, joint.police.person_id)
    assert w.row(dossier_id).code in notice.body


def test_a_task_nobody_took_is_told_to_the_heads(world: w.World) -> None:
    j.publish(j.opinions())
    offices = j.make_joint(world)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=j.opened(world))
    ledger.seal()
    ledger.deliver()
    posts = set(Notice.objects.filter(template="office.task_cancelled").values_list("post_id", flat=True))
    assert posts == {offices.police_head.post_id, offices.tax_head.post_id, world.head.post_id}
