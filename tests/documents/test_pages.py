"""The public check and the citizen's store, through the web."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dinh.documents import api
from dinh.documents.web import files, store, verify
from dinh.kernel.actor import ANONYMOUS, Actor
from dinh.kernel.errors import NotAllowed, NotFound
from tests.documents.words import RECEIPT
from tests.fakes import documents_files as fakes

pytestmark = pytest.mark.django_db
AGENCY = api.SignAs(api.Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt")
Ask = Callable[..., str]


@pytest.fixture
def paper(officer: Actor, at: datetime) -> api.PaperView:
    return api.issue_paper(
        by=officer,
        at=at,
        template="receipt_01",
        data=RECEIPT,
        subject_id="cas_1",
        owner_name="Nguyễn Thị Ánh Nguyệt",
        sign=AGENCY,
    )


def asked(view: Callable[..., object], path: str, *more: str, by: Actor = ANONYMOUS, **sent: object) -> object:
    factory = RequestFactory()
    request = factory.post(path, sent) if sent else factory.get(path)
    request.actor = by  # type: ignore[attr-defined]
    with translation.override("vi"):
        answer = view(request, *more)
    request.close()
    return answer


def words(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def content(by: Actor, paper: api.PaperView) -> bytes:
    with api.open_file(by=by, file_id=paper.file_id) as stream:
        return stream.read()


def pdf(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", body, "application/pdf")


def test_code_leads_to_the_paper(paper: api.PaperView) -> None:
    answer = asked(verify.verify, "/xac-minh/", code=paper.verify_code.lower())
    assert answer["Location"] == f"/xac-minh/{paper.verify_code}/"  # type: ignore[index]


def test_wrong_code_says_how_to_mend_it(paper: api.PaperView) -> None:
    del paper
    answer = asked(verify.verify, "/xac-minh/", code="SAI")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Không có giấy nào được phát hành với mã này." in words(answer)


def test_page_of_a_paper_shows_no_personal_data(paper: api.PaperView) -> None:
    said = words(asked(verify.paper, "/xac-minh/x/", paper.verify_code))
    assert "Giấy này do hệ thống phát hành và đang có hiệu lực." in said
    assert "Nguyễn T*** Á*** N***" in said
    assert ("Ánh Nguyệt" in said, "H36.12-260213-0007" in said, "khai sinh" in said) == (False, False, False)


def test_page_of_a_revoked_paper_says_so_first(paper: api.PaperView, officer: Actor, at: datetime) -> None:
    api.revoke_paper(by=officer, at=at, paper_id=paper.paper_id, reason="Ghi sai ngày sinh.")
    said = words(asked(verify.paper, "/xac-minh/x/", paper.verify_code))
    assert "Giấy này đã bị thu hồi" in said
    assert "Ghi sai ngày sinh." in said


def test_upload_is_recognised_as_our_paper(paper: api.PaperView, officer: Actor) -> None:
    said = words(asked(verify.verify, "/xac-minh/", pdf=pdf(content(officer, paper))))
    assert f"/xac-minh/{paper.verify_code}/" in said
    assert "Chữ ký hợp lệ" in said


def test_upload_of_another_file_is_not_the_paper(paper: api.PaperView) -> None:
    said = words(asked(verify.paper, "/xac-minh/x/", paper.verify_code, pdf=pdf(fakes.pdf(2))))
    assert "Tệp anh/chị gửi không phải bản đã phát hành." in said


@pytest.mark.parametrize("body", [fakes.PROGRAM, fakes.HTML, fakes.pdf_with_script()])
def test_hostile_upload_to_the_check_is_answered_and_forgotten(body: bytes) -> None:
    answer = asked(verify.verify, "/xac-minh/", pdf=pdf(body))
    assert answer.status_code == 200  # type: ignore[attr-defined]


def test_too_large_upload_to_the_check_is_refused() -> None:
    answer = asked(verify.verify, "/xac-minh/", pdf=pdf(b"%PDF-1.7" + b"0" * (5 * 1024 * 1024)))
    assert "FL02" in words(answer)


def test_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        asked(verify.paper, "/xac-minh/x/", "222222222222")


def deposited(officer: Actor, at: datetime, number: int) -> api.StoreItemView:
    kept = api.store_file(
        by=officer, at=at, name="kq.pdf", stream=io.BytesIO(fakes.pdf(number)), purpose="result", subject_id="cas_1"
    )
    return api.deposit(
        by=officer,
        at=at,
        owner_person_id="per_an",
        kind_code="KQ.G15.000031",
        title="Trích lục khai sinh",
        file_id=kept.file_id,
        source_subject_id="cas_1",
        number=f"H36-{number}-KQ1",
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_store_page_asks_as_much_for_one_paper_as_for_three(
    officer: Actor, citizen: Actor, at: datetime, rows: int
) -> None:
    for number in range(1, rows + 1):
        deposited(officer, at, number)
    with CaptureQueriesContext(connection) as queries:
        said = words(asked(store.papers, "/kho-giay-to/", by=citizen))
    # Two for the papers, one for the number of unread notices in the citizen's bar.
    assert (len(queries), said.count("Trích lục khai sinh")) == (3, rows)


def test_item_page_is_the_owners_only(officer: Actor, citizen: Actor, stranger: Actor, at: datetime) -> None:
    kept = deposited(officer, at, 1)
    assert "Chưa có ai dùng giấy này." in words(asked(store.item, "/kho-giay-to/x/", kept.item_id, by=citizen))
    with pytest.raises(NotAllowed):
        asked(store.item, "/kho-giay-to/x/", kept.item_id, by=stranger)


def test_owner_stops_the_reuse(officer: Actor, citizen: Actor, at: datetime) -> None:
    kept = deposited(officer, at, 1)
    asked(store.set_offered, "/kho-giay-to/x/dung-lai/", kept.item_id, by=citizen, dung_lai="0")
    assert api.item(by=citizen, item_id=kept.item_id).is_offered is False


def test_file_is_served_where_nothing_can_run(citizen: Actor, at: datetime) -> None:
    kept = api.store_file(
        by=citizen, at=at, name='đơn "x"\r\n.pdf', stream=io.BytesIO(fakes.pdf()), purpose="c", subject_id="upl_1"
    )
    answer = asked(files.file, "/tep/x/", kept.file_id, by=citizen)
    headers = answer.headers  # type: ignore[attr-defined]
    answer.file_to_stream.close()  # type: ignore[attr-defined]
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C4%91%C6%A1n%20x.pdf"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert (headers["X-Content-Type-Options"], headers["Content-Type"]) == ("nosniff", "application/pdf")


def test_shown_picture_opens_in_the_window_a_word_file_does_not(citizen: Actor, at: datetime) -> None:
    ways = []
    for body in (fakes.picture(), fakes.word()):
        kept = api.store_file(by=citizen, at=at, name="a", stream=io.BytesIO(body), purpose="c", subject_id="upl_1")
        answer = asked(files.file, "/tep/x/?xem=1", kept.file_id, by=citizen)
        ways.append(answer.headers["Content-Disposition"].split(";")[0])  # type: ignore[attr-defined]
        answer.file_to_stream.close()  # type: ignore[attr-defined]
    assert ways == ["inline", "attachment"]
