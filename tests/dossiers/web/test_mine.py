"""What a citizen sees afterwards: the list, the story of one dossier, and what can be done there."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import pdf, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


@pytest.fixture
def hoa(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.hoa)


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_list_shows_what_waits_first_at_a_fixed_number_of_queries(mapped: w.World, hoa: Client) -> None:
    assert "chưa có hồ sơ nào" in text_of(hoa.get("/toi/ho-so/"))
    w.draft(mapped)
    one = queries(hoa, "/toi/ho-so/")
    w.filed(mapped)
    w.received(mapped)
    assert queries(hoa, "/toi/ho-so/") == one
    text = text_of(hoa.get("/toi/ho-so/"))
    assert text.index("Đang chờ anh/chị") < text.index("Cơ quan đang giải quyết")


def test_submission_tells_by_when_the_office_answers(mapped: w.World, hoa: Client) -> None:
    submission_id = w.filed(mapped)
    text = text_of(hoa.get(f"/ho-so/{submission_id}/"))
    assert "Cơ quan trả lời chậm nhất" in text
    assert "Bộ phận một cửa đang xem giấy tờ" in text


def test_draft_and_received_submission_lead_on(mapped: w.World, hoa: Client) -> None:
    draft, dossier_id = w.draft(mapped), w.received(mapped)
    sent = w.row(dossier_id).submission.public_id
    assert hoa.get(f"/ho-so/{draft}/").headers["Location"] == f"/nop-ho-so/{w.BIRTH}/{draft}/"
    assert hoa.get(f"/ho-so/{sent}/").headers["Location"] == f"/ho-so/{dossier_id}/"


def test_dossier_tells_its_story_and_how_the_day_was_counted(mapped: w.World, hoa: Client) -> None:
    dossier_id = w.started(mapped)
    text = text_of(hoa.get(f"/ho-so/{dossier_id}/"))
    for said in (
        w.row(dossier_id).code,
        "Ngày này được tính thế nào",
        "Cán bộ đang giải quyết",
        "Anh/chị nhận kết quả",
    ):
        assert said in text
    assert mapped.specialist.display_name not in text


def test_decided_dossier_offers_result_and_its_verification(mapped: w.World, hoa: Client) -> None:
    dossier_id = w.started(mapped)
    w.decided(mapped, dossier_id)
    answer = hoa.get(f"/ho-so/{dossier_id}/")
    assert "Mở kết quả đã ký số" in text_of(answer)
    assert "/xac-minh/" in answer.content.decode()


def test_dossier_of_others_is_closed(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.received(mapped)
    for path in ("", "giay-hen/", "rut/"):
        assert sign_in(mapped.nam).get(f"/ho-so/{dossier_id}/{path}").status_code == 403
    assert Client().get(f"/ho-so/{dossier_id}/").status_code == 302
    assert sign_in(mapped.nam).get(f"/ho-so/{w.row(dossier_id).code}/").status_code == 404


def test_receipt_opens_as_pdf(mapped: w.World, hoa: Client) -> None:
    answer = hoa.get(f"/ho-so/{w.received(mapped)}/giay-hen/")
    assert answer.headers["Location"].startswith("/tep/fil_")
    file_id = answer.headers["Location"].split("/")[2]
    with documents.open_file(by=mapped.hoa, file_id=file_id) as stream:
        assert stream.read(4) == b"%PDF"


def test_papers_asked_for_are_added_and_handed_in(mapped: w.World, hoa: Client) -> None:
    dossier_id = w.started(mapped)
    w.asked(mapped, dossier_id)
    path = f"/ho-so/{dossier_id}/"
    text = text_of(hoa.get(path))
    assert "Cơ quan cần thêm giấy tờ" in text
    assert "Giấy chứng sinh" in text
    empty = hoa.post(f"{path}giay-to/3/", {})
    assert empty.status_code == 422
    assert "Anh/chị chọn tệp" in text_of(empty)
    hoa.post(f"{path}da-bo-sung/")
    assert w.row(dossier_id).status == api.Status.SUPPLEMENT
    assert hoa.post(f"{path}giay-to/3/", {"file": pdf()}).status_code == 302
    assert "Báo cơ quan là đã đủ giấy tờ" in text_of(hoa.get(path))
    hoa.post(f"{path}da-bo-sung/")
    assert w.row(dossier_id).status == api.Status.PROCESSING


def test_taking_back_asks_once_and_is_final(mapped: w.World, hoa: Client) -> None:
    dossier_id = w.received(mapped)
    assert "không khôi phục được" in text_of(hoa.get(f"/ho-so/{dossier_id}/rut/"))
    assert w.row(dossier_id).status == api.Status.ACCEPTED
    hoa.post(f"/ho-so/{dossier_id}/rut/", {"reason": "Không cần nữa"})
    assert w.row(dossier_id).status == api.Status.WITHDRAWN
    assert "không còn rút được" in text_of(hoa.get(f"/ho-so/{dossier_id}/rut/", follow=True))


def test_submission_is_taken_back_before_receipt(mapped: w.World, hoa: Client) -> None:
    submission_id = w.filed(mapped)
    hoa.post(f"/ho-so/{submission_id}/rut/", {})
    assert "Anh/chị đã rút trước khi" in text_of(hoa.get(f"/ho-so/{submission_id}/"))


def test_declined_submission_shows_the_reason(mapped: w.World, hoa: Client) -> None:
    submission_id = w.filed(mapped)
    api.decline(by=mapped.desk, at=w.AT, submission_id=submission_id, reason="Không thuộc thẩm quyền")
    answer = hoa.get(f"/ho-so/{submission_id}/")
    assert "Không thuộc thẩm quyền" in text_of(answer)
    assert "mẫu số 03" in text_of(answer)


def test_look_up_needs_code_and_telephone(mapped: w.World, client: Client) -> None:
    code = w.row(w.received(mapped)).code
    found = client.post("/tra-cuu/", {"code": code.lower(), "phone": "0912 345 678"})
    wrong = client.post("/tra-cuu/", {"code": code, "phone": "0900000000"})
    unknown = client.post("/tra-cuu/", {"code": "H36.41.01.001-200101-0001", "phone": "0912345678"})
    assert "Chờ cán bộ bắt đầu" in text_of(found)
    assert mapped.hoa.display_name not in text_of(found)
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert client.post("/tra-cuu/", {"code": code}).status_code == 422
    assert client.get("/tra-cuu/").status_code == 200


def test_look_up_stops_guessing(mapped: w.World, client: Client) -> None:
    code = w.row(w.received(mapped)).code
    answers = [client.post("/tra-cuu/", {"code": code, "phone": f"090000000{n}"}).status_code for n in range(7)]
    assert answers[0] == 404
    assert answers[-1] == 503
