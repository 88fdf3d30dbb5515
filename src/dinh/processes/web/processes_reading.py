"""What was typed into the table of steps, read back into the model; a wrong time is told beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from dinh.kernel.text import nfc
from dinh.kernel.worktime import Limit, LimitUnreadable, parse_limit
from dinh.processes.policies import editing
from dinh.processes.policies.conditions import read_condition
from dinh.processes.types import Act, Flow, Node, NodeKind, ProcessModel

_HUNDRED = 100
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """The model as typed, errors by "field:step", and times that could not be read as they were typed."""

    model: ProcessModel
    errors: Mapping[str, str]
    times: Mapping[str, str]


def read_typed(model: ProcessModel, post: Mapping[str, str]) -> Typed:
    errors: dict[str, str] = {}
    times: dict[str, str] = {}
    nodes = tuple(_node(node, post, errors, times) for node in model.nodes)
    flows = tuple(_flow(flow, model, post) for flow in model.flows)
    name = _clean(post.get("name", model.name)) or model.name
    return Typed(replace(model, name=name, nodes=nodes, flows=flows), errors, times)


def _clean(text: str) -> str:
    return nfc(" ".join(text.split()))[:_LONGEST]


def _node(node: Node, post: Mapping[str, str], errors: dict[str, str], times: dict[str, str]) -> Node:
    if node.kind is NodeKind.PARALLEL:
        said = post.get(f"needs:{node.id}", str(node.needs))
        return replace(node, needs=int(said) if said.isdecimal() and len(said) <= 3 else 0)  # noqa: PLR2004
    if not node.is_work or f"name:{node.id}" not in post:
        return node
    limit, share = node.limit, node.share
    typed = post.get(f"time:{node.id}", "").strip()
    try:
        limit, share = read_time(typed)
    except LimitUnreadable:
        errors[f"time:{node.id}"] = _("Write for example “2 ngày làm việc”, “4 giờ làm việc” or “10 %”.")
        times[node.id] = typed
    act = post.get(f"act:{node.id}", "")
    return replace(
        node,
        name=_clean(post[f"name:{node.id}"]),
        role=post.get(f"role:{node.id}", node.role),
        agency=post.get(f"agency:{node.id}", node.agency),
        act=Act(act) if act in {one.value for one in Act} else None,
        kind=NodeKind.SUBTASK if post.get(f"subtask:{node.id}") else NodeKind.STEP,
        repeats=bool(post.get(f"repeats:{node.id}")),
        silence=_clean(post.get(f"silence:{node.id}", node.silence)),
        limit=limit,
        share=share,
    )


def read_time(typed: str) -> tuple[Limit | None, int]:
    """Return a limit or a share of the whole; blank is no time. Raises LimitUnreadable."""
    if not typed:
        return None, 0
    bare = typed.removesuffix("%").strip()
    if typed.endswith("%"):
        if bare.isascii() and bare.isdigit() and len(bare) <= 3 and 0 < int(bare) <= _HUNDRED:  # noqa: PLR2004
            return None, int(bare)
        raise LimitUnreadable(typed)
    return parse_limit(typed), 0


def _flow(flow: Flow, model: ProcessModel, post: Mapping[str, str]) -> Flow:
    usual = post.get(f"usual:{flow.source}")
    if usual is None and f"when:{flow.id}" not in post:
        return flow
    text = nfc(post.get(f"when:{flow.id}", "").strip())[:_LONGEST]
    is_usual = usual == flow.id if usual is not None else flow.is_default
    del model
    return replace(flow, is_default=is_usual, condition=read_condition(text) if text and not is_usual else None)


def changed(model: ProcessModel, act: str, step: str, new_name: str) -> ProcessModel:
    """Return the model after the button that was pressed; a button nobody knows changes nothing."""
    if act == "add":
        return editing.add_after(model, step, Node(id="", kind=NodeKind.STEP, name=new_name))
    if step not in model.by_id or not model.by_id[step].is_work:
        return model
    if act in {"up", "down"}:
        return editing.move(model, step, -1 if act == "up" else 1)
    acts = {
        "remove": editing.remove,
        "beside": editing.beside,
        "line": editing.in_line,
        "sometimes": editing.sometimes,
        "always": editing.always,
    }
    return acts[act](model, step) if act in acts else model
