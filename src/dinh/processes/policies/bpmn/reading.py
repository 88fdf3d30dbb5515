"""Reading BPMN 2.0 as bpmn-js, Camunda Modeler and Signavio write it: what is executed, and where it stands."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.kernel.text import fold, nfc
from dinh.kernel.worktime import Limit, LimitUnreadable, parse_limit
from dinh.processes.policies import xml
from dinh.processes.policies.bpmn.aside import set_aside
from dinh.processes.policies.bpmn.kept import kept_of
from dinh.processes.policies.bpmn.names import BPMN, BPMNDI, DC, DI, DINH, KINDS, LANE_ROLES, local, q
from dinh.processes.policies.conditions import read_condition
from dinh.processes.types import Act, Bounds, Flow, ImportedModel, Node, NodeKind, Point, ProcessModel

__all__ = ["main_process", "read_bpmn"]

_LONGEST_ID = 100
_LONGEST_NAME = 300
_HUNDRED = 100


def read_bpmn(data: bytes) -> ImportedModel:
    """Return the executable part of a BPMN file, the file itself, and what is kept but not executed.

    Raises Invalid PR01-PR03 (see xml.parse), PR04 (no BPMN, or no process in it), PR05 (an element without a usable
    id), PR06 (an id that stands twice).
    """
    root = xml.parse(data)
    process = main_process(root)
    _check_ids(root, process)
    roles = _lane_roles(process)
    aside = set_aside(process)
    executed = [one for one in process if KINDS.get(local(one)) and one.get("id") not in aside]
    nodes = tuple(_node(element, roles.get(element.get("id"), "")) for element in executed)
    known = {node.id for node in nodes}
    defaults = {element.get("default") for element in process if element.get("default")}
    flows = tuple(_flow(element, defaults) for element in _executed_flows(process, aside))
    shapes, edges = _diagram(root)
    drawn = ProcessModel(
        id=process.get("id") or "Process",
        name=_name(root, process),
        nodes=nodes,
        flows=flows,
        shapes={key: one for key, one in shapes.items() if key in known},
        edges={flow.id: edges[flow.id] for flow in flows if flow.id in edges},
    )
    return ImportedModel(model=drawn, source=data.decode("utf-8", "replace"), kept=tuple(kept_of(root, process, aside)))


def main_process(root: Any) -> Any:
    """Return the process that is executed: of several the executable one, else the one with the most elements."""
    if root.tag != q("definitions"):
        raise Invalid("PR04", _("This is no BPMN 2.0 file."), _("Export it as BPMN 2.0 XML from the modeller."))
    found = root.findall(q("process"))
    if not any(len(one) for one in found):
        raise Invalid("PR04", _("This BPMN file holds no process."))
    return max(found, key=lambda one: (_steps(one) > 0, one.get("isExecutable") == "true", _steps(one)))


def _steps(process: Any) -> int:
    return sum(1 for one in process if KINDS.get(local(one)))


def _check_ids(root: Any, process: Any) -> None:
    for element in process:
        if KINDS.get(local(element)) or local(element) == "sequenceFlow":
            own = element.get("id") or ""
            if not own or len(own) > _LONGEST_ID:
                said = _("An element (%(kind)s) has no id, or one longer than 100 letters.")
                raise Invalid("PR05", said % {"kind": local(element)})
    seen: set[str] = set()
    for element in root.iter():
        own = element.get("id") if isinstance(element.tag, str) and element.tag.startswith(f"{{{BPMN}}}") else None
        if own and own in seen:
            raise Invalid("PR06", _("The id “%(id)s” stands twice in this file.") % {"id": own})
        seen.add(own or "")


def _name(root: Any, process: Any) -> str:
    pools = (one for one in root.iter(q("participant")) if one.get("processRef") == process.get("id"))
    names = (process.get("name"), *(one.get("name") for one in pools), root.get("name"), process.get("id"))
    return nfc(next((" ".join(name.split()) for name in names if name and name.strip()), "Process"))[:_LONGEST_NAME]


def _node(element: Any, lane_role: str) -> Node:
    kind = KINDS[local(element)]
    if kind in {NodeKind.STEP, NodeKind.SUBTASK}:
        kind = NodeKind.SUBTASK if element.get(q("kind", DINH)) == "subtask" else kind
    if kind not in {NodeKind.STEP, NodeKind.SUBTASK}:
        needs = element.get(q("needs", DINH), "")
        wanted = int(needs) if needs.isdecimal() and len(needs) < 4 else 0  # noqa: PLR2004
        return Node(id=element.get("id"), kind=kind, name=_text(element.get("name")), needs=wanted)
    return Node(
        id=element.get("id"),
        kind=kind,
        name=_text(element.get("name")),
        role=element.get(q("role", DINH), lane_role),
        agency=element.get(q("agency", DINH), ""),
        act=_act(element.get(q("act", DINH), "")),
        limit=_limit(element.get(q("limit", DINH), "")),
        share=_share(element.get(q("share", DINH), "")),
        repeats=element.get(q("repeats", DINH)) == "true",
        silence=_text(element.get(q("silence", DINH))),
    )


def _text(said: str | None) -> str:
    return nfc(" ".join((said or "").split()))[:_LONGEST_NAME]


def _act(said: str) -> Act | None:
    return Act(said) if said in {act.value for act in Act} else None


def _limit(said: str) -> Limit | None:
    try:
        return parse_limit(said) if said else None
    except LimitUnreadable:
        return None


def _share(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and int(said[:4]) <= _HUNDRED else 0


def _lane_roles(process: Any) -> dict[str, str]:
    found = {}
    for lane in process.iter(q("lane")):
        role = LANE_ROLES.get(fold(lane.get("name") or ""), "")
        for reference in lane.findall(q("flowNodeRef")):
            if role and reference.text:
                found[reference.text.strip()] = role
    return found


def _executed_flows(process: Any, aside: frozenset[str]) -> Iterator[Any]:
    """Leave out flows out of boundary events and beside the way: they are kept but never happen here."""
    without = aside | {one.get("id") for one in process.findall(q("boundaryEvent"))}
    for element in process.findall(q("sequenceFlow")):
        if not without & {element.get("sourceRef"), element.get("targetRef")}:
            yield element


def _flow(element: Any, defaults: set[str]) -> Flow:
    said = element.find(q("conditionExpression"))
    text = "" if said is None else "".join(said.itertext()).strip()
    return Flow(
        id=element.get("id"),
        source=element.get("sourceRef") or "",
        target=element.get("targetRef") or "",
        name=_text(element.get("name")),
        condition=read_condition(nfc(text)) if text else None,
        is_default=element.get("id") in defaults,
    )


def _diagram(root: Any) -> tuple[dict[str, Bounds], dict[str, tuple[Point, ...]]]:
    shapes, edges = {}, {}
    for shape in root.iter(q("BPMNShape", BPMNDI)):
        bounds = shape.find(q("Bounds", DC))
        if bounds is not None:
            shapes[shape.get("bpmnElement")] = Bounds(*(_px(bounds.get(one)) for one in ("x", "y", "width", "height")))
    for edge in root.iter(q("BPMNEdge", BPMNDI)):
        points = tuple(Point(_px(one.get("x")), _px(one.get("y"))) for one in edge.findall(q("waypoint", DI)))
        if len(points) > 1:
            edges[edge.get("bpmnElement")] = points
    return shapes, edges


def _px(said: str | None) -> int:
    try:
        return max(-100_000, min(100_000, round(float(said or 0))))
    except (ValueError, OverflowError):
        return 0
