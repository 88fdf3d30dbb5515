"""A form for a procedure nobody made one for, from what the catalogue says of it."""

import re

from dinh.forms.types.definition import Block, FormDefinition, Page
from dinh.forms.types.kinds import Kind
from dinh.kernel.text import fold, slug
from dinh.procedures.api import ProcedureView

_LONGEST_TITLE = 250
_BUSINESS = ("doanh nghiệp", "tổ chức", "hợp tác xã")
_BARE = re.compile(r"^(?:[^\w]*(?:\(?[0-9a-z]{1,2}[.)])?[^\w]*)")
_APPLICATIONS = (
    "don", "to khai", "phieu", "giay de nghi", "giay dang ky", "giay yeu cau", "van ban de nghi", "van ban yeu cau",
    "cong van", "ban dang ky", "ban khai", "ban ke khai", "de nghi", "mau ", "thong bao", "to trinh", "ho so de nghi",
)  # fmt: skip
_LAND = ("đất", "thửa", "nhà ở")


def generate(source: ProcedureView) -> FormDefinition:
    """Return the form: who asks, in whose name, what about, and what the subject of the procedure calls for."""
    name = source.name[:_LONGEST_TITLE]
    return FormDefinition(
        code=f"chung-{slug(source.code)}",
        title=f"Đề nghị giải quyết: {name}",
        procedures=(source.code,),
        mark="generated",
        pages=(_who(source), *_land(source), _what(), _truth()),
    )


def is_application(paper: str) -> bool:
    """Tell whether a paper of a procedure is, by the words it begins with, an application to be filled in."""
    return _BARE.sub("", fold(paper)).startswith(_APPLICATIONS)


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text.lower() for word in words)


def _who(source: ProcedureView) -> Page:
    person = Block(Kind.PERSON, "applicant", "Người đề nghị", prefill="person", optional_parts=("residence",))
    if not _has(source.subjects, _BUSINESS):
        return Page("nguoi-de-nghi", "Người đề nghị", blocks=(person,))
    body = "for_body"
    return Page(
        "nguoi-de-nghi",
        "Người đề nghị",
        blocks=(
            person,
            Block(Kind.YES_NO, body, "Anh/chị đề nghị thay mặt một tổ chức, doanh nghiệp?"),
            Block(Kind.TEXT, "body_name", "Tên tổ chức, doanh nghiệp", maximum=300, show_when=body),
            Block(Kind.TEXT, "body_number", "Mã số thuế hoặc số quyết định thành lập", maximum=40, show_when=body),
            Block(Kind.TEXT, "body_role", "Chức vụ của anh/chị", maximum=100, show_when=body),
            Block(Kind.ADDRESS, "body_address", "Địa chỉ trụ sở", show_when=body, optional_parts=("detail",)),
        ),
    )


def _land(source: ProcedureView) -> tuple[Page, ...]:
    if not _has(source.field, _LAND):
        return ()
    parcel = Block(
        Kind.PARCEL, "parcel", "Thửa đất", required=False,
        parts=("plot", "sheet", "area", "place", "certificate"), optional_parts=("area", "certificate"),
    )  # fmt: skip
    return (Page("thua-dat", "Thửa đất", blocks=(parcel,)),)


def _what() -> Page:
    return Page(
        "noi-dung-de-nghi",
        "Nội dung đề nghị",
        blocks=(
            Block(
                Kind.LONG_TEXT, "request", "Anh/chị đề nghị việc gì?", maximum=5000,
                help="Nói bằng lời của anh/chị: việc gì, của ai, từ khi nào.",
            ),
            Block(Kind.LONG_TEXT, "reason", "Lý do hoặc mục đích", maximum=2000, required=False),
            Block(Kind.TEXT, "earlier", "Số giấy tờ đã cấp trước đây (nếu có)", maximum=200, required=False),
        ),
    )  # fmt: skip


def _truth() -> Page:
    words = "Tôi cam đoan những điều khai trên là đúng và chịu trách nhiệm trước pháp luật về lời khai của mình."
    return Page("cam-doan", "Cam đoan", blocks=(Block(Kind.SIGNATURE, "truth", words),))
