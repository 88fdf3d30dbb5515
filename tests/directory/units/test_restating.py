"""Restating conserves sums exactly on any map, and refuses what it cannot follow."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.directory.units.policies.restating import Graph, carry_on, restate_values
from dinh.directory.units.types import Basis, EdgeKind, EdgeRow, Restated, UnknownPart
from dinh.kernel.errors import Invalid

pytestmark = pytest.mark.unit
DAYS = (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1))
PEOPLE = Basis.POPULATION
ONE = Fraction(1)


def edge(start: int | None, end: int | None, on: date, share: Fraction | None, *, presumed: bool = False) -> EdgeRow:
    return EdgeRow(start, end, on, EdgeKind.PART, people=share, area=share, is_presumed=presumed)


def graph(lives: dict[int, tuple[date | None, date | None]], edges: Iterable[EdgeRow]) -> Graph:
    out, into = defaultdict(list), defaultdict(list)
    for one in edges:
        if one.from_id is not None:
            out[one.from_id].append(one)
        if one.to_id is not None:
            into[one.to_id].append(one)
    return Graph(lives=lives, out=out, into=into)


@st.composite
def maps(draw: st.DrawFn) -> tuple[Graph, list[int], list[int]]:
    """Up to four maps, each unit of one going to units of the next by known shares, unknown ones, or nobody known."""
    layers = [[10 * depth + place for place in range(draw(st.integers(1, 4)))] for depth in range(len(DAYS) + 1)]
    lives, edges = {}, []
    for depth, layer in enumerate(layers):
        for unit in layer:
            lives[unit] = (DAYS[depth - 1] if depth else None, DAYS[depth] if depth < len(DAYS) else None)
            if depth < len(DAYS):
                edges += draw(parting(unit, layers[depth + 1], DAYS[depth]))
    return graph(lives, edges), layers[0], layers[-1]


@st.composite
def parting(draw: st.DrawFn, unit: int, targets: list[int], on: date) -> list[EdgeRow]:
    chosen = draw(st.lists(st.sampled_from([*targets, None]), min_size=1, max_size=4, unique=True))
    weights = draw(st.lists(st.integers(0, 5), min_size=len(chosen), max_size=len(chosen)))
    known = sum(weights) > 0 and None not in chosen and draw(st.booleans())
    if known:
        return [
            edge(unit, end, on, Fraction(weight, sum(weights))) for end, weight in zip(chosen, weights, strict=True)
        ]
    return [edge(unit, end, on, None, presumed=draw(st.booleans())) for end in chosen]


@given(maps(), st.data())
def test_sums_are_conserved_on_any_map(drawn: tuple[Graph, list[int], list[int]], data: st.DataObject) -> None:
    world, first, last = drawn
    values = {unit: data.draw(st.integers(-5, 10**12)) for unit in first}
    found = restate_values(world, values, date(2030, 1, 1), PEOPLE)
    lost = sum((part.value for part in found.unknown), Fraction(0))
    assert sum(found.values.values(), Fraction(0)) + lost == sum(values.values())
    assert set(found.values) <= set(last)
    assert {place for part in found.unknown for place in part.candidates} <= set(last)


@given(maps(), st.data())
def test_backwards_sums_are_conserved_too(drawn: tuple[Graph, list[int], list[int]], data: st.DataObject) -> None:
    world, first, last = drawn
    fed = [unit for unit in last if _comes_from_somewhere(world, unit)]
    values = {unit: Fraction(data.draw(st.integers(0, 10**6)), 7) for unit in fed}
    found = restate_values(world, values, date(2019, 6, 1), PEOPLE)
    assert found.total == sum(values.values(), Fraction(0))
    assert set(found.values) <= set(first)


def _comes_from_somewhere(world: Graph, unit: int) -> bool:
    sources = [one.from_id for one in world.into.get(unit, ()) if one.share(PEOPLE) != 0 and one.from_id is not None]
    return unit < 10 or (bool(sources) and all(_comes_from_somewhere(world, source) for source in sources))


def test_shares_compose_over_several_days() -> None:
    lives = {1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 3: (DAYS[0], None), 4: (DAYS[1], None), 5: (DAYS[1], None)}
    world = graph(
        lives,
        [
            edge(1, 2, DAYS[0], Fraction(1, 3)),
            edge(1, 3, DAYS[0], Fraction(2, 3)),
            edge(2, 4, DAYS[1], Fraction(1, 7)),
            edge(2, 5, DAYS[1], Fraction(6, 7)),
        ],
    )
    found = restate_values(world, {1: 10}, DAYS[2], PEOPLE)
    assert found.values == {3: Fraction(20, 3), 4: Fraction(10, 21), 5: Fraction(20, 7)}
    assert found.unknown == ()


def test_a_split_of_unknown_share_is_said_with_its_candidates() -> None:
    world = graph({1: (None, DAYS[0]), 2: (DAYS[0], None), 3: (DAYS[0], None)}, [
        edge(1, 2, DAYS[0], None), edge(1, 3, DAYS[0], None),
    ])  # fmt: skip
    found = restate_values(world, {1: 8}, DAYS[1], PEOPLE)
    assert found.values == {}
    assert found.unknown == (UnknownPart(1, Fraction(8), (2, 3)),)


def test_a_split_that_comes_together_again_is_known() -> None:
    lives = {1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 3: (DAYS[0], DAYS[1]), 4: (DAYS[1], None)}
    steps = [edge(1, 2, DAYS[0], None), edge(1, 3, DAYS[0], None), edge(2, 4, DAYS[1], ONE), edge(3, 4, DAYS[1], ONE)]
    found = restate_values(graph(lives, steps), {1: 8}, DAYS[2], PEOPLE)
    assert found.values == {4: Fraction(8)}


def test_a_presumed_successor_is_counted_and_told() -> None:
    world = graph({1: (None, DAYS[0]), 2: (None, None)}, [edge(1, 2, DAYS[0], ONE, presumed=True)])
    found = restate_values(world, {1: 8, 2: 2}, DAYS[1], PEOPLE)
    assert (found.values, found.presumed) == ({2: Fraction(10)}, Fraction(8))


def test_backwards_an_enlarged_unit_is_divided_in_a_way_nobody_knows() -> None:
    world = graph({1: (None, DAYS[0]), 2: (None, None)}, [edge(1, 2, DAYS[0], ONE)])
    found = restate_values(world, {2: 5}, date(2019, 6, 1), PEOPLE, counted_on=DAYS[1])
    assert found.unknown == (UnknownPart(2, Fraction(5), (1, 2)),)
    assert restate_values(world, {2: 5}, date(2019, 6, 1), PEOPLE).values == {2: Fraction(5)}


def test_a_unit_that_loses_a_part_keeps_what_is_not_known() -> None:
    world = graph({1: (None, None), 2: (DAYS[0], None)}, [edge(1, 2, DAYS[0], Fraction(1, 4))])
    found = restate_values(world, {1: 8}, DAYS[1], PEOPLE, counted_on=date(2019, 6, 1))
    assert found.values == {1: Fraction(6), 2: Fraction(2)}


@pytest.mark.parametrize(
    ("values", "code"),
    [({9: 1}, "DU20"), ({1: 1}, "DU22"), ({2: 1}, "DU23"), ({3: 0.5}, "DU24"), ({3: True}, "DU24")],
)
def test_what_cannot_be_followed_is_refused(values: dict[int, int], code: str) -> None:
    lives = {1: (None, DAYS[0]), 2: (None, DAYS[0]), 3: (None, None)}
    world = graph(lives, [edge(2, 3, DAYS[0], Fraction(1, 2))])
    with pytest.raises(Invalid) as refusal:
        restate_values(world, values, DAYS[1], PEOPLE)
    assert refusal.value.code == code


def test_a_unit_not_there_when_counted_is_refused() -> None:
    with pytest.raises(Invalid, match="DU21"):
        restate_values(graph({1: (DAYS[1], None)}, []), {1: 1}, DAYS[2], PEOPLE, counted_on=DAYS[0])


def totals(told: Restated) -> tuple[dict[int, Fraction], dict[tuple[tuple[int, ...], bool], Fraction]]:
    """Return what is known by unit, and what is not by where it may be."""
    lost: dict[tuple[tuple[int, ...], bool], Fraction] = defaultdict(Fraction)
    for part in told.unknown:
        lost[part.candidates, part.is_open] += part.value
    return {unit: value for unit, value in told.values.items() if value}, {key: one for key, one in lost.items() if one}


@given(maps(), st.data())
def test_two_steps_give_what_one_step_gives(drawn: tuple[Graph, list[int], list[int]], data: st.DataObject) -> None:
    world, first, _ = drawn
    values = {unit: data.draw(st.integers(-1000, 1000)) for unit in first}
    middle, to = sorted(data.draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True)))
    start = DAYS[0].replace(year=2019)
    once = restate_values(world, values, to, PEOPLE, start)
    halfway = restate_values(world, values, middle, PEOPLE, start)
    twice = carry_on(world, halfway, middle, to, PEOPLE)
    assert totals(twice) == totals(once)
    assert twice.total == once.total == sum(values.values())
    assert sum(twice.values.values()) + sum(part.value for part in twice.unknown) == twice.total


def parted_at(last: date) -> Graph:
    """Unit 1 goes into 2 and 3 in a way nobody knows, both wholly into 4, and 4 by halves into 5 and 6 at the last."""
    lives = {
        1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 3: (DAYS[0], DAYS[1]), 4: (DAYS[1], last), 5: (last, None),
        6: (last, None),
    }  # fmt: skip
    meeting = [edge(1, 2, DAYS[0], None), edge(1, 3, DAYS[0], None), edge(2, 4, DAYS[1], ONE), edge(3, 4, DAYS[1], ONE)]
    return graph(lives, [*meeting, edge(4, 5, last, Fraction(1, 2)), edge(4, 6, last, Fraction(1, 2))])


def test_what_met_in_one_unit_is_shared_out_from_there() -> None:
    world, before = parted_at(DAYS[2]), date(2019, 6, 1)
    assert restate_values(world, {1: 8}, DAYS[3], PEOPLE).values == {5: Fraction(4), 6: Fraction(4)}
    halfway = restate_values(world, {1: 8}, DAYS[0], PEOPLE, before)
    assert halfway.unknown == (UnknownPart(1, Fraction(8), (2, 3)),)
    assert carry_on(world, halfway, DAYS[0], DAYS[3], PEOPLE).values == {5: Fraction(4), 6: Fraction(4)}


def test_a_part_without_a_share_that_has_one_way_is_known_and_shared_out() -> None:
    lives = {1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 3: (DAYS[1], None), 4: (DAYS[1], None)}
    halves = [edge(2, end, DAYS[1], Fraction(1, 2)) for end in (3, 4)]
    world = graph(lives, [edge(1, 2, DAYS[0], None, presumed=True), *halves])
    found = restate_values(world, {1: 8}, DAYS[2], PEOPLE)
    assert (found.values, found.unknown, found.presumed) == ({3: Fraction(4), 4: Fraction(4)}, (), Fraction(8))


def test_ways_that_reach_the_same_units_without_meeting_stay_unknown() -> None:
    lives = {1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 3: (DAYS[0], DAYS[1]), 4: (DAYS[1], None), 5: (DAYS[1], None)}
    halves = [edge(start, end, DAYS[1], Fraction(1, 2)) for start in (2, 3) for end in (4, 5)]
    found = restate_values(
        graph(lives, [edge(1, 2, DAYS[0], None), edge(1, 3, DAYS[0], None), *halves]), {1: 8}, DAYS[2], PEOPLE
    )
    assert (found.values, found.unknown) == ({}, (UnknownPart(1, Fraction(8), (4, 5)),))


def test_a_share_that_went_to_nobody_known_is_unknown() -> None:
    halves = [edge(1, 2, DAYS[0], Fraction(1, 2)), edge(1, None, DAYS[0], Fraction(1, 2))]
    found = restate_values(graph({1: (None, DAYS[0]), 2: (DAYS[0], None)}, halves), {1: 8}, DAYS[1], PEOPLE)
    assert found.values == {2: Fraction(4)}
    assert found.unknown == (UnknownPart(1, Fraction(4), (), is_open=True),)


def test_an_unknown_part_becomes_known_where_all_ways_meet_again() -> None:
    world = graph(
        {1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 3: (DAYS[0], DAYS[1]), 4: (DAYS[1], None)},
        [edge(1, 2, DAYS[0], None), edge(1, 3, DAYS[0], None), edge(2, 4, DAYS[1], ONE), edge(3, 4, DAYS[1], ONE)],
    )
    halfway = restate_values(world, {1: 8}, DAYS[0], PEOPLE, DAYS[0].replace(year=2019))
    assert halfway.values == {}
    assert carry_on(world, halfway, DAYS[0], DAYS[1], PEOPLE).values == {4: 8}


def test_an_unknown_part_that_may_be_anywhere_stays_unknown() -> None:
    world = graph(
        {1: (None, DAYS[0]), 2: (DAYS[0], DAYS[1]), 4: (DAYS[1], None)},
        [edge(1, 2, DAYS[0], None), edge(1, None, DAYS[0], None), edge(2, 4, DAYS[1], ONE)],
    )
    halfway = restate_values(world, {1: 8}, DAYS[0], PEOPLE, DAYS[0].replace(year=2019))
    assert carry_on(world, halfway, DAYS[0], DAYS[1], PEOPLE).unknown == (
        UnknownPart(1, Fraction(8), (4,), is_open=True),
    )
