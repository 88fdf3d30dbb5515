"""Writing BPMN 2.0: changes go into the file that was imported, so that all else in it stays as it was."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from dinh.processes.policies import xml
from dinh.processes.policies.bpmn import diagram
from dinh.processes.policies.bpmn.aside import set_aside
from dinh.processes.policies.bpmn.names import (
    BEFORE_INCOMING,
    BEHIND_FLOWS,
    BPMN,
    BPMNDI,
    DC,
    DI,
    DINH,
    TAGS,
    XSI,
    local,
    q,
)
from dinh.processes.policies.bpmn.reading import main_process, read_bpmn
from dinh.processes.types import Flow, Node, ProcessModel

__all__ = ["write_bpmn"]

_LINES = frozenset({"association", "sequenceFlow", "messageFlow"})
_SPACES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "dinh": DINH}


def write_bpmn(model: ProcessModel, source: str = "") -> bytes:
    """Return the model as BPMN 2.0 XML. `source` is the file it came from, or "" for one drawn here."""
    if not source:
        root = _skeleton(model)
        process = root.find(q("process"))
        before = ProcessModel(id=model.id, name=model.name)
    else:
        root = xml.parse(source.encode())
        before = read_bpmn(source.encode()).model
        process = main_process(root)
    gone = (set(before.by_id) | set(before.flow_by_id)) - set(model.by_id) - set(model.flow_by_id)
    _remove(root, process, gone)
    if before.name != model.name:
        process.set("name", model.name)
    own = {child.get("id"): child for child in process if local(child)}
    for node in model.nodes:
        if before.by_id.get(node.id) != node:
            _write_node(own.get(node.id), node, process)
    for flow in model.flows:
        if before.flow_by_id.get(flow.id) != flow:
            _write_flow(own.get(flow.id), flow, process)
    _write_defaults(process, model, before)
    _write_ways(process, model, before)
    diagram.write(root, process, model, before)
    if not source:
        etree.indent(root)
    return xml.write(root)


def _skeleton(model: ProcessModel) -> Any:
    root = etree.Element(q("definitions"), nsmap=_SPACES)
    root.set("id", f"Definitions_{model.id}")
    root.set("targetNamespace", "http://bpmn.io/schema/bpmn")
    root.set("exporter", "Dinh")
    process = etree.SubElement(root, q("process"))
    process.set("id", model.id)
    process.set("name", model.name)
    process.set("isExecutable", "true")
    return root


def _remove(root: Any, process: Any, gone: set[str]) -> None:
    """Take out what was deleted, with what has no meaning without it."""
    if not gone:
        return
    aside = set_aside(process)
    events = {one.get("id") for one in process.findall(q("boundaryEvent")) if one.get("attachedToRef") in gone}
    lost = gone | events
    for element in (*process, *root.iter(q("messageFlow"))):
        ends = {element.get("sourceRef"), element.get("targetRef")} & (lost - {None})
        if element.get("id") in lost or (local(element) in _LINES and ends):
            lost.add(element.get("id"))
            _take_out(element)
    named = [
        one for one in root.iter(q("flowNodeRef"), q("incoming"), q("outgoing")) if (one.text or "").strip() in lost
    ]
    drawn = root.iter(q("BPMNShape", BPMNDI), q("BPMNEdge", BPMNDI))
    for element in (*named, *[one for one in drawn if one.get("bpmnElement") in lost]):
        _take_out(element)
    _remove(root, process, set(aside - set_aside(process)))


def _take_out(element: Any) -> None:
    """Remove an element and the blank before it; what was written behind it stays."""
    parent = element.getparent()
    if element.tail and element.tail.strip():
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def _set(element: Any, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, None)


def _write_node(element: Any, node: Node, process: Any) -> None:
    if element is None:
        element = etree.Element(q(TAGS[node.kind]))
        element.set("id", node.id)
        _insert(process, element)
    _set(element, "name", node.name)
    _set(element, q("needs", DINH), str(node.needs) if node.needs else "")
    if not node.is_work:
        return
    is_marked = node.kind.value == "subtask" and local(element) == "userTask"
    said = {
        "kind": "subtask" if is_marked else "",
        "role": node.role,
        "agency": node.agency,
        "act": node.act.value if node.act else "",
        "limit": str(node.limit) if node.limit else "",
        "share": str(node.share) if node.share else "",
        "repeats": "true" if node.repeats else "",
        "silence": node.silence,
    }
    for name, value in said.items():
        _set(element, q(name, DINH), value)


def _insert(process: Any, element: Any) -> None:
    """Put a flow element before the artifacts, where the schema wants it."""
    place = next((number for number, one in enumerate(process) if local(one) in BEHIND_FLOWS), len(process))
    element.tail = "\n    "
    process.insert(place, element)


def _write_flow(element: Any, flow: Flow, process: Any) -> None:
    if element is None:
        element = etree.Element(q("sequenceFlow"))
        element.set("id", flow.id)
        _insert(process, element)
    _set(element, "name", flow.name)
    element.set("sourceRef", flow.source)
    element.set("targetRef", flow.target)
    said = element.find(q("conditionExpression"))
    text = flow.condition.text if flow.condition else ""
    if not text:
        if said is not None:
            element.remove(said)
        return
    if said is None:
        said = etree.SubElement(element, q("conditionExpression"))
        said.set(q("type", XSI), f"{said.prefix}:tFormalExpression" if said.prefix else "tFormalExpression")
    if "".join(said.itertext()).strip() != text:
        said.text = text


def _write_defaults(process: Any, model: ProcessModel, before: ProcessModel) -> None:
    usual = {flow.source: flow.id for flow in model.flows if flow.is_default}
    known = {flow.source for flow in before.flows if flow.is_default} | set(usual)
    for element in process:
        if element.get("id") in known and local(element) in {*TAGS.values(), "task", "inclusiveGateway"}:
            _set(element, "default", usual.get(element.get("id"), ""))


def _write_ways(process: Any, model: ProcessModel, before: ProcessModel) -> None:
    """Say in each node which flows come and go, where that changed."""
    for element in process:
        node_id = element.get("id")
        if not local(element) or node_id not in model.by_id:
            continue
        after = _ways(model, node_id)
        if node_id in before.by_id and after == _ways(before, node_id):
            continue
        executed = set(model.flow_by_id) | set(before.flow_by_id)
        for name, wanted in zip(("incoming", "outgoing"), after, strict=True):
            present = element.findall(q(name))
            foreign = [one.text.strip() for one in present if one.text and one.text.strip() not in executed]
            for one in present:
                _take_out(one)
            _say(element, name, [*foreign, *wanted])


def _ways(model: ProcessModel, node_id: str) -> tuple[list[str], list[str]]:
    return [flow.id for flow in model.incoming[node_id]], [flow.id for flow in model.outgoing[node_id]]


def _say(element: Any, name: str, flows: Iterable[str]) -> None:
    before = BEFORE_INCOMING | {"incoming"} | ({"outgoing"} if name == "outgoing" else set())
    place = 0
    for number, child in enumerate(element, start=1):
        place = number if local(child) in before else place
    for offset, flow_id in enumerate(flows):
        made = etree.Element(q(name))
        made.text = flow_id
        element.insert(place + offset, made)
