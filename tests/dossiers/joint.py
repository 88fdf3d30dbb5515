"""Two joint processes in the small province: results of two agencies, and opinions of three offices at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dinh.dossiers import api
from dinh.dossiers.models import Subtask
from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger
from dinh.processes import api as processes
from dinh.processes.policies.building import from_rows
from tests.dossiers import world as w
from tests.processes import make

Rows = list[Mapping[str, Any]]
SAID = api.Answer(api.Opinion.AGREE, "Đồng ý")


def row(name: str, act: str, role: str, agency: str, **more: Any) -> Mapping[str, Any]:
    return {"id": name, "name": f"Bước {name}", "act": act, "role": role, "agency": agency, "share": 10, **more}


_HEAD = [row("receive", "receive", "mot_cua", "receiving"), row("process", "process", "specialist", "competent")]
_TAIL = [row("sign", "sign", "leader", "competent"), row("hand_over", "hand_over", "mot_cua", "receiving")]


def joint() -> Rows:
    """Registration by the police, and a card of an agency that has no office here; both before the signature."""
    apart = {"subtask": True, "group": "agencies", "share": 0, "limit": "2 ngày làm việc"}
    return [
        *_HEAD,
        row("residence", "process", "specialist", "police", **apart),
        row("insurance", "process", "specialist", "social_insurance", **apart),
        *_TAIL,
    ]


def opinions(needs: int = 0, silence: str = "") -> Rows:
    """Opinions of the police, of taxes, and of an officer of the house, all at once."""
    asked = {"group": "opinion", "share": 0, "limit": "2 ngày làm việc", "needs": needs}
    return [
        *_HEAD,
        row("fire", "consult", "specialist", "police", silence=silence, **asked),
        row("money", "consult", "specialist", "tax", **asked),
        row("site", "verify", "specialist", "competent", **asked),
        *_TAIL,
    ]


@dataclass(frozen=True)
class Joint:
    world: w.World
    police: Actor
    police_head: Actor
    tax: Actor
    tax_head: Actor


def make_joint(world: w.World) -> Joint:
    police = w.agency("H36.35", "branch", w.PROVINCE, parent=world.province)
    tax = w.agency("H36.36", "branch", w.PROVINCE, parent=world.province)
    return Joint(
        world,
        w.official(police, "specialist"),
        w.official(police, "head"),
        w.official(tax, "specialist"),
        w.official(tax, "head"),
    )


def publish(rows: Rows) -> None:
    at = w.at("2026-01-05 09:00")
    make.published(from_rows("Process_joint", "Liên thông", rows), code=w.BIRTH, at=at)


def opened(world: w.World, *, when: datetime = w.AT) -> str:
    """A dossier whose sub-tasks are out: received, its process begun, worked on and laid before the head."""
    dossier_id = w.received(world, when=when)
    ledger.seal()
    ledger.deliver()
    api.start_processing(by=world.specialist, at=when, dossier_id=dossier_id)
    content = api.ResultContent(summary="Được")
    api.propose(by=world.specialist, at=when, dossier_id=dossier_id, outcome="approved", content=content)
    return dossier_id


def task(dossier_id: str, step_id: str) -> str:
    return Subtask.objects.get(dossier__public_id=dossier_id, step_id=step_id).public_id


def state(dossier_id: str, step_id: str) -> str:
    return Subtask.objects.get(dossier__public_id=dossier_id, step_id=step_id).state


def answered(by: Actor, head: Actor, subtask_id: str, *, when: datetime = w.AT) -> None:
    api.receive_subtask(by=by, at=when, subtask_id=subtask_id)
    api.answer_subtask(by=by, at=when, subtask_id=subtask_id, answer=SAID)
    api.confirm_subtask(by=head, at=when, subtask_id=subtask_id)


def stands(dossier_id: str) -> set[str]:
    return {one.step_id for one in processes.steps_of(dossier_id) if one.closed_at is None}
