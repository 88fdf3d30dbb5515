"""Changing a drawing step by step, as the table on screen does: every change keeps the rest, ids above all."""

from collections.abc import Callable
from dataclasses import replace

from dinh.processes.policies.graph import ordered
from dinh.processes.types import Bounds, Flow, Node, NodeKind, Point, ProcessModel

__all__ = ["add_after", "always", "beside", "empty", "in_line", "move", "remove", "rows", "sometimes", "update"]

_ROOM = 150
_STEP = (100, 80)


def empty(model_id: str, name: str) -> ProcessModel:
    """Return a process with nothing between start and end."""
    nodes = (Node(id="StartEvent", kind=NodeKind.START), Node(id="EndEvent", kind=NodeKind.END))
    return ProcessModel(id=model_id, name=name, nodes=nodes, flows=(Flow("Flow_1", "StartEvent", "EndEvent"),))


def rows(model: ProcessModel) -> list[tuple[Node, str]]:
    """Return the steps in their order, each with the parallel gateway it stands behind, or ""."""
    place = {node_id: number for number, node_id in enumerate(ordered(model))}
    steps = sorted(model.steps, key=lambda node: place.get(node.id, len(place)))
    return [(node, _group(model, node)) for node in steps]


def _group(model: ProcessModel, node: Node) -> str:
    for flow in model.incoming[node.id]:
        source = model.by_id.get(flow.source)
        if source is not None and source.kind is NodeKind.PARALLEL and len(model.outgoing[source.id]) > 1:
            return source.id
    return ""


def update(model: ProcessModel, node: Node) -> ProcessModel:
    """Return the model with this node in the place of the one with its id."""
    return replace(model, nodes=tuple(node if one.id == node.id else one for one in model.nodes))


def _fresh(model: ProcessModel, word: str) -> str:
    taken = set(model.by_id) | set(model.flow_by_id)
    number = 1
    while f"{word}_{number}" in taken:
        number += 1
    return f"{word}_{number}"


def add_after(model: ProcessModel, node_id: str, node: Node) -> ProcessModel:
    """Put a step behind another one (or behind the start): on its way out, where there is exactly one."""
    out = model.outgoing.get(node_id, ())
    made = replace(node, id=_fresh(model, "Step"))
    if len(out) != 1:
        return replace(model, nodes=(*model.nodes, made))
    model = _make_room(model, node_id, made.id)
    flows = tuple(replace(flow, source=made.id) if flow.id == out[0].id else flow for flow in model.flows)
    way = Flow(_fresh(model, "Flow"), node_id, made.id)
    # The condition of a way out belongs to its beginning.
    edges = {key: points for key, points in model.edges.items() if key != out[0].id}
    return replace(model, nodes=(*model.nodes, made), flows=(*flows, way), edges=edges)


def _make_room(model: ProcessModel, node_id: str, made_id: str) -> ProcessModel:
    """Move what stands to the right, so that the drawing of a modeller keeps its looks."""
    box = model.shapes.get(node_id)
    if box is None:
        return replace(model, shapes={}, edges={})
    border = box.x + box.width
    shapes = {key: one._replace(x=one.x + _ROOM) if one.x >= border else one for key, one in model.shapes.items()}
    edges = {
        key: tuple(Point(point.x + _ROOM, point.y) if point.x > border else point for point in points)
        for key, points in model.edges.items()
    }
    shapes[made_id] = Bounds(border + 50, box.y + box.height // 2 - _STEP[1] // 2, *_STEP)
    return replace(model, shapes=shapes, edges=edges)


def remove(model: ProcessModel, node_id: str) -> ProcessModel:
    """Take a step out; what led to it leads on to what was behind it."""
    out = model.outgoing[node_id]
    target = out[0].target if out else ""
    gone = {flow.id for flow in out}
    flows = [
        replace(flow, target=target) if flow.target == node_id else flow
        for flow in model.flows
        if flow.id not in gone and (target or flow.target != node_id)
    ]
    edges = {key: way for key, way in model.edges.items() if key not in gone and _still(model, key, node_id)}
    nodes = tuple(node for node in model.nodes if node.id != node_id)
    shapes = {key: box for key, box in model.shapes.items() if key != node_id}
    return _tidy(replace(model, nodes=nodes, flows=tuple(flows), shapes=shapes, edges=edges))


def _still(model: ProcessModel, flow_id: str, node_id: str) -> bool:
    flow = model.flow_by_id.get(flow_id)
    return flow is not None and node_id not in {flow.source, flow.target}


def _tidy(model: ProcessModel) -> ProcessModel:
    """Take out gateways that no longer part or join anything, and arrows that lead round one only."""
    for node in model.nodes:
        into, out = model.incoming[node.id], model.outgoing[node.id]
        idle = next((flow for flow in out if len(out) > 1 and _is_idle(model, node, flow)), None)
        if idle is not None:
            return _tidy(replace(model, flows=tuple(flow for flow in model.flows if flow is not idle)))
        is_gate = node.kind in {NodeKind.PARALLEL, NodeKind.EXCLUSIVE}
        if is_gate and len(into) > 1 and len({flow.source for flow in into}) == 1 and len(out) == 1:
            only = _doubled(model, into)
            return _tidy(only)
        if is_gate and len(into) == 1 and len(out) == 1 and out[0].target != node.id:
            return _tidy(_bridge(model, node.id, into[0], out[0]))
    return model


def _is_idle(model: ProcessModel, node: Node, flow: Flow) -> bool:
    """Say whether this branch goes from parting straight to joining."""
    target = model.by_id.get(flow.target)
    is_parallel = target is not None and node.kind is target.kind is NodeKind.PARALLEL
    return is_parallel and len(model.incoming[flow.target]) > 1


def _doubled(model: ProcessModel, into: tuple[Flow, ...]) -> ProcessModel:
    """Of several arrows from one gateway straight to the next only one says something."""
    kept = (
        replace(into[0], condition=None, is_default=False)
        if len(model.outgoing[into[0].source]) == len(into)
        else into[0]
    )
    gone = {flow.id for flow in into[1:]}
    flows = tuple(kept if flow.id == kept.id else flow for flow in model.flows if flow.id not in gone)
    return replace(model, flows=flows)


def _bridge(model: ProcessModel, node_id: str, into: Flow, out: Flow) -> ProcessModel:
    flows = tuple(
        replace(flow, target=out.target) if flow.id == into.id else flow for flow in model.flows if flow.id != out.id
    )
    edges = {key: way for key, way in model.edges.items() if key not in {into.id, out.id}}
    shapes = {key: box for key, box in model.shapes.items() if key != node_id}
    nodes = tuple(node for node in model.nodes if node.id != node_id)
    return replace(model, nodes=nodes, flows=flows, shapes=shapes, edges=edges)


def move(model: ProcessModel, node_id: str, by: int) -> ProcessModel:
    """Let a step change places with the one before (-1) or behind it (1) in the table; the drawing keeps its form."""
    order = [node.id for node, _group_id in rows(model)]
    at = order.index(node_id)
    if not 0 <= at + by < len(order):
        return model
    return _swap(model, node_id, order[at + by])


def _swap(model: ProcessModel, one: str, other: str) -> ProcessModel:
    places: Callable[[str], str] = lambda node_id: {one: other, other: one}.get(node_id, node_id)  # noqa: E731
    flows = tuple(replace(flow, source=places(flow.source), target=places(flow.target)) for flow in model.flows)
    shapes = {places(key): box for key, box in model.shapes.items()}
    return replace(model, flows=flows, shapes=shapes)


def beside(model: ProcessModel, node_id: str) -> ProcessModel:
    """Let a step be done at the same time as the one before it in the table; nothing changes where that cannot be."""
    order = [node.id for node, _group_id in rows(model)]
    at = order.index(node_id)
    if at == 0:
        return model
    before = order[at - 1]
    into, out = model.incoming[node_id], model.outgoing[node_id]
    if len(into) != 1 or len(out) != 1:
        return model
    if into[0].source == before:
        return _fork(model, before, node_id)
    source = model.by_id.get(into[0].source)
    joins = source is not None and source.kind is NodeKind.PARALLEL and len(model.outgoing[source.id]) == 1
    if joins and any(flow.source == before for flow in model.incoming[into[0].source]):
        return _join_group(model, before, node_id, into[0].source)
    return model


def _fork(model: ProcessModel, before: str, node_id: str) -> ProcessModel:
    split, join = _fresh(model, "Split"), _fresh(model, "Join")
    into = model.incoming[before]
    between, out = model.incoming[node_id][0], model.outgoing[node_id][0]
    flows = [replace(flow, target=split) if flow in into else flow for flow in model.flows if flow.id != between.id]
    flows = [replace(flow, source=join) if flow.id == out.id else flow for flow in flows]
    nodes = (*model.nodes, Node(id=split, kind=NodeKind.PARALLEL), Node(id=join, kind=NodeKind.PARALLEL))
    model = replace(model, nodes=nodes, flows=tuple(flows), shapes={}, edges={})
    for source, target in ((split, before), (split, node_id), (before, join), (node_id, join)):
        model = replace(model, flows=(*model.flows, Flow(_fresh(model, "Flow"), source, target)))
    return model


def _join_group(model: ProcessModel, before: str, node_id: str, join: str) -> ProcessModel:
    """Put the step behind a join into the group before it."""
    split = _group(model, model.by_id[before])
    if not split:
        return model
    into, out = model.incoming[node_id][0], model.outgoing[node_id][0]
    # Written last, the new branch stands last in the group.
    flows = [flow for flow in model.flows if flow.id not in {into.id, out.id}]
    flows += [replace(into, source=split), replace(out, target=join)]
    model = replace(model, flows=tuple(flows), shapes={}, edges={})
    return replace(model, flows=(*model.flows, Flow(_fresh(model, "Flow"), join, out.target)))


def in_line(model: ProcessModel, node_id: str) -> ProcessModel:
    """Take a step out of its parallel group and put it behind the group."""
    split = _group(model, model.by_id[node_id])
    out = model.outgoing[node_id]
    join = out[0].target if len(out) == 1 else ""
    is_join = join in model.by_id and model.by_id[join].kind is NodeKind.PARALLEL and len(model.outgoing[join]) == 1
    if not split or not is_join:
        return model
    into, behind = model.incoming[node_id][0], model.outgoing[join][0]
    flows = [flow for flow in model.flows if flow.id != into.id]
    flows = [replace(flow, target=behind.target) if flow.id == out[0].id else flow for flow in flows]
    flows = [replace(flow, target=node_id) if flow.id == behind.id else flow for flow in flows]
    return _tidy(replace(model, flows=tuple(flows), shapes={}, edges={}))


def sometimes(model: ProcessModel, node_id: str) -> ProcessModel:
    """Let a step be done only in some cases: a choice before it, whose usual way leads past it."""
    into, out = model.incoming[node_id], model.outgoing[node_id]
    if len(into) != 1 or len(out) != 1 or bypass(model, node_id):
        return model
    choice, merge = _fresh(model, "Choice"), _fresh(model, "Merge")
    flows = [replace(flow, target=choice) if flow.id == into[0].id else flow for flow in model.flows]
    flows = [replace(flow, source=merge) if flow.id == out[0].id else flow for flow in flows]
    nodes = (*model.nodes, Node(id=choice, kind=NodeKind.EXCLUSIVE), Node(id=merge, kind=NodeKind.EXCLUSIVE))
    model = replace(model, nodes=nodes, flows=tuple(flows), shapes={}, edges={})
    for source, target in ((choice, node_id), (node_id, merge)):
        model = replace(model, flows=(*model.flows, Flow(_fresh(model, "Flow"), source, target)))
    past = Flow(_fresh(model, "Flow"), choice, merge, is_default=True)
    return replace(model, flows=(*model.flows, past))


def bypass(model: ProcessModel, node_id: str) -> Flow | None:
    """Return the way that leads straight past a step, where there is one."""
    into, out = model.incoming[node_id], model.outgoing[node_id]
    if len(into) != 1 or len(out) != 1:
        return None
    ways = model.outgoing.get(into[0].source, ())
    return next((flow for flow in ways if flow.target == out[0].target and flow.id != into[0].id), None)


def always(model: ProcessModel, node_id: str) -> ProcessModel:
    """Let a step be done in every case again."""
    past = bypass(model, node_id)
    if past is None:
        return model
    into = model.incoming[node_id][0]
    flows = tuple(
        replace(flow, condition=None) if flow.id == into.id else flow for flow in model.flows if flow is not past
    )
    return _tidy(replace(model, flows=flows, shapes={}, edges={}))
