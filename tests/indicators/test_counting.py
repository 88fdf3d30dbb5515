"""How one dossier counts: both sides of every rule, and that differences add up."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.indicators.figures import registry
from dinh.indicators.figures.policies.counting import Vector, add, difference, ranked, total, trimmed
from dinh.indicators.figures.types import Channel, Closing, Outcome, Paid, Rating

pytestmark = pytest.mark.unit
COUNTING = registry.counting()
PLACED = [one for one in registry.measures().values() if one.place]
EIGHT = [one.code for one in PLACED if one.place <= 8]
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
    procedure_id: int = 1
    fee_vnd: int | None = 0
    handled_minutes: int | None = 60
    outcome: int | None = Outcome.APPROVED
    rating: int | None = Rating.SATISFIED
    is_vneid: bool | None = True
    is_full_process: bool | None = None
    is_from_national_store: bool | None = None
    is_synced: bool | None = None


def _places(fact: Fact) -> dict[str, int]:
    """Return what a fact adds to each measure of the cells, whatever the day."""
    summed = total(COUNTING.contribution(fact).values())
    return {one.code: summed[one.place - 1] if one.place <= len(summed) else 0 for one in PLACED}


@pytest.mark.parametrize("measure", EIGHT)
def test_a_perfect_dossier_counts_everywhere(measure: str) -> None:
    assert COUNTING.number(Fact(), measure) == 1


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"channel": Channel.DESK}, {"received_online"}),
        ({"channel": Channel.POST}, {"received_online"}),
        ({"has_fee": False}, {"with_fee", "paid_online"}),
        ({"paid": Paid.OTHERWISE}, {"paid_online"}),
        ({"paid": Paid.NOT}, {"paid_online"}),
        ({"has_file": False}, {"digitised"}),
        ({"has_e_result": False}, {"digitised"}),
        ({"has_e_result": False, "requires_result": False}, set()),
        ({"is_reused": False}, {"reused"}),
        ({"is_on_time": False}, {"closed_on_time"}),
        ({"is_on_time": None}, {"closed", "closed_on_time"}),
        ({"closing": Closing.OPEN, "closed_on": None}, {"closed", "closed_on_time"}),
        ({"closing": Closing.WITHDRAWN}, set()),
        ({"closing": Closing.STOPPED}, set()),
        ({"supplement_requests": 1}, set()),
        ({"supplement_requests": 2}, {"closed_on_time"}),
    ],
)
def test_what_a_change_takes_out(changes: dict[str, object], left: set[str]) -> None:
    fact = replace(Fact(), **changes)  # type: ignore[arg-type]
    assert {code for code in EIGHT if not COUNTING.number(fact, code)} == left


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"is_vneid": None}, (0, 0)),
        ({"is_vneid": None, "is_reused": True}, (0, 0)),
        ({"is_vneid": False, "is_reused": False}, (1, 0)),
        ({"is_vneid": False, "is_reused": True}, (1, 1)),
        ({"is_vneid": True, "is_reused": False}, (1, 1)),
    ],
)
def test_what_is_unknown_counts_on_no_side(changes: dict[str, object], counted: tuple[int, int]) -> None:
    told = _places(replace(Fact(), **changes))  # type: ignore[arg-type]
    assert (told["population_known"], told["population_used"]) == counted


def test_nothing_tells_yet_what_the_national_store_gave() -> None:
    told = _places(Fact())
    assert (told["store_known"], told["store_used"], told["full_process_eligible"], told["sync_known"]) == (0, 0, 0, 0)


def test_a_sum_adds_its_column() -> None:
    told = _places(Fact(fee_vnd=50_000, handled_minutes=90))
    assert (told["fees_vnd"], told["decided_minutes"], told["decided"]) == (50_000, 90, 1)
    assert _places(Fact(fee_vnd=None))["fees_vnd"] == 0


def test_a_number_that_is_only_asked_whether_it_is_known_makes_no_way_of_its_own() -> None:
    assert COUNTING.way(Fact(handled_minutes=1)) is COUNTING.way(Fact(handled_minutes=2, fee_vnd=7))
    assert COUNTING.way(Fact(handled_minutes=None)) is not COUNTING.way(Fact(handled_minutes=1))
    assert COUNTING.way(Fact(supplement_requests=1)) is not COUNTING.way(Fact(supplement_requests=2))


def test_a_dossier_counts_on_the_day_of_each_measure() -> None:
    found = COUNTING.contribution(Fact())
    assert {day: vector[:8] for day, vector in found.items()} == {
        DAY: (1, 1, 1, 1, 1, 1, 0, 0),
        LATER: (0, 0, 0, 0, 0, 0, 1, 1),
    }


def test_a_dossier_closed_on_its_first_day_has_one_day() -> None:
    assert {day: vector[:8] for day, vector in COUNTING.contribution(Fact(closed_on=DAY)).items()} == {DAY: (1,) * 8}


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
    cells: dict[date, Vector] = {}
    before: dict[date, Vector] = {}
    for fact in history:
        after = COUNTING.contribution(fact)
        for day, delta in difference(before, after).items():
            cells[day] = add(cells.get(day, ()), delta)
        before = after
    assert {day: trimmed(vector) for day, vector in cells.items() if any(vector)} == {
        day: trimmed(vector) for day, vector in before.items()
    }


@given(fact=facts)
def test_parts_never_exceed_their_whole(fact: Fact) -> None:
    told = _places(fact)
    assert told["received_online"] <= told["received"]
    assert told["paid_online"] <= told["with_fee"]
    assert told["closed_on_time"] <= told["closed"]
    assert told["e_result"] <= told["result_due"]
    assert told["closed_disliked"] <= told["closed"]


@given(values=st.lists(st.integers(0, 50), min_size=1), up=st.integers(1, 9))
def test_a_percentile_has_its_share_at_or_under_it(values: list[int], up: int) -> None:
    found = ranked(values, (up, 9))
    assert 9 * sum(one <= found for one in values) >= up * len(values)
    assert 9 * sum(one < found for one in values) < up * len(values)
