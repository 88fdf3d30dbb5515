"""What a modeller drew beside the way of a case: branches of events on edges, event sub-processes, undoing."""

from typing import Any

from dinh.processes.policies.bpmn.names import KINDS, local, q
from dinh.processes.types import NodeKind

__all__ = ["set_aside"]


def set_aside(process: Any) -> frozenset[str]:
    """Return the ids of elements that are kept as drawn and never happen here.

    They are sub-processes begun by an event, tasks that undo others, and whatever only an event on the edge of a step
    leads to. What else no way leads to is a fault of the drawing, told by the check.
    """
    drawn = {one.get("id"): one for one in process if KINDS.get(local(one))}
    onward: dict[str, list[str]] = {}
    led_to = set()
    for flow in process.findall(q("sequenceFlow")):
        onward.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
        led_to.add(flow.get("targetRef"))
    beside = {key for key, one in drawn.items() if _is_beside(one)}
    edges = {one.get("id") for one in process.findall(q("boundaryEvent"))}
    begins = {key for key, one in drawn.items() if KINDS[local(one)] is NodeKind.START or key not in led_to}
    reached = _beyond(begins - beside, onward)
    return frozenset(beside | ((_beyond(edges | beside, onward) & set(drawn)) - reached))


def _is_beside(element: Any) -> bool:
    return "true" in (element.get("triggeredByEvent"), element.get("isForCompensation"))


def _beyond(begins: set[str], onward: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    stack = list(begins)
    while stack:
        key = stack.pop()
        if key not in found:
            found.add(key)
            stack += onward.get(key, [])
    return found
