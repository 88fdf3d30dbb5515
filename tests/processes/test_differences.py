"""What changed between two versions, as an approver reads it."""

from dataclasses import replace

from dinh.kernel.worktime import parse_limit
from dinh.processes.policies import editing
from dinh.processes.policies.bpmn.layout import placed
from dinh.processes.policies.differences import differences
from dinh.processes.types import ProcessModel
from tests.processes import make


def told(before: ProcessModel, after: ProcessModel) -> list[tuple[str, ...]]:
    return [(one.what, one.name, one.field, one.before, one.after) for one in differences(before, after)]


def test_the_same_says_nothing() -> None:
    drawn = make.model("start>a a>b b>end")
    assert told(drawn, drawn) == []
    assert told(drawn, replace(drawn, shapes={}, edges={})) == []


def test_steps_added_removed_and_changed() -> None:
    before = make.model("start>a a>b b>end")
    after = make.model("start>a a>c c>end", make.step("a", limit=parse_limit("3 ngày"), role="leader"))
    assert told(before, after)[:4] == [
        ("added", "C", "", "", ""),
        ("removed", "B", "", "", ""),
        ("changed", "A", "role", "specialist", "leader"),
        ("changed", "A", "limit", "1 ngày làm việc", "3 ngày"),
    ]


def test_ways_are_told_by_steps_not_by_gateways() -> None:
    before = make.model("start>a a>b b>end")
    after = editing.beside(before, "b")
    ways = {one.element_id: (one.before, one.after) for one in differences(before, after) if one.what == "way"}
    assert ways["b"] in {("", "–"), ("–", "")}
    assert {one.what for one in differences(before, after)} == {"way"}
    conditional = editing.sometimes(before, "b")
    assert [one[0] for one in told(before, conditional)] == ["way"]


def test_a_tall_drawing_runs_downwards() -> None:
    drawn = make.model("start>and and>a and>b a>and2 b>and2 and2>c c>end")
    wide, tall = placed(drawn), placed(drawn, is_tall=True)
    assert wide.shapes["c"].x > wide.shapes["a"].x
    assert wide.shapes["c"].y == wide.shapes["a"].y
    assert tall.shapes["c"].y > tall.shapes["a"].y
    assert tall.shapes["c"].x == tall.shapes["a"].x
    assert tall.shapes["a"].width == wide.shapes["a"].width
    boxes = list(tall.shapes.values())
    apart = [(one, other) for one in boxes for other in boxes if one != other]
    assert not any(
        one.x < other.x + other.width and other.x < one.x + one.width
        and one.y < other.y + other.height and other.y < one.y + one.height
        for one, other in apart
    )  # fmt: skip
