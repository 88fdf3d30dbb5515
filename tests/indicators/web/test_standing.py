"""Dossiers open on a day: counted side by side, listed, and judged as the points and the wall judge them."""

from datetime import timedelta

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.dossiers.events import SupplementRequested
from dinh.kernel import clock
from tests.indicators.chain import decided, received, record
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
PAGE = "/dieu-hanh/dang-mo/"


@pytest.fixture
def commune(province: directory.UnitView) -> directory.UnitView:
    """Return a commune with open dossiers: one in time, one late, one late that waits, one asked twice; one ended."""
    now = clock.now()
    unit = directory.children(unit_id=province.unit_id, on=now.date())[0]
    dues = {1: 3, 2: -1, 3: -1, 4: 3, 5: 3}
    begun = now - timedelta(days=4)
    record([received(n, unit_id=unit.unit_id, at=begun, due_at=now + timedelta(days=d)) for n, d in dues.items()])
    record([SupplementRequested(dossier_id="dos_3", request_no=1, document_id="doc_1")])
    record([SupplementRequested(dossier_id="dos_4", request_no=2, document_id="doc_2")])
    record([decided(5, at=now, decided_at=now)])
    return unit


def shown(page: object) -> dict[str, str]:
    return {one["label"]: one["count"] for one in page.context["sides"]}  # type: ignore[attr-defined]


def test_open_dossiers_are_counted_side_by_side(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get(PAGE, {"don-vi": commune.unit_id})
    assert list(shown(page).values()) == ["4", "2", "1", "2", "2"]
    states = {row["code"][-1]: row["state"] for row in page.context["rows"]}
    assert states == {
        "1": "trong hạn",
        "2": "đã quá ngày hẹn",
        "3": "đang chờ người dân",
        "4": "đang chờ người dân, đã yêu cầu bổ sung 2 lần",
    }


def test_each_side_lists_its_own_and_leads_to_entries(leader: Client, commune: directory.UnitView) -> None:
    for side, numbers in {"qua-hen": "2", "trong-han": "13", "tinh-tre": "24", "dang-tinh": "12"}.items():
        page = leader.get(PAGE, {"don-vi": commune.unit_id, "phia": side})
        assert {row["code"][-1] for row in page.context["rows"]} == set(numbers)
        assert page.context["count"] == str(len(numbers))
    assert leader.get(page.context["rows"][0]["entries"]).status_code == 200


def test_a_day_of_the_past_is_told_as_it_ended(leader: Client, commune: directory.UnitView) -> None:
    day = (clock.now() - timedelta(days=3)).date()
    page = leader.get(PAGE, {"don-vi": commune.unit_id, "ngay": day.isoformat()})
    assert shown(page)["Đang mở, có ngày hẹn trả"] == "5"
    assert shown(page)["Đã quá ngày hẹn"] == "0"
    before = leader.get(PAGE, {"don-vi": commune.unit_id, "ngay": (day - timedelta(days=9)).isoformat()})
    assert shown(before)["Đang mở, có ngày hẹn trả"] == "0"


@pytest.mark.parametrize(
    ("said", "code"), [("don-vi=x", "CT02"), ("ngay=2026-13-01", "CT03"), ("ngay=2999-01-01", "CT03")]
)
def test_what_does_not_exist_is_said(leader: Client, said: str, code: str) -> None:
    answer = leader.get(f"{PAGE}?{said}")
    assert (answer.status_code, code in answer.content.decode()) == (404, True)


def test_others_stay_outside(signed_in: Browser) -> None:
    assert signed_in("chuyenvien.xuanhuong").get(PAGE).status_code == 403
    assert Client().get(PAGE).headers["Location"].startswith("/dang-nhap/")
