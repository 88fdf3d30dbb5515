"""A model as plain data for a row, and back; its digest names what was approved."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from dinh.kernel.worktime import Limit, parse_limit
from dinh.processes.policies.conditions import read_condition
from dinh.processes.types import Act, Bounds, Flow, Node, NodeKind, Point, ProcessModel

__all__ = ["digest", "from_data", "to_data"]


def to_data(model: ProcessModel) -> dict[str, Any]:
    """Return the model as JSON data; what is empty is left out."""
    return {
        "id": model.id,
        "name": model.name,
        "nodes": [_node(node) for node in model.nodes],
        "flows": [_flow(flow) for flow in model.flows],
        "shapes": {key: list(one) for key, one in model.shapes.items()},
        "edges": {key: [list(point) for point in points] for key, points in model.edges.items()},
    }


def _full(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def _node(node: Node) -> dict[str, Any]:
    return _full(
        id=node.id,
        kind=node.kind.value,
        name=node.name,
        role=node.role,
        agency=node.agency,
        act=node.act.value if node.act else "",
        limit=_limit(node.limit),
        share=node.share,
        repeats=node.repeats,
        needs=node.needs,
        silence=node.silence,
    )


def _limit(limit: Limit | None) -> str:
    return "" if limit is None else str(limit)


def _flow(flow: Flow) -> dict[str, Any]:
    return _full(
        id=flow.id,
        source=flow.source,
        target=flow.target,
        name=flow.name,
        condition=flow.condition.text if flow.condition else "",
        default=flow.is_default,
    )


def from_data(data: Mapping[str, Any]) -> ProcessModel:
    """Return the model of such data. Raises KeyError or ValueError for data of another form."""
    return ProcessModel(
        id=data["id"],
        name=data["name"],
        nodes=tuple(_read_node(one) for one in data["nodes"]),
        flows=tuple(_read_flow(one) for one in data["flows"]),
        shapes={key: Bounds(*one) for key, one in data.get("shapes", {}).items()},
        edges={key: tuple(Point(*point) for point in points) for key, points in data.get("edges", {}).items()},
    )


def _read_node(one: Mapping[str, Any]) -> Node:
    return Node(
        id=one["id"],
        kind=NodeKind(one["kind"]),
        name=one.get("name", ""),
        role=one.get("role", ""),
        agency=one.get("agency", ""),
        act=Act(one["act"]) if one.get("act") else None,
        limit=parse_limit(one["limit"]) if one.get("limit") else None,
        share=one.get("share", 0),
        repeats=one.get("repeats", False),
        needs=one.get("needs", 0),
        silence=one.get("silence", ""),
    )


def _read_flow(one: Mapping[str, Any]) -> Flow:
    return Flow(
        id=one["id"],
        source=one["source"],
        target=one["target"],
        name=one.get("name", ""),
        condition=read_condition(one["condition"]) if one.get("condition") else None,
        is_default=one.get("default", False),
    )


def digest(model: ProcessModel) -> str:
    """Return a digest of what the process does; where its shapes stand does not matter."""
    said = {key: value for key, value in to_data(model).items() if key not in {"shapes", "edges"}}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
