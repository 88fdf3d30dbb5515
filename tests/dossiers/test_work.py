"""Who has how much, and giving out many dossiers in one go."""

import pytest

from dinh.dossiers import api
from dinh.kernel.errors import Invalid, NotAllowed
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def give(world: w.World, dossier_id: str, to: str) -> None:
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=to)


def loads(world: w.World, at: str = "2026-02-13 10:00") -> dict[str, api.OfficerLoad]:
    return {one.post_id: one for one in api.workload(by=world.head, at=w.at(at))}


def test_each_officer_is_counted_once(world: w.World) -> None:
    first, second, _nobody = (w.received(world) for _time in range(3))
    for dossier_id in (first, second):
        give(world, dossier_id, world.specialist.post_id)
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=first)
    w.decided(world, first)
    found = loads(world)
    assert {(one.open, one.late, one.done) for one in found.values() if one.post_id == ""} == {(1, 0, 0)}
    mine = found[world.specialist.post_id]
    assert (mine.open, mine.soon, mine.late, mine.done) == (1, 0, 0, 1)
    assert found[world.colleague.post_id].open == 0


def test_the_most_overdue_officer_stands_first(world: w.World) -> None:
    give(world, w.received(world), world.colleague.post_id)
    nobody, first, *_others = api.workload(by=world.head, at=w.at("2026-03-13 10:00"))
    assert (nobody.post_id, first.post_id, first.late) == ("", world.colleague.post_id, 1)


def test_what_is_due_tomorrow_is_soon_and_not_late(world: w.World) -> None:
    give(world, w.received(world), world.specialist.post_id)
    mine = loads(world, "2026-02-24 08:00")[world.specialist.post_id]
    assert (mine.soon, mine.late) == (1, 0)


def test_last_week_is_not_this_week(world: w.World) -> None:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    assert loads(world)[world.specialist.post_id].done == 1
    assert loads(world, "2026-02-23 08:00")[world.specialist.post_id].done == 0


def test_each_number_is_a_list_in_pages(world: w.World) -> None:
    for _time in range(3):
        give(world, w.received(world), world.specialist.post_id)
    who = {"by": world.head, "post_id": world.specialist.post_id, "at": w.AT, "size": 2}
    first = api.officer_work(**who)
    second = api.officer_work(**who, cursor=first.next_cursor)
    assert (len(first.rows), len(second.rows), second.next_cursor) == (2, 1, "")
    assert first.name == world.specialist.display_name
    assert api.officer_work(**who, kind=api.WorkKind.LATE).rows == ()
    assert api.officer_work(by=world.head, post_id="", at=w.AT).rows == ()


def test_only_heads_see_the_work_of_others(world: w.World) -> None:
    for by in (world.specialist, world.desk, world.hoa):
        with pytest.raises(NotAllowed, match="HS90"):
            api.workload(by=by)


def test_many_are_given_and_each_failure_is_named(world: w.World) -> None:
    good, ended = w.received(world), w.received(world)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=ended)
    chosen = [good, ended, "dos_unknown", good]
    given = api.assign_many(by=world.head, at=w.AT, dossier_ids=chosen, post_id=world.specialist.post_id)
    assert [one.dossier_id for one in given.done] == [good]
    assert [(one.dossier_id, one.code) for one in given.failed] == [(ended, w.row(ended).code), ("dos_unknown", "")]
    assert all(one.why for one in given.failed)
    assert w.row(good).assignee_post == world.specialist.post_id


@pytest.mark.parametrize("chosen", [[], [f"dos_{number}" for number in range(101)]])
def test_none_and_too_many_are_refused(world: w.World, chosen: list[str]) -> None:
    with pytest.raises(Invalid, match="HS91"):
        api.assign_many(by=world.head, at=w.AT, dossier_ids=chosen, post_id=world.specialist.post_id)


def test_whoever_may_not_give_work_gives_none(world: w.World) -> None:
    dossier_id = w.received(world)
    given = api.assign_many(by=world.desk, at=w.AT, dossier_ids=[dossier_id], post_id=world.specialist.post_id)
    assert (given.done, [one.dossier_id for one in given.failed]) == ((), [dossier_id])
