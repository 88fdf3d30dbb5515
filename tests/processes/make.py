"""Small processes, people and cases for the tests."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dinh.kernel.actor import SYSTEM, Actor, ActorKind, Role
from dinh.kernel.clock import VN
from dinh.kernel.worktime import Limit, Unit
from dinh.processes import api
from dinh.processes.policies.building import from_rows
from dinh.processes.policies.conditions import read_condition
from dinh.processes.types import Flow, Node, NodeKind, ProcessModel

AT = datetime(2026, 3, 2, 9, 0, tzinfo=VN)
TODAY = date(2026, 3, 2)
SUBJECT = "dos_00000000000000000000000001"
AGENCIES = ("receiving", "competent", "tax")
KINDS = {
    "start": NodeKind.START,
    "end": NodeKind.END,
    "and": NodeKind.PARALLEL,
    "or": NodeKind.EXCLUSIVE,
    "pass": NodeKind.PASS,
    "foreign": NodeKind.FOREIGN,
}


def step(step_id: str, **more: Any) -> Node:
    said = {"name": step_id.upper(), "role": "specialist", "limit": Limit(1, Unit.WORK_DAY)} | more
    return Node(id=step_id, kind=said.pop("kind", NodeKind.STEP), **said)


def model(flows: str, *nodes: Node, conditions: Mapping[str, str] | None = None) -> ProcessModel:
    """Draw "start>a a>end"; ids that begin with a known word are of that kind, all others are steps."""
    pairs = [(pair.split(">")[0], pair.split(">")[1]) for pair in flows.split()]
    own = {node.id: node for node in nodes}
    ids = dict.fromkeys(one for pair in pairs for one in pair)
    drawn = tuple(own.get(one) or _node(one) for one in ids)
    made = tuple(_flow(f"{source}>{target}", source, target, conditions or {}) for source, target in pairs)
    return ProcessModel(id="Process_test", name="Thử", nodes=drawn, flows=made)


def _node(node_id: str) -> Node:
    kind = next((kind for word, kind in KINDS.items() if node_id.rstrip("0123456789") == word), None)
    return step(node_id) if kind is None else Node(id=node_id, kind=kind, name=node_id)


def _flow(flow_id: str, source: str, target: str, conditions: Mapping[str, str]) -> Flow:
    text = conditions.get(flow_id, "")
    if text == "usual":
        return Flow(flow_id, source, target, is_default=True)
    return Flow(flow_id, source, target, condition=read_condition(text) if text else None)


def six_steps() -> ProcessModel:
    names = ("receive", "assign", "process", "verify", "sign", "hand_over")
    rows: Sequence[Mapping[str, Any]] = [
        {"id": name, "name": name, "act": name, "role": "specialist", "agency": "competent", "share": 10}
        for name in names
    ]
    return from_rows("Process_six", "Sáu bước", rows)


def officer(*roles: str, person: str = "per_one", agency_id: str = "agy_one") -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id=f"acc_{person}",
        person_id=person,
        post_id=f"pst_{person}",
        agency_id=agency_id,
        roles=frozenset(roles or {Role.DATA_OFFICER.value}),
        display_name=f"Cán bộ {person}",
    )


def published(drawn: ProcessModel, *, code: str = "", kind: str = "one_stop", at: datetime = AT) -> api.VersionView:
    draft = api.save_draft(by=officer(), at=at, model=drawn, procedure_code=code, kind=kind)
    return api.publish(by=officer("leader", person="per_two"), at=at, version_id=draft.version_id, valid_from=at.date())


def started(subject_id: str = SUBJECT, **more: Any) -> api.RunView:
    said: dict[str, Any] = {"by": SYSTEM, "at": AT, "procedure_code": "", **more}
    return api.start_run(subject_id=subject_id, **said)
