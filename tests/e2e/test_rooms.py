"""The rooms of the house in a real browser: the hall and its numbers, the till, search, the overloaded, setting up."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bench.rig import Rig

from tests.e2e.visit import Person

pytestmark = pytest.mark.e2e
DESK, HEAD, DATA = "motcua.xuanhuong", "chutich.xuanhuong", "dulieu.tinh"
WINDOWS, WAITING = 5, 9
BIRTH, LAND, PAPERS = "Tờ khai đăng ký khai sinh", "Đăng ký biến động đất đai", "Giấy tờ cần nộp khi đăng ký tạm trú"


@pytest.fixture
def person(browser: Any, house: Rig) -> Iterator[Callable[..., Person]]:
    here: list[Person] = []

    def come(width: int, name: str = "", path: str = "") -> Person:
        here.append(Person(browser, house.url, width=width))
        if name:
            here[-1].sign_in_official(name, path)
        return here[-1]

    yield come
    for one in here:
        one.close()


def take_numbers(phone: Person, door: str, many: int) -> None:
    """Take numbers at the door, of each kind in turn."""
    for number in range(many):
        phone.page.goto(door)
        topics = phone.page.locator("input[name=topic]")
        topics.nth(number % topics.count()).check()
        phone.press("main form button")


def test_the_hall_shows_who_is_called_to_which_window(person: Callable[..., Person]) -> None:
    desk, phone, wall = person(1280, DESK, "/quay/"), person(360), person(1280)
    links = desk.page.locator("a[href*='/xep-hang/']")
    door, board = links.nth(0).get_attribute("href"), links.nth(1).get_attribute("href")
    take_numbers(phone, str(door), WINDOWS + WAITING)
    phone.look("ticket")
    for window in range(1, WINDOWS + 1):
        desk.go("/quay/")
        if desk.page.locator("details:not([open]):has(input[name=window]) > summary").count():
            desk.page.locator("details:has(input[name=window]) > summary").click()
        desk.page.fill("input[name=window]", str(window))
        desk.press("form[action$='/cua/'] button")
        desk.press("form[action$='/goi/'] button")
    desk.look("counter")
    wall.go(str(board))
    wall.look("board")
    said = wall.page.locator("main").inner_text()
    assert all(f"cửa {window}" in said for window in range(1, WINDOWS + 1)), said
    assert (desk.faults, phone.faults, wall.faults) == ([], [], [])


def test_the_desk_finds_takes_money_and_sees_who_is_overloaded(person: Callable[..., Person]) -> None:
    desk = person(1280, DESK, "/quay/ca/")
    desk.page.fill("input[name=float_vnd]", "500000")
    desk.press("form:has(input[name=float_vnd]) button")
    desk.look("till")
    desk.go("/ban-lam-viec/tim/?q=nguyen")
    desk.look("search")
    head = person(1280, HEAD, "/ban-lam-viec/khoi-luong/")
    head.look("workload")
    assert head.page.locator("main h1").count() == 1
    assert (desk.faults, head.faults) == ([], [])


def draft_of(data: Person, path: str, name: str, show: str) -> None:
    """Open what is in force and begin a draft from it; keep pictures of both."""
    data.go(path)
    data.press(f"main a:has-text('{name}')")
    data.look(show)
    data.press("a[href$='/sua/'], form[action$='/ban-nhap/'] button, button[value=begin]")
    data.look(f"{show}-edit")


def test_a_data_officer_sets_up_forms_processes_and_tables(person: Callable[..., Person]) -> None:
    data = person(1280, DATA, "/cau-hinh/bieu-mau/")
    data.look("forms")
    draft_of(data, "/cau-hinh/bieu-mau/", BIRTH, "form-builder")
    draft_of(data, "/cau-hinh/quy-trinh/", LAND, "process")
    draft_of(data, "/cau-hinh/bang-quyet-dinh/", PAPERS, "table")
    assert data.faults == []
