"""How one dossier counts: both sides of every rule, and that differences add up."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.indicators.figures.policies.counting import add, contribution, counts, difference, total
from dinh.indicators.figures.types import MEASURES, Channel, Closing, Measure, Paid

pytestmark = pytest.mark.unit
DAY, LATER = date(2026, 3, 2), date(2026, 3, 5)


@dataclass(frozen=True)
class Fact:
    received_on: date = DAY
    closed_on: date | None = LATER
    closing: int = Closing.DECIDED
    channel: int = Channel.ONLINE
    is_on_time: bool | None = True
    supplement_requests: int = 0
    has_fee: bool = True
    paid: int = Paid.ONLINE
    has_file: bool = True
    requires_result: bool = True
    has_e_result: bool = True
    is_reused: bool = True


@pytest.mark.parametrize("measure", MEASURES)
def test_a_perfect_dossier_counts_everywhere(measure: Measure) -> None:
    assert counts(Fact(), measure) is True


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"channel": Channel.DESK}, {Measure.RECEIVED_ONLINE}),
        ({"channel": Channel.POST}, {Measure.RECEIVED_ONLINE}),
        ({"has_fee": False}, {Measure.WITH_FEE, Measure.PAID_ONLINE}),
        ({"paid": Paid.OTHERWISE}, {Measure.PAID_ONLINE}),
        ({"paid": Paid.NOT}, {Measure.PAID_ONLINE}),
        ({"has_file": False}, {Measure.DIGITISED}),
        ({"has_e_result": False}, {Measure.DIGITISED}),
        ({"has_e_result": False, "requires_result": False}, set()),
        ({"is_reused": False}, {Measure.REUSED}),
        ({"is_on_time": False}, {Measure.CLOSED_ON_TIME}),
        ({"is_on_time": None}, {Measure.CLOSED, Measure.CLOSED_ON_TIME}),
        ({"closing": Closing.OPEN, "closed_on": None}, {Measure.CLOSED, Measure.CLOSED_ON_TIME}),
        ({"closing": Closing.WITHDRAWN}, set()),
        ({"closing": Closing.STOPPED}, set()),
        ({"supplement_requests": 1}, set()),
        ({"supplement_requests": 2}, {Measure.CLOSED_ON_TIME}),
    ],
)
def test_what_a_change_takes_out(changes: dict[str, object], left: set[Measure]) -> None:
    fact = replace(Fact(), **changes)  # type: ignore[arg-type]
    assert {measure for measure in MEASURES if not counts(fact, measure)} == left


def test_a_dossier_counts_on_the_day_of_each_measure() -> None:
    assert contribution(Fact()) == {DAY: (1, 1, 1, 1, 1, 1, 0, 0), LATER: (0, 0, 0, 0, 0, 0, 1, 1)}


def test_a_dossier_closed_on_its_first_day_has_one_day() -> None:
    assert contribution(Fact(closed_on=DAY)) == {DAY: (1,) * len(MEASURES)}


facts = st.builds(
    Fact,
    received_on=st.dates(DAY, LATER),
    closed_on=st.dates(DAY, LATER),
    closing=st.sampled_from([Closing.OPEN, Closing.DECIDED, Closing.STOPPED]),
    channel=st.sampled_from(list(Channel)),
    is_on_time=st.sampled_from([True, False, None]),
    supplement_requests=st.integers(0, 3),
    has_fee=st.booleans(),
    paid=st.sampled_from(list(Paid)),
    has_file=st.booleans(),
    requires_result=st.booleans(),
    has_e_result=st.booleans(),
    is_reused=st.booleans(),
)


@given(history=st.lists(facts, min_size=1, max_size=6))
def test_differences_along_a_history_sum_to_its_end(history: list[Fact]) -> None:
    cells: dict[date, tuple[int, ...]] = {}
    before: dict[date, tuple[int, ...]] = {}
    for fact in history:
        after = contribution(fact)
        for day, delta in difference(before, after).items():
            cells[day] = add(cells.get(day, (0,) * len(MEASURES)), delta)
        before = after
    assert {day: vector for day, vector in cells.items() if any(vector)} == before


@given(fact=facts)
def test_parts_never_exceed_their_whole(fact: Fact) -> None:
    summed = dict(zip(MEASURES, total(contribution(fact).values()), strict=True))
    assert summed[Measure.RECEIVED_ONLINE] <= summed[Measure.RECEIVED]
    assert summed[Measure.PAID_ONLINE] <= summed[Measure.WITH_FEE]
    assert summed[Measure.CLOSED_ON_TIME] <= summed[Measure.CLOSED]
