"""What is kept of the wall: never another wall, never an old one, never too many."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.directory import api as directory
from dinh.indicators import api as indicators
from dinh.indicators.figures.models import DailyCell
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.portal.queries import wall as queries
from dinh.portal.queries.shelf import Shelf
from tests.indicators.chain import decided, received, record
from tests.portal.conftest import Browser
from tests.portal.test_wall import WALL, communes

pytestmark = pytest.mark.integration
NUMBERS = itertools.count(1000)


def act(province: directory.UnitView, kind: str, place: int) -> None:
    now, number = clock.now(), next(NUMBERS)
    unit = (*communes(province), province)[place]
    came = received(number, unit_id=unit.unit_id, at=now - timedelta(days=5), due_at=now + timedelta(days=place - 2))
    if kind == "decided":
        done = {"at": now - timedelta(days=4), "decided_at": now, "due_at": now + timedelta(days=1)}
        record([came, decided(number, **done)])
    else:
        record([came])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["received", "decided", "nothing"]),
            st.integers(0, 4),
            st.sampled_from(["", "dossiers.received", "dossiers.online_share"]),
            st.sampled_from(["vi", "en"]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_kept_wall_is_the_wall_made_anew(province: directory.UnitView, steps: list[tuple[str, int, str, str]]) -> None:
    for kind, place, code, language in steps:
        if kind != "nothing":
            act(province, kind, place)
        at = clock.now()
        for unit in (province, communes(province)[place]):
            with translation.override(language):
                kept = queries.wall(unit=unit, at=at, map_code=code)
                queries.forget()
                anew = queries.made(unit=unit, at=at, code=code or queries.FIRST, state=indicators.state())
            assert kept == anew


def test_wall_that_nothing_moved_asks_for_its_state_alone(leader: Client) -> None:
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            leader.get(WALL)
        counts.append(sum("indicators_" in one["sql"] for one in asked.captured_queries))
    assert counts[0] > counts[1] == 1


def test_wall_says_that_its_figures_are_being_checked(leader: Client, province: directory.UnitView) -> None:
    words = "Số liệu đang được kiểm tra lại"
    act(province, "received", 0)
    assert words not in leader.get(WALL).content.decode()
    indicators.reconcile(by=SYSTEM, at=clock.now(), engines=["postgres"])
    DailyCell.objects.update(counts=[9])
    assert not indicators.reconcile(by=SYSTEM, at=clock.now(), engines=["postgres"]).is_equal
    assert words in leader.get(WALL).content.decode()


def test_kept_wall_is_not_shown_to_who_may_not_read_it(leader: Client, signed_in: Browser) -> None:
    leader.get(WALL)
    assert signed_in("chuyenvien.xuanhuong").get(WALL).status_code == 403


def test_each_language_and_unit_has_a_wall_of_its_own(leader: Client, province: directory.UnitView) -> None:
    unit = communes(province)[0]
    asked = [(path, language) for path in (WALL, f"{WALL}don-vi/{unit.unit_id}/") for language in ("vi", "en")]
    seen = []
    for path, language in (*asked, *asked):
        leader.cookies["dinh_language"] = language
        seen.append(leader.get(path).context["wall"].sentence)
    assert len(set(seen[:4])) == 4
    assert seen[:4] == seen[4:]


def test_shelf_lets_go_of_what_nobody_asks_for() -> None:
    shelf: Shelf[int] = Shelf(2)
    made = [shelf.take(key, lambda key=key: ord(key)) for key in "abacab"]  # type: ignore[misc]
    assert (made, len(shelf)) == ([97, 98, 97, 99, 97, 98], 2)
    assert shelf.take("b", lambda: 0) == 98
    assert shelf.take("c", lambda: 0) == 0
