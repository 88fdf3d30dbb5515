"""Giving back, taking over, delegating, coming home and undoing: a dossier always has exactly one place."""

from datetime import date, timedelta

import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Act, Dossier, Placement
from dinh.dossiers.operations.placing import bring_home
from dinh.dossiers.queries.places import coming_back
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 2, 27)


def held(world: w.World) -> str:
    """A dossier the specialist has taken."""
    dossier_id = w.received(world)
    api.assign(by=world.specialist, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    return dossier_id


def lent(world: w.World) -> str:
    """The same, delegated to the colleague until the end of a day."""
    dossier_id = held(world)
    api.delegate(
        by=world.specialist, at=w.AT, dossier_id=dossier_id, post_id=world.colleague.post_id, until_on=UNTIL
    )  # fmt: skip
    return dossier_id


def has_it(dossier_id: str) -> str:
    return w.row(dossier_id).assignee_post


def kinds(dossier_id: str) -> list[str]:
    return list(Placement.objects.filter(dossier__public_id=dossier_id).order_by("id").values_list("kind", flat=True))


def test_given_back_it_lies_in_the_queue_with_the_reason(world: w.World) -> None:
    dossier_id = held(world)
    api.give_back(by=world.specialist, at=w.AT, dossier_id=dossier_id, reason="Không thuộc lĩnh vực của tôi")
    assert (has_it(dossier_id), kinds(dossier_id)) == ("", ["claimed", "given_back"])
    told = Act.objects.filter(kind="placed").latest("id")
    assert told.note == "Trả lại hàng đợi chung. Lý do: Không thuộc lĩnh vực của tôi"
    assert not told.is_public
    entry = ledger.entries_of(dossier_id)[-1]
    assert entry.said.event.from_post_id == world.specialist.post_id  # type: ignore[attr-defined]
    assert api.assign(by=world.colleague, at=w.AT, dossier_id=dossier_id, post_id=world.colleague.post_id).status == 2


def test_giving_back_needs_a_reason_and_somebody_who_has_it(world: w.World) -> None:
    dossier_id = held(world)
    with pytest.raises(Invalid, match="HS20"):
        api.give_back(by=world.specialist, at=w.AT, dossier_id=dossier_id, reason=" ")
    with pytest.raises(Conflict, match="HS33"):
        api.give_back(by=world.colleague, at=w.AT, dossier_id=dossier_id, reason="Nhầm")
    with pytest.raises(NotAllowed):
        api.give_back(by=world.desk, at=w.AT, dossier_id=dossier_id, reason="Nhầm")
    with pytest.raises(Conflict, match="HS97"):
        api.give_back(by=world.specialist, at=w.AT, dossier_id=w.received(world), reason="Nhầm")
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Conflict, match="HS09"):
        api.give_back(by=world.specialist, at=w.AT, dossier_id=dossier_id, reason="Nhầm")


def test_a_head_takes_over_with_a_reason(world: w.World) -> None:
    dossier_id = held(world)
    api.take_over(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Gấp")
    assert (has_it(dossier_id), kinds(dossier_id)[-1]) == (world.head.post_id, "taken_over")
    api.take_over(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Gấp", post_id=world.colleague.post_id)
    assert has_it(dossier_id) == world.colleague.post_id
    again = api.take_over(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Gấp", post_id=world.colleague.post_id)
    assert again.entry_id == ""


def test_nobody_else_takes_over(world: w.World) -> None:
    dossier_id = held(world)
    for by in (world.colleague, world.desk, world.builder_head):
        with pytest.raises(NotAllowed):
            api.take_over(by=by, at=w.AT, dossier_id=dossier_id, reason="Gấp")
    with pytest.raises(Conflict, match="HS97"):
        api.take_over(by=world.head, at=w.AT, dossier_id=w.received(world), reason="Gấp")
    with pytest.raises(Invalid, match="HS32"):
        api.take_over(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Gấp", post_id=world.builder.post_id)


def test_delegated_it_is_worked_on_and_comes_home_by_itself(world: w.World) -> None:
    dossier_id = lent(world)
    assert has_it(dossier_id) == world.colleague.post_id
    with pytest.raises(Conflict, match="HS33"):
        api.start_processing(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    api.start_processing(by=world.colleague, at=w.AT, dossier_id=dossier_id)
    last_evening, next_morning = w.at("2026-02-27 23:59"), w.at("2026-02-28 00:00")
    assert coming_back(last_evening, 10) == []
    bring_home(at=last_evening, dossier_id=dossier_id)
    assert has_it(dossier_id) == world.colleague.post_id
    assert coming_back(next_morning, 10) == [dossier_id]
    bring_home(at=next_morning, dossier_id=dossier_id)
    assert (has_it(dossier_id), kinds(dossier_id)[-1]) == (world.specialist.post_id, "returned")
    bring_home(at=next_morning, dossier_id=dossier_id)
    assert (coming_back(next_morning, 10), len(kinds(dossier_id))) == ([], 3)


def test_what_was_settled_meanwhile_comes_home_nowhere(world: w.World) -> None:
    dossier_id = lent(world)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id)
    bring_home(at=w.at("2026-03-02 08:00"), dossier_id=dossier_id)
    assert (kinds(dossier_id), coming_back(w.at("2026-03-02 08:00"), 10)) == (["claimed", "delegated"], [])


def test_it_comes_home_to_the_queue_when_its_giver_left(world: w.World) -> None:
    from dinh.directory.identity.models import Post

    dossier_id = lent(world)
    Post.objects.filter(public_id=world.specialist.post_id).update(valid_to=date(2026, 2, 20))
    bring_home(at=w.at("2026-03-02 08:00"), dossier_id=dossier_id)
    assert has_it(dossier_id) == ""


def test_a_delegate_gives_back_to_who_delegated(world: w.World) -> None:
    dossier_id = lent(world)
    api.give_back(by=world.colleague, at=w.AT, dossier_id=dossier_id, reason="Bận")
    assert (has_it(dossier_id), coming_back(w.at("2026-03-09 08:00"), 10)) == (world.specialist.post_id, [])


def test_it_is_called_back_by_its_giver_or_the_head_only(world: w.World) -> None:
    dossier_id = lent(world)
    with pytest.raises(Conflict, match="HS33"):
        api.call_back(by=world.colleague, at=w.AT, dossier_id=dossier_id)
    api.call_back(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    assert has_it(dossier_id) == world.specialist.post_id
    with pytest.raises(Conflict, match="HS99"):
        api.call_back(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    again = lent(world)
    api.call_back(by=world.head, at=w.AT, dossier_id=again)
    assert has_it(again) == world.specialist.post_id


@pytest.mark.parametrize("until_on", [date(2026, 2, 12), date(2026, 3, 16)])
def test_delegation_has_an_end_within_the_house_s_limit(world: w.World, until_on: date) -> None:
    dossier_id = held(world)
    who = {"by": world.specialist, "at": w.AT, "dossier_id": dossier_id, "post_id": world.colleague.post_id}
    with pytest.raises(Invalid, match="HS95"):
        api.delegate(**who, until_on=until_on)  # type: ignore[arg-type]
    inside = until_on + (timedelta(days=1) if until_on < w.AT.date() else -timedelta(days=1))
    api.delegate(**who, until_on=inside)  # type: ignore[arg-type]


def test_delegation_gives_no_right(world: w.World) -> None:
    dossier_id = held(world)
    who = {"by": world.specialist, "at": w.AT, "dossier_id": dossier_id, "until_on": UNTIL}
    for other in (world.desk, world.builder):
        with pytest.raises(Invalid, match="HS32"):
            api.delegate(**who, post_id=other.post_id)  # type: ignore[arg-type]
    assert api.delegate(**who, post_id=world.specialist.post_id).entry_id == ""  # type: ignore[arg-type]


def test_delegated_twice_or_by_another_is_refused(world: w.World) -> None:
    dossier_id = lent(world)
    who = {"at": w.AT, "dossier_id": dossier_id, "until_on": UNTIL, "post_id": world.head.post_id}
    with pytest.raises(Conflict, match="HS98"):
        api.delegate(by=world.colleague, **who)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="HS33"):
        api.delegate(by=world.specialist, **who)  # type: ignore[arg-type]


def test_given_to_another_officer_a_delegation_is_over(world: w.World) -> None:
    dossier_id = lent(world)
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=world.head.post_id)
    assert coming_back(w.at("2026-03-09 08:00"), 10) == []
    api.undo_placement(by=world.head, at=w.AT, dossier_id=dossier_id)
    assert (has_it(dossier_id), coming_back(w.at("2026-03-09 08:00"), 10)) == (world.colleague.post_id, [dossier_id])


def test_one_s_own_last_move_is_undone_shortly_after(world: w.World) -> None:
    dossier_id = held(world)
    api.undo_placement(by=world.specialist, at=w.AT + timedelta(minutes=10), dossier_id=dossier_id)
    assert (has_it(dossier_id), kinds(dossier_id)) == ("", ["claimed", "undone"])
    with pytest.raises(Conflict, match="HS96"):
        api.undo_placement(by=world.specialist, at=w.AT, dossier_id=dossier_id)


def test_undoing_a_delegation_ends_it(world: w.World) -> None:
    dossier_id = lent(world)
    api.undo_placement(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    assert (has_it(dossier_id), coming_back(w.at("2026-03-09 08:00"), 10)) == (world.specialist.post_id, [])


def test_too_late_another_s_and_what_went_on_are_not_undone(world: w.World) -> None:
    dossier_id = held(world)
    for by, at in ((world.specialist, w.AT + timedelta(minutes=11)), (world.colleague, w.AT)):
        with pytest.raises(Conflict, match="HS96"):
            api.undo_placement(by=by, at=at, dossier_id=dossier_id)
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Conflict, match="HS96"):
        api.undo_placement(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Conflict, match="HS99"):
        api.undo_placement(by=world.specialist, at=w.AT, dossier_id=w.received(world))


def test_what_was_given_in_one_go_is_offered_to_be_undone_in_one_go(world: w.World) -> None:
    chosen = [w.received(world), w.received(world)]
    api.assign_many(by=world.head, at=w.AT, dossier_ids=chosen, post_id=world.specialist.post_id)
    offered = api.undoable(by=world.head, at=w.AT + timedelta(minutes=5))
    assert offered is not None
    assert sorted(offered.dossier_ids) == sorted(chosen)
    assert offered.to_name == world.specialist.display_name
    assert api.undoable(by=world.head, at=w.AT + timedelta(minutes=11)) is None
    assert api.undoable(by=world.colleague, at=w.AT) is None
    for dossier_id in chosen:
        api.undo_placement(by=world.head, at=w.AT, dossier_id=dossier_id)
    assert api.undoable(by=world.head, at=w.AT) is None


def test_the_page_offers_what_the_operations_allow(world: w.World) -> None:
    dossier_id = lent(world)

    def offered(by: w.Actor) -> set[str]:
        moves = {api.Doing.GIVE_BACK, api.Doing.DELEGATE, api.Doing.TAKE_OVER, api.Doing.CALL_BACK}
        return {str(one) for one in api.dossier(by=by, dossier_id=dossier_id, at=w.AT).allowed if one in moves}

    assert offered(world.colleague) == {"give_back"}
    assert offered(world.specialist) == {"call_back"}
    assert offered(world.head) == {"give_back", "take_over", "call_back"}
    api.call_back(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    assert offered(world.specialist) == {"give_back", "delegate"}
    assert offered(world.colleague) == set()
    Dossier.objects.filter(public_id=dossier_id).update(assignee_post="", assignee_name="")
    assert offered(world.head) == set()
