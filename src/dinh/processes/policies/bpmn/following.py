"""What is kept in a drawing follows the steps: where room was made, notes, events, pools and lanes move or widen."""

from bisect import bisect_right
from itertools import pairwise
from typing import Any

from dinh.processes.policies.bpmn.names import BPMNDI, DC, DI, q
from dinh.processes.types import ProcessModel

__all__ = ["follow"]


def follow(plane: Any, process: Any, model: ProcessModel, before: ProcessModel) -> None:
    """Move what is kept as far as the steps beside it moved; where steps were laid out anew nothing can follow."""
    room = _room(model, before)
    if not room or all(far == 0 for _x, far in room):
        return
    drawn = {*model.by_id, *model.flow_by_id, *before.by_id, *before.flow_by_id}
    hosts = {one.get("id"): one.get("attachedToRef") for one in process.findall(q("boundaryEvent"))}
    for shape in plane.iter(q("BPMNShape", BPMNDI), q("BPMNEdge", BPMNDI)):
        own = shape.get("bpmnElement")
        host = before.shapes.get(hosts.get(own, ""))
        if own in drawn:
            continue
        for bounds in shape.iter(q("Bounds", DC)):
            _widen(bounds, room, None if host is None else host.x)
        for point in shape.iter(q("waypoint", DI)):
            point.set("x", _said(float(point.get("x")) + _far(room, float(point.get("x")))))


def _room(model: ProcessModel, before: ProcessModel) -> list[tuple[int, int]]:
    """Return how far to the right what stood at x moved, from left to right; nothing where it was no making of room."""
    pairs = [(before.shapes[key], box) for key, box in model.shapes.items() if key in before.shapes]
    found = sorted({(old.x, new.x - old.x) for old, new in pairs})
    is_level = all(old[1:] == new[1:] for old, new in pairs)
    return found if is_level and all(one[1] <= other[1] for one, other in pairwise(found)) else []


def _far(room: list[tuple[int, int]], x: float) -> int:
    place = bisect_right(room, x, key=lambda one: one[0])
    return room[place - 1][1] if place else 0


def _widen(bounds: Any, room: list[tuple[int, int]], host: float | None) -> None:
    x, width = float(bounds.get("x")), float(bounds.get("width"))
    left = _far(room, x if host is None else host)
    right = left if host is not None else _far(room, x + width)
    bounds.set("x", _said(x + left))
    bounds.set("width", _said(width + right - left))


def _said(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
