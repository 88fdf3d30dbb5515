"""A citizen's filing, page by page, without a line of JavaScript."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dinh.dossiers import api
from dinh.dossiers.models import Submission
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import DECLARED, opened, pdf, sent, text_of, walked

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
ASKED = "to-khai-noi-dung-de-nghi"


@pytest.fixture
def hoa(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.hoa)


@pytest.fixture
def draft(mapped: w.World, hoa: Client) -> str:
    return opened(hoa, w.BIRTH, mapped.hoa.person_id)


def page(draft: str, slug: str) -> str:
    return f"/nop-ho-so/{w.BIRTH}/{draft}/{slug}/"


def test_start_tells_papers_time_and_fee_before_signing_in(mapped: w.World, client: Client) -> None:
    del mapped
    text = text_of(client.get(f"/nop-ho-so/{w.HOUSE}/"))
    for said in ("10 ngày làm việc", "75.000 đ", "Đơn đề nghị", "Đăng nhập VNeID và bắt đầu"):
        assert said in text
    assert client.get(f"/nop-ho-so/{w.BIRTH}/cho-ai/").status_code == 302


def test_start_of_a_procedure_not_filed_online_sends_to_the_desk(mapped: w.World, client: Client) -> None:
    del mapped
    assert "chưa nộp trực tuyến" in text_of(client.get(f"/nop-ho-so/{w.NO_LIMIT}/"))
    assert client.get("/nop-ho-so/9.999999/").status_code == 404


def test_whole_filing_arrives_and_says_what_comes_next(mapped: w.World, hoa: Client) -> None:
    submission_id = sent(hoa, w.BIRTH, mapped.hoa.person_id)
    text = text_of(hoa.get(page(submission_id, "da-nop")))
    for said in ("Chúng tôi đã nhận hồ sơ", submission_id, "8 giờ làm việc", "Cơ quan H36.41.01.001"):
        assert said in text
    view = api.submission(by=mapped.hoa, submission_id=submission_id)
    assert (view.state, view.channel, view.applicant.phone) == ("filed", "online", "0912345678")
    assert [part.source for part in view.parts] == ["new_upload", "paper"]


def test_sending_twice_is_one_submission(mapped: w.World, hoa: Client, draft: str) -> None:
    at = walked(hoa, w.BIRTH, draft)
    first = hoa.post(f"{at}kiem-tra/", {"is_true": "on"})
    second = hoa.post(f"{at}kiem-tra/", {"is_true": "on"}, follow=True)
    assert first.headers["Location"].endswith("/da-nop/")
    assert second.status_code == 200
    assert Submission.objects.filter(applicant=mapped.hoa.person_id).count() == 1


def test_fee_is_offered_to_pay_after_sending(mapped: w.World, hoa: Client) -> None:
    draft = opened(hoa, w.HOUSE, mapped.hoa.person_id)
    at = f"/nop-ho-so/{w.HOUSE}/{draft}/"
    for slug, answers in (*DECLARED, ("giay-to-1/", {"do": "paper"})):
        hoa.post(f"{at}{slug}", answers)
    assert "75.000 đ" in text_of(hoa.get(f"{at}kiem-tra/"))
    done = hoa.post(f"{at}kiem-tra/", {"is_true": "on"}, follow=True)
    assert "Trả 75.000 đ" in text_of(done)
    assert "/thanh-toan/ord_" in done.content.decode()


@pytest.mark.parametrize(
    ("slug", "answers", "said"),
    [
        ("noi-giai-quyet", {"residence_unit_id": ""}, "Xin chọn xã, phường"),
        ("noi-giai-quyet", {"residence_unit_id": "-", "competent_unit_id": ""}, "Anh/chị ở ngoài tỉnh"),
        ("lien-he", {"applicant_phone": "12"}, "Số điện thoại có 10 chữ số"),
        ("lien-he", {"applicant_phone": "0912345678", "applicant_email": "lan@"}, "Địa chỉ thư điện tử chưa đủ"),
        ("to-khai-noi-dung-de-nghi", {"request": " "}, "Anh/chị đề nghị việc gì"),
        ("nhan-ket-qua", {"delivery_way": "drone"}, "drone"),
        ("giay-to-1", {"do": "upload"}, "Anh/chị chọn tệp"),
        ("giay-to-1", {"do": "skip", "reason": ""}, "Xin ghi lý do"),
    ],
)
def test_wrong_answer_says_how_to_mend(hoa: Client, draft: str, slug: str, answers: dict[str, str], said: str) -> None:
    answer = hoa.post(page(draft, slug), answers)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text
    assert "chỗ cần sửa" in text


def test_hostile_upload_is_refused_in_words(hoa: Client, draft: str) -> None:
    for name, content in (("a.pdf", b"MZ\x90\x00"), ("rong.pdf", b"")):
        answer = hoa.post(page(draft, "giay-to-1"), {"do": "upload", "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
    assert "Chúng tôi đã nhận giấy tờ này" not in text_of(hoa.get(page(draft, "giay-to-1")))


def test_upload_is_acknowledged_and_can_be_taken_out(hoa: Client, draft: str) -> None:
    answer = hoa.post(page(draft, "giay-to-1"), {"do": "upload", "file": pdf()}, follow=True)
    sha256 = Submission.objects.get(public_id=draft).parts.get(seq=1).file_sha256
    assert sha256 in text_of(answer)
    assert hoa.post(page(draft, "giay-to-1"), {"do": "remove"}).status_code == 302
    assert Submission.objects.get(public_id=draft).parts.get(seq=1).file_id == ""


def test_paper_that_does_not_apply_keeps_its_reason(hoa: Client, draft: str) -> None:
    hoa.post(page(draft, "giay-to-2"), {"do": "skip", "reason": "Mẹ đã mất"})
    assert "Mẹ đã mất" in text_of(hoa.get(page(draft, "giay-to-2")))
    assert "Mẹ đã mất" in text_of(hoa.get(page(draft, "kiem-tra")))


def test_check_names_what_is_missing_and_does_not_send(hoa: Client, draft: str) -> None:
    answer = hoa.post(page(draft, "kiem-tra"), {"is_true": "on"})
    assert answer.status_code == 422
    assert "Còn thiếu vài chỗ" in text_of(answer)
    assert f'href="{page(draft, "giay-to-1")}?ve=kiem-tra"' in answer.content.decode()
    assert Submission.objects.get(public_id=draft).state == "draft"


def test_change_from_the_check_leads_back_to_it(hoa: Client, draft: str) -> None:
    answer = hoa.post(f"{page(draft, ASKED)}?ve=kiem-tra", {"request": "Việc khác"})
    assert answer.headers["Location"] == page(draft, "kiem-tra")


def test_resume_goes_to_the_first_gap(hoa: Client, draft: str) -> None:
    assert hoa.get(f"/nop-ho-so/{w.BIRTH}/{draft}/").headers["Location"] == page(draft, "to-khai-nguoi-de-nghi")
    for slug, answers in DECLARED:
        hoa.post(page(draft, slug.strip("/")), answers)
    assert hoa.get(f"/nop-ho-so/{w.BIRTH}/{draft}/").headers["Location"] == page(draft, "giay-to-1")
    assert hoa.get(page(draft, "khong-co")).status_code == 404


def test_typing_is_saved_as_it_goes(hoa: Client, draft: str) -> None:
    here = {"form_page": "noi-dung-de-nghi"}
    told = hoa.post(page(draft, "luu"), {**here, "request": "Đang gõ", "draft_version": "1", "la": "x"})
    again = hoa.post(page(draft, "luu"), {**here, "request": "Đang gõ tiếp", **told.json()})
    assert told.json() == {"draft_version": "2"}
    assert again.json() == {"draft_version": "3"}
    assert "Đang gõ tiếp" in text_of(hoa.get(page(draft, ASKED)))


def test_two_windows_never_overwrite_in_silence(hoa: Client, draft: str) -> None:
    hoa.post(page(draft, ASKED), {"request": "Cửa sổ một", "draft_version": "1"})
    clash = hoa.post(page(draft, ASKED), {"request": "Cửa sổ hai", "draft_version": "1"})
    text = text_of(clash)
    assert clash.status_code == 409
    assert "Cửa sổ một" in text
    assert "Cửa sổ hai" in text
    assert hoa.post(page(draft, ASKED), {"request": "Cửa sổ hai", "draft_version": "2"}).status_code == 302


def test_what_was_typed_after_the_session_ended_is_still_there(mapped: w.World, sign_in: SignIn, draft: str) -> None:
    lost = Client()
    answer = lost.post(page(draft, ASKED), {"request": "Gõ khi đã hết phiên"})
    assert answer.headers["Location"].startswith("/dang-nhap/?next=")
    known = sign_in(mapped.hoa)
    lost.force_login(known.get("/toi/ho-so/").wsgi_request.user, backend="django.contrib.auth.backends.ModelBackend")
    text = text_of(lost.get(page(draft, ASKED)))
    assert "Gõ khi đã hết phiên" in text
    assert "vẫn còn ở đây" in text


def test_a_draft_is_closed_to_others(mapped: w.World, sign_in: SignIn, draft: str) -> None:
    for who in (mapped.nam, mapped.desk):
        for slug in (ASKED, "giay-to-1", "kiem-tra", "da-nop"):
            assert sign_in(who).get(page(draft, slug)).status_code == 403


def test_case_is_asked_only_where_it_is_a_choice(mapped: w.World, hoa: Client) -> None:
    draft = opened(hoa, w.CASES, mapped.hoa.person_id)
    at = f"/nop-ho-so/{w.CASES}/{draft}/"
    assert "Trường hợp mất bản chính" in text_of(hoa.get(f"{at}truong-hop/"))
    answer = hoa.post(f"{at}truong-hop/", {"case_name": "Trường hợp mất bản chính"})
    assert answer.status_code == 302
    assert hoa.get(f"{at}giay-to-2/").status_code == 200
    assert hoa.get(f"{at}giay-to-1/").status_code == 404
