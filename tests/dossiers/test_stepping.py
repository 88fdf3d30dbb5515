"""Steps of one office, one behind the other: each is finished by its officer and handed on, drawn here or elsewhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dinh.dossiers import api
from dinh.dossiers.events import StepFinished
from dinh.kernel import law
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from dinh.processes import api as processes
from dinh.processes.policies.bpmn import read_bpmn, write_bpmn
from dinh.processes.policies.building import from_rows
from tests.dossiers import joint as j
from tests.dossiers import world as w
from tests.processes import make

pytestmark = pytest.mark.django_db
CONTENT = api.ResultContent(summary="Được")


def three() -> j.Rows:
    return [
        j.row("receive", "receive", "mot_cua", "receiving"),
        j.row("appraise", "process", "specialist", "competent", share=0, limit="1 ngày làm việc"),
        j.row("legal", "verify", "specialist", "competent"),
        j.row("draft", "process", "specialist", "competent"),
        j.row("check", "verify", "head", "competent"),
        j.row("sign", "sign", "leader", "competent"),
        j.row("hand_over", "hand_over", "mot_cua", "receiving"),
    ]


@pytest.fixture(params=["drawn", "imported"])
def dossier_id(world: w.World, request: pytest.FixtureRequest) -> str:
    """A dossier at the first of three steps, its process made here or read from BPMN again."""
    model = from_rows("Process_three", "Ba bước", three())
    if request.param == "imported":
        model = read_bpmn(write_bpmn(model)).model
    make.published(model, code=w.BIRTH, at=w.at("2026-01-05 09:00"))
    made = w.received(world)
    ledger.seal()
    ledger.deliver()
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=made)
    return made


def now(by: Actor, dossier_id: str) -> tuple[str, list[str], bool]:
    """The step one stands at, what follows, and whether one may finish it."""
    view = api.dossier(by=by, dossier_id=dossier_id, at=w.AT)
    step = view.step
    return (step.step_id, [one.name for one in step.following], api.Doing.FINISH_STEP in view.allowed) if step else ("", [], False)  # fmt: skip  # noqa: E501


def finish(by: Actor, dossier_id: str, step_id: str, *, post_id: str = "") -> None:
    api.finish_step(by=by, at=w.AT, dossier_id=dossier_id, step_id=step_id, note="Đủ", post_id=post_id)


def test_three_steps_are_walked_by_their_officers(world: w.World, dossier_id: str) -> None:
    assert now(world.specialist, dossier_id) == ("appraise", ["Bước legal"], True)
    with pytest.raises(Conflict, match="HS78"):
        api.propose(by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="approved", content=CONTENT)
    finish(world.specialist, dossier_id, "appraise", post_id=world.colleague.post_id)
    assert (j.stands(dossier_id), w.row(dossier_id).assignee_post) == ({"legal"}, world.colleague.post_id)
    with pytest.raises(Conflict, match="HS33"):
        finish(world.specialist, dossier_id, "legal")
    finish(world.colleague, dossier_id, "legal", post_id=world.specialist.post_id)
    assert now(world.specialist, dossier_id) == ("", [], False)
    api.propose(by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="approved", content=CONTENT)
    assert j.stands(dossier_id) == {"check"}
    w.decided(world, dossier_id)
    assert j.stands(dossier_id) == {"hand_over"}
    done = [(one.step_id, one.outcome) for one in processes.steps_of(dossier_id) if one.closed_at]
    assert done[1:4] == [("appraise", "step_finished"), ("legal", "step_finished"), ("draft", "proposed")]


def test_each_step_has_its_limit_its_officer_and_one_entry(world: w.World, dossier_id: str) -> None:
    view = api.dossier(by=world.specialist, dossier_id=dossier_id, at=w.AT)
    assert view.step is not None
    assert view.step.due_at == w.at("2026-02-23 17:00")
    finish(world.specialist, dossier_id, "appraise", post_id=world.colleague.post_id)
    view = api.dossier(by=world.specialist, dossier_id=dossier_id, at=w.AT)
    act = view.story[-1]
    assert (act.kind, act.is_public) == (api.ActKind.STEP_FINISHED, False)
    assert act.note == f"Xong “Bước appraise”, sang “Bước legal” ({world.colleague.display_name}). Đủ"
    (line,) = [one for one in api.steps_of(view, w.AT) if one.name == "Bước appraise"]
    assert line.officer == world.specialist.display_name
    event = ledger.entry(act.entry_id).said.event
    assert isinstance(event, StepFinished)
    assert (event.step_id, event.to_post_id, event.is_late) == ("appraise", world.colleague.post_id, False)
    assert api.ActKind.STEP_FINISHED not in {one.kind for one in api.dossier(by=world.hoa, dossier_id=dossier_id).story}


def test_steps_are_finished_once_and_in_order(world: w.World, dossier_id: str) -> None:
    for step_id in ("legal", "sign", "nowhere"):
        with pytest.raises(Conflict, match="HS78"):
            finish(world.specialist, dossier_id, step_id)
    for actor in (world.desk, world.builder, world.hoa):
        with pytest.raises(NotAllowed):
            finish(actor, dossier_id, "appraise")
    with pytest.raises(Invalid, match="HS32"):
        finish(world.specialist, dossier_id, "appraise", post_id=world.builder.post_id)
    with pytest.raises(NotFound, match="ID03"):
        finish(world.specialist, dossier_id, "appraise", post_id="pst_nobody")
    assert j.stands(dossier_id) == {"appraise"}
    finish(world.head, dossier_id, "appraise")
    with pytest.raises(Conflict, match="HS78"):
        finish(world.head, dossier_id, "appraise")
    finish(world.specialist, dossier_id, "legal")
    with pytest.raises(Conflict, match="HS78"):
        finish(world.specialist, dossier_id, "draft")


def test_midway_a_dossier_can_be_refused(world: w.World, dossier_id: str) -> None:
    why = api.ResultContent(reason="Không đủ điều kiện")
    api.propose(by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="rejected", content=why)
    assert j.stands(dossier_id) == {"appraise"}
    api.decide(by=world.head, at=w.AT, dossier_id=dossier_id, outcome="rejected")
    assert j.stands(dossier_id) == set()
    api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id)
    assert w.row(dossier_id).status == api.Status.HANDED_OVER


@pytest.fixture
def refusals_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A province that decided that a refusal waits for other offices and steps as an approval does."""
    shutil.copytree(law.FOLDER, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "dossiers.toml"
    before, _, after = file.read_text(encoding="utf-8").partition('key = "dossier.refusal.waits"\nvalue = false')
    file.write_text(f'{before}key = "dossier.refusal.waits"\nvalue = true{after}', encoding="utf-8")
    monkeypatch.setattr(law, "FOLDER", tmp_path)
    law.book.cache_clear()
    yield
    monkeypatch.undo()
    law.book.cache_clear()


@pytest.mark.usefixtures("refusals_wait")
def test_a_province_may_let_refusals_wait_too(world: w.World, dossier_id: str) -> None:
    why = api.ResultContent(reason="Không đủ điều kiện")
    with pytest.raises(Conflict, match="HS78"):
        api.propose(by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="rejected", content=why)
    for step in ("appraise", "legal"):
        finish(world.specialist, dossier_id, step)
    api.propose(by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="rejected", content=why)
    assert j.stands(dossier_id) == {"check"}


def test_a_waiting_dossier_finishes_no_step(world: w.World, dossier_id: str) -> None:
    w.asked(world, dossier_id)
    assert now(world.specialist, dossier_id) == ("", [], False)
    with pytest.raises(Conflict, match="HS78"):
        finish(world.specialist, dossier_id, "appraise")


def test_a_step_of_the_head_is_the_heads(world: w.World) -> None:
    rows = three()
    rows[2] = j.row("legal", "process", "head", "competent")
    make.published(from_rows("Process_head", "Ba bước", rows), code=w.BIRTH, at=w.at("2026-01-05 09:00"))
    made = w.received(world)
    ledger.seal()
    ledger.deliver()
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=made)
    finish(world.specialist, made, "appraise")
    assert now(world.specialist, made) == ("legal", ["Bước draft"], False)
    with pytest.raises(NotAllowed, match="HS79"):
        finish(world.specialist, made, "legal")
    finish(world.head, made, "legal")
    assert j.stands(made) == {"draft"}


def test_finishing_sends_the_tasks_of_other_offices_out(world: w.World) -> None:
    j.publish(j.opinions())
    offices = j.make_joint(world)
    made = w.received(world)
    ledger.seal()
    ledger.deliver()
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=made)
    assert now(world.specialist, made)[0] == "process"
    finish(world.specialist, made, "process")
    view = api.dossier(by=world.specialist, dossier_id=made, at=w.AT)
    assert [one.name for one in view.awaited] == ["Bước fire", "Bước money", "Bước site"]
    with pytest.raises(Conflict, match="HS77"):
        api.propose(by=world.specialist, at=w.AT, dossier_id=made, outcome="approved", content=CONTENT)
    for officer, head, step in ((offices.tax, offices.tax_head, "money"), (world.colleague, world.head, "site"),
                                (offices.police, offices.police_head, "fire")):  # fmt: skip
        j.answered(officer, head, j.task(made, step))
    api.propose(by=world.specialist, at=w.AT, dossier_id=made, outcome="approved", content=CONTENT)
    w.decided(world, made)
    assert j.stands(made) == {"hand_over"}
