"""Whoever looks for people by digits leaves one entry: what kind, how many, never the number."""

import pytest

from dinh.dossiers import api
from dinh.dossiers.events import PeopleLookedUp
from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotAllowed
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def looked(by: Actor) -> list[tuple[str, int, int]]:
    """What the record says of the look-ups at a post: kind, digits, found."""
    found = []
    for one in ledger.entries_of(by.post_id):
        event = one.said.event
        if not isinstance(event, PeopleLookedUp):
            continue
        assert (one.said.actor.post_id, "900000000001" in str(one), "0912345678" in str(one)) == (
            by.post_id,
            False,
            False,
        )
        found.append((event.search, event.digits, event.found))
    return found


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [("0001", "part_of_number", 1), ("900000000001", "whole_number", 1), ("0912.345.678", "telephone_or_part", 1),
     ("9999", "part_of_number", 0)],
)  # fmt: skip
def test_digits_leave_one_entry(world: w.World, text: str, kind: str, found: int) -> None:
    w.received(world)
    api.look_up_people(by=world.specialist, at=w.AT, text=text)
    digits = len(text.replace(".", ""))
    assert looked(world.specialist) == [(kind, digits, found)]


def test_names_leave_none_and_refusals_neither(world: w.World) -> None:
    w.received(world)
    api.look_up_people(by=world.desk, at=w.AT, text="nguyen thi hoa")
    with pytest.raises(NotAllowed, match="HS43"):
        api.look_up_people(by=world.hoa, at=w.AT, text="0001")
    assert looked(world.desk) == []


def test_the_counter_leaves_one_too(world: w.World) -> None:
    found = api.look_up_applicants(by=world.desk, at=w.AT, text="900000000001", limit=15)
    assert [one.person_id for one in found] == [world.hoa.person_id]
    assert api.look_up_applicants(by=world.desk, at=w.AT, text="thi hoa", limit=15) == found
    assert looked(world.desk) == [("whole_number", 12, 1)]
    with pytest.raises(NotAllowed):
        api.look_up_applicants(by=world.specialist, at=w.AT, text="900000000001", limit=15)
