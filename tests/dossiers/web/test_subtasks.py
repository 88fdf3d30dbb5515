"""Tasks between offices in the browser: the queue, the page, the answer with its file, and what the citizen reads."""

import pytest

from dinh.dossiers import api
from tests.dossiers import joint as j
from tests.dossiers import world as w
from tests.dossiers.web.browsers import account, pdf, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(mapped: w.World) -> j.Joint:
    j.publish(j.joint())
    return j.make_joint(mapped)


def test_an_office_works_its_task_in_the_browser(offices: j.Joint) -> None:
    dossier_id = j.opened(offices.world)
    path = f"/ban-lam-viec/viec/{j.task(dossier_id, 'residence')}/"
    officer, head = signed_in(account(offices.police)), signed_in(account(offices.police_head))
    assert "Bước residence" in text_of(officer.get("/ban-lam-viec/viec/"))
    assert officer.get(path).status_code == 200
    officer.post(f"{path}nhan/")
    wrong = officer.post(f"{path}tra-loi/", {"opinion": "agree", "text": ""})
    assert (wrong.status_code, "Anh/chị cần ghi nội dung trả lời" in text_of(wrong)) == (422, True)
    officer.post(f"{path}tra-loi/", {"opinion": "result", "text": "Đã đăng ký", "file": pdf("ket-qua.pdf")})
    assert "ket-qua.pdf" in text_of(head.get(path))
    head.post(f"{path}xac-nhan/")
    assert j.state(dossier_id, "residence") == "done"
    assert "Đã trả lời" in text_of(head.get(path))


def test_the_holder_writes_down_an_answer_on_paper(offices: j.Joint) -> None:
    dossier_id = j.opened(offices.world)
    path = f"/ban-lam-viec/viec/{j.task(dossier_id, 'insurance')}/"
    head = signed_in(account(offices.world.head))
    assert "Bước insurance" in text_of(head.get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    wrong = head.post(f"{path}ghi-tra-loi/", {"opinion": "result", "text": "Đã cấp thẻ"})
    assert wrong.status_code == 422
    head.post(f"{path}ghi-tra-loi/", {"opinion": "result", "text": "Đã cấp thẻ", "document": "12/BHXH"})
    assert j.state(dossier_id, "insurance") == "done"


def test_a_task_of_another_office_does_not_open(offices: j.Joint) -> None:
    dossier_id = j.opened(offices.world)
    stranger = signed_in(account(offices.tax))
    assert stranger.get(f"/ban-lam-viec/viec/{j.task(dossier_id, 'residence')}/").status_code == 403
    assert stranger.get("/ban-lam-viec/viec/").status_code == 200


def test_the_citizen_reads_who_has_it_and_until_when(offices: j.Joint) -> None:
    dossier_id = j.opened(offices.world)
    said = text_of(signed_in(account(offices.world.hoa)).get(f"/ho-so/{dossier_id}/"))
    assert "Hồ sơ đang ở đâu" in said
    assert "Cơ quan H36.35" in said
    row = w.row(dossier_id)
    found = api.track(at=w.AT, source="s", code=row.code, phone=row.applicant_phone)
    assert {one.office for one in found.where} == {"Cơ quan H36.35", "Cơ quan bảo hiểm xã hội"}
