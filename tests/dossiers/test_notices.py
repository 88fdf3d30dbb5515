"""People hear of what happens to their dossier: each entry once to each person, in the words of the record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api, handlers
from dinh.dossiers.events import DossierHandedOver, DossierWithdrawn
from dinh.dossiers.operations.announcing import TOLD, Heard, announce, announce_all
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM, Actor
from dinh.ledger import api as ledger
from dinh.ledger.events import ActorStamp
from dinh.ledger.models import Follower
from dinh.notices import api as notices
from dinh.notices.models import Message, Notice
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def follow() -> None:
    ledger.seal()
    ledger.deliver()


def inbox(who: Actor) -> list[notices.NoticeView]:
    return list(reversed(notices.inbox(by=who, person_id=who.person_id)))


def test_the_applicant_hears_of_every_step_once(world: w.World) -> None:
    dossier_id = w.started(world, applicant_email="hoa@example.vn")
    w.asked(world, dossier_id)
    follow()
    follow()
    code = w.row(dossier_id).code
    assert [one.title for one in inbox(world.hoa)] == [
        "Đã nhận được hồ sơ anh/chị gửi",
        f"Hồ sơ {code} đã được tiếp nhận",
        f"Hồ sơ {code} cần bổ sung giấy tờ",
    ]
    asked = inbox(world.hoa)[-1]
    assert "- Giấy chứng sinh: Bản đã nộp bị mờ" in asked.body
    assert "Thiếu giấy tờ" in asked.body
    assert asked.href == f"/ho-so/{dossier_id}/"
    assert set(Message.objects.values_list("address", flat=True)) == {"", "hoa@example.vn", "0912345678"}


def test_an_entry_delivered_twice_is_one_notice(world: w.World) -> None:
    w.received(world)
    follow()
    before = list(Notice.objects.order_by("id").values_list("public_id", "title", "told_at"))
    Follower.objects.filter(name="dossiers.notices").update(position=0)
    follow()
    assert list(Notice.objects.order_by("id").values_list("public_id", "title", "told_at")) == before
    assert "Hẹn trả kết quả: 17:00 24/02/2026" in inbox(world.hoa)[-1].body


@pytest.mark.parametrize(("days", "told"), [(9, 1), (11, 0)])
def test_what_was_recorded_long_ago_is_no_news(world: w.World, days: int, told: int) -> None:
    dossier_id = w.received(world)
    Notice.objects.all().delete()
    row, recorded = w.row(dossier_id), clock.now() - timedelta(days=days)
    entry = ledger.Delivered(
        position=1, entry_id="ent_1", kind="dossiers.dossier.withdrawn", version=1,
        event=DossierWithdrawn(dossier_id=dossier_id, ended_at=w.AT, is_on_time=True, supplement_requests=0),
        occurred_at=w.AT, recorded_at=recorded, actor=ActorStamp(kind="system"), subjects=(row.public_id,),
        channel="", rules={}, evidence={},
    )  # fmt: skip
    handlers.notices([entry])
    assert Notice.objects.count() == told


def test_who_sent_the_papers_hears_of_it_too(world: w.World) -> None:
    w.received(world)
    sent = w.sent(w.row(api.my_dossiers(by=world.hoa)[0].dossier_id).submission.public_id)
    sent.submitter_id = world.nam.person_id
    sent.save(update_fields=["submitter_id"])
    follow()
    assert len(inbox(world.hoa)) == len(inbox(world.nam)) == 2


def test_a_refusal_to_receive_tells_why(world: w.World) -> None:
    submission_id = w.filed(world)
    api.decline(by=world.desk, at=w.AT, submission_id=submission_id, reason="Không thuộc thẩm quyền của xã")
    follow()
    assert "Lý do: Không thuộc thẩm quyền của xã" in inbox(world.hoa)[-1].body


def test_the_apology_tells_the_reason_and_both_days(world: w.World) -> None:
    dossier_id = w.started(world)
    api.extend(
        by=world.specialist, at=w.AT + timedelta(hours=1), dossier_id=dossier_id,
        reason="Chờ ý kiến của sở", new_due_at=w.at("2026-03-02 17:00"),
    )  # fmt: skip
    follow()
    said = inbox(world.hoa)[-1]
    assert said.title.startswith("Xin lỗi và hẹn lại")
    for words in ("Chờ ý kiến của sở", "17:00 24/02/2026", "Ngày hẹn mới: 17:00 02/03/2026"):
        assert words in said.body


def test_a_result_in_the_store_is_told_once_and_not_again_as_handed_over(world: w.World) -> None:
    online = w.started(world)
    w.decided(world, online)
    follow()
    follow()
    titles = [one.title for one in inbox(world.hoa)]
    assert sum("có kết quả" in title for title in titles) == 1
    assert not any(title.startswith("Đã trả kết quả") for title in titles)
    assert "Kho giấy tờ" in inbox(world.hoa)[-1].body


def test_a_result_fetched_at_the_desk_is_told_as_handed_over(world: w.World) -> None:
    dossier_id = w.started(world, delivery_way="desk")
    w.decided(world, dossier_id)
    follow()
    api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id, way="desk")
    follow()
    assert "Mời anh/chị đến" in inbox(world.hoa)[-2].body
    assert inbox(world.hoa)[-1].title.startswith("Đã trả kết quả")


def test_ends_without_a_result_are_told(world: w.World) -> None:
    withdrawn, stopped = w.received(world), w.started(world)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=withdrawn, reason="")
    api.stop(by=world.head, at=w.AT, dossier_id=stopped, reason="Người nộp không bổ sung đúng hạn")
    follow()
    told = {one.title.split(" hồ sơ ")[0]: one.body for one in inbox(world.hoa)}
    assert "Đã rút" in told
    assert any("Người nộp không bổ sung đúng hạn" in body for body in told.values())


def test_a_result_that_was_wrong_is_told_with_the_reason(world: w.World) -> None:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    content = api.ResultContent(summary="Kết quả", reason="Đã xem xét")
    api.correct_result(by=world.head, at=w.AT, dossier_id=dossier_id, content=content, reason="Sai ngày sinh")
    api.annul_result(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Cấp không đúng thẩm quyền")
    follow()
    corrected, annulled = inbox(world.hoa)[-2:]
    assert corrected.title.endswith("đã được đính chính")
    assert "Lý do: Sai ngày sinh" in corrected.body
    assert annulled.title.endswith("đã bị hủy bỏ")
    assert "Lý do: Cấp không đúng thẩm quyền" in annulled.body
    assert Message.objects.filter(way="sms", notice__template__startswith="dossier.result_").count() == 2


def test_cases_kept_elsewhere_and_other_events_are_passed_over(world: w.World) -> None:
    event = DossierHandedOver(dossier_id="dos_none", way="desk")
    assert announce(by=SYSTEM, at=w.AT, entry_id="ent_1", event=event, subject_id="dos_none") == 0
    assert DossierHandedOver in TOLD
    assert inbox(world.hoa) == []


def test_many_entries_are_told_in_few_statements(world: w.World) -> None:
    made = [w.received(world) for _number in range(4)]
    Notice.objects.all().delete()

    def heard(number: int) -> Heard:
        event = DossierWithdrawn(dossier_id=made[number], ended_at=w.AT, is_on_time=True, supplement_requests=0)
        return Heard(f"ent_{number}", event, made[number])

    def cost(*numbers: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert announce_all(by=SYSTEM, at=w.AT, entries=[heard(one) for one in numbers]) == len(numbers)
        # One entry of the record for each notice; nine statements for each before.
        return len(seen) - len(numbers)

    assert cost(0) == cost(1, 2, 3) == 8
    assert announce_all(by=SYSTEM, at=w.AT, entries=[heard(0), heard(3)]) == 0
    assert announce_all(by=SYSTEM, at=w.AT, entries=[]) == 0


def test_what_was_handed_over_leads_to_the_rating(world: w.World) -> None:
    dossier_id = w.started(world, delivery_way="desk")
    w.decided(world, dossier_id)
    api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id, way="desk")
    follow()
    assert inbox(world.hoa)[-1].href == f"/ho-so/{dossier_id}/danh-gia/"
