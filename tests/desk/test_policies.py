"""Who is called next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.desk.policies import PRIORITY_IN_A_ROW, call_order, code_of, wants_priority
from dinh.desk.types import TicketState, Topic
from dinh.desk.workflow import check_move
from dinh.kernel.errors import Conflict

_WAITING = st.lists(st.booleans(), max_size=40).map(lambda flags: list(enumerate(flags)))


@pytest.mark.parametrize(
    ("topic", "number", "code"), [("file", 7, "A007"), ("collect", 123, "B123"), ("ask", 1234, "C1234")]
)
def test_number_is_written_with_its_letter(topic: str, number: int, code: str) -> None:
    assert code_of(Topic(topic), number) == code


def test_priority_goes_first_but_not_for_ever() -> None:
    waiting = [(1, False), (2, False), (3, True), (4, True), (5, True)]
    assert call_order(waiting, []) == [3, 4, 1, 5, 2]
    assert call_order(waiting, [True, True]) == [1, 3, 4, 2, 5]
    assert wants_priority([True])
    assert not wants_priority([True, True, False])


@given(waiting=_WAITING, before=st.lists(st.booleans(), max_size=5))
def test_everybody_is_called_once_and_nobody_overtakes_their_like(
    waiting: list[tuple[int, bool]], before: list[bool]
) -> None:
    order = call_order(waiting, before)
    has_priority = dict(waiting)
    assert sorted(order) == sorted(has_priority)
    for kind in (True, False):
        like = [one for one in order if has_priority[one] is kind]
        assert like == sorted(like)


@given(waiting=_WAITING)
def test_who_has_no_priority_waits_for_few_in_a_row(waiting: list[tuple[int, bool]]) -> None:
    has_priority = dict(waiting)
    others = sum(not flag for _one, flag in waiting)
    run, served = 0, 0
    for one in call_order(waiting, []):
        run = run + 1 if has_priority[one] else 0
        served += not has_priority[one]
        assert run <= PRIORITY_IN_A_ROW or served == others


@pytest.mark.parametrize("before", list(TicketState))
@pytest.mark.parametrize("after", list(TicketState))
def test_number_moves_by_the_table_only(before: TicketState, after: TicketState) -> None:
    allowed = {
        ("waiting", "called"), ("called", "called"), ("called", "served"), ("called", "absent"), ("absent", "waiting"),
    }  # fmt: skip
    if (before, after) in allowed:
        check_move(before, after)
    else:
        with pytest.raises(Conflict, match="DK01"):
            check_move(before, after)
