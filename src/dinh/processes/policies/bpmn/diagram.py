"""The picture inside a BPMN file: shapes and ways of a modeller stay, what is new or moved is drawn in."""

from typing import Any

from lxml import etree

from dinh.processes.policies.bpmn.following import follow
from dinh.processes.policies.bpmn.layout import placed
from dinh.processes.policies.bpmn.names import BPMNDI, DC, DI, q
from dinh.processes.types import Bounds, Point, ProcessModel

__all__ = ["write"]


def write(root: Any, process: Any, model: ProcessModel, before: ProcessModel) -> None:
    drawn = placed(model)
    plane = _plane(root, process)
    shapes = {one.get("bpmnElement"): one for one in root.iter(q("BPMNShape", BPMNDI))}
    edges = {one.get("bpmnElement"): one for one in root.iter(q("BPMNEdge", BPMNDI))}
    follow(plane, process, drawn, before)
    for node in model.nodes:
        box = drawn.shapes[node.id]
        if node.id not in shapes:
            _shape(plane, node.id, box)
        elif before.shapes.get(node.id) != box:
            _move(shapes[node.id], box)
    for flow in model.flows:
        way = drawn.edges.get(flow.id)
        if way is None:
            continue
        if flow.id not in edges:
            _edge(plane, flow.id, way)
        elif before.edges.get(flow.id) != way:
            _draw(edges[flow.id], way)


def _plane(root: Any, process: Any) -> Any:
    planes = [*root.iter(q("BPMNPlane", BPMNDI))]
    if planes:
        # The insides of a folded sub-process have a plane of their own.
        whole = {process.get("id"), *(one.get("id") for one in root.findall(q("collaboration")))}
        return next((one for one in planes if one.get("bpmnElement") in whole), planes[0])
    made = etree.SubElement(root, q("BPMNDiagram", BPMNDI))
    made.set("id", f"BPMNDiagram_{process.get('id')}")
    plane = etree.SubElement(made, q("BPMNPlane", BPMNDI))
    plane.set("id", f"BPMNPlane_{process.get('id')}")
    plane.set("bpmnElement", process.get("id") or "")
    return plane


def _shape(plane: Any, node_id: str, box: Bounds) -> None:
    made = etree.SubElement(plane, q("BPMNShape", BPMNDI))
    made.set("id", f"{node_id}_di")
    made.set("bpmnElement", node_id)
    etree.SubElement(made, q("Bounds", DC))
    _move(made, box)


def _move(shape: Any, box: Bounds) -> None:
    bounds = shape.find(q("Bounds", DC))
    for name, value in zip(("x", "y", "width", "height"), box, strict=True):
        bounds.set(name, str(value))
    # A label stands at a place of its own, which no longer fits.
    for label in shape.findall(q("BPMNLabel", BPMNDI)):
        shape.remove(label)


def _edge(plane: Any, flow_id: str, way: tuple[Point, ...]) -> None:
    made = etree.SubElement(plane, q("BPMNEdge", BPMNDI))
    made.set("id", f"{flow_id}_di")
    made.set("bpmnElement", flow_id)
    _draw(made, way)


def _draw(edge: Any, way: tuple[Point, ...]) -> None:
    for old in [*edge.findall(q("waypoint", DI)), *edge.findall(q("BPMNLabel", BPMNDI))]:
        edge.remove(old)
    for number, point in enumerate(way):
        made = etree.Element(q("waypoint", DI))
        made.set("x", str(point.x))
        made.set("y", str(point.y))
        edge.insert(number, made)
