"""Intake at the counter: procedure, person, papers, one press."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
INTAKE = "/ban-lam-viec/tiep-nhan/"


@pytest.fixture
def desk(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.desk)


def answers(**more: Any) -> dict[str, Any]:
    return {
        "key": "key_1",
        "applicant_phone": "0912345678",
        "competent_unit_id": str(w.COMMUNE),
        "delivery_way": "desk",
        "channel": "desk",
        "declared": "paper",
        "goc_1": "1",
        "sao_2": "2",
        **more,
    }


def test_steps_lead_from_words_to_the_counter(mapped: w.World, desk: Client) -> None:
    assert f"?tt={w.BIRTH}" in desk.get(INTAKE, {"q": "khai sinh"}).content.decode()
    assert mapped.hoa.person_id in desk.get(INTAKE, {"tt": w.BIRTH, "q": "nguyen hoa"}).content.decode()
    page = desk.get(INTAKE, {"tt": w.BIRTH, "nguoi": mapped.hoa.person_id})
    assert "Giấy tờ nộp tại quầy" in text_of(page)
    assert "3 ngày làm việc" in text_of(page)


def test_new_person_is_entered_on_the_way(mapped: w.World, desk: Client) -> None:
    del mapped
    wrong = desk.post(f"{INTAKE}?tt={w.BIRTH}", {"full_name": "Lê Lan", "cccd": "12", "phone": "0911"})
    assert wrong.status_code == 422
    assert "12 chữ số" in text_of(wrong)
    done = desk.post(f"{INTAKE}?tt={w.BIRTH}", {"full_name": "Lê Lan", "cccd": "", "phone": "0911 222 333"})
    assert "nguoi=per_" in done.headers["Location"]


def test_receiving_at_the_counter_is_one_dossier_however_often_pressed(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}"
    first = desk.post(path, answers())
    second = desk.post(path, answers())
    assert first.status_code == 302, text_of(first)
    assert first.headers["Location"] == second.headers["Location"]
    row = Dossier.objects.get()
    view = api.dossier(by=mapped.desk, dossier_id=row.public_id)
    assert (view.channel, view.receiving.unit_id) == ("desk", w.COMMUNE)
    assert [(part.originals, part.copies) for part in view.parts] == [(1, 0), (0, 2)]
    assert "In giấy hẹn" in text_of(desk.get(first.headers["Location"]))


def test_appointment_is_asked_where_the_catalogue_has_none(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.NO_LIMIT}&nguoi={mapped.hoa.person_id}"
    wrong = desk.post(path, answers())
    assert wrong.status_code == 422
    assert "xin cho ngày hẹn" in text_of(wrong)
    more = {"limit_value": "5", "limit_unit": "ngày làm việc", "limit_reason": "Nguồn không ghi", "sao_2": ""}
    assert desk.post(path, answers(**more)).status_code == 302
    assert Dossier.objects.get().due_reason == "Nguồn không ghi"


def test_fee_needs_its_document_and_is_taken_in_cash(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}"
    assert desk.post(path, answers(fee_vnd="5.000")).status_code == 422
    done = desk.post(path, answers(fee_vnd="5.000", fee_basis="Nghị quyết"), follow=True)
    assert "Phí, lệ phí: 5.000 đ" in text_of(done)
    row = Dossier.objects.get()
    order_id = row.submission.order_id
    wrong = desk.post(f"/ban-lam-viec/ho-so/{row.public_id}/tien-mat/{order_id}/", {"received_vnd": "abc"}, follow=True)
    assert "bằng chữ số" in text_of(wrong)
    paid = desk.post(f"/ban-lam-viec/ho-so/{row.public_id}/tien-mat/{order_id}/", {"received_vnd": "5000"}, follow=True)
    assert "Đã thu tiền" in text_of(paid)


def test_scanned_card_fills_the_person_and_a_wrong_code_is_told(desk: Client) -> None:
    card = "068090001234||NGUYỄN THỊ HƯƠNG|02091990|Nữ|12 Hai Bà Trưng|15062023"
    shown = desk.get(INTAKE, {"tt": w.BIRTH, "q": card}).content.decode()
    for value in ('value="068090001234"', 'value="Nguyễn Thị Hương"', 'value="1990-09-02"', 'value="12 Hai Bà Trưng"'):
        assert value in shown
    wrong = desk.get(INTAKE, {"tt": w.BIRTH, "q": "a|b|c|d|e|f|g"}).content.decode()
    assert "Đây không phải mã trên thẻ căn cước." in wrong


FORM = {
    "bm.applicant.name": "Nguyễn Thị Hòa",
    "bm.applicant.cccd": "900000000001",
    "bm.applicant.born_on": "02/09/1990",
    "bm.applicant.gender": "female",
    "bm.applicant.nationality": "Việt Nam",
    "bm.request": "Đăng ký khai sinh cho con",
    "bm.truth": "yes",
}


def test_the_form_is_filled_in_at_the_counter(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}"
    opened = desk.get(path).content.decode()
    assert 'name="bm.applicant.name"' in opened
    assert 'value="900000000001"' in opened
    done = desk.post(path, {**answers(declared="screen", goc_1=""), **FORM})
    assert done.status_code == 302, text_of(done)
    view = api.dossier(by=mapped.desk, dossier_id=Dossier.objects.get().public_id)
    assert (view.channel, w.row(view.dossier_id).submission.answers["request"]) == ("desk", FORM["bm.request"])
    assert FORM["bm.request"] in text_of(desk.get(done.headers["Location"]))


def test_a_form_half_filled_in_receives_nothing_and_keeps_the_words(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}"
    wrong = desk.post(path, {**answers(declared="screen"), **FORM, "bm.truth": "", "bm.request": "Nửa chừng"})
    assert wrong.status_code == 422
    assert 'href="#f-bm-truth"' in wrong.content.decode()
    assert "Nửa chừng" in wrong.content.decode()
    assert not Dossier.objects.exists()


def test_neither_form_nor_printed_form_is_refused(mapped: w.World, desk: Client) -> None:
    wrong = desk.post(f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}", answers(goc_1="", sao_2="1"))
    assert wrong.status_code == 422
    assert "Chưa có tờ khai" in text_of(wrong), text_of(wrong)[600:2500]
    assert not Dossier.objects.exists()


def test_a_card_scanned_into_the_form_fills_the_person(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}"
    card = "068090001234||NGUYỄN THỊ HƯƠNG|02091990|Nữ||15062023"
    typed = {**FORM, "bm.applicant.name": "", "bm.applicant.cccd": card, "bm.applicant.gender": ""}
    assert desk.post(path, {**answers(declared="screen", goc_1=""), **typed}).status_code == 302
    kept = w.row(Dossier.objects.get().public_id).submission.answers["applicant"]
    assert (kept["name"], kept["cccd"], kept["gender"]) == ("Nguyễn Thị Hương", "068090001234", "female")


def test_rows_of_the_form_are_added_at_the_counter_without_judging(mapped: w.World, desk: Client) -> None:
    path = f"{INTAKE}?tt={w.BIRTH}&nguoi={mapped.hoa.person_id}"
    more = desk.post(path, {"do": "add:bm.members", "bm.request": "Đang gõ", "applicant_phone": "1"})
    assert more.status_code == 200
    assert "Đang gõ" in more.content.decode()
