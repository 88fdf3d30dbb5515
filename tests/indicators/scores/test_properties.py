"""What must hold for any index and any values."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.indicators.scores.policies.changing import Change, what_if
from dinh.indicators.scores.policies.computing import compute, compute_one
from dinh.indicators.scores.policies.effort import gains, lost
from dinh.indicators.scores.policies.merging import gap, mean_of, merge, scored_from
from dinh.indicators.scores.policies.ranking import ranks
from dinh.indicators.scores.policies.robustness import rank_intervals
from dinh.indicators.scores.types.results import Entry, Panel
from tests.indicators.scores.make import F, flat, index, part, ratio, share

pytestmark = pytest.mark.unit
SHARE = st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000))
POINTS = st.lists(st.integers(1, 300), min_size=1, max_size=9)
AGGREGATIONS = st.sampled_from(["points", "arithmetic", "geometric"])


@st.composite
def cases(draw: st.DrawFn, units: int = 3) -> tuple[list[int], dict[str, dict[str, Entry]]]:
    points = draw(POINTS)
    names = [f"u{at}" for at in range(units)]
    return points, {name: {str(at): Entry(share=draw(SHARE)) for at in range(1, len(points) + 1)} for name in names}


@given(cases(), st.integers(2, 50), st.sampled_from(["points", "arithmetic"]))
def test_scaling_all_weights_changes_nothing(
    case: tuple[list[int], dict[str, dict[str, Entry]]], scale: int, aggregation: str
) -> None:
    points, entries = case
    one = compute(flat(*points, aggregation=aggregation), Panel(entries)).units
    other = compute(flat(*(many * scale for many in points), aggregation=aggregation), Panel(entries)).units
    assert {unit: made.value for unit, made in one.items()} == {unit: made.value for unit, made in other.items()}


@given(cases(units=1), SHARE, AGGREGATIONS)
def test_a_better_part_never_makes_the_whole_worse(
    case: tuple[list[int], dict[str, dict[str, Entry]]], value: Fraction, aggregation: str
) -> None:
    points, entries = case
    made, before = flat(*points, aggregation=aggregation), entries["u0"]
    better = before | {"1": Entry(share=max(value, before["1"].share or F(0)))}
    # A geometric mean has forty digits: equal up to the last of them.
    slack = F(1, 10**35) if aggregation == "geometric" else 0
    assert compute_one(made, better).value >= compute_one(made, before).value - slack


@given(cases(units=1))
def test_points_are_conserved(case: tuple[list[int], dict[str, dict[str, Entry]]]) -> None:
    points, entries = case
    made = flat(*points)
    scored = compute_one(made, entries["u0"])
    reached = sum((one.points or F(0) for one in scored.stages.values()), F(0))
    assert scored.value * sum(points) == reached
    assert reached + sum((one.points for one in lost(made, scored)), F(0)) == sum(points)


@given(st.dictionaries(st.text(min_size=1, max_size=4), SHARE, min_size=1, max_size=12))
def test_ranks_count_those_strictly_above(values: dict[str, Fraction]) -> None:
    assert {one.unit: one.rank for one in ranks(values)} == {
        unit: 1 + sum(other > value for other in values.values()) for unit, value in values.items()
    }


@given(cases())
def test_nothing_changed_is_the_same_hash(case: tuple[list[int], dict[str, dict[str, Entry]]]) -> None:
    points, entries = case
    made, panel = flat(*points), Panel(entries)
    plain = compute(made, panel)
    assert what_if(made, panel, Change()).hash == plain.hash
    backwards = {unit: dict(reversed(of.items())) for unit, of in reversed(entries.items())}
    assert compute(made, Panel(backwards)).hash == plain.hash
    other = Change(entries={("u0", "1"): share(F(1, 3))})
    assert what_if(made, panel, other).hash != plain.hash


@given(cases(units=4), st.integers(0, 9))
def test_rank_intervals_hold_every_rank_and_repeat(
    case: tuple[list[int], dict[str, dict[str, Entry]]], seed: int
) -> None:
    points, entries = case
    result = compute(flat(*points), Panel(entries))
    found = rank_intervals(result, draws=20, seed=seed)
    assert found == rank_intervals(result, draws=20, seed=seed)
    assert all(1 <= one.best <= one.low <= one.high <= one.worst <= 4 for one in found)
    still = rank_intervals(result, draws=3, seed=seed, spread=F(0))
    assert all(one.best == one.worst == one.rank for one in still)


@given(cases(units=3), st.lists(st.integers(1, 50), min_size=3, max_size=3))
def test_gap_of_a_merger_is_the_sum_of_its_parts(
    case: tuple[list[int], dict[str, dict[str, Entry]]], people: list[int]
) -> None:
    points, entries = case
    made = flat(*points)
    former = [{code: one.share or F(0) for code, one in of.items()} for of in entries.values()]
    plain, weighed = mean_of(former), mean_of(former, [F(one) for one in people])
    told = sum((one.value for one in gap(made, plain, weighed)), F(0))
    assert told == scored_from(made, weighed).value - scored_from(made, plain).value
    units = dict(zip("abc", former, strict=True))
    assert merge(made, units, {}).value == scored_from(made, plain).value
    bounds = merge(made, units | {"a": None}, {})
    assert bounds.low is not None
    assert bounds.high is not None
    assert bounds.low <= scored_from(made, plain).value <= bounds.high


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 6))
def test_gain_is_what_the_next_step_really_brings(a: int, b: int, meetings: int) -> None:
    steps = {"kind": "step", "steps": [[1, "0.25"], [3, "0.5"], [6, 1]]}
    made = index(part("1", points=30, shape={"kind": "ratio"}), part("2", points=20, shape=steps))
    entries = {"1": ratio(a, b), "2": Entry(a=F(meetings))}
    now = compute_one(made, entries).value
    found = gains(made, entries, {"1": F(2)})
    for one in found:
        moved = entries | {one.code: replace(entries[one.code], a=(entries[one.code].a or 0) + one.units)}
        assert compute_one(made, moved).value - now == one.value > 0
    assert [one.code for one in found if one.cost] == [one.code for one in found if one.code == "1"]
    assert ("1" in {one.code for one in found}) == (a + 1 <= b)
