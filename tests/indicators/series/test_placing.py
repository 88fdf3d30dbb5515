"""What is surely known of a unit: exact, conserved, and never inside out."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dinh.directory.api import Restated, UnknownPart
from dinh.indicators.series.policies import placing
from dinh.indicators.series.types import Method, Part, Why

pytestmark = pytest.mark.unit
VALUES = st.fractions(0, 4, max_denominator=50)
WEIGHTS = st.fractions(Fraction(1, 50), 50, max_denominator=50)


def restated(known: dict[int, int], *unknown: UnknownPart) -> Restated:
    total = sum(known.values()) + sum(part.value for part in unknown)
    return Restated({unit: Fraction(one) for unit, one in known.items()}, unknown, Fraction(total), Fraction(0))


def test_a_remainder_inside_the_unit_is_known_and_one_across_its_border_is_not() -> None:
    within, across = UnknownPart(9, Fraction(4), (1, 2)), UnknownPart(9, Fraction(3), (2, 7))
    found = placing.inside([restated({1: 10, 7: 100}, within, across)], {1, 2})
    assert (found.known, found.unknown, found.most) == (14, 3, 17)


def test_a_remainder_nobody_places_may_be_anywhere() -> None:
    lost, open_end = UnknownPart(9, Fraction(2), ()), UnknownPart(9, Fraction(5), (1,), is_open=True)
    assert placing.inside([restated({}, lost, open_end)], {1}) == placing.Inside(Fraction(0), Fraction(7))


@given(
    st.dictionaries(st.integers(1, 6), st.integers(0, 99)),
    st.lists(st.tuples(st.integers(0, 99), st.sets(st.integers(1, 6)))),
)
def test_two_halves_of_a_map_never_hold_more_than_all(known: dict[int, int], lost: list[tuple[int, set[int]]]) -> None:
    told = restated(known, *(UnknownPart(9, Fraction(value), tuple(sorted(places))) for value, places in lost))
    low, high = placing.inside([told], {1, 2, 3}), placing.inside([told], {4, 5, 6})
    assert low.known + high.known <= told.total <= low.most + high.most
    whole = placing.inside([told], range(1, 7))
    assert whole.known == told.total - sum(value for value, places in lost if not places)


@given(st.lists(st.tuples(VALUES, WEIGHTS), min_size=2, max_size=5))
def test_any_weighting_lies_between_the_ends(drawn: list[tuple[Fraction, Fraction]]) -> None:
    parts = [Part(unit, value) for unit, (value, _) in enumerate(drawn)]
    by = {unit: weight for unit, (_, weight) in enumerate(drawn)}
    sure = placing.mean_of(parts, {Method.PEOPLE: by, Method.PLAIN: dict.fromkeys(by, Fraction(1))})
    assert sure.value is None
    assert sure.low is not None
    assert sure.high is not None
    assert len(sure.estimates) == 2
    assert all(sure.low <= one.value <= sure.high for one in sure.estimates)


@given(st.lists(st.tuples(VALUES, WEIGHTS), min_size=2, max_size=5))
def test_parts_of_the_gap_are_the_gap_exactly(drawn: list[tuple[Fraction, Fraction]]) -> None:
    parts = [Part(unit, value) for unit, (value, _) in enumerate(drawn)]
    by = {unit: weight for unit, (_, weight) in enumerate(drawn)}
    plain, mean = placing.weighted(parts, dict.fromkeys(by, Fraction(1))), placing.weighted(parts, by)
    assert plain is not None
    assert mean is not None
    assert sum(one.adds for one in placing.gap(parts, by)) == mean - plain


def test_a_mean_without_all_its_parts_is_not_known() -> None:
    assert placing.mean_of([Part(1, Fraction(2)), Part(2, None)], {}).why is Why.PART_MISSING
    assert placing.mean_of([Part(1, None), Part(2, None)], {}).why is Why.NOT_PUBLISHED
    assert placing.mean_of([Part(1, Fraction(2))], {}).value == 2
    assert placing.weighted([Part(1, Fraction(2)), Part(2, Fraction(1))], {1: Fraction(1)}) is None
    assert placing.gap([Part(1, None)], {1: Fraction(1)}) == ()


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_share_with_a_remainder_holds_whatever_the_remainder_was(
    hits: int, misses: int, more_hits: int, more_misses: int, taken: int
) -> None:
    base, rest = hits + misses, more_hits + more_misses
    assume(base + rest)
    above = placing.Inside(Fraction(hits), Fraction(more_hits))
    below = placing.Inside(Fraction(base), Fraction(rest))
    sure = placing.share_of(above, below, is_whole=True)
    mine_hits, mine_misses = min(taken, more_hits), min(taken // 2, more_misses)
    if sure.value is not None:
        assert (rest, sure.value) == (0, Fraction(hits, base))
    elif base + mine_hits + mine_misses:
        assert sure.low is not None
        assert sure.high is not None
        assert sure.low <= Fraction(hits + mine_hits, base + mine_hits + mine_misses) <= sure.high


def test_a_share_of_nothing_has_no_data_and_a_count_keeps_its_remainder() -> None:
    nothing = placing.Inside(Fraction(0), Fraction(0))
    assert placing.share_of(nothing, nothing, is_whole=True).why is Why.ZERO
    found = placing.count_of(placing.Inside(Fraction(5), Fraction(2)), is_whole=True)
    assert (found.value, found.low, found.high) == (None, 5, 7)
    assert placing.count_of(placing.Inside(Fraction(5), Fraction(0)), is_whole=True).value == 5
    assert placing.count_of(nothing, is_whole=False).why is Why.PART_MISSING
    assert placing.share_of(nothing, nothing, is_whole=False).why is Why.PART_MISSING
