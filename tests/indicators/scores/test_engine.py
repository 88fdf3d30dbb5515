"""The engine: shapes, missing data, normalisation, aggregation, caps, levels and every stage kept."""

from fractions import Fraction

import pytest

from dinh.indicators.scores.policies.computing import compute, compute_one
from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.types.results import Entry, Flag, Panel
from tests.indicators.scores.make import F, flat, index, part, ratio, share

pytestmark = pytest.mark.unit
STEPS = {"kind": "step", "steps": [[4, 1], [3, "0.75"], [2, "0.5"], [1, "0.25"]]}
CHAIR = {
    "kind": "choice",
    "options": [
        {"code": "head", "name": "Người đứng đầu", "share": 1},
        {"code": "deputy", "name": "Cấp phó", "share": "0.5"},
        {"code": "none", "name": "Không", "share": 0},
    ],
}


def one(shape: dict[str, object], entry: Entry, **said: object) -> tuple[Fraction, tuple[Flag, ...]]:
    made = index(part("1", shape=shape, points=20, **said), missing="zero")
    stages = compute_one(made, {"1": entry}).stages["1"]
    return stages.points or F(0), stages.flags


@pytest.mark.parametrize(
    ("shape", "entry", "points", "flags"),
    [
        ({"kind": "ratio"}, ratio(3, 4), 15, ()),
        ({"kind": "ratio"}, ratio(5, 4), 20, (Flag.OVER_ONE, Flag.CAPPED)),
        ({"kind": "ratio"}, ratio(0, 0), 0, (Flag.MISSING, Flag.ZERO_BASE, Flag.ZEROED)),
        ({"kind": "threshold", "target": "0.8"}, ratio(2, 5), 10, ()),
        ({"kind": "threshold", "target": "0.8"}, ratio(9, 10), 20, (Flag.CAPPED,)),
        (STEPS, Entry(a=F(3)), 15, ()),
        (STEPS, Entry(a=F(9)), 20, ()),
        (STEPS, Entry(a=F(0)), 0, ()),
        (CHAIR, Entry(choice="deputy"), 10, ()),
        ({"kind": "halves", "conditions": ["a", "b"]}, Entry(met=("b",)), 10, ()),
        ({"kind": "halves", "conditions": ["a", "b"]}, Entry(met=()), 0, ()),
        ({"kind": "survey", "scale": 5}, Entry(a=F("3.5")), 14, ()),
        ({"kind": "given"}, Entry(a=F("7.25")), F("7.25"), (Flag.GIVEN,)),
        ({"kind": "none"}, Entry(a=F(7)), 0, (Flag.UNSCORED, Flag.ZEROED)),
        ({"kind": "ratio"}, Entry(), 0, (Flag.MISSING, Flag.ZEROED)),
    ],
)
def test_shape_makes_points(shape: dict[str, object], entry: Entry, points: Fraction, flags: tuple[Flag, ...]) -> None:
    assert one(shape, entry) == (points, flags)


@pytest.mark.parametrize(
    ("shape", "entry"),
    [
        ({"kind": "ratio"}, ratio(-1, 4)),
        (CHAIR, Entry(choice="nobody")),
        ({"kind": "halves", "conditions": ["a", "b"]}, Entry(met=("c",))),
        ({"kind": "survey", "scale": 5}, Entry(a=F(6))),
        ({"kind": "given"}, Entry(a=F(21))),
        ({"kind": "ratio"}, Entry(share=F(2))),
    ],
)
def test_impossible_entry_is_refused_by_name(shape: dict[str, object], entry: Entry) -> None:
    with pytest.raises(ScoreFault, match="1 Phần 1") as refused:
        one(shape, entry)
    assert refused.value.codes == ("1",)


def test_missing_data_by_policy() -> None:
    entries = {"1": share("0.5")}
    assert compute_one(flat(10, 30, missing="zero"), entries).value == F(1, 8)
    assert compute_one(flat(10, 30, missing="skip"), entries).value == F(1, 2)
    with pytest.raises(ScoreFault, match="2 Phần 2"):
        compute_one(flat(10, 30), entries)


def test_carried_value_is_marked() -> None:
    made = flat(10, 30, missing="carry")
    panel = Panel({"a": {"1": share("0.5")}}, {"a": {"2": share(1), "1": share(0)}})
    scored = compute(made, panel).units["a"]
    assert scored.value == F(35, 40)
    assert Flag.CARRIED in scored.stages["2"].flags
    with pytest.raises(ScoreFault):
        compute(made, Panel({"a": {"1": share("0.5")}}))


def test_part_may_have_a_policy_of_its_own() -> None:
    made = index(part("1"), part("2", missing="skip"))
    assert compute_one(made, {"1": share("0.5")}).value == F(1, 2)


def test_a_part_without_any_component_is_skipped_whole() -> None:
    shape = {"kind": "ratio"}
    made = index(part("1"), part("2"), part("2.1", parent="2", shape=shape), missing="skip")
    scored = compute_one(made, {"1": share("0.5")})
    assert scored.value == F(1, 2)
    assert scored.stages["2"].share is None


def test_part_given_whole_and_by_components_is_refused() -> None:
    made = index(part("1"), part("1.1", parent="1", shape={"kind": "ratio"}))
    with pytest.raises(ScoreFault, match="1 Phần 1"):
        compute_one(made, {"1": share(1), "1.1": ratio(1, 2)})


def test_unknown_part_is_refused() -> None:
    with pytest.raises(ScoreFault, match="9"):
        compute_one(flat(10), {"9": share(1)})


def test_nothing_at_all_has_no_value() -> None:
    with pytest.raises(ScoreFault):
        compute_one(flat(10, missing="skip"), {})


def test_cap_and_level() -> None:
    made = index(
        part("1", cap=4),
        part("2"),
        level=[{"name": "Khá", "least": "0.5"}, {"name": "Tốt", "least": "0.8"}],
    )
    scored = compute_one(made, {"1": share(1), "2": share(1)})
    assert (scored.value, scored.level) == (F(14, 20), "Khá")
    assert scored.stages["1"].flags == (Flag.GIVEN, Flag.CAPPED)
    assert compute_one(made, {"1": share(0), "2": share(0)}).level == ""


def test_min_max_spreads_between_worst_and_best() -> None:
    made = flat(10, normalisation="min_max")
    result = compute(made, Panel({"a": {"1": share("0.2")}, "b": {"1": share("0.4")}, "c": {"1": share("0.3")}}))
    assert {unit: one.value for unit, one in result.units.items()} == {"a": 0, "b": 1, "c": F(1, 2)}


def test_lower_is_better_turns_the_scale() -> None:
    panel = Panel({"a": {"1": share("0.2")}, "b": {"1": share("0.4")}})
    for method, values in (("none", (F("0.8"), F("0.6"))), ("min_max", (1, 0)), ("z_score", (1, -1))):
        made = index(part("1", direction="lower"), normalisation=method)
        assert tuple(one.value for one in compute(made, panel).units.values()) == values


def test_z_scores_are_exact_where_the_deviation_is() -> None:
    result = compute(flat(10, normalisation="z_score"), Panel({"a": {"1": share("0.2")}, "b": {"1": share("0.6")}}))
    assert [one.value for one in result.units.values()] == [-1, 1]


def test_equal_values_cannot_be_spread() -> None:
    panel = Panel({"a": {"1": share("0.2")}, "b": {"1": share("0.2")}})
    for method in ("min_max", "z_score"):
        with pytest.raises(ScoreFault, match="1 Phần 1"):
            compute(flat(10, normalisation=method), panel)


def test_winsorising_draws_extremes_in_and_says_so() -> None:
    values = ("0.1", "0.5", "0.6", "0.7", "1")
    panel = Panel({name: {"1": share(value)} for name, value in zip("abcde", values, strict=True)})
    result = compute(flat(10, winsorised=1), panel)
    assert [one.value for one in result.units.values()] == [F("0.5"), F("0.5"), F("0.6"), F("0.7"), F("0.7")]
    assert Flag.WINSORISED in result.units["a"].stages["1"].flags
    assert result.units["a"].stages["1"].raw == F("0.1")


def test_geometric_mean() -> None:
    made = flat(10, 10, aggregation="geometric")
    assert compute_one(made, {"1": share("0.5"), "2": share("0.5")}).value == F(1, 2)
    assert compute_one(made, {"1": share(0), "2": share(1)}).value == 0
    value = compute_one(made, {"1": share("0.25"), "2": share(1)}).value
    assert abs(value - F(1, 2)) < F(1, 10**35)
    negative = Panel({"a": {"1": share(0), "2": share(1)}, "b": {"1": share(1), "2": share(0)}})
    with pytest.raises(ScoreFault):
        compute(flat(10, 10, aggregation="geometric", normalisation="z_score"), negative)


def test_every_stage_is_kept() -> None:
    made = index(part("1", points=20, shape={"kind": "threshold", "target": "0.5"}))
    stages = compute_one(made, {"1": ratio(1, 4)}).stages["1"]
    assert (stages.entry, stages.raw, stages.treated, stages.normalised, stages.pull, stages.points) == (
        ratio(1, 4),
        F(1, 2),
        F(1, 2),
        F(1, 2),
        20,
        10,
    )
