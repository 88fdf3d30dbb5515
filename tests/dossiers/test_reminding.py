"""Limits are told once, in one digest a day and post, in office hours, to who has the work and to the head."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api
from dinh.dossiers.models import Dossier, Reminder
from dinh.dossiers.operations import reminding
from dinh.dossiers.operations.reminding import bring_all_home, remind
from dinh.dossiers.policies.reminding import is_office_time, told, windows_of
from dinh.dossiers.registry import references
from dinh.dossiers.types.work import ReminderKind
from dinh.kernel.actor import Actor
from dinh.notices import api as notices
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
# Received on 13/02, due on 24/02 at 17:00 (Tết lies between).
EARLY, MORNING, NEXT = w.at("2026-02-12 08:00"), w.at("2026-02-24 08:00"), w.at("2026-02-25 08:00")


def titles(by: Actor) -> list[str]:
    return [one.title for one in notices.office_inbox(by=by)]


def run(world: w.World, at: datetime) -> int:
    return remind(at=at, agency_id=world.committee.public_id)


def test_the_officer_is_reminded_before_and_both_are_told_after(world: w.World) -> None:
    w.started(world)
    w.received(world)
    assert run(world, MORNING) == 2
    assert titles(world.specialist) == ["Việc hôm nay: 1 hồ sơ sắp đến hạn"]
    assert titles(world.head) == ["Việc hôm nay: 1 hồ sơ sắp đến hạn"]
    assert run(world, NEXT) == 2
    assert titles(world.specialist)[0] == "Việc hôm nay: 1 hồ sơ quá hạn"
    assert titles(world.head)[0] == "Việc hôm nay: 2 hồ sơ của đơn vị quá hạn"
    assert run(world, w.at("2026-02-26 08:00")) == 0


def test_nobody_is_told_too_early_or_twice_or_out_of_hours(world: w.World) -> None:
    w.started(world, when=EARLY)
    assert run(world, EARLY) == 0
    for closed in ("2026-02-23 06:00", "2026-02-22 09:00", "2026-02-23 12:15"):
        assert run(world, w.at(closed)) == 0
    assert run(world, w.at("2026-02-23 08:00")) == 1
    assert run(world, w.at("2026-02-23 09:00")) == 0


def test_one_digest_a_day_and_the_rest_tomorrow(world: w.World) -> None:
    w.started(world)
    assert run(world, MORNING) == 1
    w.started(world)
    assert run(world, w.at("2026-02-24 10:00")) == 0
    assert Reminder.objects.filter(told_at=None).count() == 1
    assert run(world, NEXT) == 2
    assert titles(world.specialist)[0] == "Việc hôm nay: 2 hồ sơ quá hạn"


def test_what_was_settled_or_moved_meanwhile_is_not_told(world: w.World) -> None:
    first, second, third = (w.started(world) for _time in range(3))
    office = reminding._office(world.committee.public_id, MORNING)
    hours = {"reminder_hours": 16, "escalation_hours": 0}
    for window in windows_of(MORNING, references.calendar_of(world.committee.public_id), **hours):
        reminding._note((world.committee.public_id,), window, office, MORNING)
    w.decided(world, first)
    w.asked(world, second)
    assert run(world, MORNING) == 1
    said = notices.office_inbox(by=world.specialist)[0]
    assert (said.title, w.row(third).code in said.body) == ("Việc hôm nay: 1 hồ sơ sắp đến hạn", True)
    assert Reminder.objects.filter(told_at=None).count() == 0


def test_another_due_date_is_another_limit(world: w.World) -> None:
    dossier_id = w.started(world)
    run(world, MORNING)
    Dossier.objects.filter(public_id=dossier_id).update(due_at=w.at("2026-02-26 17:00"))
    assert run(world, NEXT) == 1
    assert titles(world.specialist)[0] == "Việc hôm nay: 1 hồ sơ sắp đến hạn"


def test_the_substitute_is_told_for_who_is_away_and_the_head_of_who_left(world: w.World) -> None:
    from dinh.directory.identity.models import Post

    w.started(world)
    api.set_absence(
        by=world.specialist, at=w.AT, post_id=world.specialist.post_id, substitute_post_id=world.colleague.post_id,
        first_on=date(2026, 2, 13), last_on=date(2026, 2, 27),
    )  # fmt: skip
    run(world, MORNING)
    assert (titles(world.specialist), len(titles(world.colleague))) == ([], 1)
    left = w.received(world)
    Post.objects.filter(public_id=world.builder.post_id).update(valid_to=date(2026, 2, 20))
    Dossier.objects.filter(public_id=left).update(assignee_post=world.builder.post_id, assignee_name="Đã nghỉ")
    run(world, w.at("2026-02-24 10:00"))
    assert titles(world.head) == ["Việc hôm nay: 1 hồ sơ sắp đến hạn"]


def test_dying_between_noting_and_telling_loses_and_doubles_nothing(
    world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w.started(world)

    def die(*_: object, **__: object) -> None:
        raise RuntimeError("the process died here")

    with monkeypatch.context() as patch:
        patch.setattr(reminding.notices, "tell_all", die)
        with pytest.raises(RuntimeError):
            run(world, MORNING)
    assert run(world, MORNING) == 1
    assert run(world, MORNING) == 0
    assert len(titles(world.specialist)) == 1


def test_batches_are_taken_until_none_is_left_at_a_fixed_price(world: w.World, monkeypatch: pytest.MonkeyPatch) -> None:
    def cost(at: datetime) -> int:
        with CaptureQueriesContext(connection) as seen:
            run(world, at)
        return len([one for one in seen if "SAVEPOINT" not in one["sql"]])

    w.started(world)
    run(world, MORNING)
    alone = cost(NEXT)
    for _time in range(5):
        w.started(world)
    assert cost(w.at("2026-02-26 08:00")) == alone
    for _time in range(5):
        w.started(world)
    monkeypatch.setattr(reminding, "_BATCH", 2)
    run(world, w.at("2026-02-27 08:00"))
    assert titles(world.specialist)[0] == "Việc hôm nay: 5 hồ sơ quá hạn"


def test_a_long_digest_names_ten_and_counts_the_rest(world: w.World) -> None:
    for _time in range(12):
        w.started(world)
    run(world, MORNING)
    body = notices.office_inbox(by=world.specialist)[0].body
    assert (body.count("- H36"), "và 2 hồ sơ khác" in body) == (10, True)


def test_windows_follow_working_hours(world: w.World) -> None:
    calendar = references.calendar_of(world.committee.public_id)
    late, escalated, soon = windows_of(MORNING, calendar, reminder_hours=16, escalation_hours=8)
    assert (late.until, soon.since, escalated.until < MORNING) == (MORNING, MORNING, True)
    assert [one.kind for one in windows_of(MORNING, calendar, reminder_hours=0, escalation_hours=0)] == [
        "late", "escalated",
    ]  # fmt: skip
    assert is_office_time(MORNING, calendar)
    assert not is_office_time(w.at("2026-02-22 08:00"), calendar)


@pytest.mark.parametrize(
    ("kind", "assignee", "expected"),
    [
        (ReminderKind.SOON, "a", ("a",)),
        (ReminderKind.SOON, "", ("h",)),
        (ReminderKind.SOON, "gone", ("h",)),
        (ReminderKind.SOON, "away", ("a",)),
        (ReminderKind.LATE, "a", ("a",)),
        (ReminderKind.LATE, "", ()),
        (ReminderKind.ESCALATED, "a", ("h",)),
        (ReminderKind.ESCALATED, "h", ()),
    ],
)
def test_who_is_told(kind: ReminderKind, assignee: str, expected: tuple[str, ...]) -> None:
    assert told(kind, assignee, present={"a", "h", "away"}, heads=["h"], away={"away": "a"}) == expected
    assert told(kind, "h", present={"h"}, heads=[], away={}) in {("h",), ()}


def test_what_was_lent_comes_home_in_batches(world: w.World) -> None:
    until = date(2026, 2, 24)
    for _time in range(3):
        dossier_id = w.started(world)
        api.delegate(
            by=world.specialist, at=w.AT, dossier_id=dossier_id, post_id=world.colleague.post_id, until_on=until
        )  # fmt: skip
    assert [bring_all_home(at=NEXT, limit=2), bring_all_home(at=NEXT, limit=2), bring_all_home(at=NEXT)] == [2, 1, 0]
