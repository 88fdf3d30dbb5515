"""Random histories of sub-tasks: whatever offices do, each has one state; rows, process and ledger agree."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.dossiers import api
from dinh.dossiers.events import SubtaskMoved
from dinh.dossiers.models import Subtask
from dinh.dossiers.policies.subtasks import LIVE, after
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import DinhError
from dinh.ledger import api as ledger
from dinh.processes.queries.runs import rows_of, state_of
from tests.dossiers import joint as j
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
STEPS = ("fire", "money", "site")
ACTS = ("receive", "return", "resend", "answer", "send_back", "confirm", "ask", "give", "limit", "decide", "withdraw")


def _act(offices: j.Joint, dossier_id: str, name: str, step: str, hours: int) -> None:
    world, at = offices.world, w.AT + timedelta(hours=hours)
    by, head = {
        "fire": (offices.police, offices.police_head),
        "money": (offices.tax, offices.tax_head),
        "site": (world.colleague, world.head),
    }[step]
    said: dict[str, Any] = {"at": at, "subtask_id": j.task(dossier_id, step)}
    {
        "receive": lambda: api.receive_subtask(by=by, **said),
        "return": lambda: api.return_subtask(by=by, reason="Thiếu", **said),
        "resend": lambda: api.resend_subtask(by=world.head, note="Đã bổ sung", **said),
        "answer": lambda: api.answer_subtask(by=head, answer=j.SAID, **said),
        "send_back": lambda: api.send_back_subtask(by=head, reason="Chưa rõ", **said),
        "confirm": lambda: api.confirm_subtask(by=head, **said),
        "ask": lambda: api.ask_time(by=by, until=at + timedelta(days=30), reason="Xác minh", **said),
        "give": lambda: api.answer_time(by=world.head, is_given=True, reason="Đồng ý", **said),
        "limit": lambda: api.pass_limit(by=SYSTEM, **said),
        "decide": lambda: w.decided(world, dossier_id, at),
        "withdraw": lambda: api.withdraw(by=world.hoa, at=at, dossier_id=dossier_id),
    }[name]()


def _agree(dossier_id: str) -> None:
    """One state each; open in the process as long as live; decided only with none live; the ledger tells the same."""
    rows = list(Subtask.objects.filter(dossier__public_id=dossier_id))
    live = {row.step_id for row in rows if row.state in LIVE}
    assert live == j.stands(dossier_id) & set(STEPS)
    if w.row(dossier_id).status == 9:
        assert not live
    told: dict[str, str] = {}
    entries = sorted((one.said for one in ledger.entries_of(dossier_id, limit=300)), key=lambda one: one.recorded_at)
    for event in (one.event for one in entries):
        if isinstance(event, SubtaskMoved):
            before = told.get(event.subtask_id)
            move = api.SubtaskMove(event.move)
            told[event.subtask_id] = after(api.SubtaskState(before), move) if before else api.SubtaskState.SENT
            assert told[event.subtask_id] == event.state
    assert told == {row.public_id: row.state for row in rows}
    run = rows_of(dossier_id)
    assert run is None or state_of(run).open == j.stands(dossier_id)


@pytest.mark.parametrize("needs", [0, 2])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(STEPS), st.integers(1, 30)), max_size=14))
def test_random_histories_of_tasks_agree(world: w.World, needs: int, acts: list[tuple[str, str, int]]) -> None:
    with transaction.atomic():
        j.publish(j.opinions(needs=needs, silence="Quy chế 12/2026/QĐ-UBND"))
        offices = j.make_joint(world)
        dossier_id, hours = j.opened(world), 0
        for name, step, more in acts:
            hours += more
            try:
                with transaction.atomic():
                    _act(offices, dossier_id, name, step, hours)
            except DinhError:
                pass
            _agree(dossier_id)
        transaction.set_rollback(True)
