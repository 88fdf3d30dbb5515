"""Sheets as people make them: numbers typed as text, old fonts, merged and hidden cells, dates where numbers belong."""

import io
import zipfile
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from dinh.indicators.scores import registry
from dinh.indicators.scores.policies.sheets.assessment import Fate, read_sheets
from dinh.indicators.scores.policies.sheets.fonts import Lettering, to_unicode
from dinh.indicators.scores.policies.sheets.grid import SheetFault
from dinh.indicators.scores.policies.sheets.numbers import Doubt, NotANumber, read_number
from dinh.indicators.scores.policies.sheets.text import read_csv
from dinh.indicators.scores.policies.sheets.xlsx import read_xlsx
from dinh.indicators.scores.policies.structures import with_rows
from dinh.indicators.scores.types.results import Entry
from tests.indicators.scores.make import F

pytestmark = pytest.mark.unit
ROWS = [
    {"code": "1.1", "parent": "1", "name": "Mẫu tỷ lệ", "points": 50, "shape": {"kind": "ratio"}},
    {
        "code": "1.2",
        "parent": "1",
        "name": "Mẫu bậc thang",
        "points": 30,
        "shape": {"kind": "step", "steps": [[1, 1]]},
    },
    {
        "code": "1.3",
        "parent": "1",
        "name": "Mẫu lựa chọn",
        "points": 10,
        "shape": {"kind": "choice", "options": [{"code": "head", "name": "Người đứng đầu", "share": 1}]},
    },
    {
        "code": "1.4",
        "parent": "1",
        "name": "Mẫu điều kiện",
        "points": 10,
        "shape": {"kind": "halves", "conditions": ["Có kế hoạch", "Có báo cáo"]},
    },
]
INDEX = with_rows(registry.version("dti", "922-2022"), ROWS, "danh mục")
HEAD = ["Mã", "Tên chỉ số", "Tử số", "Mẫu số", "Lựa chọn", "Ghi chú"]


def packed(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sheet(*rows: list[Any], head: list[str] | None = None) -> Workbook:
    book = Workbook()
    for row in [HEAD if head is None else head, *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    return book


def fates(book: Workbook) -> list[tuple[Fate, str]]:
    return [(one.fate, " ".join(one.sentences)) for one in read_sheets(read_xlsx(packed(book)), INDEX).rows[1:]]


@pytest.mark.parametrize(
    ("text", "value", "doubts"),
    [
        ("1.234,5", F("1234.5"), ()),
        ("1,234.5", F("1234.5"), ()),
        ("1.234.567", F(1234567), ()),
        ("1.234", F(1234), (Doubt.THOUSANDS,)),
        ("12,345", F("12.345"), (Doubt.DECIMAL_COMMA,)),
        ("0.750", F("0.75"), ()),
        ("0,75", F("0.75"), ()),
        ("75 %", F("0.75"), (Doubt.PERCENT,)),
        ("1 234", F(1234), ()),
        ("1\u00a0234,5", F("1234.5"), ()),
        ("12 cuộc", F(12), (Doubt.UNIT,)),
        ("-3", F(-3), ()),
        ("007", F(7), ()),
    ],
)
def test_number_is_read(text: str, value: Fraction, doubts: tuple[Doubt, ...]) -> None:
    made = read_number(text)
    assert (made.value, made.doubts) == (value, doubts)


def test_ratio_typed_as_text_keeps_both_numbers() -> None:
    made = read_number("1.250/2.000")
    assert (made.value, made.below) == (1250, 2000)


@pytest.mark.parametrize("text", ["01/02/2026", "2026-02-01", "12.34.5", "1.23,4.5", "abc", "", "1,2,3", "1.2345,6"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_vietnamese_and_english_writing_agree(whole: int, rest: int) -> None:
    english = f"{whole:,}.{rest:02d}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    assert read_number(english).value == read_number(vietnamese).value == F(f"{whole}.{rest:02d}")


@pytest.mark.parametrize(
    ("text", "font", "made", "lettering"),
    [
        ("TØnh L©m §ång", ".VnTime", "Tỉnh Lâm Đồng", Lettering.TCVN3),
        ("NhËn thøc sè", "", "Nhận thức số", Lettering.TCVN3),
        ("ñy ban nh©n d©n", ".VnTime", "ủy ban nhân dân", Lettering.TCVN3),
        ("chuyÓn ®æi sè", ".VnTimeH", "CHUYỂN ĐỔI SỐ", Lettering.TCVN3),
        ("Kinh teá soá", "VNI-Times", "Kinh tế số", Lettering.VNI),
        ("Chuyeån ñoåi", "", "Chuyển đổi", Lettering.VNI),
        ("Ñöôøng ÑAØO", "VNI-Times", "Đường ĐÀO", Lettering.VNI),
        ("Thừa Thiên Huế", ".VnTime", "Thừa Thiên Huế", Lettering.UNICODE),
        ("hoà bình", "", "hoà bình", Lettering.UNICODE),
        ("Xa\u0303 ho\u0323\u0302i", "", "Xã hội", Lettering.UNICODE),
    ],
)
def test_old_letters_become_unicode(text: str, font: str, made: str, lettering: Lettering) -> None:
    assert to_unicode(text, font) == (made, lettering)


def test_sheet_of_every_shape_is_read() -> None:
    book = sheet(
        ["1.1", "Mẫu tỷ lệ", 3, "4", None, "công văn 12"],
        ["1.2", None, "1.234,5", None, None, None],
        ["1.3", None, None, None, "người đứng đầu", None],
        ["1.4", None, None, None, "Có báo cáo", None],
        ["2", "Thể chế số", "0,9", None, None, None],
        ["3", None, 82.5, None, None, None],
    )
    made = read_sheets(read_xlsx(packed(book)), INDEX)
    assert made.entries == {
        "1.1": Entry(a=F(3), b=F(4)),
        "1.2": Entry(a=F("1234.5")),
        "1.3": Entry(choice="head"),
        "1.4": Entry(met=("Có báo cáo",)),
        "2": Entry(share=F("0.9")),
        "3": Entry(share=F("0.825")),
    }
    assert made.notes == {"1.1": "công văn 12"}
    assert made.count(Fate.FAULTY) == 0


def test_faulty_rows_say_why_and_nothing_is_lost() -> None:
    book = sheet(
        ["1.1", None, 3, 4, None, None],
        ["1.1", None, 5, 6, None, None],
        ["9.9", None, 1, 2, None, None],
        ["1.2", None, date(2026, 2, 1), None, None, None],
        ["1.3", None, None, None, "ai đó", None],
        ["2", "Nhân lực số", 0.5, None, None, None],
        ["3", None, "nhiều", None, None, None],
        ["5", None, None, None, None, None],
        ["Tổng cộng", None, None, None, None, None],
    )
    told = fates(book)
    assert [fate for fate, _words in told] == [Fate.TAKEN, *[Fate.FAULTY] * 6, Fate.LEFT, Fate.LEFT]
    for words, place in (
        ("đã có ở dòng 2", 1),
        ("922/QĐ-BTTTT", 2),
        ("01/02/2026", 3),
        ("ai đó", 4),
        ("hai phần khác nhau", 5),
        ("nhiều", 6),
        ("chưa nhập", 7),
    ):
        assert words in told[place][1]


def test_merged_headings_are_read_and_merged_numbers_are_not_guessed() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in [
        ["BẢNG TỰ ĐÁNH GIÁ"],
        [],
        ["STT", "Chỉ số", "Số liệu", None],
        [None, None, "a", "b"],
        ["1.1", "Mẫu tỷ lệ", 3, 4],
        ["1.2", "Mẫu bậc thang", 7, None],
        ["2", "Thể chế số", None, None],
    ]:
        page.append(row)
    for area in ("A1:D1", "A3:A4", "B3:B4", "C3:D3", "C6:C7"):
        page.merge_cells(area)
    made = read_sheets(read_xlsx(packed(book)), INDEX)
    assert made.entries == {"1.1": Entry(a=F(3), b=F(4)), "1.2": Entry(a=F(7))}
    assert [one.fate for one in made.rows if one.part == "2"] == [Fate.FAULTY]


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    book = sheet(["1.1", None, 3, 4, None, None])
    page = book.active
    assert page is not None
    page.row_dimensions[2].hidden = True
    page.column_dimensions["F"].hidden = True
    page.sheet_state = "hidden"
    book.create_sheet("Trống")
    made = read_sheets(read_xlsx(packed(book)), INDEX)
    assert made.entries == {"1.1": Entry(a=F(3), b=F(4))}
    assert "bị ẩn" in made.rows[1].sentences[0]
    assert len(made.sentences) == 2


def test_sheet_in_old_letters_is_read_and_told() -> None:
    book = sheet(["2", "ThÓ chÕ sè", 0.9, None, None, None], head=["M·", "Tªn chØ sè", "Tö sè", "MÉu sè"])
    for row in book.active.iter_rows():  # type: ignore[union-attr]
        for cell in row:
            cell.font = Font(name=".VnTime")
    made = read_sheets(read_xlsx(packed(book)), INDEX)
    assert made.entries == {"2": Entry(share=F("0.9"))}
    assert "TCVN3" in made.sentences[0]


def test_share_alone_is_not_enough_for_a_ratio() -> None:
    book = sheet(["1.1", None, "75%"], head=["Mã", "Tên", "Giá trị"])
    assert "a và b" in fates(book)[0][1]
    book = sheet(["1.1", None, "3/4"], head=["Mã", "Tên", "Giá trị"])
    assert read_sheets(read_xlsx(packed(book)), INDEX).entries == {"1.1": Entry(a=F(3), b=F(4))}


def test_sheet_without_heading_is_said() -> None:
    book = Workbook()
    book.active.append(["linh tinh", 5])  # type: ignore[union-attr]
    made = read_sheets(read_xlsx(packed(book)), INDEX)
    assert (made.entries, made.count(Fate.LEFT), len(made.sentences)) == ({}, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_in_any_writing(encoding: str, separator: str) -> None:
    lines = [["Mã", "Tên", "Tử số", "Mẫu số"], ["1.1", "Mẫu tỷ lệ", "3", "4"], ["2", "Thể chế số", "0.9", ""]]
    data = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    assert read_sheets(read_csv(data), INDEX).entries == {"1.1": Entry(a=F(3), b=F(4)), "2": Entry(share=F("0.9"))}


def test_csv_in_old_letters() -> None:
    data = "M·;Tªn chØ sè;Tö sè\n2;ThÓ chÕ sè;0,9\n".encode("cp1252")
    assert read_sheets(read_csv(data), INDEX).entries == {"2": Entry(share=F("0.9"))}


def test_what_is_no_workbook_is_refused() -> None:
    for data in (b"", b"PK\x03\x04broken", b"abc"):
        with pytest.raises(SheetFault, match="broken"):
            read_xlsx(data)
    with pytest.raises(SheetFault, match="broken"):
        read_csv(b"\x00\x01\x02")


def test_bombs_and_entities_are_refused_before_unpacking() -> None:
    bomb, entity = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/worksheets/sheet1.xml", b"0" * 61_000_000)
    with zipfile.ZipFile(entity, "w") as pack:
        pack.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(SheetFault, match="too_large"):
        read_xlsx(bomb.getvalue())
    with pytest.raises(SheetFault, match="entities"):
        read_xlsx(entity.getvalue())
