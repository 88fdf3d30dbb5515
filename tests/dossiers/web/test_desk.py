"""The officer's desk: queues, one case, every act, and what happens when somebody else was faster."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.dossiers.models import Dossier, Submission
from dinh.kernel import clock
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import pdf, text_of
from tests.dossiers.web.test_mine import queries

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
QUEUE, CASE = "/ban-lam-viec/", "/ban-lam-viec/ho-so/"


@pytest.fixture
def desk(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.desk)


def act(client: Client, dossier_id: str, slug: str, **answers: Any) -> Any:
    return client.post(f"{CASE}{dossier_id}/{slug}/", answers, follow=True)


def test_desk_is_for_officers_of_the_desk(mapped: w.World, sign_in: SignIn, client: Client) -> None:
    for path in (QUEUE, f"{QUEUE}tim/", f"{QUEUE}tiep-nhan/", f"{QUEUE}xuat/"):
        assert client.get(path).status_code == 302
        assert sign_in(mapped.hoa).get(path).status_code == 403


def test_queue_pages_ask_a_fixed_number_of_queries(mapped: w.World, desk: Client, sign_in: SignIn) -> None:
    w.filed(mapped)
    one = queries(desk, QUEUE)
    w.filed(mapped)
    w.filed(mapped)
    assert queries(desk, QUEUE) == one
    head = sign_in(mapped.head)
    w.received(mapped)
    one = queries(head, f"{QUEUE}?hang=dang-mo")
    w.received(mapped)
    w.received(mapped)
    assert queries(head, f"{QUEUE}?hang=dang-mo") == one


@pytest.mark.parametrize("slug", ["cho-tiep-nhan", "chua-giao", "cua-toi", "dang-mo", "sap-den-han", "qua-han",
                                  "cho-cong-dan", "cho-ky", "cho-tra", "da-dong", "khong-co"])  # fmt: skip
def test_every_queue_opens_empty(desk: Client, slug: str) -> None:
    assert desk.get(f"{QUEUE}?hang={slug}").status_code == 200


def test_queue_pages_on(mapped: w.World, desk: Client) -> None:
    for _number in range(26):
        w.filed(mapped)
    first = desk.get(QUEUE).content.decode()
    assert first.count("hx-get=") == 25
    assert "tiep=" in first
    assert desk.get(f"{QUEUE}?tiep=rac").status_code == 422


def test_receiving_makes_the_dossier_and_its_receipt(mapped: w.World, desk: Client) -> None:
    submission_id = w.filed(mapped)
    page = desk.get(f"{QUEUE}ho-so-moi/{submission_id}/")
    assert "Tiếp nhận và in giấy hẹn" in text_of(page)
    done = desk.post(f"{QUEUE}ho-so-moi/{submission_id}/tiep-nhan/", follow=True)
    view = api.submission(by=mapped.desk, submission_id=submission_id)
    assert view.code in text_of(done)
    assert f"/ho-so/{view.dossier_id}/giay-hen/" in done.content.decode()
    assert desk.get(f"{QUEUE}ho-so-moi/{submission_id}/").headers["Location"] == f"{CASE}{view.dossier_id}/"


def test_receiving_what_somebody_else_received_says_what_happened(mapped: w.World, sign_in: SignIn) -> None:
    submission_id = w.filed(mapped)
    api.receive(by=mapped.desk, at=w.AT, submission_id=submission_id)
    late = sign_in(mapped.province_desk).post(f"{QUEUE}ho-so-moi/{submission_id}/tiep-nhan/", follow=True)
    assert mapped.desk.display_name in text_of(late)
    assert "Việc vừa xảy ra" in text_of(late)


def test_receiving_says_beside_the_field_what_is_missing(mapped: w.World, desk: Client) -> None:
    path = f"{QUEUE}ho-so-moi/{w.filed(mapped)}/tiep-nhan/"
    for typed in ({"limit_value": "3"}, {"fee_vnd": "5000"}):
        assert desk.post(path, typed).status_code == 422
    assert not Dossier.objects.exists()
    made = desk.post(path, {"fee_vnd": "5.000", "fee_basis": "Nghị quyết 1"})
    assert made.status_code == 302
    assert Submission.objects.get().state == api.SubmissionState.RECEIVED


def test_declining_needs_a_reason(mapped: w.World, desk: Client) -> None:
    path = f"{QUEUE}ho-so-moi/{w.filed(mapped)}/tu-choi/"
    assert desk.post(path, {"reason": ""}).status_code == 422
    done = desk.post(path, {"reason": "Thiếu thẩm quyền", "guidance": "Nộp tại tỉnh"}, follow=True)
    assert "mẫu số 03" in text_of(done)
    assert "Thiếu thẩm quyền" in text_of(done)


def test_whole_life_by_buttons(mapped: w.World, desk: Client, sign_in: SignIn) -> None:
    dossier_id = w.received(mapped)
    head, specialist = sign_in(mapped.head), sign_in(mapped.specialist)
    assert "Giao cho cán bộ" in text_of(head.get(f"{CASE}{dossier_id}/"))
    act(head, dossier_id, "giao-viec", post_id=mapped.specialist.post_id)
    act(specialist, dossier_id, "bat-dau")
    assert w.row(dossier_id).status == api.Status.PROCESSING
    act(specialist, dossier_id, "trinh", outcome="approved", articles="Đồng ý cấp.\nCó hiệu lực từ hôm nay.")
    assert "Đồng ý cấp." in head.get(f"{CASE}{dossier_id}/").content.decode()
    done = act(head, dossier_id, "quyet-dinh", outcome="approved", articles="Đồng ý cấp.")
    assert "Đã quyết định" in text_of(done)
    act(desk, dossier_id, "tra", way="desk")
    assert w.row(dossier_id).status == api.Status.HANDED_OVER


def test_refusal_needs_its_reason(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.started(mapped)
    answer = act(sign_in(mapped.head), dossier_id, "quyet-dinh", outcome="rejected")
    assert answer.status_code == 422
    assert w.row(dossier_id).status == api.Status.PROCESSING


def test_supplement_names_papers_and_waits(mapped: w.World, sign_in: SignIn, desk: Client) -> None:
    dossier_id = w.started(mapped)
    specialist = sign_in(mapped.specialist)
    assert act(specialist, dossier_id, "bo-sung", reason="Mờ").status_code == 422
    act(specialist, dossier_id, "bo-sung", reason="Mờ", parts=["1"], others="Bản vẽ\n\nGiấy khác")
    view = api.dossier(by=mapped.specialist, dossier_id=dossier_id)
    assert [name for name, _reason in view.supplements[0].items] == ["Tờ khai", "Bản vẽ", "Giấy khác"]
    act(desk, dossier_id, "da-bo-sung", note="Nộp tại quầy")
    assert w.row(dossier_id).status == api.Status.PROCESSING


def test_extension_says_why_it_cannot_be(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.received(mapped, when=clock.now())
    specialist = sign_in(mapped.specialist)
    due = w.row(dossier_id).due_at
    assert due is not None
    same = act(specialist, dossier_id, "hen-lai", new_due_on=f"{clock.now():%Y-%m-%d}", reason="Đông")
    assert same.status_code == 422
    act(specialist, dossier_id, "hen-lai", new_due_on=f"{due + timedelta(days=7):%Y-%m-%d}", reason="Đông")
    assert w.row(dossier_id).extensions == 1


def test_obligation_stop_and_withdrawal(mapped: w.World, sign_in: SignIn, desk: Client) -> None:
    first, second, third = (w.started(mapped) for _number in range(3))
    specialist = sign_in(mapped.specialist)
    act(specialist, first, "nghia-vu", name="Thuế", amount_vnd="1.250.000", basis="Luật", reason="Phải nộp")
    act(specialist, second, "dung", reason="Chồng chéo", basis="Điều 1")
    act(desk, third, "rut", reason="Người nộp xin rút")
    assert [w.row(one).status for one in (first, second, third)] == [6, 8, 7]
    assert act(specialist, second, "bat-dau").status_code == 200
    assert desk.post(f"{CASE}{first}/khong-co/").status_code == 404


def test_act_of_somebody_faster_is_told(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.started(mapped)
    w.asked(mapped, dossier_id)
    late = act(sign_in(mapped.specialist), dossier_id, "bo-sung", reason="Mờ", parts=["1"], extra_reason="Lần nữa")
    assert "Việc vừa xảy ra" in text_of(late)


def test_scan_and_digitise(mapped: w.World, desk: Client) -> None:
    dossier_id = w.received(mapped)
    assert "chọn tệp quét" in text_of(desk.post(f"{CASE}{dossier_id}/quet/", {"seq": "1"}, follow=True))
    desk.post(f"{CASE}{dossier_id}/quet/", {"seq": "1", "file": pdf()})
    done = desk.post(f"{CASE}{dossier_id}/so-hoa/1/", follow=True)
    assert "Đã số hóa, đã ký" in text_of(done)


def test_panel_shows_the_row_walked_to(mapped: w.World, desk: Client) -> None:
    for case_id in (w.filed(mapped), w.received(mapped)):
        panel = desk.get(f"{QUEUE}tom-tat/{case_id}/")
        assert mapped.hoa.display_name in text_of(panel)
        assert "<html" not in panel.content.decode()


def test_search_finds_without_tones_and_exports(mapped: w.World, desk: Client) -> None:
    code = w.row(w.received(mapped)).code
    assert code in text_of(desk.get(f"{QUEUE}tim/", {"q": "nguyen thi hoa"}))
    assert code not in text_of(desk.get(f"{QUEUE}tim/", {"q": "nguyen thi hoa", "trang-thai": "10"}))
    assert "ba chữ" in text_of(desk.get(f"{QUEUE}tim/", {"q": "a"}))
    assert "không có hồ sơ nào khớp" in text_of(desk.get(f"{QUEUE}tim/", {"q": "khong ai ten nay"})).lower()
    table = desk.get(f"{QUEUE}xuat/", {"q": "nguyen thi hoa"}).content.decode("utf-8-sig")
    assert code in table
    assert table.startswith("Mã hồ sơ,")
    assert desk.get(f"{QUEUE}xuat/?hang=cho-tra").status_code == 200
