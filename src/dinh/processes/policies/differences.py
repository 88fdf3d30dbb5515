"""What changed between two versions, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dinh.processes.types import Node, NodeKind, ProcessModel

__all__ = ["Difference", "differences"]

_FIELDS = ("name", "role", "agency", "act", "limit", "share", "repeats", "kind", "needs", "silence")


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: `what` is added, removed, changed or way; `field` which part of a step changed."""

    what: str
    element_id: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""


def differences(before: ProcessModel, after: ProcessModel) -> Iterator[Difference]:
    """Tell steps added, removed and changed, then ways that changed."""
    for node in after.steps:
        if node.id not in before.by_id:
            yield Difference("added", node.id, node.name or node.id)
    for node in before.steps:
        if node.id not in after.by_id:
            yield Difference("removed", node.id, node.name or node.id)
    for node in after.steps:
        old = before.by_id.get(node.id)
        if old is not None and old != node:
            yield from _fields(old, node)
    yield from _ways(before, after)


def _fields(old: Node, new: Node) -> Iterator[Difference]:
    for field in _FIELDS:
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield Difference("changed", new.id, new.name or new.id, field, _said(was), _said(now))


def _said(value: object) -> str:
    return "" if value in (None, 0, "", False) else str(value)


def _ways(before: ProcessModel, after: ProcessModel) -> Iterator[Difference]:
    """Tell what follows what, gateways aside: they are a matter of drawing."""
    old, new = _followed(before), _followed(after)
    kept = {node.id for node in before.steps} & {node.id for node in after.steps}
    for key in [*new, *(key for key in old if key not in new)]:
        source, target = key
        if old.get(key) != new.get(key) and {source, target} & kept:
            name = f"{_named(before, after, source)} → {_named(before, after, target)}"
            yield Difference("way", target, name, "", old.get(key, ""), new.get(key, ""))


def _followed(model: ProcessModel) -> dict[tuple[str, str], str]:
    """Return by (step, next step) the conditions on the way, "–" for none."""
    found: dict[tuple[str, str], str] = {}
    for node in model.nodes:
        if not (node.is_work or node.kind is NodeKind.START):
            continue
        stack = [(flow, "", frozenset[str]()) for flow in model.outgoing[node.id]]
        while stack:
            flow, said, seen = stack.pop()
            said = " & ".join(part for part in (said, flow.condition.text if flow.condition else "") if part)
            target = model.by_id.get(flow.target)
            if target is None or flow.id in seen:
                continue
            if target.is_work or target.kind is NodeKind.END:
                found[node.id, target.id] = said or "–"
            else:
                stack += [(way, said, seen | {flow.id}) for way in model.outgoing[target.id]]
    return found


def _named(before: ProcessModel, after: ProcessModel, node_id: str) -> str:
    node = after.by_id.get(node_id) or before.by_id.get(node_id)
    if node is None or node.name:
        return node.name if node else node_id
    return _("Start") if node.kind is NodeKind.START else _("End") if node.kind is NodeKind.END else node.id
