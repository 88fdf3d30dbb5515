"""A figure opened: its formula, parts, dossiers and entries; and clear words for what does not exist."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.indicators import api as indicators
from dinh.kernel import clock
from tests.indicators.chain import decided, received, record
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
ONLINE = "/dieu-hanh/chi-tieu/dossiers.online_share/"


def receive(province: directory.UnitView, *numbers: int, channel: str = "online") -> directory.UnitView:
    unit = directory.children(unit_id=province.unit_id, on=clock.now().date())[0]
    for number in numbers:
        record([received(number, unit_id=unit.unit_id, at=clock.now(), channel=channel)])
    return unit


def test_figure_tells_formula_parts_and_dossiers(leader: Client, province: directory.UnitView) -> None:
    unit = receive(province, 1, 2)
    receive(province, 3, channel="desk")
    page = leader.get(ONLINE)
    words = page.content.decode()
    assert "<strong>66,7 %</strong>" in words
    assert "= 2 / 3" in words
    assert "766/QĐ-TTg, chỉ số 3.3" in words
    assert [(row["label"], row["value"]) for row in page.context["children"]["first"]] == [(unit.name, "66,7 %")]
    assert {row["code"]: row["is_inside"] for row in page.context["rows"]} == {
        "H36.1-260302-0001": True,
        "H36.1-260302-0002": True,
        "H36.1-260302-0003": False,
    }


def test_figure_leads_to_one_side(leader: Client, province: directory.UnitView) -> None:
    receive(province, 1)
    receive(province, 2, channel="desk")
    rows = leader.get(ONLINE, {"phia": "ngoai"}).context["rows"]
    assert [row["code"] for row in rows] == ["H36.1-260302-0002"]


def test_parts_add_up_to_the_whole(leader: Client, province: directory.UnitView) -> None:
    receive(province, 1, 2)
    record([received(3, unit_id=province.unit_id, at=clock.now())])
    parts = leader.get("/dieu-hanh/chi-tieu/dossiers.received/").context["children"]
    assert sum(int(row["numerator"]) for row in parts["first"] + parts["rest"]) == 3


def test_figure_without_base_has_no_number(leader: Client) -> None:
    words = leader.get(ONLINE).content.decode()
    assert "Không có dữ liệu" in words or "Chưa có dữ liệu" in words
    assert "i-figure" not in words


def test_dossier_opens_to_its_entries(leader: Client, province: directory.UnitView) -> None:
    receive(province, 1)
    now = clock.now()
    record([decided(1, at=now, decided_at=now, due_at=now + timedelta(days=1))])
    href = leader.get(ONLINE).context["rows"][0]["entries"]
    page = leader.get(href)
    assert [row["kind"] for row in page.context["rows"]] == ["Tiếp nhận chính thức", "Đã quyết định"]
    assert leader.get(page.context["rows"][0]["href"]).status_code == 200


def test_csv_holds_every_dossier_of_the_base(leader: Client, province: directory.UnitView) -> None:
    receive(province, *range(1, 61))
    answer = leader.get(f"{ONLINE}danh-sach.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["dossier_id"] for row in rows} == {f"dos_{number}" for number in range(1, 61)}
    assert {row["in_numerator"] for row in rows} == {"1"}
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/dieu-hanh/chi-tieu/nothing/", "CT01"),
        (f"{ONLINE}?don-vi=abc", "CT02"),
        (f"{ONLINE}?don-vi=²", "CT02"),
        (f"{ONLINE}?don-vi=99999999999999999999", "CT02"),
        (f"{ONLINE}?thang=2026-13", "CT03"),
        (f"{ONLINE}?thang=9999-12", "CT03"),
        (f"{ONLINE}?thang=0001-01", "CT03"),
        ("/dieu-hanh/but-toan/dos_none/", "CT04"),
    ],
)
def test_what_does_not_exist_is_said_clearly(leader: Client, address: str, code: str) -> None:
    answer = leader.get(address)
    assert answer.status_code == 404
    assert code in answer.content.decode()


@pytest.mark.parametrize("address", [ONLINE, f"{ONLINE}danh-sach.csv", "/dieu-hanh/but-toan/dos_1/"])
def test_figure_stays_shut_for_others(signed_in: Browser, province: directory.UnitView, address: str) -> None:
    receive(province, 1)
    assert signed_in("chuyenvien.xuanhuong").get(address).status_code == 403
    assert Client().get(address).headers["Location"].startswith("/dang-nhap/")


def test_figure_asks_the_same_number_of_questions(leader: Client, province: directory.UnitView) -> None:
    leader.get(ONLINE)
    counts = []
    for numbers in ((1,), (2, 3)):
        receive(province, *numbers)
        with CaptureQueriesContext(connection) as asked:
            leader.get(ONLINE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_dictionary_is_open_to_everyone_and_whole(client: Client) -> None:
    words = client.get("/chi-tieu/").content.decode()
    today = clock.now().date()
    assert all(indicators.definition(code, today).name_vi in words for code in indicators.codes())
    client.cookies["dinh_language"] = "en"
    english = client.get("/chi-tieu/").content.decode()
    assert all(indicators.definition(code, today).name_en in english for code in indicators.codes())


def test_figure_says_why_it_changed_by_units_and_entries(leader: Client, province: directory.UnitView) -> None:
    unit = receive(province, 1, 2)
    receive(province, 3, channel="desk")
    page = leader.get("/dieu-hanh/chi-tieu/dossiers.received/", {"so": "7"})
    assert [(line["label"], line["adds"]) for line in page.context["units"]["lines"]] == [(unit.name, "+3")]
    told = page.context["since"]
    assert (told["before"], told["after"], told["whole"]) == ("0", "3", "+3")
    assert [one["adds"] for one in told["lines"]] == ["+1", "+1", "+1"]
    assert leader.get(told["lines"][0]["entries"][0]).status_code == 200


def test_figure_of_any_days_and_one_agency(leader: Client, province: directory.UnitView) -> None:
    receive(province, 1)
    today = clock.now().date()
    days = {"tu": (today - timedelta(days=20)).isoformat(), "den": today.isoformat()}
    assert "= 1 / 1" in leader.get(ONLINE, days).content.decode()
    own = directory.agencies(unit_id=province.unit_id, on=today)[0].agency_id
    page = leader.get(ONLINE, {**days, "co-quan": own})
    assert page.context["rows"] == []
    assert "chart" not in page.context
    assert leader.get(ONLINE, {"tu": "x", "den": "y"}).status_code == 404


def test_entries_carry_their_proof(leader: Client, province: directory.UnitView) -> None:
    receive(province, 1)
    page = leader.get(leader.get(ONLINE).context["rows"][0]["entries"])
    assert (page.context["proven"], page.context["holds"]) == (1, True)
    proof = leader.get(page.context["rows"][0]["proof"])
    assert proof.json()["format"] == "dinh-ledger-proof-1"
