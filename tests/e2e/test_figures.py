"""The leader reads series on two maps, the targets and the workbench; with DINH_TOUR=1 they are kept in docs/tour/."""

from collections.abc import Iterator
from typing import Any

import pytest
from bench.rig import Rig

from tests.e2e.visit import Person

pytestmark = pytest.mark.e2e
LEADER, SERIES, BENCH = "lanhdao.tinh", "/dieu-hanh/chuoi/", "/dieu-hanh/phan-tich/"


@pytest.fixture
def leader(browser: Any, house: Rig) -> Iterator[Person]:
    person = Person(browser, house.url, width=1280)
    person.sign_in_official(LEADER, SERIES)
    yield person
    person.close()


def test_a_former_province_is_read_on_both_maps(leader: Person) -> None:
    leader.look("series-list")
    leader.press("main a:has-text('Bình Thuận trong')")
    leader.look("series-now")
    assert leader.page.locator("#ban-do svg.d-map__svg").count() == 2
    leader.press("main a:has-text('01/01/2025')")
    leader.look("series-then")
    assert leader.page.locator("main .r-unsure").count() < leader.page.locator("main strong").count()
    leader.press("main a:has-text('Theo đơn vị của thời điểm ấy')")
    leader.look()
    leader.go("/dieu-hanh/muc-tieu/")
    leader.look("targets")
    assert leader.faults == []


def test_the_workbench_answers_by_keyboard_and_every_cell_opens(leader: Person) -> None:
    leader.go(f"{BENCH}?ct=dossiers.received&ct=dossiers.online_share&hang=thang&hinh=duong")
    leader.look("workbench")
    leader.page.locator(".w-question > summary").press("Enter")
    leader.page.locator("select[name=hang]").select_option("don-vi")
    leader.page.locator("select[name=hinh]").select_option("ban-do")
    with leader.page.expect_navigation():
        leader.page.locator("form.w-form button").focus()
        leader.page.keyboard.press("Enter")
    leader.look("workbench-map")
    leader.page.fill("input[name=name]", "Nộp trực tuyến theo xã")
    leader.press("form.w-keep button")
    assert leader.page.locator(".w-views li").count() == 1
    leader.press(".w-answer td a")
    leader.look("workbench-cell")
    assert leader.page.locator("main table a").count() > 0
    assert leader.faults == []
