"""What a signature adds to a PDF, judged by strangers: pyHanko, qpdf, pdfsig."""

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus

from dinh.documents.registry import pen
from dinh.documents.registry.addition import Addition, Ref
from dinh.documents.types import Certificate, SignAs
from tests.fakes import documents_files as fakes

AT = datetime(2026, 2, 13, 2, 5, tzinfo=UTC)
WHO = SignAs(Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt", "UBND phường Xuân Hương - Đà Lạt")
PLACE = pen.Place(1, 40, 60, 150, 44)


def signed(pdf: bytes, number: int = 1, place: pen.Place | None = PLACE) -> bytes:
    return pen.sign(pdf, sign=WHO, at=AT, field=f"ChuKy{number}", place=place, reason="Ký (thử) \\ lần 1")


def judged(pdf: bytes) -> list[PdfSignatureStatus]:
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return [validate_pdf_signature(one, pen.trust(AT)) for one in found]


def saved(made: pikepdf.Pdf, mode: ObjectStreamMode = ObjectStreamMode.disable) -> bytes:
    out = io.BytesIO()
    made.save(out, object_stream_mode=mode)
    return out.getvalue()


def written_on() -> pikepdf.Pdf:
    """A PDF with a form, a note and a table of fonts of its own, each an object apart."""
    made = pikepdf.open(io.BytesIO(fakes.pdf(2)))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("Ghi chú (1)"))
    made.pages[0].obj.Annots = made.make_indirect(Array([made.make_indirect(note)]))
    field = made.make_indirect(Dictionary(FT=Name.Tx, T=String("Họ tên"), V=String("An")))
    made.Root.AcroForm = made.make_indirect(Dictionary(Fields=made.make_indirect(Array([field])), DA=String("/F 9 Tf")))
    return made


@pytest.mark.parametrize("mode", [ObjectStreamMode.disable, ObjectStreamMode.generate])
@pytest.mark.parametrize("place", [PLACE, None])
def test_signature_is_valid_in_either_form_of_table(mode: ObjectStreamMode, place: pen.Place | None) -> None:
    before = saved(written_on(), mode)
    once = signed(before, place=place)
    twice = signed(once, 2, place)
    assert once.startswith(before)
    assert twice.startswith(once)
    assert [(one.bottom_line, one.coverage.name) for one in judged(once)] == [(True, "ENTIRE_FILE")]
    assert [one.bottom_line for one in judged(twice)] == [True, True]


@pytest.mark.parametrize("mode", [ObjectStreamMode.disable, ObjectStreamMode.generate])
def test_what_the_file_held_is_still_there(mode: ObjectStreamMode) -> None:
    with pikepdf.open(io.BytesIO(signed(saved(written_on(), mode)))) as opened:
        assert opened.check_pdf_syntax() == []
        fields, notes = opened.Root.AcroForm.Fields, opened.pages[0].Annots
        assert [str(one.T) for one in fields] == ["Họ tên", "ChuKy1"]
        assert [str(one.Subtype) for one in notes] == ["/Text", "/Widget"]
        assert (str(notes[0].Contents), str(opened.Root.AcroForm.DA)) == ("Ghi chú (1)", "/F 9 Tf")
        assert (len(opened.pages), str(fields[1].V.Reason)) == (2, "Ký (thử) \\ lần 1")


def test_stamp_is_drawn_where_it_belongs(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(signed(fakes.pdf()))) as opened:
        widget = opened.pages[0].Annots[0]
        assert [int(side) for side in widget.Rect] == [40, 400 - 60 - 44, 190, 400 - 60]
        assert [float(side) for side in widget.AP.N.BBox] == [0, 0, 150, 44]
    (tmp_path / "s.pdf").write_bytes(signed(fakes.pdf()))
    try:
        said = subprocess.run(["pdfsig", "s.pdf"], cwd=tmp_path, check=False, capture_output=True, text=True).stdout
        seen = subprocess.run(["pdftotext", "s.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("pdfsig and pdftotext (poppler) are not installed")
    assert ("Signature is Valid." in said, "Total document signed" in said) == (True, True)
    assert "Thời gian ký: 09:05:00 13/02/2026" in seen.stdout


def test_a_changed_byte_is_seen() -> None:
    broken = bytearray(signed(fakes.pdf()))
    place = broken.index(b"/MediaBox [ 0 0 300 400 ]")
    broken[place + 14] = ord("1")
    assert [one.intact for one in judged(bytes(broken))] == [False]


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 nothing follows", fakes.pdf()[:-20]])
def test_what_has_no_table_takes_no_addition(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="cannot take a signature"):
        Addition(pdf)


def test_objects_keep_their_values() -> None:
    with Addition(fakes.pdf()) as more:
        inner = more.new(["/Name", 1, 2.5, True, String("Đình (1)"), b"null"])
        more.write(more.pdf.Root.objgen, {**dict(more.pdf.Root.items()), "/Own": {"/Inner": inner}})
        assert isinstance(inner, Ref)
        whole = more.written()
    with pikepdf.open(io.BytesIO(whole)) as opened:
        found = opened.Root.Own.Inner
        assert (str(found[0]), int(found[1]), float(found[2]), bool(found[3])) == ("/Name", 1, 2.5, True)
        assert (str(found[4]), found[5]) == ("Đình (1)", None)
