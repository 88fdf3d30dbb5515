"""The list of components: typed, pasted or from a sheet, each line judged, handed in by one and approved by another."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dinh.indicators.scores import api
from dinh.indicators.scores.policies.sheets.listing import text_of_lines
from tests.indicators.scores.make import F
from tests.portal.conftest import Browser

HOME, YEAR = "/dieu-hanh/dti/danh-muc/", "?nam=2024"
MAINS = "\n".join(f"{code} | | 125" for code in "12345789")
GOOD = f"""Mã | Tên | Điểm tối đa | Cách tính | Chi tiết cách tính | Tài liệu kiểm chứng
{MAINS}
1.1 | Người đứng đầu chỉ đạo | 25 | lựa chọn | Người đứng đầu = 100 %; Cấp phó = 50 %; Chưa có = 0 | Quyết định
1.2 | Tỷ lệ cán bộ được tập huấn | 50,5 | tỷ lệ so với ngưỡng | 80 % |
1.3 | Số cuộc họp | 20 | bậc | 1: 25 %; 4: 100 % |
1.4 | Kế hoạch | 10 | điều kiện | Đã ban hành; Đã báo cáo |
1.5 | Khảo sát | 19,5 | khảo sát | 5 |
1.6 | Thông tin chung | | không chấm điểm | |"""


def edition() -> api.Index:
    return api.for_year("dti", 2024)


def read(text: str) -> tuple[api.Listed, ...]:
    return api.read_list(api.typed_lines(text), edition())


def test_every_way_of_making_points_is_read() -> None:
    rows = read(GOOD)
    assert [one.fault for one in rows] == [""] * 14
    made = api.proposed(index=edition(), rows=[one.row for one in rows])
    shapes = {one.code: one.shape for one in made.components}
    assert [shape.kind.value for shape in shapes.values() if shape] == [
        "choice", "threshold", "step", "halves", "survey", "none",
    ]  # fmt: skip
    assert (made.by_code["1.2"].points, shapes["1.2"] and shapes["1.2"].target) == (F("50.5"), F("0.8"))
    assert [one.share for one in shapes["1.1"].options] == [1, F("0.5"), 0] if shapes["1.1"] else False
    assert (made.by_code["1.6"].is_scored, made.by_code["1"].points) == (False, F(125))


def test_what_is_written_reads_back_to_the_same() -> None:
    made = api.proposed(index=edition(), rows=[one.row for one in read(GOOD)])
    again = read(api.written(made.parts))
    assert api.part_changes(made, api.proposed(index=edition(), rows=[one.row for one in again])) == ()
    tabs = re.sub(r" ?\| ?", "\t", GOOD)
    assert [one.row for one in read(tabs)] == [one.row for one in read(GOOD)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (" | Không mã | 5 | tỷ lệ", "chưa có mã"),
        ("1.1 | | 5 | tỷ lệ", "chưa có tên"),
        ("1.1 | Tên | năm | tỷ lệ", "“năm” không phải là số"),
        ("1.1 | Tên | 5 | đoán", "không phải cách tính"),
        ("1.1 | Tên | 5 | bậc", "cần ghi chi tiết"),
        ("1.1 | Tên | 5 | bậc | 1 đến 3", "thiếu dấu “:”"),
        ("1.1 | Tên | 5 | lựa chọn | Có", "thiếu dấu “=”"),
        ("6.1 | Tên | 5 | tỷ lệ", "không nằm trong chỉ số nào"),
        ("12 | Tên | 5 | tỷ lệ", "không nằm trong chỉ số nào"),
    ],
)
def test_a_wrong_line_is_told_at_its_line(line: str, why: str) -> None:
    (found,) = read(line)
    assert (found.row, why in found.fault) == ({}, True), found.fault


@given(st.lists(st.lists(st.text(max_size=12), max_size=7), max_size=8))
def test_no_sheet_however_odd_breaks_the_reader(rows: list[list[str]]) -> None:
    text = text_of_lines([(number, row) for number, row in enumerate(rows)])
    for one in read(text):
        assert bool(one.row) != bool(one.fault)


def send(client: Client, do: str, lines: str = GOOD, source: str = "Phụ lục I") -> Any:
    return client.post(f"{HOME}{YEAR}", {"do": do, "lines": lines, "source": source})


@pytest.mark.integration
def test_list_is_looked_at_handed_in_and_approved_by_another(signed_in: Browser, leader: Client) -> None:
    officer = signed_in("dulieu.tinh")
    looked = send(officer, "look").content.decode()
    assert ("14 dòng" in looked, "6 thành phần, 125 điểm" in looked) == (True, True)
    assert api.structures(code="dti", version="405-2025") == ()
    assert send(officer, "enter").status_code == 302
    (made,) = api.structures(code="dti", version="405-2025")
    assert "cần người khác duyệt" in officer.get(f"{HOME}{YEAR}").content.decode()
    approve = f"{HOME}{made.structure_id}/duyet/{YEAR}"
    officer.post(approve)
    assert api.structures(code="dti", version="405-2025")[0].approved_at is None
    assert approve in leader.get(f"{HOME}{YEAR}").content.decode()
    leader.post(approve)
    assert api.index_of(code="dti", year=2024).by_code["1.2"].points == F("50.5")
    assert "đang dùng" in leader.get(f"{HOME}{YEAR}").content.decode()


@pytest.mark.integration
def test_list_with_faults_is_not_handed_in(signed_in: Browser, leader: Client) -> None:
    officer = signed_in("dulieu.tinh")
    wrong = send(officer, "enter", GOOD.replace("| 25 |", "| nhiều |"))
    assert (wrong.status_code, "Dòng 10" in wrong.content.decode()) == (422, True)
    assert send(officer, "enter", GOOD + "\n1.1 | Trùng | 1 | tỷ lệ").status_code == 422
    assert send(officer, "enter", source="").status_code == 422
    assert send(officer, "look", "").status_code == 422
    send(leader, "enter")
    assert api.structures(code="dti", version="405-2025") == ()


@pytest.mark.integration
def test_sheet_fills_the_lines(signed_in: Browser) -> None:
    officer = signed_in("dulieu.tinh")
    book, kept = Workbook(), io.BytesIO()
    book.worksheets[0].append(["DANH MỤC CHỈ SỐ THÀNH PHẦN"])
    for line in GOOD.splitlines():
        book.worksheets[0].append([cell.strip() for cell in line.split("|")])
    book.save(kept)
    page = officer.post(f"{HOME}{YEAR}", {"do": "file", "file": SimpleUploadedFile("a.xlsx", kept.getvalue())})
    assert (page.status_code, page.context["seen"]["faults"]) == (200, [])
    assert "Tỷ lệ cán bộ được tập huấn" in page.context["form"].initial["lines"]
    broken = officer.post(f"{HOME}{YEAR}", {"do": "file", "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")})
    assert broken.status_code == 422
    assert officer.post(f"{HOME}{YEAR}", {"do": "file"}).status_code == 422
