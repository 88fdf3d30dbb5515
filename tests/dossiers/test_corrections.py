"""A corrected calendar in the middle of dossiers: every date counted anew, listed, explained and told, once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api
from dinh.dossiers.models import Act, Correction, Dossier, Recount, Submission
from dinh.dossiers.policies.corrections import days_between
from dinh.kernel import calendars
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from dinh.notices import api as notices
from dinh.notices.models import Notice
from tests.dossiers import world as w
from tests.dossiers.web.browsers import account, signed_in

pytestmark = pytest.mark.django_db
WHY = "27/02/2026 nay là ngày nghỉ (Nghỉ bù)"
REASON = "Quyết định 12/QĐ-UBND: nghỉ bù ngày 27/02"
NOW = w.at("2026-02-25 11:00")


@pytest.fixture
def operator(world: w.World) -> Actor:
    return w.official(world.province, "operator")


def _run(at: object = NOW) -> None:
    while api.run_correction(by=SYSTEM, at=at, limit=2):  # type: ignore[arg-type]
        pass


def _received(world: w.World, day: str) -> str:
    return w.received(world, when=w.at(f"2026-02-{day} 09:00"))


def test_every_date_is_counted_listed_explained_and_told_once(
    world: w.World, operator: Actor, request: pytest.FixtureRequest
) -> None:
    moving, staying = _received(world, "25"), _received(world, "13")
    assigned = _received(world, "25")
    api.start_processing(by=world.specialist, at=w.at("2026-02-25 10:00"), dossier_id=assigned)
    waiting = w.filed(world, when=w.at("2026-02-26 16:30"))
    before = Submission.objects.get(public_id=waiting).answer_due_at
    request.getfixturevalue("corrected")
    correction_id = api.correct_calendar(by=operator, at=NOW, reason=REASON)
    _run()
    rows, more = api.moved_dates(by=operator, correction_id=correction_id)
    assert more == 0
    assert [(one.dossier_id, one.new_at) for one in rows[:2]] == [
        (moving, w.at("2026-03-02 17:00")), (assigned, w.at("2026-03-02 17:00")),
    ]  # fmt: skip
    assert (rows[2].submission_id, rows[2].old_at) == (waiting, before)
    assert Submission.objects.get(public_id=waiting).answer_due_at == rows[2].new_at != before
    view = api.correction(by=operator, correction_id=correction_id)
    assert view is not None
    assert (view.reason, view.days, view.done_at) == (REASON, (WHY,), NOW)
    assert (view.dossiers_moved, view.submissions_moved, view.failed) == (2, 1, ())
    assert staying not in {one.dossier_id for one in rows}
    told = Act.objects.filter(kind="due_recomputed").values_list("note", flat=True)
    assert list(told) == [f"{WHY}. {REASON}"] * 3
    ledger.seal()
    kinds = [one.kind for one in ledger.entries_of(correction_id) if one.kind.startswith("dossiers")]
    assert kinds == ["dossiers.calendar.corrected", "dossiers.calendar.recounted"]


def test_citizen_and_officer_hear_of_it_once(world: w.World, operator: Actor, request: pytest.FixtureRequest) -> None:
    dossier_id = _received(world, "25")
    api.start_processing(by=world.specialist, at=w.at("2026-02-25 10:00"), dossier_id=dossier_id)
    _received(world, "25")
    request.getfixturevalue("corrected")
    api.correct_calendar(by=operator, at=NOW, reason=REASON)
    _run()
    _run(NOW + timedelta(hours=1))
    for _again in range(2):
        ledger.seal()
        ledger.deliver()
    letters = Notice.objects.filter(template="dossier.due_moved", subject_id=dossier_id)
    assert [one.body.count(f"Vì sao: {WHY}. {REASON}") for one in letters] == [1]
    (mine,) = notices.office_inbox(by=world.specialist)
    assert mine.title == "1 ngày hẹn được tính lại theo lịch đã đính chính"
    assert f"- {w.row(dossier_id).code}: 17:00 27/02/2026 → 17:00 02/03/2026" in mine.body
    (heads,) = notices.office_inbox(by=world.head)
    assert heads.href == f"/ban-lam-viec/lich/{Correction.objects.get().public_id}/"


def test_counting_twice_and_stopping_in_the_middle_lose_and_repeat_nothing(
    world: w.World, operator: Actor, request: pytest.FixtureRequest
) -> None:
    made = [_received(world, "25") for _number in range(3)]
    request.getfixturevalue("corrected")
    correction_id = api.correct_calendar(by=operator, at=NOW, reason=REASON)
    assert api.run_correction(by=SYSTEM, at=NOW, limit=1) == 1
    assert Recount.objects.count() == 1
    with pytest.raises(Conflict, match="HS133"):
        api.correct_calendar(by=operator, at=NOW, reason="Lần nữa")
    _run()
    _run()
    assert list(Recount.objects.filter(is_moved=True).values_list("dossier__public_id", flat=True)) == made
    assert Notice.objects.filter(template="office.due_moved").count() == 1
    with pytest.raises(Conflict, match="HS132"):
        api.correct_calendar(by=operator, at=NOW, reason="Lần nữa")
    assert Correction.objects.get().public_id == correction_id
    assert api.run_correction(by=SYSTEM, at=NOW) == 0


def test_who_may_order_and_who_may_read(world: w.World, operator: Actor, request: pytest.FixtureRequest) -> None:
    _received(world, "25")
    request.getfixturevalue("corrected")
    (stale,) = api.stale_calendars(by=world.head)
    assert (stale.dossiers, stale.days) == (1, (WHY,))
    for stranger in (world.head, world.desk, world.hoa):
        with pytest.raises(NotAllowed, match="HS37"):
            api.correct_calendar(by=stranger, at=NOW, reason=REASON)
        with pytest.raises(NotAllowed, match="HS37"):
            api.run_correction(by=stranger, at=NOW)
    with pytest.raises(Invalid, match="HS131"):
        api.correct_calendar(by=operator, at=NOW, reason="  ")
    correction_id = api.correct_calendar(by=operator, at=NOW, reason=REASON)
    _run()
    for reader, seen in ((operator, 1), (world.head, 1), (world.specialist, 1), (world.builder, 0)):
        assert len(api.moved_dates(by=reader, correction_id=correction_id)[0]) == seen
        assert api.corrections(by=reader)[0].dossiers_moved == seen
    for refused in (api.corrections, api.stale_calendars):
        with pytest.raises(NotAllowed, match="HS130"):
            refused(by=world.hoa)


def test_one_that_cannot_be_counted_is_named_and_holds_up_nobody(
    world: w.World, operator: Actor, request: pytest.FixtureRequest
) -> None:
    broken, fine = _received(world, "25"), _received(world, "25")
    Dossier.objects.get(public_id=broken).clock.update(limit_value=999_999)
    request.getfixturevalue("corrected")
    correction_id = api.correct_calendar(by=operator, at=NOW, reason=REASON)
    _run()
    view = api.correction(by=operator, correction_id=correction_id)
    assert view is not None
    assert (view.failed, view.dossiers_moved) == ((w.row(broken).code,), 1)
    assert w.row(fine).due_at == w.at("2026-03-02 17:00")


def test_the_list_costs_the_same_with_one_date_and_with_three(
    world: w.World, operator: Actor, request: pytest.FixtureRequest
) -> None:
    for _number in range(3):
        _received(world, "25")
    request.getfixturevalue("corrected")
    correction_id = api.correct_calendar(by=operator, at=NOW, reason=REASON)
    _run()
    first, more = api.moved_dates(by=operator, correction_id=correction_id, size=1)
    costs = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as seen:
            rows, _more = api.moved_dates(by=operator, correction_id=correction_id, size=size)
        costs.append((len(rows), len(seen)))
    assert costs == [(1, 1), (3, 1)]
    rest, none = api.moved_dates(by=operator, correction_id=correction_id, after=more)
    assert (len(first) + len(rest), none) == (3, 0)


def test_days_that_differ_are_named_both_ways(request: pytest.FixtureRequest) -> None:
    old = calendars.load()
    request.getfixturevalue("corrected")
    new = calendars.load()
    assert [one["vi"] for one in days_between(old, new)] == [WHY]
    assert [one["vi"] for one in days_between(new, old)] == ["27/02/2026 nay không phải ngày nghỉ"]
    assert days_between(new, new) == []
    saturdays = calendars.for_hours("saturday_morning")
    assert [one["on"] for one in days_between(new, saturdays)] == [""]


def test_the_operator_orders_on_the_page_and_reads_the_list(world: w.World, request: pytest.FixtureRequest) -> None:
    dossier_id = _received(world, "25")
    request.getfixturevalue("corrected")
    watcher = signed_in(account(w.official(world.province, "operator")))
    page = watcher.get("/ban-lam-viec/lich/").content.decode()
    assert WHY in page
    assert watcher.post("/ban-lam-viec/lich/", {"reason": ""}).status_code == 422
    led = watcher.post("/ban-lam-viec/lich/", {"reason": REASON}).headers["Location"]
    assert led == f"/ban-lam-viec/lich/{Correction.objects.get().public_id}/"
    _run()
    listed = watcher.get(led).content.decode()
    assert w.row(dossier_id).code in listed
    assert f"/ban-lam-viec/ho-so/{dossier_id}/" not in listed
    assert f"/ban-lam-viec/ho-so/{dossier_id}/" in signed_in(account(world.head)).get(led).content.decode()
    assert watcher.get("/ban-lam-viec/lich/cor_none/").status_code == 404
    assert signed_in(account(world.specialist)).get("/ban-lam-viec/lich/").status_code == 403
