from datetime import date

import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.kernel.errors import Invalid, NotAllowed
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
NOW = w.at("2026-02-24 08:00")


def _names(world: w.World, who: str, name: str, at: object = NOW) -> list[str]:
    view = api.queue(by=getattr(world, who), name=name, at=at)  # type: ignore[arg-type]
    return [one.dossier_id or one.submission_id for one in view.rows]


def test_every_queue_has_what_belongs_there(world: w.World) -> None:
    waiting = w.filed(world)
    fresh = w.received(world, when=w.at("2026-02-24 07:30"))
    today = w.received(world)
    late = w.started(world, when=w.at("2026-02-09 09:00"))
    paused = w.started(world)
    w.asked(world, paused)
    ended = w.started(world, delivery_way="desk")
    w.decided(world, ended)
    assert _names(world, "desk", "waiting") == [waiting]
    assert _names(world, "specialist", "open") == [late, today, paused, fresh]
    assert _names(world, "specialist", "unassigned") == [today, fresh]
    assert _names(world, "specialist", "mine") == [late, paused]
    assert _names(world, "specialist", "due_soon") == [today]
    assert _names(world, "specialist", "late") == [late]
    assert _names(world, "specialist", "with_citizen") == [paused]
    assert _names(world, "desk", "to_hand_over") == [ended]
    assert _names(world, "head", "closed") == [ended]
    counts = api.queue(by=world.specialist, name="open", at=NOW).counts
    assert [counts[name] for name in api.QueueName if name in counts] == [0, 2, 2, 4, 1, 1, 1, 0, 0]


def test_queue_pages_without_gap_or_repeat(world: w.World) -> None:
    made = [w.received(world) for _number in range(5)]
    Dossier.objects.filter(public_id=made[0]).update(due_at=None)
    Dossier.objects.filter(public_id=made[1]).update(due_at=None)
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.queue(by=world.specialist, name="open", cursor=cursor, at=NOW, size=2)
        seen += [one.dossier_id for one in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == [made[2], made[3], made[4], made[0], made[1]]


def test_waiting_and_closed_queues_page_too(world: w.World) -> None:
    sent = [w.filed(world) for _number in range(3)]
    first = api.queue(by=world.desk, name="waiting", at=NOW, size=2)
    second = api.queue(by=world.desk, name="waiting", cursor=first.next_cursor, at=NOW, size=2)
    assert [one.submission_id for one in (*first.rows, *second.rows)] == sent
    done = [w.received(world) for _number in range(3)]
    for dossier_id in done:
        api.withdraw(by=world.desk, at=NOW, dossier_id=dossier_id)
    first = api.queue(by=world.head, name="closed", at=NOW, size=2)
    second = api.queue(by=world.head, name="closed", cursor=first.next_cursor, at=NOW, size=2)
    assert [one.dossier_id for one in (*first.rows, *second.rows)] == done[::-1]


@pytest.mark.parametrize("cursor", ["x", "!!!!", "bnVsbA==", "WzEsMl0="])
def test_broken_cursor_is_told(world: w.World, cursor: str) -> None:
    with pytest.raises(Invalid, match="HS42"):
        api.queue(by=world.desk, name="open", cursor=cursor, at=NOW)


def test_queue_is_for_officers(world: w.World) -> None:
    with pytest.raises(NotAllowed, match="HS41"):
        api.queue(by=world.hoa, name="open", at=NOW)


def test_queue_of_an_agency_holds_dossiers_of_its_forerunners(world: w.World) -> None:
    old = w.agency("H16.01", "commune_committee", 31, successor=world.committee, valid_to=date(2026, 2, 20))
    dossier_id = w.received(world)
    Dossier.objects.filter(public_id=dossier_id).update(competent_agency=old.public_id, handling_agency=old.public_id)
    assert _names(world, "specialist", "open") == [dossier_id]
    moved = api.start_processing(by=world.specialist, at=NOW, dossier_id=dossier_id)
    view = api.dossier(by=world.specialist, dossier_id=dossier_id, at=NOW)
    assert moved.status == 4
    assert (view.competent.agency_id, view.handling.agency_id) == (old.public_id, world.committee.public_id)
    w.decided(world, dossier_id, NOW)
    assert w.row(dossier_id).status == 9


def test_several_forerunners_are_read_as_one_list_page_by_page(world: w.World) -> None:
    names = ("H16.01", "H16.02", "H16.03")
    old = [
        w.agency(name, "commune_committee", 31 + place, successor=world.committee, valid_to=date(2026, 2, 20))
        for place, name in enumerate(names)
    ]
    made = [w.received(world, when=w.at(f"2026-02-{day:02d} 09:00")) for day in (2, 3, 4, 5, 6, 9, 10, 11)]
    for place, dossier_id in enumerate(made):
        holder = [*old, world.committee][place % 4]
        Dossier.objects.filter(public_id=dossier_id).update(handling_agency=holder.public_id)
    Dossier.objects.filter(public_id=made[0]).update(due_at=None)
    assert _pages(world, "open") == [*made[1:], made[0]]
    for dossier_id in made:
        api.withdraw(by=world.desk, at=NOW, dossier_id=dossier_id)
    assert _pages(world, "closed") == made[::-1]


def _pages(world: w.World, name: str) -> list[str]:
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.queue(by=world.head, name=name, cursor=cursor, at=NOW, size=3)
        seen += [one.dossier_id for one in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return seen


def test_a_substitute_reads_the_queue_of_the_absent_and_nobody_else_s(world: w.World) -> None:
    dossier_id = w.started(world)
    days = {"first_on": NOW.date(), "last_on": NOW.date()}
    api.set_absence(
        by=world.specialist, at=w.AT, post_id=world.specialist.post_id, substitute_post_id=world.colleague.post_id,
        **days,
    )  # fmt: skip
    who = {"name": "mine", "at": NOW, "for_post": world.specialist.post_id}
    assert [one.dossier_id for one in api.queue(by=world.colleague, **who).rows] == [dossier_id]  # type: ignore[arg-type]
    assert _names(world, "colleague", "mine") == []
    for by in (world.head, world.builder):
        with pytest.raises(NotAllowed, match="HS104"):
            api.queue(by=by, **who)  # type: ignore[arg-type]
