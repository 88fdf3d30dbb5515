"""The runner on hand-made and on random models."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.processes.policies.checking import check, has_errors
from dinh.processes.policies.running import advance, replay
from dinh.processes.policies.storing import from_data, to_data
from dinh.processes.types import (
    Completed,
    ModelBroken,
    Node,
    NodeKind,
    ProcessModel,
    RunState,
    Started,
    StepNotOpen,
)
from tests.processes import make


def run(drawn: ProcessModel, *events: str | Completed, **facts: Any) -> RunState:
    told = [Completed(one) if isinstance(one, str) else one for one in events]
    return replay(drawn, [Started(facts), *told])


def test_steps_open_one_behind_the_other() -> None:
    drawn = make.model("start>a a>b b>end")
    assert run(drawn).open == {"a"}
    assert run(drawn, "a").open == {"b"}
    assert run(drawn, "a", "b").is_ended


def test_a_join_waits_for_all() -> None:
    drawn = make.model("start>and and>a and>b a>and2 b>and2 and2>c c>end")
    assert run(drawn).open == {"a", "b"}
    waits = run(drawn, "a")
    assert (waits.open, waits.waiting) == ({"b"}, {"a>and2"})
    assert run(drawn, "b", "a") == run(drawn, "a", "b")
    assert run(drawn, "a", "b").open == {"c"}


def test_a_choice_looks_at_the_case() -> None:
    drawn = make.model("start>or or>a or>b a>or2 b>or2 or2>c c>end", conditions={"or>a": "tien > 0", "or>b": "usual"})
    assert run(drawn, tien=5).open == {"a"}
    assert run(drawn, tien=0).open == {"b"}
    assert run(drawn).open == {"b"}


def test_a_fact_learnt_at_a_step_counts() -> None:
    drawn = make.model("start>a a>or or>b or>end", conditions={"or>b": 'loai = "đất ở"', "or>end": "usual"})
    assert run(drawn, Completed("a", {"loai": "đất ở"})).open == {"b"}
    assert run(drawn, Completed("a", {"loai": "đất lúa"})).is_ended


def test_what_does_not_fit_is_refused() -> None:
    drawn = make.model("start>a a>end")
    with pytest.raises(StepNotOpen):
        run(drawn, "b")
    with pytest.raises(StepNotOpen):
        advance(drawn, run(drawn), Started())


def test_broken_models_stop_the_runner() -> None:
    for flows in ("start>and and>a and>b a>c b>c c>end", "start>or or>or2 or2>or", "start>or or>a a>end"):
        drawn = make.model(flows, conditions={"or>a": "khong_co = 1"})
        with pytest.raises(ModelBroken):
            run(drawn, "a", "b")


# Random well-made processes: blocks in blocks.
BLOCKS = st.recursive(
    st.just("step"),
    lambda inner: st.tuples(st.sampled_from(["row", "and", "or", "loop"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)


class Drawing:
    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.flows: list[tuple[str, str]] = []
        self.conditions: dict[str, str] = {}

    def new(self, word: str, **more: Any) -> str:
        name = f"{word}{len(self.nodes)}"
        is_step = word == "s"
        self.nodes[name] = make.step(name, **more) if is_step else Node(id=name, kind=make.KINDS[word], name=name)
        return name

    def connect(self, source: str, target: str, condition: str = "") -> None:
        self.flows.append((source, target))
        condition = condition or ("usual" if self.nodes[source].kind is NodeKind.EXCLUSIVE else "")
        if condition:
            self.conditions[f"{source}>{target}"] = condition

    def block(self, what: Any, last: str) -> str:
        if what == "step":
            made = self.new("s")
            self.connect(last, made)
            return made
        kind, inner = what
        if kind == "row":
            for one in inner:
                last = self.block(one, last)
            return last
        return self.loop(inner, last) if kind == "loop" else self.fork(kind, inner, last)

    def fork(self, kind: str, inner: list[Any], last: str) -> str:
        split, join = self.new(kind), self.new(kind)
        self.connect(last, split)
        for place, one in enumerate(inner):
            first = self.new("s")
            said = "" if kind == "and" else ("usual" if place == 0 else f"way = {place}")
            self.connect(split, first, said)
            self.connect(self.block(one, first), join)
        return join

    def loop(self, inner: list[Any], last: str) -> str:
        merge = self.new("or")
        self.connect(last, merge)
        again = self.new("s", repeats=True)
        self.connect(merge, again, "usual")
        end, choice = self.block(("row", inner), again), self.new("or")
        self.connect(end, choice)
        self.connect(choice, merge, "again = true")
        return choice


def drawn_from(what: Any) -> ProcessModel:
    drawing = Drawing()
    last = drawing.block(what, drawing.new("start"))
    end = drawing.new("end")
    drawing.connect(last, end)
    return make.model(
        " ".join(f"{source}>{target}" for source, target in drawing.flows),
        *drawing.nodes.values(),
        conditions=drawing.conditions,
    )


@given(BLOCKS)
def test_well_made_processes_pass_the_check(what: Any) -> None:
    found = check(drawn_from(what), whole=None, agencies=make.AGENCIES)
    assert [one for one in found if has_errors([one])] == []


@given(BLOCKS, st.data())
def test_random_histories_end_and_replay_the_same(what: Any, data: st.DataObject) -> None:
    drawn = drawn_from(what)
    state, events = RunState(), [Started()]
    state = advance(drawn, state, events[0])
    for turn in range(400):
        if state.is_ended:
            break
        assert state.open, "nobody can go on"
        step_id = data.draw(st.sampled_from(sorted(state.open)))
        # After some rounds nobody asks for another one.
        facts = {"way": data.draw(st.integers(0, 3)), "again": turn < 12 and data.draw(st.booleans())}
        event: Any = Completed(step_id, facts)
        after = advance(drawn, state, event)
        assert step_id not in after.open or drawn.by_id[step_id].kind is NodeKind.STEP
        assert all(any(flow.id in after.waiting for flow in drawn.incoming[target]) for target in _joins(drawn, after))
        state = after
        events.append(event)
    assert state.is_ended
    assert replay(drawn, events) == state
    assert replay(from_data(to_data(drawn)), events) == state


def _joins(drawn: ProcessModel, state: RunState) -> set[str]:
    return {drawn.flow_by_id[flow].target for flow in state.waiting}
