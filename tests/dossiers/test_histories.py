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
from dinh.dossiers.models import ClockEntry
from dinh.dossiers.operations.steps import begin_steps
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.workflow import OPEN
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import VN
from dinh.kernel.errors import DinhError
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from dinh.processes import api as processes
from tests.dossiers import world as w
from tests.dossiers.replay import kept, replayed

pytestmark = pytest.mark.django_db
ACTS = (
    "start", "ask", "provide", "oblige", "meet", "extend", "propose", "decide", "withdraw", "stop", "hand_over",
    "refuse", "correct", "annul", "assign", "pass_on", "lend", "call_back", "give_back", "take_over",
)  # fmt: skip


def _act(world: w.World, dossier_id: str, name: str, at: datetime) -> None:
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
    """A case under way stands on one step of its process; one that is closed on none; steps follow each other."""
    lines = processes.steps_of(dossier_id)
    open_now = [one.step_id for one in lines if one.closed_at is None]
    assert len(open_now) == (1 if status in OPEN else len(open_now))
    assert open_now == [] or status in OPEN or (status, open_now) == (9, ["hand_over"])
    assert all(one.opened_at <= one.closed_at for one in lines if one.closed_at)


# Moments never go back, as on a clock; some acts come in the same minute.
HISTORY = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3 * 24 * 60)), min_size=1, max_size=12)


@settings(
    max_examples=int(os.environ.get("DINH_HISTORIES", "20")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(history=HISTORY)
def test_books_agree_after_any_history(world: w.World, history: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        processes.load_shipped(by=SYSTEM, at=w.at("2026-01-02 08:00"))
        dossier_id = w.received(world)
        begin_steps(dossier_id=dossier_id)
        code, at = w.row(dossier_id).code, w.AT
        for name, minutes in history:
            at += timedelta(minutes=minutes)
            before = (w.row(dossier_id).status, ClockEntry.objects.count())
            try:
                with transaction.atomic():
                    _act(world, dossier_id, name, at)
            except DinhError:
                assert (w.row(dossier_id).status, ClockEntry.objects.count()) == before
            _check_books(dossier_id, code)
        transaction.set_rollback(True)
