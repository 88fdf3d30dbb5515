"""What a verification says of files that were changed, cut, added to or signed again."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

from dinh.documents import api
from dinh.documents.queries.comparison import compare
from dinh.documents.registry import authority, pen, press
from dinh.documents.registry.house import House
from tests.fakes import documents_files as fakes

AGENCY = api.SignAs(api.Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt")
LONG = api.SignAs(
    api.Certificate.AGENCY, "agy_pv", "Trung tâm Phục vụ hành chính công phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"
)


@pytest.fixture
def signed(house: House, at: datetime) -> bytes:
    del house
    return pen.sign(fakes.pdf(2), sign=AGENCY, at=at, field="ChuKy1", place=None, reason="Tiếp nhận")


def added(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Change a PDF the way that keeps the signed bytes: by adding at the end."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def append_page(writer: IncrementalPdfFileWriter) -> None:
    content = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 300, 400)))


def rewrite_first_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)


def add_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(1)[0].get_object()
    note = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/Text"),
            generic.NameObject("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 9, 9)]),
            generic.NameObject("/Contents"): generic.TextStringObject("đã sửa"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def test_signed_file_is_valid(signed: bytes, at: datetime) -> None:
    found = api.verify_pdf(data=signed)
    one = found.signatures[0]
    assert (found.verdict, one.signer, one.signed_at, one.reason) == (api.Verdict.VALID, AGENCY.name, at, "Tiếp nhận")
    assert (one.intact, one.trusted, one.timestamp_ok, one.long_term, one.covers_whole_file) == (True,) * 5
    assert found.sentence_vi == f"Chữ ký hợp lệ: {AGENCY.name} (09:05 13/02/2026); tệp còn nguyên như khi ký."


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (append_page, "Sau khi ký, tệp có thêm 1 trang (trang 3); phần thêm này không được chữ ký xác nhận."),
        (rewrite_first_page, "Sau khi ký, nội dung trang 1 đã bị sửa."),
        (add_note, "Sau khi ký, có ghi chú được thêm, sửa hoặc xóa ở trang 2."),
    ],
)
def test_change_after_signing_is_told(
    signed: bytes, change: Callable[[IncrementalPdfFileWriter], None], line: str
) -> None:
    found = api.verify_pdf(data=added(signed, change))
    assert (found.verdict, found.change_lines_vi) == (api.Verdict.VALID_THEN_CHANGED, (line,))
    assert len(found.change_lines_en) == 1


def test_changed_byte_breaks_the_signature(signed: bytes) -> None:
    changed = signed.replace(b"/MediaBox [ 0 0 300 400 ]", b"/MediaBox [ 0 0 300 500 ]", 1)
    found = api.verify_pdf(data=changed)
    assert (changed != signed, found.verdict, found.signatures[0].intact) == (True, api.Verdict.BROKEN, False)


def test_file_written_anew_breaks_the_signature(signed: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as opened:
        opened.pages.append(opened.pages[0])
        opened.save(out)
    assert api.verify_pdf(data=out.getvalue()).verdict is api.Verdict.BROKEN


def test_cut_file_is_unreadable(signed: bytes) -> None:
    assert api.verify_pdf(data=signed[:-2000]).verdict is api.Verdict.UNREADABLE


def test_tail_of_a_cut_second_signature_is_told(signed: bytes, at: datetime) -> None:
    twice = pen.sign(signed, sign=LONG, at=at + timedelta(hours=1), field="ChuKy2", place=None, reason="")
    found = api.verify_pdf(data=twice[: len(signed) + 40])
    assert (found.verdict, [change.kind for change in found.signatures[0].changes_since]) == (
        api.Verdict.VALID_THEN_CHANGED,
        ["tail"],
    )


def test_signed_again_both_stand(signed: bytes, at: datetime) -> None:
    later = at + timedelta(hours=1)
    found = api.verify_pdf(data=pen.sign(signed, sign=LONG, at=later, field="ChuKy2", place=None, reason=""))
    assert (found.verdict, [one.signer for one in found.signatures]) == (api.Verdict.VALID, [AGENCY.name, LONG.name])
    assert [one.covers_whole_file for one in found.signatures] == [False, True]


def test_page_added_between_two_signatures_is_told(signed: bytes, at: datetime) -> None:
    between = added(signed, append_page)
    twice = pen.sign(between, sign=LONG, at=at + timedelta(hours=1), field="ChuKy2", place=None, reason="")
    found = api.verify_pdf(data=twice)
    assert found.verdict is api.Verdict.VALID_THEN_CHANGED
    assert [change.kind for change in found.signatures[0].changes_since] == ["pages_added", "signature"]


@pytest.mark.parametrize("content", [b"", b"hello", fakes.PROGRAM, fakes.pdf_cut_off(), fakes.pdf_with_password()])
def test_no_readable_pdf_is_no_error(house: House, content: bytes) -> None:
    del house
    assert api.verify_pdf(data=content).verdict in {api.Verdict.UNREADABLE, api.Verdict.UNSIGNED}


def test_file_without_signature_says_so(house: House) -> None:
    del house
    found = api.verify_pdf(data=fakes.pdf())
    assert (found.verdict, found.sentence_vi) == (api.Verdict.UNSIGNED, "Tệp này không có chữ ký số.")


def test_certificate_revoked_later_was_valid_when_signing(house: House, at: datetime) -> None:
    del house
    fired = api.SignAs(api.Certificate.PERSONAL, "per_cu", "Người Cũ", "UBND phường")
    before = pen.sign(fakes.pdf(), sign=fired, at=at, field="ChuKy1", place=None, reason="")
    authority.revoke_certificate(fired, at + timedelta(days=1))
    found = api.verify_pdf(data=before)
    assert (found.verdict, found.signatures[0].revoked_later) == (api.Verdict.VALID, True)


def test_certificate_revoked_before_does_not_count(house: House, at: datetime) -> None:
    del house
    fired = api.SignAs(api.Certificate.PERSONAL, "per_bi", "Người Bị Thôi", "UBND phường")
    signed = pen.sign(fakes.pdf(), sign=fired, at=at, field="ChuKy1", place=None, reason="")
    authority.revoke_certificate(fired, at - timedelta(days=1))
    found = api.verify_pdf(data=signed)
    assert (found.verdict, found.signatures[0].valid_at_signing) == (api.Verdict.UNTRUSTED, False)
    assert "không còn hiệu lực" in found.sentence_vi


def test_comparison_finds_pages_taken_out() -> None:
    changes = compare(fakes.pdf(3), fakes.pdf(1))
    assert [(change.kind, len(change.pages)) for change in changes] == [("pages_removed", 2)]


def test_comparison_of_the_same_finds_nothing() -> None:
    assert compare(fakes.pdf(2), fakes.pdf(2)) == ()


def test_square_code_is_svg() -> None:
    assert press.qr_svg("https://dinh.example/xac-minh/7HK3/").startswith("<svg")
