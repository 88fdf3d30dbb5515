"""Every refusal of a file, and beside it the sound file of the same kind."""

import io

import pytest

from dinh.documents.policies.content import inspect
from dinh.documents.policies.content.refusals import REASONS
from dinh.documents.policies.names import clean_name, mask_name
from dinh.documents.registry.house import ACCEPTED
from dinh.kernel.errors import Invalid
from tests.fakes import documents_files as fakes

SOUND = {
    "pdf": (fakes.pdf(3), "application/pdf", 3),
    "jpeg": (fakes.picture("JPEG"), "image/jpeg", 1),
    "png": (fakes.picture("PNG"), "image/png", 1),
    "tiff": (fakes.scan(2), "image/tiff", 2),
    "docx": (fakes.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 0),
    "xlsx": (fakes.sheet(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 0),
}
HOSTILE = {
    "empty": (b"", "FL01"),
    "html": (fakes.HTML, "FL03"),
    "svg": (fakes.SVG, "FL03"),
    "zip": (fakes.plain_zip(), "FL03"),
    "text": ("chỉ là chữ".encode(), "FL03"),
    "program": (fakes.PROGRAM, "FL04"),
    "heic": (fakes.HEIC, "FL05"),
    "old office": (fakes.OLD_OFFICE, "FL06"),
    "pdf cut off": (fakes.pdf_cut_off(), "FL10"),
    "pdf without pages": (fakes.pdf_without_pages(), "FL10"),
    "pdf that is only a word": (b"%PDF-1.7", "FL10"),
    "pdf with password": (fakes.pdf_with_password(), "FL11"),
    "pdf closed to editing": (fakes.pdf_closed_to_editing(), "FL11"),
    "pdf with script": (fakes.pdf_with_script(), "FL12"),
    "pdf with script in a page": (fakes.pdf_with_script_in_a_page(), "FL12"),
    "pdf that launches": (fakes.pdf_that_launches(), "FL13"),
    "pdf that sends": (fakes.pdf_that_sends(), "FL13"),
    "pdf with a file inside": (fakes.pdf_with_a_file_inside(), "FL14"),
    "pdf with xfa": (fakes.pdf_with_xfa(), "FL15"),
    "pdf too long": (fakes.pdf(2_001), "FL16"),
    "jpeg cut off": (fakes.picture_cut_off("JPEG"), "FL20"),
    "png cut off": (fakes.picture_cut_off("PNG"), "FL20"),
    "jpeg of noise": (b"\xff\xd8\xff" + b"x" * 100, "FL20"),
    "png bomb": (fakes.picture_bomb(), "FL21"),
    "docx cut off": (fakes.word_cut_off(), "FL30"),
    "docx that climbs out": (fakes.word_that_climbs_out(), "FL30"),
    "docx that lies": (fakes.word_that_lies_about_its_size(), "FL30"),
    "docx bomb": (fakes.word_bomb(), "FL31"),
    "docx with macros": (fakes.word_with_macros(), "FL32"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_sound_file_is_recognised_by_content(kind: str) -> None:
    content, media_type, pages = SOUND[kind]
    stream = io.BytesIO(content)
    found = inspect(stream, accepted=ACCEPTED)
    assert (found.media_type, found.pages, stream.tell()) == (media_type, pages, 0)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_file_is_refused_with_its_code(kind: str) -> None:
    content, code = HOSTILE[kind]
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(content), accepted=ACCEPTED)
    assert refusal.value.code == code


def test_type_outside_the_house_rules_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(fakes.picture("PNG")), accepted={"application/pdf"})
    assert refusal.value.code == "FL03"


def test_every_refusal_is_tested_or_about_size() -> None:
    assert {code for _content, code in HOSTILE.values()} == set(REASONS) - {"FL02"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\An\\khai sinh.PDF", "khai sinh.pdf"),
        ("giấy\u0000\n\tkhai.exe", "giấykhai.pdf"),
        ("ảnh\u202egpj.exe", "ảnhgpj.pdf"),
        ("...", "tep.pdf"),
        ("", "tep.pdf"),
        ("Đơn số 1.2 của An", "Đơn số 1.2 của An.pdf"),
        ("a" * 400 + ".pdf", "a" * 150 + ".pdf"),
        ("khai sinh".replace("i", "i\u0301"), "khaí sính.pdf"),
    ],
)
def test_name_is_made_harmless(sent: str, kept: str) -> None:
    assert clean_name(sent, ".pdf") == kept


def test_name_is_masked() -> None:
    assert [mask_name("Nguyễn Văn An"), mask_name("An"), mask_name("")] == ["Nguyễn V*** A***", "An", ""]
