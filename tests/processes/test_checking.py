"""Both sides of every check before publishing."""

from dataclasses import replace
from typing import Any

import pytest

from dinh.kernel.worktime import Limit, Unit, parse_limit
from dinh.processes import registry
from dinh.processes.policies.checking import check, has_errors
from dinh.processes.types import Flow, NodeKind, ProcessModel
from tests.processes import make


def codes(drawn: ProcessModel, whole: Limit | None = None) -> list[tuple[str, str]]:
    return [(one.code, one.element_id) for one in check(drawn, whole=whole, agencies=make.AGENCIES)]


def test_a_good_process_has_no_findings() -> None:
    assert codes(make.model("start>a a>b b>end"), parse_limit("2 ngày làm việc")) == []


@pytest.mark.parametrize(
    ("flows", "found"),
    [
        ("start>end", [("empty", "")]),
        ("a>end", [("no_start", ""), ("unreachable", "a"), ("unreachable", "end")]),
        ("start>a start2>a a>end", [("many_starts", "start2")]),
        ("start>a a>end b>end", [("unreachable", "b")]),
        ("start>a a>end a>b", [("no_way_out", "b"), ("split_without_gateway", "a")]),
        ("start>a a>foreign foreign>end", [("not_executable", "foreign")]),
        ("start>a a>or or>a or>end", [("loop", "a")]),
        ("start>and and>a and>b a>c b>c c>end", [("split_without_join", "c")]),
        ("start>or or>a or>b a>and b>and and>c c>end", [("join_never_full", "and")]),
        ("start>a a>pass pass>end", []),
    ],
)
def test_faults_of_the_drawing(flows: str, found: list[tuple[str, str]]) -> None:
    usual = {"or>end": "usual", "or>a": "x = 1", "or>b": "usual"}
    assert [one for one in codes(make.model(flows, conditions=usual)) if one[0] != "many_ends"] == found


def test_an_id_used_twice_is_told() -> None:
    drawn = make.model("start>a a>end")
    assert ("duplicate_id", "a") in codes(replace(drawn, nodes=(*drawn.nodes, make.step("a"))))


def test_an_arrow_into_nothing_is_told() -> None:
    drawn = make.model("start>a a>end")
    assert ("dangling_flow", "lost") in codes(replace(drawn, flows=(*drawn.flows, Flow("lost", "a", "gone"))))


def test_a_loop_may_go_through_a_step_that_says_so() -> None:
    usual = {"or>a": "lai = true", "or>end": "usual"}
    repeating = make.model("start>a a>or or>a or>end", make.step("a", repeats=True), conditions=usual)
    assert codes(repeating) == []


def test_a_loop_without_a_way_out_is_refused() -> None:
    drawn = make.model("start>a a>b b>a c>end", make.step("a", repeats=True))
    assert ("no_way_out", "a") in codes(drawn)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"role": ""}, [("missing_role", "a")]),
        ({"role": "pilot"}, [("unknown_role", "a")]),
        ({"agency": "moon"}, [("unknown_agency", "a")]),
        ({"agency": "tax"}, []),
        ({"kind": NodeKind.SUBTASK}, [("missing_agency", "a")]),
        ({"kind": NodeKind.SUBTASK, "agency": "tax"}, []),
        ({"name": ""}, [("missing_name", "a")]),
        ({"limit": None}, [("no_time", "a")]),
        ({"share": 10}, [("time_twice", "a")]),
    ],
)
def test_faults_of_a_step(more: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert codes(make.model("start>a a>end", make.step("a", **more))) == found


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"or>a": "x = 1", "or>b": "usual"}, []),
        ({"or>a": "x = 1", "or>b": "x = 2"}, [("missing_default", "or")]),
        ({"or>a": "x = 1"}, [("missing_condition", "or>b")]),
        ({"or>a": "x in [1..", "or>b": "usual"}, [("unreadable_condition", "or>a")]),
        ({"or>a": "x = 1", "or>b": "usual", "a>or2": "x = 2"}, [("condition_ignored", "a>or2")]),
    ],
)
def test_faults_of_conditions(conditions: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert codes(make.model("start>or or>a or>b a>or2 b>or2 or2>c c>end", conditions=conditions)) == found


@pytest.mark.parametrize(
    ("limits", "whole", "found"),
    [
        (("1 ngày làm việc", "2 ngày làm việc"), "3 ngày làm việc", []),
        (("1 ngày làm việc", "2 ngày làm việc"), "2 ngày làm việc", ["longer_than_whole"]),
        (("4 giờ làm việc", "12 giờ làm việc"), "2 ngày làm việc", []),
        (("4 giờ làm việc", "13 giờ làm việc"), "2 ngày làm việc", ["longer_than_whole"]),
        (("1 ngày", "1 ngày làm việc"), "5 ngày làm việc", ["not_comparable"]),
        (("1 ngày", "6 ngày làm việc"), "5 ngày làm việc", ["longer_than_whole"]),
        (("20 ngày", "20 ngày"), "1 tháng", ["not_comparable"]),
        (("1 tháng", "1 tháng"), "1 tháng", ["longer_than_whole"]),
        (("trong ngày", "1 ngày"), "2 ngày", []),
        (("30 giờ", "1 ngày"), "2 ngày", ["longer_than_whole"]),
    ],
)
def test_step_times_against_the_whole_limit(limits: tuple[str, str], whole: str, found: list[str]) -> None:
    first, second = (parse_limit(one) for one in limits)
    drawn = make.model("start>a a>b b>end", make.step("a", limit=first), make.step("b", limit=second))
    assert [code for code, _element in codes(drawn, parse_limit(whole))] == found


def test_parallel_times_do_not_add_up() -> None:
    drawn = make.model("start>and and>a and>b a>and2 b>and2 and2>c c>end")
    assert codes(drawn, parse_limit("2 ngày làm việc")) == []
    assert codes(drawn, parse_limit("1 ngày làm việc")) == [("longer_than_whole", "")]


def test_shares_add_up_to_the_whole_at_most() -> None:
    def shared(*shares: int, limit: Limit | None = None) -> ProcessModel:
        steps = [make.step(name, limit=None, share=share) for name, share in zip("ab", shares, strict=True)]
        return make.model("start>a a>b b>c c>end", *steps, make.step("c", limit=limit or Limit(1, Unit.WORK_DAY)))

    assert codes(shared(60, 40)) == []
    assert codes(shared(60, 41)) == [("longer_than_whole", "")]
    assert codes(shared(40, 40), Limit(5, Unit.WORK_DAY)) == []
    assert codes(shared(40, 41), Limit(5, Unit.WORK_DAY)) == [("longer_than_whole", "")]


def test_too_many_ways_are_said_not_walked() -> None:
    branches = " ".join(f"and>s{n} s{n}>t{n} t{n}>and2" for n in range(9))
    assert ("not_walked", "") in codes(make.model(f"start>and {branches} and2>z z>end"))


def test_shipped_processes_are_faultless() -> None:
    for one in registry.shipped():
        found = check(one.model, whole=None, agencies=registry.agency_words())
        assert (one.name, [fault.sentence for fault in found if has_errors([fault])]) == (one.name, [])
