"""A dossier walks through its internal process: each act closes its step, and lateness belongs to a step."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api
from dinh.dossiers.operations.steps import CLOSES, begin_steps
from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.processes import api as processes
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
MORNING = w.at("2026-02-13 08:00")


@pytest.fixture
def published(world: w.World) -> w.World:
    processes.load_shipped(by=SYSTEM, at=MORNING)
    return world


def follow() -> None:
    ledger.seal()
    ledger.deliver()


def stands(dossier_id: str) -> list[str]:
    return [one.step_id for one in processes.steps_of(dossier_id) if one.closed_at is None]


def lines(world: w.World, dossier_id: str, at: str) -> dict[str, api.StepLine]:
    view = api.dossier(by=world.head, dossier_id=dossier_id, at=w.at(at))
    return {one.name: one for one in api.steps_of(view, w.at(at))}


def test_each_act_passes_its_steps(published: w.World) -> None:
    dossier_id = w.received(published)
    follow()
    assert stands(dossier_id) == ["assign"]
    who = {"at": w.AT, "dossier_id": dossier_id}
    api.assign(by=published.head, post_id=published.specialist.post_id, **who)
    assert stands(dossier_id) == ["process"]
    api.start_processing(by=published.specialist, **who)
    assert stands(dossier_id) == ["process"]
    api.propose(by=published.specialist, outcome="approved", content=api.ResultContent(summary="Được"), **who)
    assert stands(dossier_id) == ["verify"]
    w.decided(published, dossier_id)
    assert stands(dossier_id) == ["hand_over"]
    api.hand_over(by=published.desk, **who)
    assert stands(dossier_id) == []


def test_without_a_process_all_works_as_before(world: w.World) -> None:
    dossier_id = w.started(world)
    follow()
    w.decided(world, dossier_id)
    assert api.steps_of(api.dossier(by=world.head, dossier_id=dossier_id), w.AT) == ()


def test_steps_begin_once_and_catch_up(published: w.World) -> None:
    dossier_id = w.started(published)
    assert stands(dossier_id) == []
    follow()
    begin_steps(dossier_id=dossier_id)
    assert stands(dossier_id) == ["process"]
    assert len(processes.steps_of(dossier_id)) == 3


def test_a_dossier_taken_back_leaves_its_process(published: w.World) -> None:
    dossier_id = w.received(published)
    follow()
    api.withdraw(by=published.hoa, at=w.AT, dossier_id=dossier_id)
    assert stands(dossier_id) == []


def test_a_stopped_dossier_leaves_its_process(published: w.World) -> None:
    dossier_id = w.started(published)
    follow()
    api.stop(by=published.specialist, at=w.AT, dossier_id=dossier_id, reason="Người nộp không bổ sung giấy tờ")
    assert stands(dossier_id) == []


def test_lateness_belongs_to_the_step_and_its_office(published: w.World) -> None:
    dossier_id = w.received(published)
    follow()
    late = w.at("2026-03-13 09:00")
    api.assign(by=published.head, at=late, dossier_id=dossier_id, post_id=published.specialist.post_id)
    found = list(lines(published, dossier_id, "2026-03-13 10:00").values())
    assert [(one.is_late, one.agency_name) for one in found[:2]] == [
        (False, published.center.short_name),
        (True, published.committee.short_name),
    ]
    assert found[1].officer == published.head.display_name
    assert found[2].officer == published.specialist.display_name
    assert not found[2].is_late


def test_waiting_for_the_citizen_makes_no_step_late(published: w.World) -> None:
    dossier_id = w.started(published)
    follow()
    before = list(lines(published, dossier_id, "2026-02-13 10:00").values())[-1]
    w.asked(published, dossier_id)
    waiting = list(lines(published, dossier_id, "2026-04-01 09:00").values())[-1]
    assert before.due_at is not None
    assert waiting.due_at is not None
    assert waiting.due_at > before.due_at
    assert not waiting.is_late


def test_a_late_step_is_not_excused_by_waiting_afterwards(published: w.World) -> None:
    dossier_id = w.started(published)
    follow()
    w.asked(published, dossier_id, when=w.at("2026-03-10 09:00"))
    assert list(lines(published, dossier_id, "2026-04-01 09:00").values())[-1].is_late


def test_steps_move_on_by_what_was_waited(published: w.World) -> None:
    dossier_id = w.started(published)
    follow()
    before = list(lines(published, dossier_id, "2026-02-13 10:00").values())[-1]
    w.asked(published, dossier_id)
    back = w.at("2026-03-20 09:00")
    api.provide_supplement(by=published.desk, at=back, dossier_id=dossier_id)
    after = list(lines(published, dossier_id, "2026-03-20 10:00").values())[-1]
    assert before.due_at is not None
    assert after.due_at is not None
    assert before.due_at < back < after.due_at
    assert not after.is_late


def test_steps_move_with_the_apology(published: w.World) -> None:
    dossier_id = w.started(published)
    follow()
    before = list(lines(published, dossier_id, "2026-02-13 10:00").values())[-1]
    later = w.at("2026-03-20 17:00")
    api.extend(by=published.specialist, at=w.AT, dossier_id=dossier_id, new_due_at=later, reason="Cần xác minh thêm")
    after = list(lines(published, dossier_id, "2026-02-13 10:00").values())[-1]
    assert before.due_at is not None
    assert after.due_at is not None
    assert before.due_at < after.due_at < later


def test_receiving_asks_nothing_more_of_the_database(published: w.World) -> None:
    api.receive(by=published.desk, at=w.AT, submission_id=w.filed(published))
    submission_id = w.filed(published)
    with CaptureQueriesContext(connection) as seen:
        api.receive(by=published.desk, at=w.AT, submission_id=submission_id)
    assert len([one for one in seen if "SAVEPOINT" not in one["sql"]]) == 8


def test_later_acts_pass_all_that_earlier_ones_do() -> None:
    order = [CLOSES[kind] for kind in CLOSES]
    assert all(earlier <= later for earlier, later in pairwise(order))


def test_a_dossier_that_has_ended_begins_no_process(published: w.World) -> None:
    dossier_id = w.received(published)
    api.withdraw(by=published.hoa, at=w.AT + timedelta(hours=1), dossier_id=dossier_id)
    follow()
    assert processes.steps_of(dossier_id) == []
