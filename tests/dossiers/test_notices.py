"""People hear of what happens to their dossier: each entry once to each person, in the words of the record."""

import pytest

from dinh.ledger import api as ledger
from dinh.notices import api as notices
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def follow() -> None:
    ledger.seal()
    ledger.deliver()


def inbox(world: w.World) -> list[notices.NoticeView]:
    return list(reversed(notices.inbox(by=world.hoa, person_id=world.hoa.person_id)))


def test_the_applicant_hears_of_every_step_once(world: w.World) -> None:
    dossier_id = w.started(world, applicant_email="hoa@example.vn")
    w.asked(world, dossier_id)
    follow()
    follow()
    titles = [one.title for one in inbox(world)]
    code = w.row(dossier_id).code
    assert titles == [
        "Đã nhận được hồ sơ anh/chị gửi",
        f"Hồ sơ {code} đã được tiếp nhận",
        f"Hồ sơ {code} cần bổ sung giấy tờ",
    ]
    asked = inbox(world)[-1]
    assert "- Giấy chứng sinh: Bản đã nộp bị mờ" in asked.body
    assert "Thiếu giấy tờ" in asked.body
    assert asked.href == f"/ho-so/{dossier_id}/"
