"""Random histories: whatever officers and citizens do, the books agree. DINH_HISTORIES=2000 tries so many of them."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.dossiers import api
from dinh.dossiers.events import DossierExtended, SupplementRequested
from dinh.dossiers.models import ClockEntry, Subtask
from dinh.dossiers.operations.steps import begin_steps
from dinh.dossiers.policies.subtasks import LIVE
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.registry import references
from dinh.dossiers.workflow import OPEN
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import VN
from dinh.kernel.errors import DinhError
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from dinh.processes import api as processes
from dinh.processes.policies.building import from_rows
from dinh.processes.queries.runs import rows_of
from dinh.processes.queries.runs import state_of as state_of_run
from tests.dossiers import joint as j
from tests.dossiers import world as w
from tests.dossiers.replay import kept, replayed
from tests.dossiers.test_stepping import three
from tests.processes import make

pytestmark = pytest.mark.django_db
ACTS = (
    "start", "ask", "provide", "oblige", "meet", "extend", "propose", "decide", "withdraw", "stop", "hand_over",
    "refuse", "correct", "annul", "assign", "pass_on", "lend", "call_back", "give_back", "take_over",
    "absent", "back", "stand_in", "finish", "hand_on", "propose_no",
    "take", "return", "resend", "answer", "confirm", "ask_time", "give_time", "limit",
)  # fmt: skip
PROCESSES = ("shipped", "three", "joint", "opinions", "enough")


def _act(offices: j.Joint, dossier_id: str, name: str, at: datetime) -> None:
    world = offices.world
    row = w.row(dossier_id)
    fee = payments.Fee(kind=payments.FeeKind.PHI, name="Phí", amount_vnd=1_000, basis="NQ")
    content = api.ResultContent(summary="x", reason="y")
    due = (row.due_at or at).astimezone(VN)
    does = {
        "start": lambda: api.start_processing(by=world.specialist, at=at, dossier_id=dossier_id),
        "ask": lambda: w.asked(world, dossier_id, at, extra_reason="Lại thiếu"),
        "provide": lambda: api.provide_supplement(by=world.desk, at=at, dossier_id=dossier_id),
        "oblige": lambda: api.request_obligation(
            by=world.specialist, at=at, dossier_id=dossier_id, fees=[fee], reason="Thuế"
        ),
        "meet": lambda: _meet(world, dossier_id, at),
        "extend": lambda: api.extend(
            by=world.specialist, at=at, dossier_id=dossier_id, new_due_at=due + timedelta(days=7), reason="Xin lỗi"
        ),
        "propose": lambda: api.propose(
            by=world.specialist, at=at, dossier_id=dossier_id, outcome="approved", content=content
        ),
        "decide": lambda: api.decide(by=world.head, at=at, dossier_id=dossier_id, outcome="approved", content=content),
        "withdraw": lambda: api.withdraw(by=world.hoa, at=at, dossier_id=dossier_id),
        "stop": lambda: api.stop(by=world.head, at=at, dossier_id=dossier_id, reason="Dừng"),
        "hand_over": lambda: api.hand_over(by=world.desk, at=at, dossier_id=dossier_id),
        "refuse": lambda: api.decide(by=world.head, at=at, dossier_id=dossier_id, outcome="rejected", content=content),
        "correct": lambda: api.correct_result(
            by=world.head, at=at, dossier_id=dossier_id, content=content, reason="Sai tên"
        ),
        "annul": lambda: api.annul_result(by=world.head, at=at, dossier_id=dossier_id, reason="Cấp sai"),
        **_moves(world, dossier_id, at),
        **_steps(world, dossier_id, at),
        **_tasks(offices, dossier_id, at),
    }
    does[name]()


def _moves(world: w.World, dossier_id: str, at: datetime) -> dict[str, Callable[[], object]]:
    """How a dossier goes from desk to desk: given, passed on, lent to a colleague for a time, taken back."""
    who: dict[str, Any] = {"at": at, "dossier_id": dossier_id}
    one, other, day = world.specialist, world.colleague, at.astimezone(VN).date()
    return {
        "assign": lambda: api.assign(by=world.head, post_id=one.post_id, **who),
        "pass_on": lambda: api.assign(by=world.head, post_id=other.post_id, **who),
        "lend": lambda: api.delegate(by=one, post_id=other.post_id, until_on=day + timedelta(days=2), **who),
        "call_back": lambda: api.call_back(by=one, **who),
        "give_back": lambda: api.give_back(by=one, reason="Bận", **who),
        "take_over": lambda: api.take_over(by=world.head, reason="Gấp", **who),
    }


def _steps(world: w.World, dossier_id: str, at: datetime) -> dict[str, Callable[[], object]]:
    """Work while somebody is away, by who stands in for them, and steps finished one behind the other."""
    who: dict[str, Any] = {"at": at, "dossier_id": dossier_id}
    one, other, day = world.specialist, world.colleague, at.astimezone(VN).date()
    own = api.dossier(by=one, dossier_id=dossier_id, at=at).step
    step_id = own.step_id if own else "nowhere"
    no = api.ResultContent(reason="Không đủ điều kiện")
    return {
        "absent": lambda: api.set_absence(
            by=world.head, at=at, post_id=one.post_id, substitute_post_id=other.post_id, reason="leave",
            first_on=day, last_on=day + timedelta(days=1),
        ),
        "back": lambda: [api.end_absence(by=world.head, at=at, absence_id=away.absence_id)
                         for away in api.absences_of(by=world.head, on=day)],
        "stand_in": lambda: api.propose(by=other, outcome="approved", content=api.ResultContent(summary="x"), **who),
        "finish": lambda: api.finish_step(by=one, step_id=step_id, **who),
        "hand_on": lambda: api.finish_step(by=other, step_id=step_id, post_id=one.post_id, **who),
        "propose_no": lambda: api.propose(by=one, outcome="rejected", content=no, **who),
    }  # fmt: skip


def _tasks(offices: j.Joint, dossier_id: str, at: datetime) -> dict[str, Callable[[], object]]:
    """What the office of the oldest open task does with it."""
    task = Subtask.objects.filter(dossier__public_id=dossier_id, state__in=LIVE).order_by("id").first()
    by, head = {
        offices.police.agency_id: (offices.police, offices.police_head),
        offices.tax.agency_id: (offices.tax, offices.tax_head),
    }.get(task.agency_id if task else "", (offices.world.colleague, offices.world.head))
    said: dict[str, Any] = {"at": at, "subtask_id": task.public_id if task else "sbt_none"}
    paper = api.Answer(api.Opinion.RESULT, "Đã cấp", document="1/BHXH")
    holder = offices.world.head
    is_outside = task is not None and not task.agency_id
    return {
        "take": lambda: api.receive_subtask(by=by, **said),
        "return": lambda: api.return_subtask(by=by, reason="Thiếu", **said),
        "resend": lambda: api.resend_subtask(by=holder, note="Đã bổ sung", **said),
        "answer": lambda: (
            api.record_subtask(by=holder, answer=paper, **said)
            if is_outside
            else api.answer_subtask(by=head, answer=j.SAID, **said)
        ),
        "confirm": lambda: api.confirm_subtask(by=head, **said),
        "ask_time": lambda: api.ask_time(by=by, until=at + timedelta(days=30), reason="Xác minh", **said),
        "give_time": lambda: api.answer_time(by=holder, is_given=True, reason="Đồng ý", **said),
        "limit": lambda: api.pass_limit(by=SYSTEM, **said),
    }


def _meet(world: w.World, dossier_id: str, at: datetime) -> None:
    order_id = w.row(dossier_id).obligation_order_id
    if order_id:
        cashier = w.official(world.committee, "cashier")
        payments.settle_cash(by=cashier, at=at, order_id=order_id, received_vnd=1_000)
        api.meet_obligation(by=SYSTEM, at=at, dossier_id=dossier_id, order_id=order_id)


def _check_books(dossier_id: str, code: str) -> None:
    row = w.row(dossier_id)
    told = sorted((one.said for one in ledger.entries_of(dossier_id, limit=200)), key=lambda one: one.recorded_at)
    events = [one.event for one in told if one.kind.startswith("dossiers.")]
    assert row.code == code
    assert replayed(dossier_id) == kept(row)
    assert sum(isinstance(one, SupplementRequested) for one in events) == row.supplement_requests
    assert sum(isinstance(one, DossierExtended) for one in events) == row.extensions <= 1
    entries = entries_of(row)
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
    again = state_of(entries, rule_version=row.rule_version, calendar_version=row.calendar_version)
    assert again.due == row.due_at
    assert (again.paused_since is not None) == (entries[-1].kind == "PAUSE")
    assert again.steps
    _check_steps(dossier_id, row.status)


def _check_steps(dossier_id: str, status: int) -> None:
    """A case under way stands somewhere in its process, a closed one nowhere; tasks are open as their steps are."""
    lines = processes.steps_of(dossier_id)
    open_now = {one.step_id for one in lines if one.closed_at is None}
    assert bool(open_now) or status not in OPEN
    assert not open_now or status in OPEN or (status, open_now) == (9, {"hand_over"})
    assert all(one.opened_at <= one.closed_at for one in lines if one.closed_at)
    run = rows_of(dossier_id)
    assert (state_of_run(run).open if run else set()) == open_now
    live = set(Subtask.objects.filter(dossier__public_id=dossier_id, state__in=LIVE).values_list("step_id", flat=True))
    assert live <= open_now
    assert not live or status in OPEN


def _publish(name: str) -> None:
    """Put a process in force: those of the house, three steps of one office, joint ones with and without enough."""
    if name == "shipped":
        processes.load_shipped(by=SYSTEM, at=w.at("2026-01-02 08:00"))
        return
    silent = "Quy chế 12/2026/QĐ-UBND"
    rows = {
        "three": three(), "joint": j.joint(), "opinions": j.opinions(), "enough": j.opinions(needs=2, silence=silent)
    }  # fmt: skip
    make.published(from_rows(f"Process_{name}", name, rows[name]), code=w.BIRTH, at=w.at("2026-01-02 08:00"))


# Moments never go back, as on a clock; some acts come in the same minute.
HISTORY = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3 * 24 * 60)), min_size=1, max_size=16)


@settings(
    max_examples=int(os.environ.get("DINH_HISTORIES", "20")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(process=st.sampled_from(PROCESSES), history=HISTORY)
def test_books_agree_after_any_history(world: w.World, process: str, history: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        _publish(process)
        offices = j.make_joint(world)
        references.forget()
        dossier_id = w.received(world)
        begin_steps(dossier_id=dossier_id)
        code, at = w.row(dossier_id).code, w.AT
        for name, minutes in history:
            at += timedelta(minutes=minutes)
            before = (w.row(dossier_id).status, ClockEntry.objects.count())
            try:
                with transaction.atomic():
                    _act(offices, dossier_id, name, at)
            except DinhError:
                assert (w.row(dossier_id).status, ClockEntry.objects.count()) == before
            _check_books(dossier_id, code)
        transaction.set_rollback(True)
