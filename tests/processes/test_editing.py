"""Changing a drawing row by row keeps it whole."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dinh.processes.policies import editing
from dinh.processes.policies.bpmn import read_bpmn, write_bpmn
from dinh.processes.policies.checking import check, has_errors
from dinh.processes.types import ProcessModel
from tests.processes import make
from tests.processes.test_bpmn import CAMUNDA


def order(drawn: ProcessModel) -> list[tuple[str, bool]]:
    return [(node.id, bool(group)) for node, group in editing.rows(drawn)]


def is_whole(drawn: ProcessModel) -> bool:
    return not has_errors(check(drawn, whole=None, agencies=make.AGENCIES))


def line(*names: str) -> ProcessModel:
    stops = ["start", *names, "end"]
    return make.model(" ".join(f"{one}>{other}" for one, other in pairwise(stops)))


def test_a_step_is_added_behind_another() -> None:
    drawn = editing.add_after(line("a", "b"), "a", make.step("new"))
    assert order(drawn) == [("a", False), ("Step_1", False), ("b", False)]
    assert editing.add_after(line("a"), "start", make.step("new")).outgoing["start"][0].target == "Step_1"
    assert is_whole(drawn)


def test_the_first_step_of_an_empty_process() -> None:
    drawn = editing.add_after(editing.empty("P", "Mới"), "StartEvent", make.step("new"))
    assert (order(drawn), is_whole(drawn)) == ([("Step_1", False)], True)


def test_a_step_is_taken_out() -> None:
    drawn = editing.remove(line("a", "b", "c"), "b")
    assert (order(drawn), is_whole(drawn)) == ([("a", False), ("c", False)], True)


def test_steps_change_places() -> None:
    assert [one for one, _group in order(editing.move(line("a", "b", "c"), "b", 1))] == ["a", "c", "b"]
    assert [one for one, _group in order(editing.move(line("a", "b", "c"), "b", -1))] == ["b", "a", "c"]
    assert editing.move(line("a", "b"), "a", -1) == line("a", "b")


def test_steps_are_put_beside_each_other_and_in_line_again() -> None:
    drawn = editing.beside(line("a", "b", "c", "d"), "c")
    assert order(drawn) == [("a", False), ("b", True), ("c", True), ("d", False)]
    three = editing.beside(drawn, "d")
    assert order(three) == [("a", False), ("b", True), ("c", True), ("d", True)]
    two = editing.in_line(three, "c")
    assert order(two) == [("a", False), ("b", True), ("d", True), ("c", False)]
    one = editing.in_line(two, "d")
    assert [group for _step, group in order(one)] == [False] * 4
    assert {node.kind.value for node in one.nodes} == {"start", "end", "step"}
    assert all(is_whole(each) for each in (drawn, three, two, one))


def test_what_cannot_be_changed_stays() -> None:
    drawn = line("a", "b")
    assert editing.beside(drawn, "a") == drawn
    assert editing.in_line(drawn, "a") == drawn


def test_a_group_that_loses_all_but_one_is_no_group() -> None:
    drawn = editing.remove(editing.beside(line("a", "b", "c"), "b"), "a")
    assert (order(drawn), len(drawn.nodes)) == ([("b", False), ("c", False)], 4)
    assert is_whole(drawn)


def test_changes_of_a_modellers_file_keep_its_picture() -> None:
    first = read_bpmn(CAMUNDA)
    drawn = editing.add_after(first.model, "Activity_0nhan", make.step("new"))
    assert drawn.shapes["StartEvent_1"] == first.model.shapes["StartEvent_1"]
    assert drawn.shapes["Gateway_1"].x == first.model.shapes["Gateway_1"].x + 150
    assert read_bpmn(write_bpmn(drawn, first.source)).model.outgoing["Step_1"][0].target == "Activity_0tham"


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 20)), max_size=25))
def test_any_row_of_changes_leaves_a_process_that_passes(changes: list[tuple[int, int]]) -> None:
    drawn = line("a", "b", "c")
    for what, where in changes:
        steps = [node.id for node, _group in editing.rows(drawn)]
        drawn = _changed(drawn, what, steps[where % len(steps)] if steps else "")
    assert not drawn.steps or is_whole(drawn)
    assert len(set(drawn.by_id)) == len(drawn.nodes)


def _changed(drawn: ProcessModel, what: int, step_id: str) -> Any:
    if what == 0 or not step_id:
        return editing.add_after(drawn, step_id or "start", make.step("new"))
    if what == 1:
        return editing.remove(drawn, step_id)
    if what == 2:
        return editing.move(drawn, step_id, 1)
    return editing.beside(drawn, step_id) if what == 3 else editing.in_line(drawn, step_id)
