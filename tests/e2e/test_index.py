"""The digital transformation index in a real browser: a list of parts, assess, verify, publish, the frozen copy."""

from collections.abc import Callable

import pytest

from tests.e2e.visit import Person

pytestmark = pytest.mark.e2e
DATA, LEADER = "dulieu.tinh", "lanhdao.tinh"
HOME, YEAR = "/dieu-hanh/dti/", "?nam=2024"
SCORED = "12345789"
LIST = "\n".join(["Mã | Tên | Điểm tối đa", *(f"{code} | | 125" for code in SCORED)])


def hand_in_list(data: Person, leader: Person) -> None:
    """Points of the main indicators: entered by one, approved by the other."""
    data.page.fill("textarea[name=lines]", LIST)
    data.page.fill("input[name=source]", "Phụ lục giả lập")
    data.press("button[value=look]")
    data.look("dti-list")
    data.press("button[value=enter]")
    assert data.page.locator("form[action*='/duyet/']").count() == 0, "not by who handed it in"
    leader.go(f"{HOME}danh-muc/{YEAR}")
    leader.press("form[action*='/duyet/'] button")


def enter(who: Person, share: str) -> None:
    for code in SCORED:
        who.go(f"{HOME}phan/{code}/{YEAR}")
        who.page.fill("input[name=share]", share)
        who.press("form:has(input[name=share]) button")


def move(who: Person, to: str) -> None:
    who.go(f"{HOME}{YEAR}")
    who.press(f"form:has(input[value={to}]) button")


def test_an_assessment_is_verified_by_another_published_and_frozen(person: Callable[[str, str], Person]) -> None:
    data, leader = person(DATA, f"{HOME}danh-muc/{YEAR}"), person(LEADER, f"{HOME}{YEAR}")
    hand_in_list(data, leader)
    enter(data, "0,6")
    data.go(f"{HOME}{YEAR}")
    data.look("dti")
    move(data, "verification")
    enter(leader, "0,5")
    leader.look("dti-part")
    move(leader, "publication")
    assert leader.page.locator("a[href*='/ban-cong-bo/']").count() == 0, "not by who verified"
    move(data, "publication")
    data.press("a[href*='/ban-cong-bo/']")
    data.look("dti-frozen")
    said = data.page.inner_text("main")
    assert ("0,5000" in said, "mã băm khớp" in said) == (True, True)
    assert (data.faults, leader.faults) == ([], [])


def test_the_order_of_a_year_says_what_the_merger_made_of_it(person: Callable[[str, str], Person]) -> None:
    leader = person(LEADER, f"{HOME}xep-hang/?nam=2022")
    leader.look("dti-ranking")
    assert "Nay thuộc" in leader.page.inner_text("main")
    leader.go(f"{HOME}xep-hang/?nam=2024")
    assert "Hạng các tỉnh cũ" in leader.page.inner_text("main")
    assert leader.faults == []
