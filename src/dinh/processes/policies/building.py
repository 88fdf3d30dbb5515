"""A process from a plain list of steps: one behind the other, groups beside each other, steps only in some cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from dinh.kernel.worktime import parse_limit
from dinh.processes.policies.conditions import read_condition
from dinh.processes.types import Act, Flow, Node, NodeKind, ProcessModel

__all__ = ["from_rows"]

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Drawing:
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def add(self, node: Node) -> Node:
        self.nodes.append(node)
        return node

    def connect(self, source: str, target: str, condition: str = "", *, usual: bool = False) -> None:
        made = Flow(
            id=f"Flow_{source}_{target}",
            source=source,
            target=target,
            condition=read_condition(condition) if condition else None,
            is_default=usual,
        )
        self.flows.append(made)


def _step(row: Row) -> Node:
    return Node(
        id=row["id"],
        kind=NodeKind.SUBTASK if row.get("subtask") else NodeKind.STEP,
        name=row["name"],
        role=row.get("role", ""),
        agency=row.get("agency", ""),
        act=Act(row["act"]) if row.get("act") else None,
        limit=parse_limit(row["limit"]) if row.get("limit") else None,
        share=row.get("share", 0),
        repeats=row.get("repeats", False),
        silence=row.get("silence", ""),
    )


def from_rows(model_id: str, name: str, rows: Sequence[Row]) -> ProcessModel:
    """Draw the steps in their order; rows next to each other with the same `group` are done at the same time.

    `needs` lets a group go on when so many of its steps are done. `when` makes a step one that is done only in cases
    where the condition holds; `back_to` with `again_when` leads back to an earlier step that `repeats`.
    """
    drawing = _Drawing()
    last = drawing.add(Node(id="StartEvent", kind=NodeKind.START)).id
    entries = {row["back_to"] for row in rows if row.get("back_to")}
    for group, found in groupby(rows, key=lambda row: row.get("group", "")):
        if group:
            last = _beside(drawing, last, group, found)
            continue
        for row in found:
            last = _one(drawing, last, row, has_merge=row["id"] in entries)
    drawing.connect(last, drawing.add(Node(id="EndEvent", kind=NodeKind.END)).id)
    return ProcessModel(id=model_id, name=name, nodes=tuple(drawing.nodes), flows=tuple(drawing.flows))


def _beside(drawing: _Drawing, last: str, group: str, found: Iterable[Row]) -> str:
    rows = list(found)
    split = drawing.add(Node(id=f"Split_{group}", kind=NodeKind.PARALLEL)).id
    drawing.connect(last, split)
    ends = [_one(drawing, split, row) for row in rows]
    needs = max(row.get("needs", 0) for row in rows)
    join = drawing.add(Node(id=f"Join_{group}", kind=NodeKind.PARALLEL, needs=needs)).id
    for end in ends:
        drawing.connect(end, join)
    return join


def _one(drawing: _Drawing, last: str, row: Row, *, has_merge: bool = False) -> str:
    if has_merge:
        merge = drawing.add(Node(id=f"Again_{row['id']}", kind=NodeKind.EXCLUSIVE)).id
        drawing.connect(last, merge)
        last = merge
    if row.get("when"):
        return _sometimes(drawing, last, row)
    step = drawing.add(_step(row)).id
    drawing.connect(last, step)
    if not row.get("back_to"):
        return step
    choice = drawing.add(Node(id=f"Choice_{step}", kind=NodeKind.EXCLUSIVE, name=row.get("asks", ""))).id
    drawing.connect(step, choice)
    drawing.connect(choice, f"Again_{row['back_to']}", row["again_when"])
    # The usual way out is the next arrow drawn from the choice: it stands behind as a merge of one.
    merge = drawing.add(Node(id=f"On_{step}", kind=NodeKind.EXCLUSIVE)).id
    drawing.connect(choice, merge, usual=True)
    return merge


def _sometimes(drawing: _Drawing, last: str, row: Row) -> str:
    choice = drawing.add(Node(id=f"If_{row['id']}", kind=NodeKind.EXCLUSIVE, name=row.get("asks", ""))).id
    drawing.connect(last, choice)
    step = drawing.add(_step(row)).id
    drawing.connect(choice, step, row["when"])
    merge = drawing.add(Node(id=f"Fi_{row['id']}", kind=NodeKind.EXCLUSIVE)).id
    drawing.connect(step, merge)
    drawing.connect(choice, merge, usual=True)
    return merge
