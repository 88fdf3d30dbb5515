"""Numbers at a desk: without gaps, called once, seen on the board."""

import pytest

from dinh.desk import api
from dinh.desk.models import Ticket
from dinh.kernel.actor import ANONYMOUS
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w

DAY = w.AT.date()


def _token(world: w.World) -> str:
    return api.open_place(by=world.desk, at=w.AT).token


def _take(token: str, key: str, topic: api.Topic = api.Topic.FILE, *, is_priority: bool = False) -> api.TicketView:
    return api.take_ticket(
        by=ANONYMOUS, at=w.AT, token=token, topic=topic, idempotency_key=key, is_priority=is_priority
    )


@pytest.mark.django_db
def test_numbers_run_per_topic_and_the_same_key_is_the_same_number(world: w.World) -> None:
    token = _token(world)
    assert [_take(token, key).code for key in ("a", "b", "b")] == ["A001", "A002", "A002"]
    assert _take(token, "c", api.Topic.COLLECT).code == "B001"
    kinds = [one.kind for one in ledger.entries_of(Ticket.objects.earliest("id").public_id)]
    assert kinds == ["desk.ticket.issued"]


@pytest.mark.django_db
def test_board_shows_who_is_called_and_how_many_wait(world: w.World) -> None:
    token = _token(world)
    for key in ("a", "b", "c"):
        _take(token, key)
    called = api.call_next(by=world.desk, at=w.AT, window=3)
    board = api.board(token=token, on=DAY)
    assert [(one.code, one.window) for one in board.called] == [("A001", 3)]
    assert (board.next_codes, dict(board.waiting)) == (("A002", "A003"), {api.Topic.FILE: 2})
    assert api.ticket_by_token(token=called.token).state == "called"
    last = Ticket.objects.latest("id")
    assert api.ticket_by_token(token=last.token).ahead == 1


@pytest.mark.django_db
def test_calling_the_next_serves_who_stood_there(world: w.World) -> None:
    token = _token(world)
    first, second = _take(token, "a"), _take(token, "b")
    api.call_next(by=world.desk, at=w.AT, window=1)
    api.call_next(by=world.desk, at=w.AT, window=1)
    states = dict(Ticket.objects.values_list("public_id", "state"))
    assert states == {first.ticket_id: "served", second.ticket_id: "called"}
    with pytest.raises(Conflict, match="DK07"):
        api.call_next(by=world.desk, at=w.AT, window=1)


@pytest.mark.django_db
def test_absent_can_come_back_to_the_old_place(world: w.World) -> None:
    token = _token(world)
    first = _take(token, "a")
    _take(token, "b")
    api.call_next(by=world.desk, at=w.AT, window=1)
    assert api.call_again(by=world.desk, at=w.AT, ticket_id=first.ticket_id).calls == 2
    api.close_ticket(by=world.desk, at=w.AT, ticket_id=first.ticket_id, is_absent=True)
    assert [one.code for one in api.absent(agency_id=world.desk.agency_id, on=DAY)] == ["A001"]
    api.return_ticket(by=world.desk, at=w.AT, ticket_id=first.ticket_id)
    assert [one.code for one in api.waiting(agency_id=world.desk.agency_id, on=DAY)] == ["A001", "A002"]
    with pytest.raises(Conflict, match="DK01"):
        api.close_ticket(by=world.desk, at=w.AT, ticket_id=first.ticket_id, is_absent=False)


@pytest.mark.django_db
def test_queue_of_one_desk_is_closed_to_others(world: w.World) -> None:
    ticket = _take(_token(world), "a")
    with pytest.raises(NotFound, match="DK03"):
        api.close_ticket(by=world.far_desk, at=w.AT, ticket_id=ticket.ticket_id, is_absent=True)
    for actor in (world.specialist, world.hoa):
        with pytest.raises(NotAllowed):
            api.call_next(by=actor, at=w.AT, window=1)


@pytest.mark.django_db
def test_wrong_links_and_windows_are_told(world: w.World) -> None:
    with pytest.raises(NotFound, match="DK02"):
        api.board(token="khong-co", on=DAY)
    with pytest.raises(NotFound, match="DK03"):
        api.ticket_by_token(token="khong-co")
    with pytest.raises(Invalid, match="DK06"):
        _take(_token(world), "")
    for window in (0, 100):
        with pytest.raises(Invalid, match="DK04"):
            api.sit_at(by=world.desk, at=w.AT, window=window)
    api.sit_at(by=world.desk, at=w.AT, window=7)
    assert api.window_of(post_id=world.desk.post_id) == 7


@pytest.mark.django_db
def test_board_asks_as_much_for_ten_as_for_one(world: w.World, django_assert_num_queries: object) -> None:
    token = _token(world)
    for count in (1, 10):
        for key in range(count):
            _take(token, f"{count}-{key}")
        with django_assert_num_queries(6):  # type: ignore[operator]
            api.board(token=token, on=DAY)
