"""The worked page, the engine and the screen say the same."""

import os
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.indicators.quality import api as quality
from dinh.indicators.quality.web import numbers, words
from tests.indicators.chain import record
from tests.indicators.quality import worked
from tests.indicators.quality.conftest import MARCH, TODAY

pytestmark = pytest.mark.integration
PAGE = Path(__file__).parents[3] / "docs" / "766-worked.md"


@pytest.fixture
def commune(province: directory.UnitView) -> directory.UnitView:
    unit = directory.children(unit_id=province.unit_id, on=TODAY)[0]
    record(worked.acts(worked.made(), unit.unit_id))
    return unit


def test_hand_and_engine_agree_on_every_item(commune: directory.UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=worked.END)
    by_hand = {one.code: Fraction(one.rate) for one in worked.lines(worked.made())}
    assert {one.item.code: one.rate for one in now.items if one.points is not None} == by_hand


def test_screen_shows_what_was_worked_by_hand(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get("/dieu-hanh/766/", {"don-vi": commune.unit_id, "thang": "2026-03"})
    shown = {item["code"]: item for group in page.context["groups"] for item in group["items"] if item["points"]}
    assert {code: item["points"] for code, item in shown.items()} == {
        one.code: one.shown for one in worked.lines(worked.made())
    }
    for one in worked.lines(worked.made()):
        above = len(one.above) - len(one.taken)
        assert shown[one.code]["formula"].startswith(f"{above} / {len(one.below)} = {worked.comma(one.rate)} %")


def test_each_dossier_of_the_page_opens_from_its_number(leader: Client, commune: directory.UnitView) -> None:
    for one in worked.lines(worked.made()):
        if one.code in {"3.2", "3.5b"}:
            continue
        code = quality.edition().by_code[one.code].figure
        asked = {"don-vi": commune.unit_id}
        page = leader.get(f"/dieu-hanh/chi-tieu/{code}/", {**asked, "thang": "2026-03"})
        behind = {row["code"] for row in page.context["rows"]}
        if one.code == "2.1":
            page = leader.get("/dieu-hanh/dang-mo/", {**asked, "ngay": "2026-03-31"})
            behind |= {row["code"] for row in page.context["rows"]}
        assert behind == {f"H36.1-260302-{int(n):04d}" for n in one.below}


def test_worked_page_is_fresh(commune: directory.UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=worked.END)
    missing = [
        (one.item.code, one.item.name_vi, f"{words.standing(one)}; có thể thêm {numbers.points(one.most)} điểm")
        for one in now.items
        if one.points is None
    ]
    text = worked.text(worked.made(), commune.name, missing)
    if os.environ.get("DINH_WRITE_DOCS"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
