"""Random histories: whatever officers and citizens do, the books agree."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.dossiers import api
from dinh.dossiers.events import (
    DossierDecided,
    DossierExtended,
    DossierHandedOver,
    DossierReceived,
    DossierStopped,
    DossierWithdrawn,
    ObligationMet,
    ObligationRequested,
    ProcessingStarted,
    SupplementProvided,
    SupplementRequested,
)
from dinh.dossiers.models import ClockEntry
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import VN
from dinh.kernel.errors import DinhError
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
STATUS = {
    DossierReceived: 2, ProcessingStarted: 4, SupplementRequested: 5, SupplementProvided: 4, ObligationRequested: 6,
    ObligationMet: 4, DossierDecided: 9, DossierHandedOver: 10, DossierWithdrawn: 7, DossierStopped: 8,
}  # fmt: skip
ACTS = ("start", "ask", "provide", "oblige", "meet", "extend", "propose", "decide", "withdraw", "stop", "hand_over")


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
    }
    does[name]()


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
    assert [STATUS[type(one)] for one in events if type(one) in STATUS][-1] == row.status
    assert sum(isinstance(one, SupplementRequested) for one in events) == row.supplement_requests
    assert sum(isinstance(one, DossierExtended) for one in events) == row.extensions <= 1
    entries = entries_of(row)
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
    again = state_of(entries, rule_version=row.rule_version, calendar_version=row.calendar_version)
    assert again.due == row.due_at
    assert (again.paused_since is not None) == (entries[-1].kind == "PAUSE")
    assert again.steps


# Moments never go back, as on a clock; some acts come in the same minute.
HISTORY = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3 * 24 * 60)), min_size=1, max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY)
def test_books_agree_after_any_history(world: w.World, history: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        dossier_id = w.received(world)
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
