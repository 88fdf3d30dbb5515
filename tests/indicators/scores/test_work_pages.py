"""The pages where values are entered, tried, taken in from files, moved on and frozen."""

import base64
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from openpyxl.styles import Font

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM, Actor, ActorKind
from tests.indicators.scores.make import F, share
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
HOME = "/dieu-hanh/dti/"
YEAR = "?nam=2023"


@pytest.fixture
def officer(signed_in: Browser) -> Client:
    return signed_in("dulieu.tinh")


@pytest.fixture
def demo(province: directory.UnitView) -> int:
    approver = Actor(kind=ActorKind.OFFICIAL, person_id="per_x", roles=frozenset({"leader"}), display_name="X")
    return api.load_demo_scores(by=SYSTEM, at=clock.now(), province_unit_id=province.unit_id, approver=approver)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def whole(officer: Client) -> None:
    for code in "12345789":
        assert officer.post(f"{HOME}phan/{code}/{YEAR}", {"share": "0,5"}).status_code == 302


def test_demo_values_are_marked_and_counted_like_the_decision(officer: Client, demo: int) -> None:
    assert demo == 95
    page = text(officer, HOME + YEAR)
    assert "giả lập" in page
    assert "98" not in page or "98 chỉ số thành phần" in page
    assert "Còn mất điểm ở đâu" in page
    assert "Làm thêm một bước" in page
    part = text(officer, f"{HOME}phan/1.6/{YEAR}")
    assert "Thành phần giả lập 1.6" in part


def test_demo_is_made_once(province: directory.UnitView, demo: int) -> None:
    approver = Actor(kind=ActorKind.OFFICIAL, person_id="per_x", roles=frozenset({"leader"}))
    again = api.load_demo_scores(by=SYSTEM, at=clock.now(), province_unit_id=province.unit_id, approver=approver)
    assert (demo, again) == (95, 0)


def test_value_is_entered_with_its_proof(officer: Client) -> None:
    proof = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4 none", content_type="application/pdf")
    refused = officer.post(f"{HOME}phan/1/{YEAR}", {"share": "0,5", "file": proof})
    assert refused.status_code == 422
    assert officer.post(f"{HOME}phan/1/{YEAR}", {"share": "0,5", "note": "theo báo cáo"}).status_code == 302
    page = text(officer, f"{HOME}phan/1/{YEAR}")
    assert "0,5000 × 100" in page
    assert "theo báo cáo" in page


@pytest.mark.parametrize("typed", ["", "abc", "1,5", "01/02/2026"])
def test_value_that_is_none_is_sent_back(officer: Client, typed: str) -> None:
    assert officer.post(f"{HOME}phan/1/{YEAR}", {"share": typed}).status_code == 422


def test_leader_reads_and_does_not_enter(leader: Client) -> None:
    assert "Nhập giá trị" not in text(leader, f"{HOME}phan/1/{YEAR}")
    assert leader.post(f"{HOME}phan/1/{YEAR}", {"share": "0,5"}).status_code == 422
    assert leader.get(f"{HOME}tep/{YEAR}").status_code == 403


def test_trial_changes_value_and_rank_and_keeps_nothing(officer: Client, published: api.Loaded) -> None:
    del published
    whole(officer)
    plain = officer.get(f"{HOME}thu/{YEAR}").context["changed"]
    assert plain["is_same"]
    page = officer.get(f"{HOME}thu/{YEAR}&v.1=1&w.7=0").context["changed"]
    assert (page["before"], page["after"]) == ("0,5000", "0,5625")
    assert officer.get(f"{HOME}thu/{YEAR}").context["changed"] == plain


@pytest.mark.parametrize("query", ["v.1=abc", "v.99=1", "w.1=-1", "w.6=5", "v.1=2"])
def test_trial_with_nonsense_says_what_is_wrong(officer: Client, query: str) -> None:
    whole(officer)
    assert officer.get(f"{HOME}thu/{YEAR}&{query}").context["fault"]


def test_trial_is_kept_under_a_name(officer: Client) -> None:
    whole(officer)
    officer.post(f"{HOME}thu/luu/{YEAR}&v.1=1", {"name": ""})
    officer.post(f"{HOME}thu/luu/{YEAR}&v.1=1", {"name": "Thêm nhận thức"})
    assert [one.name for one in officer.get(f"{HOME}thu/{YEAR}").context["trials"]] == ["Thêm nhận thức"]


def book() -> bytes:
    made, kept = Workbook(), io.BytesIO()
    for row in (["Mã", "Tên", "Giá trị"], ["1", "Nhận thức số", "0,5"], ["2", None, "abc"], ["3", None, None]):
        made.worksheets[0].append(row)
    made.save(kept)
    return kept.getvalue()


def test_file_is_looked_at_taken_in_and_taken_back(officer: Client) -> None:
    page = officer.post(f"{HOME}tep/{YEAR}", {"file": SimpleUploadedFile("tu-danh-gia.xlsx", book())})
    assert page.context["counts"] == {"taken": 1, "left": 2, "faulty": 1}
    assert "“abc” không phải là số" in page.content.decode()
    assert officer.get(f"{HOME}tep/{YEAR}").context["imports"] == ()
    sent = {"name": "tu-danh-gia.xlsx", "data": page.context["data"]}
    assert officer.post(f"{HOME}tep/nhap/{YEAR}", sent).status_code == 302
    told = officer.get(f"{HOME}tep/{YEAR}").context["imports"]
    assert [(one.rows, one.undone_at) for one in told] == [(1, None)]
    officer.post(f"{HOME}tep/{told[0].import_id}/rut/{YEAR}")
    assert officer.get(f"{HOME}tep/{YEAR}").context["imports"][0].undone_at is not None


def odd_book() -> bytes:
    """Return a workbook as people make them: merged cells, old letters, a hidden row, text numbers, dates, errors."""
    made, kept = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    sheet.append(["Bảng tự đánh giá", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["Mã", "Tên", "Giá trị"])
    rows: list[tuple[object, ...]] = [
        ("1", "NhËn thøc sè", "45,5"),
        ("2", None, "1.234,5"),
        ("3", None, date(2026, 5, 1)),
        ("4", None, "#DIV/0!"),
        ("5", None, 0.25),
        ("7", None, None),
        ("8", None, "0,75 điểm"),
    ]
    for row in rows:
        sheet.append(row)
    sheet["B3"].font = Font(name=".VnTime")
    sheet["C6"].data_type = "e"
    sheet.merge_cells("C7:C8")
    sheet.row_dimensions[9].hidden = True
    made.save(kept)
    return kept.getvalue()


def test_an_odd_sheet_is_read_and_every_fault_names_its_cell(officer: Client) -> None:
    page = officer.post(f"{HOME}tep/{YEAR}", {"file": SimpleUploadedFile("tu-danh-gia.xlsx", odd_book())})
    rows = {row["part"]: row for row in page.context["rows"] if row["part"]}
    assert rows["1"]["value"] == "0,4550"
    assert "Nhận thức số" in rows["1"]["told"]
    assert rows["8"]["value"] == "0,7500"
    assert "dòng này bị ẩn" in " ".join(rows["8"]["sentences"])
    said = {part: " ".join(row["sentences"]) for part, row in rows.items()}
    assert "Ô C5: " in said["3"]
    assert "ngày" in said["3"]
    assert "Ô C6: " in said["4"]
    assert "Ô C8: " in said["7"]
    assert "gộp" in said["7"]
    assert "Ô C9: " in said["8"]
    assert rows["2"]["tone"] == "warning"
    assert "1.234,5" in rows["2"]["told"]
    assert "TCVN3" in " ".join(page.context["reading"].sentences)


def test_broken_files_are_sent_back(officer: Client) -> None:
    broken = SimpleUploadedFile("a.xlsx", b"PK\x03\x04 nothing")
    assert officer.post(f"{HOME}tep/{YEAR}", {"file": broken}).status_code == 422
    assert officer.post(f"{HOME}tep/{YEAR}", {}).status_code == 422
    large = SimpleUploadedFile("a.csv", b"x" * 1_500_001)
    assert officer.post(f"{HOME}tep/{YEAR}", {"file": large}).status_code == 422
    assert officer.post(f"{HOME}tep/nhap/{YEAR}", {"name": "a", "data": "?"}).status_code == 422
    nothing = {"name": "a.csv", "data": base64.b64encode(b"a;b").decode()}
    assert officer.post(f"{HOME}tep/nhap/{YEAR}", nothing).status_code == 302
    assert officer.get(f"{HOME}tep/{YEAR}").context["imports"] == ()


def test_export_can_be_taken_in_again(officer: Client, demo: int) -> None:
    del demo
    asked = officer.get(HOME + YEAR).context["asked"]
    told = api.readings(index=asked.index, year=2023, unit_id=asked.unit.unit_id)[api.ValueKind.SELF]
    for ending in ("xlsx", "csv"):
        data = officer.get(f"{HOME}xuat.{ending}{YEAR}").content
        reading = api.read_file(f"a.{ending}", data, asked.index)
        assert reading.entries == api.entries_of(asked.index, told.values)
        assert len(reading.rows) == 1 + 9 + 98


def test_assessment_is_verified_by_another_and_frozen(officer: Client, leader: Client) -> None:
    whole(officer)
    officer.post(f"{HOME}buoc/{YEAR}", {"to": "verification"})
    for code in "12345789":
        assert officer.post(f"{HOME}phan/{code}/{YEAR}", {"share": "0,4"}).status_code == 422
        assert leader.post(f"{HOME}phan/{code}/{YEAR}", {"share": "0,4"}).status_code == 302
    leader.post(f"{HOME}buoc/{YEAR}", {"to": "publication"})
    assert officer.get(HOME + YEAR).context["copies"] == ()
    officer.post(f"{HOME}buoc/{YEAR}", {"to": "publication"})
    copies = officer.get(HOME + YEAR).context["copies"]
    assert [one.value for one in copies] == [F("0.4")]
    page = text(leader, f"{HOME}ban-cong-bo/{copies[0].publication_id}/")
    assert copies[0].hash in page
    assert "mã băm khớp" in page
    assert ("1. Nhận thức số" in page, "0,4000" in page) == (True, True)
    assert officer.post(f"{HOME}buoc/{YEAR}", {"to": "nowhere"}).status_code == 404


def test_list_of_components_is_approved_by_another(officer: Client, leader: Client) -> None:
    rows = [{"code": one.code, "name": one.name, "points": 125} for one in api.for_year("dti", 2024).mains]
    made = api.enter_structure(
        by=SYSTEM, at=clock.now(), index_code="dti", version="405-2025", rows=rows, source="Phụ lục I"
    )
    assert "Chưa biết điểm tối đa" in text(leader, f"{HOME}phan/1/?nam=2024")
    assert leader.post(f"{HOME}danh-muc/{made.structure_id}/duyet/?nam=2024").status_code == 302
    assert api.compute_one(api.index_of(code="dti", year=2024), {c: share(1) for c in "12345789"}).value == 1
    assert "125" in text(officer, f"{HOME}?nam=2024")
