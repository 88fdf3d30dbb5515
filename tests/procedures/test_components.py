"""Papers, notes that pose as papers, cases and labels, and what may stand in for a paper."""

import pytest

from dinh.procedures import registry
from dinh.procedures.policies.components import accepted_results, bare_name, read_case, read_component, split_form
from dinh.procedures.types import CaseKind, FaultKind, SourceComponent


def row(name: str, case: str = "", originals: str = "1", copies: str = "0", flag: str = "") -> SourceComponent:
    return SourceComponent(1, case, name, "", originals, copies, flag)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("", CaseKind.SUBMIT),
        ("* Giấy tờ phải nộp:", CaseKind.SUBMIT),
        ("Thành phần hồ sơ:", CaseKind.SUBMIT),
        ("* Giấy tờ phải xuất trình:", CaseKind.PRESENT),
        ("* Lưu ý :", CaseKind.NOTE),
        ("Trường hợp ủy quyền thực hiện thủ tục:", CaseKind.CASE),
        ("(1.3) Đối với công trình tôn giáo:", CaseKind.CASE),
    ],
)
def test_heading_is_a_case_or_a_label(heading: str, kind: CaseKind) -> None:
    assert read_case(heading) is kind


def test_paper_is_a_paper() -> None:
    read = read_component(row("Tờ khai đăng ký khai sinh"))
    assert (read.is_note, read.is_conditional, read.faults) == (False, False, ())


def test_row_without_any_copy_is_a_note_and_a_fault() -> None:
    read = read_component(row("Số lượng hồ sơ: 01 bộ", originals="0"))
    assert (read.is_note, read.faults) == (True, (FaultKind.COMPONENT_IS_NOTE,))


def test_row_under_a_note_heading_is_a_note_without_fault() -> None:
    read = read_component(row("Bản chụp phải rõ nét", case="* Lưu ý:", originals="0"))
    assert (read.is_note, read.faults) == (True, ())


def test_unparsed_row_is_kept_as_note() -> None:
    read = read_component(row("--", originals="", copies="", flag="unparsed"))
    assert (read.is_note, read.faults) == (True, (FaultKind.COMPONENT_UNPARSED,))


@pytest.mark.parametrize("name", ["Trường hợp trẻ em bị bỏ rơi thì có biên bản", "Văn bản ủy quyền (nếu có)"])
def test_paper_of_a_situation_is_conditional(name: str) -> None:
    assert read_component(row(name)).is_conditional


def test_form_cut_inside_a_word_is_joined_and_cut_at_the_seam() -> None:
    name, form = "Tờ khai theo Mẫu số 10 Phụ lục II Thông tư số 07/2026.Mẫu s", "ố 10.docx"
    assert split_form(name, form) == ("Tờ khai theo Mẫu số 10 Phụ lục II Thông tư số 07/2026.", "Mẫu số 10.docx")


def test_form_cut_rightly_stays() -> None:
    assert split_form("Đơn tố cáo", "Đơn tố cáo.doc")[1] == "Đơn tố cáo.doc"


def test_bare_name_drops_number_and_copy() -> None:
    assert bare_name("(2) Bản sao Giấy chứng nhận đăng ký hợp tác xã;") == "giay chung nhan dang ky hop tac xa"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("01 bản sao giấy khai sinh của trẻ em", "KQ.G15.000031"),
        ("Giấy xác nhận tình trạng hôn nhân do Ủy ban nhân dân cấp xã cấp", "KQ.G15.000038"),
        ("Bản gốc Giấy chứng nhận đã cấp", "KQ.G10.001148"),
    ],
)
def test_known_paper_accepts_a_result(name: str, code: str) -> None:
    assert code in accepted_results(bare_name(name), registry.reuse_rules(), {})


@pytest.mark.parametrize("name", ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Quyết định"])
def test_other_paper_accepts_nothing(name: str) -> None:
    names = {"quyet dinh": ("KQ.G01.000001",)}
    assert accepted_results(bare_name(name), registry.reuse_rules(), names) == ()


def test_paper_called_as_a_result_accepts_it() -> None:
    names = {"chung chi hanh nghe thu y": ("KQ.G10.000865",)}
    assert accepted_results(bare_name("Chứng chỉ hành nghề thú y."), (), names) == ("KQ.G10.000865",)
