"""The workbench as a form, its cells, its files and its kept questions."""

import csv
import io
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from dinh.indicators.workbench.web import sdmx
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
HOME = "/dieu-hanh/phan-tich/"
ASKED = f"{HOME}?ct=dossiers.received&ct=dossiers.on_time_share"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_strangers_and_officers_are_kept_out(signed_in: Browser) -> None:
    for path in (HOME, f"{HOME}o/", f"{HOME}xuat.csv"):
        assert Client().get(path).headers["Location"].startswith("/dang-nhap/")
        assert signed_in("chuyenvien.xuanhuong").get(path).status_code == 403


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize("drawing", ["bang", "duong", "cot", "ban-do"])
@pytest.mark.parametrize("rows", ["don-vi", "thang", "linh-vuc", "thu-tuc", "kenh"])
def test_every_question_opens_without_scripts(leader: Client, rows: str, drawing: str) -> None:
    page = text(leader, f"{ASKED}&hang={rows}&hinh={drawing}")
    assert "Bàn phân tích" in page
    assert "d-table__number" in page
    assert ("<svg" in page) or drawing == "bang"


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize(("rows", "drawing"), [("thang", "duong"), ("don-vi", "cot"), ("don-vi", "ban-do")])
def test_each_indicator_has_a_drawing_of_its_own(leader: Client, rows: str, drawing: str) -> None:
    answer = leader.get(f"{ASKED}&hang={rows}&hinh={drawing}")
    drawn = [one["id"].partition("-dossiers")[2] for one in answer.context["drawings"]]
    assert drawn == ["-received", "-on_time_share"]
    page = answer.content.decode()
    assert all(one["sentence"] in page for one in answer.context["drawings"])


@pytest.mark.usefixtures("dossiers")
def test_every_cell_leads_to_its_numbers_and_down_to_the_dossiers(leader: Client) -> None:
    answer = leader.get(f"{ASKED}&hang=don-vi")
    rows = answer.context["table"]["rows"]
    assert len(rows) == 2
    cell = text(leader, rows[0]["cells"][1]["href"])
    assert "= 2 / 3" in cell
    months = leader.get(rows[0]["cells"][0]["href"]).context["months"]
    assert [one["numerator"] for one in months] == ["4"]
    assert "Các hồ sơ" in text(leader, months[0]["href"]) or "dos_" in text(leader, months[0]["href"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ct=none", "PT20"),
        ("pham-vi=abc", "PT21"),
        ("pham-vi=²", "PT21"),
        ("tu=2026-13", "PT22"),
        ("den=1900-01", "PT22"),
        ("ban-do=x", "PT23"),
        ("ban-do=2024-01-01", "PT24"),
    ],
)
def test_what_does_not_exist_is_said(leader: Client, query: str, code: str) -> None:
    answer = leader.get(f"{HOME}?{query}")
    assert answer.status_code == 404
    assert code in answer.content.decode()


def test_a_question_that_is_too_much_keeps_the_form_and_says_why(leader: Client) -> None:
    answer = leader.get(f"{HOME}?hang=thang&tu=2015-01")
    assert answer.status_code == 422
    assert "nhiều nhất 24 tháng" in answer.content.decode()


@pytest.mark.usefixtures("dossiers")
def test_files_hold_the_same_lines(leader: Client) -> None:
    from pyarrow import parquet

    query = ASKED.removeprefix(HOME) + "&hang=don-vi&cot=kenh"
    told = leader.get(f"{HOME}xuat.csv{query}").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert len(lines) == 12
    assert sum(int(one["numerator"]) for one in lines if one["indicator"] == "dossiers.received") == 8
    book = load_workbook(io.BytesIO(leader.get(f"{HOME}xuat.xlsx{query}").content), read_only=True)
    assert sum(1 for _ in book.worksheets[0].rows) == 13
    table = parquet.read_table(io.BytesIO(leader.get(f"{HOME}xuat.parquet{query}").content))
    assert table.column("numerator").to_pylist() == [int(one["numerator"]) for one in lines]
    assert str(table.schema.field("numerator").type) == "int64"


@pytest.mark.usefixtures("dossiers")
def test_sdmx_data_fit_the_structure_that_describes_them(leader: Client) -> None:
    query = ASKED.removeprefix(HOME) + "&hang=don-vi&cot=thang"
    lines = list(csv.DictReader(io.StringIO(leader.get(f"{HOME}xuat.sdmx.csv{query}").content.decode())))
    assert {one["STRUCTURE_ID"] for one in lines} == {"DINH:DF_FIGURES(1.0.0)"}
    root = ET.fromstring(leader.get(f"{HOME}xuat.sdmx.xml{query}").content)  # noqa: S314 - our own text
    space = f"{{{sdmx._BASE}/structure}}"
    lists = {
        one.get("id", "").removeprefix("CL_"): {code.get("id") for code in one.iter(f"{space}Code")}
        for one in root.iter(f"{space}Codelist")
    }
    assert lists.keys() == set(sdmx.DIMENSIONS)
    for one in lines:
        assert all(one[name] in codes for name, codes in lists.items())
        if one["OBS_STATUS"] == "A" and one["DENOMINATOR"]:
            assert abs(Decimal(one["OBS_VALUE"]) * int(one["DENOMINATOR"]) - int(one["NUMERATOR"])) < Decimal("0.001")
    components = {one.get("id") for one in root.iter() if one.tag.endswith(("Dimension", "Attribute", "Measure"))}
    assert {*sdmx.DIMENSIONS, "TIME_PERIOD", *sdmx.MEASURES, *sdmx.ATTRIBUTES} <= components


def keep(client: Client, name: str, **more: str) -> None:
    assert client.post(f"{HOME}luu/", {"query": ASKED.partition("?")[2], "name": name, **more}).status_code == 302


def test_kept_questions_are_one_s_own_until_shared_and_only_the_owner_removes(signed_in: Browser) -> None:
    mine, other = signed_in("lanhdao.tinh"), signed_in("dulieu.tinh")
    keep(mine, "Riêng tôi")
    keep(mine, "Cho mọi người", shared="1")
    keep(mine, "  ")
    assert [one["one"].name for one in mine.get(HOME).context["views"]] == ["Cho mọi người", "Riêng tôi"]
    seen = other.get(HOME).context["views"]
    assert [(one["one"].name, one["one"].is_own) for one in seen] == [("Cho mọi người", False)]
    path = f"{HOME}{seen[0]['one'].view_id}/bo/"
    other.post(path)
    assert len(other.get(HOME).context["views"]) == 1
    mine.post(path)
    assert other.get(HOME).context["views"] == []
    assert len(mine.get(seen[0]["href"]).context["views"]) == 1


def test_identifiers_of_sdmx_hold_no_marks_of_ours() -> None:
    assert sdmx.code_of("dossiers.on_time_share") == "dossiers_on_time_share"
    assert sdmx.code_of("") == "_T"
