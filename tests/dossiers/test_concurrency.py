"""Several officers at once: no number lost or given twice, one winner, one submission."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from dinh.dossiers import api
from dinh.dossiers.models import CodeCounter, Dossier, Placement, Rating, Reminder, Submission
from dinh.kernel.errors import Conflict, DinhError
from tests.dossiers import world as w

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.integration]


def _together(acts: list[Callable[[], object]]) -> list[object]:
    """Do them all at once; return what each gave or was refused with."""

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except DinhError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_eight_desks_receiving_give_numbers_without_gap_or_repeat(open_world: w.World) -> None:
    waiting = [w.filed(open_world) for _number in range(24)]

    def take(own: list[str]) -> list[str]:
        return [api.receive(by=open_world.desk, at=w.AT, submission_id=one).code for one in own]

    # Each thread also tries what another thread has, and is refused without taking a number.
    given = _together([lambda own=waiting[n::8]: take(own) for n in range(8)])  # type: ignore[misc]
    codes = sorted(code for own in given for code in own)  # type: ignore[attr-defined]
    assert codes == [f"H36.41.01.001-260213-{number:04d}" for number in range(1, 25)]
    assert CodeCounter.objects.get().last == 24


def test_two_officers_on_one_submission_one_wins(open_world: w.World) -> None:
    submission_id = w.filed(open_world)
    actors = (open_world.desk, open_world.far_desk, open_world.province_desk)
    given = _together(
        [lambda by=one: api.receive(by=by, at=w.AT, submission_id=submission_id) for one in actors]  # type: ignore[misc]
    )
    assert sorted(type(one).__name__ for one in given) == ["Conflict", "Conflict", "Moved"]
    assert sum(CodeCounter.objects.values_list("last", flat=True)) == Dossier.objects.count() == 1


def test_two_officers_on_one_dossier_one_wins(open_world: w.World) -> None:
    dossier_id = w.started(open_world)
    given = _together(
        [
            lambda: w.asked(open_world, dossier_id),
            lambda: api.stop(by=open_world.head, at=w.AT, dossier_id=dossier_id, reason="Dừng"),
            lambda: w.decided(open_world, dossier_id),
        ]
    )
    won = [one for one in given if isinstance(one, api.Moved)]
    # A request may be stopped afterwards; everything else excludes the rest.
    assert [type(one) for one in given if not isinstance(one, api.Moved)] == [Conflict] * (3 - len(won))
    assert len(won) == 1 or {one.status for one in won} == {5, 8}


def test_double_submit_at_once_is_one_submission(open_world: w.World) -> None:
    submission_id = w.draft(open_world)
    given = _together(
        [lambda: api.file_submission(by=open_world.hoa, at=w.AT, submission_id=submission_id, idempotency_key="k")] * 4
    )
    assert len(set(given)) == 1
    assert isinstance(given[0], api.Filed)


def test_double_intake_at_the_counter_at_once_is_one_dossier(open_world: w.World) -> None:
    given = _together(
        [
            lambda: api.receive_at_desk(
                by=open_world.desk, at=w.AT, procedure_code=w.BIRTH, idempotency_key="k",
                applicant_person_id=open_world.hoa.person_id,
                papers=[api.PaperCount(1, originals=1)],
            )
        ]
        * 4
    )  # fmt: skip
    assert {type(one).__name__ for one in given} == {"Moved"}
    assert len({one.code for one in given}) == Dossier.objects.count() == Submission.objects.count() == 1  # type: ignore[attr-defined]
    assert CodeCounter.objects.get().last == 1


def test_refused_receipt_gives_its_number_back(open_world: w.World, monkeypatch: pytest.MonkeyPatch) -> None:
    from dinh.dossiers.operations import receiving

    submission_id = w.filed(open_world)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "tell", _die)
        with pytest.raises(RuntimeError):
            api.receive(by=open_world.desk, at=w.AT, submission_id=submission_id)
    moved = api.receive(by=open_world.desk, at=w.AT, submission_id=submission_id)
    assert moved.code.endswith("-0001")


def _die(*_: object, **__: object) -> None:
    raise RuntimeError("the process died here")


def test_receipt_printed_by_two_at_once_is_one_paper(open_world: w.World) -> None:
    dossier_id = w.received(open_world)
    given = _together([lambda: api.ensure_receipt(by=open_world.desk, at=w.AT, dossier_id=dossier_id)] * 3)
    assert len({one.paper_id for one in given}) == 1  # type: ignore[attr-defined]


def test_two_windows_at_once_give_one_rating(open_world: w.World) -> None:
    dossier_id = w.started(open_world)
    w.decided(open_world, dossier_id)

    def window(level: str) -> Callable[[], object]:
        return lambda: api.rate(by=open_world.hoa, at=w.AT, dossier_id=dossier_id, level=level)

    said = _together([window(level) for level in ("satisfied", "not_satisfied", "satisfied", "not_satisfied")])
    assert {type(one) for one in said} == {api.RatingView}
    assert Rating.objects.count() == 1


def test_two_officers_taking_one_dossier_one_has_it(open_world: w.World) -> None:
    dossier_id = w.received(open_world)
    takers = (open_world.specialist, open_world.colleague)

    def take(by: w.Actor) -> Callable[[], object]:
        return lambda: api.assign(by=by, at=w.AT, dossier_id=dossier_id, post_id=by.post_id)

    given = _together([take(one) for one in takers])
    assert sorted(type(one).__name__ for one in given) in (["Moved", "NotAllowed"], ["Conflict", "Moved"])
    assert Placement.objects.filter(dossier__public_id=dossier_id).count() == 1


def test_giving_back_taking_over_and_lending_at_once_leave_one_place(open_world: w.World) -> None:
    dossier_id = w.started(open_world)
    until = w.AT.date()
    given = _together(
        [
            lambda: api.give_back(by=open_world.specialist, at=w.AT, dossier_id=dossier_id, reason="Nhầm"),
            lambda: api.take_over(by=open_world.head, at=w.AT, dossier_id=dossier_id, reason="Gấp"),
            lambda: api.delegate(
                by=open_world.specialist, at=w.AT, dossier_id=dossier_id, post_id=open_world.colleague.post_id,
                until_on=until,
            ),
        ]
    )  # fmt: skip
    moves = list(Placement.objects.filter(dossier__public_id=dossier_id).order_by("id"))
    assert len(moves) == sum(isinstance(one, api.Moved) for one in given)
    assert [one.from_post for one in moves[1:]] == [one.to_post for one in moves[:-1]]
    assert w.row(dossier_id).assignee_post == moves[-1].to_post


def test_two_jobs_at_once_tell_each_limit_once(open_world: w.World) -> None:
    from dinh.dossiers.operations.reminding import remind
    from dinh.notices.models import Notice

    for _time in range(3):
        w.started(open_world)
    morning, agency_id = w.at("2026-02-24 08:00"), open_world.committee.public_id
    told = _together([lambda: remind(at=morning, agency_id=agency_id)] * 3)
    assert sum(one for one in told if isinstance(one, int)) == 1
    assert Notice.objects.filter(template="work.digest").count() == 1
    assert Reminder.objects.filter(told_at=None).count() == 0
    assert Reminder.objects.count() == 3
