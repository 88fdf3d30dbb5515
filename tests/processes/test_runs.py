"""Cases in the real database: rows only, three queries a step, lateness at the step."""

import threading
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, NotAllowed, NotFound
from dinh.ledger import api as ledger
from dinh.processes import api
from dinh.processes.models import ProcessVersion, Run, StepRun
from dinh.processes.queries.runs import rows_of, state_of
from tests.processes import make

pytestmark = pytest.mark.django_db
STEPS = ("receive", "assign", "process", "verify", "sign", "hand_over")


def done(step_id: str, hours: int = 1, **more: Any) -> api.StepDone:
    said: dict[str, Any] = {"by": SYSTEM, "at": make.AT + timedelta(hours=hours), "subject_id": make.SUBJECT, **more}
    return api.complete_step(step_id=step_id, **said)


def test_a_case_walks_its_six_steps() -> None:
    make.published(make.six_steps())
    run = make.started(due_at=make.AT + timedelta(days=3), agencies={"competent": "agy_one"})
    assert [one.step_id for one in run.opened] == ["receive"]
    for step_id, following in pairwise(STEPS):
        after = done(step_id)
        assert ([one.step_id for one in after.opened], after.is_ended) == ([following], False)
    assert done("hand_over").is_ended
    assert Run.objects.get().state == "ended"
    told = [entry.kind for entry in ledger.entries_of(make.SUBJECT, limit=20)]
    assert sorted(told) == ["processes.run.started"] + ["processes.step.closed"] * 6


def test_a_step_takes_three_queries() -> None:
    make.published(make.six_steps())
    make.started()
    done("receive")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        done("assign")
    kept = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(kept) == 3


def test_rows_alone_tell_the_state() -> None:
    make.published(make.model("start>and and>a and>b a>and2 b>and2 and2>c c>end"))
    make.started()
    done("a")
    rows = rows_of(make.SUBJECT)
    assert rows is not None
    assert (state_of(rows).open, state_of(rows).waiting) == ({"b"}, {"a>and2"})
    assert done("b").opened[0].step_id == "c"


def test_lateness_belongs_to_the_step_and_its_agency() -> None:
    drawn = make.model("start>a a>b b>end", make.step("a", agency="tax"), make.step("b", agency="competent"))
    make.published(drawn)
    make.started(agencies={"tax": "agy_tax", "competent": "agy_one"})
    assert done("a", hours=72).is_late
    after = done("b", hours=73)
    assert not after.is_late
    told = [(one.agency_id, one.is_late) for one in api.steps_of(make.SUBJECT)]
    assert told == [("agy_tax", True), ("agy_one", False)]


def test_a_share_is_a_part_of_the_working_time() -> None:
    make.published(make.six_steps())
    due = make.AT + timedelta(days=1)
    first = make.started(due_at=due).opened[0]
    # One working day of eight hours from 9:00; a tenth of it is 48 minutes.
    assert first.due_at == make.AT + timedelta(minutes=48)
    assert make.started("dos_00000000000000000000000002").opened[0].due_at is None


def test_a_new_due_date_moves_open_steps_by_working_time() -> None:
    make.published(make.six_steps())
    due = make.AT + timedelta(days=1)
    first = make.started(due_at=due).opened[0].due_at
    assert first is not None
    said: dict[str, Any] = {"by": SYSTEM, "at": make.AT, "subject_id": make.SUBJECT}
    assert api.move_due(due_at=due + timedelta(days=1), reason="waited", **said) == 1
    assert api.open_steps()[0].due_at == first + timedelta(days=1)
    # One working day is waited: the next step still has a tenth of the first working day only.
    assert done("receive", hours=0).opened[0].due_at == make.AT + timedelta(minutes=48)
    api.move_due(due_at=due + timedelta(days=2), reason="extended", **said)
    assert done("assign", hours=0).opened[0].due_at == make.AT + timedelta(minutes=96)
    with pytest.raises(NotFound):
        api.move_due(due_at=due, reason="waited", **(said | {"subject_id": "dos_none"}))


def test_a_first_due_date_gives_later_steps_their_shares() -> None:
    make.published(make.six_steps())
    assert make.started().opened[0].due_at is None
    due = make.AT + timedelta(days=1)
    assert api.move_due(by=SYSTEM, at=make.AT, subject_id=make.SUBJECT, due_at=due, reason="calendar") == 0
    assert done("receive", hours=0).opened[0].due_at == make.AT + timedelta(minutes=48)


def test_a_step_is_done_once_and_by_its_own() -> None:
    drawn = make.model("start>a a>b b>end", make.step("a", agency="tax"))
    make.published(drawn)
    make.started(agencies={"tax": "agy_tax"})
    with pytest.raises(NotAllowed):
        done("a", by=make.officer("specialist"))
    with pytest.raises(NotAllowed):
        done("a", by=make.officer("cashier", agency_id="agy_tax"))
    done("a", by=make.officer("specialist", agency_id="agy_tax"))
    with pytest.raises(Conflict):
        done("a")
    with pytest.raises(NotFound):
        done("a", subject_id="dos_none")


def test_a_case_has_one_run_until_it_is_cancelled() -> None:
    make.published(make.six_steps())
    make.started()
    with pytest.raises(Conflict):
        make.started()
    api.cancel_run(by=SYSTEM, at=make.AT, subject_id=make.SUBJECT, reason="withdrawn")
    assert not StepRun.objects.filter(closed_at=None).exists()
    with pytest.raises(NotFound):
        done("receive")
    make.started()


def test_only_values_that_are_asked_are_kept() -> None:
    usual = {"or>b": "loai = 1", "or>end": "usual"}
    make.published(make.model("start>a a>or or>b or>end b>end", conditions=usual))
    make.started(facts={"loai": 0, "ho_ten": "Nguyễn"})
    done("a", facts={"loai": 1, "cccd": "1"})
    assert (Run.objects.get().facts, StepRun.objects.get(step_id="a").facts) == ({"loai": 0}, {"loai": 1})
    assert StepRun.objects.filter(step_id="b", closed_at=None).exists()


def test_a_loop_opens_a_step_again() -> None:
    usual = {"or>a": "lai = true", "or>end": "usual"}
    make.published(make.model("start>a a>or or>a or>end", make.step("a", repeats=True), conditions=usual))
    make.started()
    assert [one.step_id for one in done("a", facts={"lai": True}).opened] == ["a"]
    assert done("a", facts={"lai": False}).is_ended
    assert [one.step_id for one in api.steps_of(make.SUBJECT)] == ["a", "a"]


def test_a_case_keeps_the_version_it_began_with() -> None:
    make.published(make.model("start>a a>b b>end"))
    make.started()
    make.published(make.model("start>a a>c c>end"))
    assert done("a").opened[0].step_id == "b"


def test_work_is_listed_by_agency_role_and_post() -> None:
    make.published(make.six_steps())
    for number in range(3):
        make.started(f"dos_{number}", agencies={"competent": f"agy_{number}"}, assignees={"receive": "pst_a"})
    assert [one.subject_id for one in api.open_steps(agency_id="agy_1")] == ["dos_1"]
    assert len(api.open_steps(role="specialist")) == 3
    assert len(api.open_steps(post_id="pst_b")) == 0
    with CaptureQueriesContext(connection) as asked:
        assert len(api.open_steps(post_id="pst_a")) == 3
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_pressing_at_once_do_it_once() -> None:
    make.published(make.model("start>and and>a and>b a>and2 b>and2 and2>c c>end"))
    make.started()
    found: list[str] = []

    def press(step_id: str) -> None:
        try:
            with transaction.atomic():
                done(step_id)
            found.append(step_id)
        except Conflict:
            found.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(step_id,)) for step_id in ("a", "a", "b", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["a", "b", "refused", "refused"]
    assert [one.step_id for one in api.steps_of(make.SUBJECT) if one.closed_at is None] == ["c"]


def test_the_database_keeps_what_was_published_and_what_was_closed() -> None:
    view = make.published(make.six_steps())
    make.started()
    done("receive")
    version = ProcessVersion.objects.filter(public_id=view.version_id)
    closed = StepRun.objects.filter(step_id="receive")
    for forbidden in (
        lambda: version.update(model={}),
        lambda: version.update(state="draft", approved_at=None, valid_from=None),
        version.delete,
        lambda: closed.update(outcome="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forbidden()
    assert version.update(valid_to=make.TODAY) == 1
