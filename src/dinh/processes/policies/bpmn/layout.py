"""Where things stand when no modeller has placed them: columns from left to right, branches below each other."""

from dataclasses import dataclass, replace

from dinh.processes.policies.graph import back_flows, ordered
from dinh.processes.types import Bounds, Flow, NodeKind, Point, ProcessModel

__all__ = ["LETTER", "placed", "route", "said_on"]

STEP = (148, 92)
_EVENT = (36, 36)
_GATEWAY = (46, 46)
_COLUMN_GAP = 38
_MARGIN = 32
_LABEL = 26
LETTER = 6.2


@dataclass(frozen=True, slots=True)
class _Way:
    """How a layout runs: how far its rows stand apart, how deep a row is, whether shapes lie on their side."""

    row: int
    across: int
    is_lying: bool

    def size(self, kind: NodeKind) -> tuple[int, int]:
        width, height = _size(kind)
        return (height, width) if self.is_lying else (width, height)


_WIDE = _Way(row=132, across=STEP[1], is_lying=False)
_TALL = _Way(row=STEP[0] + 16, across=STEP[0], is_lying=True)


def placed(model: ProcessModel, *, is_tall: bool = False) -> ProcessModel:
    """Return the model with a place for every node and a way for every flow.

    Places of a modeller are kept when every node has one; otherwise all are placed anew, from left to right, or
    `is_tall` from top to bottom.
    """
    whole = all(node.id in model.shapes for node in model.nodes)
    if is_tall and not whole:
        return _tall(model)
    shapes = {node.id: model.shapes[node.id] for node in model.nodes} if whole else _place(model, _WIDE)
    kept = {flow.id: model.edges[flow.id] for flow in model.flows if whole and flow.id in model.edges}
    edges = {
        flow.id: kept.get(flow.id) or route(model, flow, shapes)
        for flow in model.flows
        if flow.source in shapes and flow.target in shapes
    }
    return replace(model, shapes=shapes, edges=edges)


def _tall(model: ProcessModel) -> ProcessModel:
    """Lay out from left to right with shapes lying on their side, then turn the whole by its diagonal."""
    lying = _place(model, _TALL)
    ways = {flow.id: route(model, flow, lying) for flow in model.flows if flow.target in lying}
    shapes = {key: Bounds(box.y, box.x, box.height, box.width) for key, box in lying.items()}
    return replace(model, shapes=shapes, edges={key: tuple(Point(y, x) for x, y in way) for key, way in ways.items()})


def _size(kind: NodeKind) -> tuple[int, int]:
    if kind in {NodeKind.START, NodeKind.END, NodeKind.PASS}:
        return _EVENT
    return _GATEWAY if kind in {NodeKind.PARALLEL, NodeKind.EXCLUSIVE, NodeKind.FOREIGN} else STEP


def _place(model: ProcessModel, way: _Way) -> dict[str, Bounds]:
    columns, rows = _grid(model)
    widths: dict[int, int] = {}
    for node in model.nodes:
        column = columns[node.id]
        widths[column] = max(widths.get(column, 0), way.size(node.kind)[0])
    room = _room(model, columns)
    left, at = {}, _MARGIN
    for column in sorted(widths):
        left[column] = at
        at += widths[column] + _COLUMN_GAP + (0 if way.is_lying else room.get(column, 0))
    found = {}
    for node in model.nodes:
        width, height = way.size(node.kind)
        x = left[columns[node.id]] + (widths[columns[node.id]] - width) // 2
        y = _MARGIN + rows[node.id] * way.row + (way.across - height) // 2
        found[node.id] = Bounds(x, y, width, height)
    return found


def said_on(flow: Flow) -> str:
    """Return what stands on an arrow: its name, else its condition, shortened."""
    said = flow.name or (flow.condition.text if flow.condition else "")
    return said if len(said) <= _LABEL else f"{said[: _LABEL - 1]}…"


def _room(model: ProcessModel, columns: dict[str, int]) -> dict[int, int]:
    """Return how much wider the gap behind a column must be for the words on its arrows."""
    found: dict[int, int] = {}
    for flow in model.flows:
        said = said_on(flow)
        if said and columns.get(flow.target, 0) == columns.get(flow.source, 0) + 1:
            wanted = round(len(said) * LETTER) - _COLUMN_GAP + 16
            found[columns[flow.source]] = max(found.get(columns[flow.source], 0), wanted)
    return found


def _grid(model: ProcessModel) -> tuple[dict[str, int], dict[str, int]]:
    back = back_flows(model)
    order = ordered(model)
    order += [node.id for node in model.nodes if node.id not in set(order)]
    columns: dict[str, int] = {}
    rows: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()
    for node_id in order:
        before = [flow for flow in model.incoming[node_id] if flow.id not in back and flow.source in columns]
        column = max((columns[flow.source] + 1 for flow in before), default=0)
        row = min((rows[flow.source] + _place_among(model, flow, back) for flow in before), default=0)
        while (column, row) in taken:
            row += 1
        taken.add((column, row))
        columns[node_id], rows[node_id] = column, row
    return columns, rows


def _place_among(model: ProcessModel, flow: Flow, back: set[str]) -> int:
    """The first way out goes straight on, the others below; a join comes back up by itself."""
    if len(model.incoming[flow.target]) > 1:
        return 0
    return [one for one in model.outgoing[flow.source] if one.id not in back].index(flow)


def route(model: ProcessModel, flow: Flow, shapes: dict[str, Bounds]) -> tuple[Point, ...]:
    """Return the corners of a flow between two shapes, in right angles."""
    a, b = shapes[flow.source], shapes[flow.target]
    ay, by = a.y + a.height // 2, b.y + b.height // 2
    right, left = a.x + a.width, b.x
    if left <= right:
        return _back(a, b, shapes)
    if ay == by:
        if not _blocked(right, left, ay, shapes):
            return (Point(right, ay), Point(left, by))
        top = min(a.y, b.y, *(one.y for one in shapes.values() if right <= one.x <= left)) - 18
        ax, bx = a.x + a.width // 2, b.x + b.width // 2
        return (Point(ax, a.y), Point(ax, top), Point(bx, top), Point(bx, b.y))
    ax = a.x + a.width // 2
    if model.by_id[flow.source].kind in {NodeKind.PARALLEL, NodeKind.EXCLUSIVE}:
        return (Point(ax, a.y + a.height if by > ay else a.y), Point(ax, by), Point(left, by))
    bx = b.x + b.width // 2
    if model.by_id[flow.target].kind in {NodeKind.PARALLEL, NodeKind.EXCLUSIVE}:
        return (Point(right, ay), Point(bx, ay), Point(bx, b.y if by > ay else b.y + b.height))
    middle = left - _COLUMN_GAP // 2
    return (Point(right, ay), Point(middle, ay), Point(middle, by), Point(left, by))


def _back(a: Bounds, b: Bounds, shapes: dict[str, Bounds]) -> tuple[Point, ...]:
    between = [one for one in shapes.values() if b.x <= one.x <= a.x]
    bottom = max(one.y + one.height for one in between or [a, b]) + 24
    ax, bx = a.x + a.width // 2, b.x + b.width // 2
    return (Point(ax, a.y + a.height), Point(ax, bottom), Point(bx, bottom), Point(bx, b.y + b.height))


def _blocked(right: int, left: int, y: int, shapes: dict[str, Bounds]) -> bool:
    return any(
        right < one.x and one.x + one.width < left and one.y <= y <= one.y + one.height for one in shapes.values()
    )
