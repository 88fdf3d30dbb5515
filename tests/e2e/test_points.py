"""The leader reads the points of Decision 766, what cost them, who stands where, and why a figure changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from bench.rig import Rig

from tests.e2e.visit import Person

pytestmark = pytest.mark.e2e
LEADER, HOME = "lanhdao.tinh", "/dieu-hanh/766/"


@pytest.fixture
def leader(browser: Any, house: Rig) -> Iterator[Person]:
    person = Person(browser, house.url, width=1280)
    person.sign_in_official(LEADER, HOME)
    yield person
    person.close()


def test_points_are_opened_down_to_what_cost_them_and_why_they_changed(leader: Person) -> None:
    leader.press("main a:has-text('← tháng')")
    leader.look("points")
    leader.press("main table a:has-text('đúng hạn, trước hạn')")
    leader.look("explained")
    assert leader.page.locator("#ho-so").count() == 1
    leader.go(HOME)
    leader.press("main a:has-text('Hồ sơ làm mất điểm')")
    leader.look("points-lost")
    leader.go(HOME)
    leader.press("main a:has-text('So sánh đơn vị')")
    leader.look("points-units")
    assert leader.faults == []
