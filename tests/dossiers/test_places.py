"""A dossier always has exactly one place: the queue of its office or one officer, whatever happens to it."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.dossiers import api
from dinh.dossiers.models import Placement
from dinh.dossiers.operations.placing import bring_home
from dinh.kernel.errors import DinhError
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
PEOPLE = ("specialist", "colleague", "head")
ACTS = ("assign", "give_back", "take_over", "delegate", "call_back", "undo", "start", "home", "away", "back")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(0, 900)), max_size=8
)


def do(world: w.World, dossier_id: str, act: str, who: str, other: str, minutes: int) -> None:
    by, to = getattr(world, who), getattr(world, other).post_id
    at = w.AT + timedelta(minutes=minutes)
    same = {"by": by, "at": at, "dossier_id": dossier_id}
    acts = {
        "assign": lambda: api.assign(**same, post_id=to),
        "give_back": lambda: api.give_back(**same, reason="Nhầm"),
        "take_over": lambda: api.take_over(**same, reason="Gấp", post_id=to),
        "delegate": lambda: api.delegate(**same, post_id=to, until_on=at.date()),
        "call_back": lambda: api.call_back(**same),
        "undo": lambda: api.undo_placement(**same),
        "start": lambda: api.start_processing(**same),
        "home": lambda: bring_home(at=at + timedelta(days=1), dossier_id=dossier_id),
    }
    if act in acts:
        acts[act]()
    else:
        absent(world, act, who, to, at)


def absent(world: w.World, act: str, who: str, to: str, at: datetime) -> None:
    by = getattr(world, who)
    if act == "away":
        api.set_absence(
            by=by, at=at, post_id=by.post_id, substitute_post_id=to, first_on=at.date(), last_on=at.date()
        )  # fmt: skip
    for one in api.absences_of(by=by, on=at.date()) if act == "back" else ():
        api.end_absence(by=by, at=at, absence_id=one.absence_id)


def places(world: w.World, dossier_id: str) -> list[str]:
    found = [""] if dossier_id in listed(world, "head", "unassigned") else []
    return found + [getattr(world, one).post_id for one in PEOPLE if dossier_id in listed(world, one, "mine")]


def listed(world: w.World, who: str, name: str) -> list[str]:
    return [one.dossier_id for one in api.queue(by=getattr(world, who), name=name, at=w.AT).rows]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_it_lies_in_one_place_and_its_story_agrees(world: w.World, steps: list[tuple[str, str, str, int]]) -> None:
    dossier_id = w.received(world)
    clock = 0
    for act, who, other, minutes in steps:
        clock += minutes
        with suppress(DinhError):
            do(world, dossier_id, act, who, other, clock)
        row = w.row(dossier_id)
        assert bool(row.assignee_post) == bool(row.assignee_name)
        open_lent = Placement.objects.filter(dossier=row, kind="delegated", settled_at=None)
        assert [one.to_post for one in open_lent] in ([], [row.assignee_post])
    assert places(world, dossier_id) == [w.row(dossier_id).assignee_post]
    moves = list(Placement.objects.filter(dossier__public_id=dossier_id).order_by("id"))
    # Each move begins where the one before ended; only who begins work on a dossier of the queue has it without a move.
    for before, after in pairwise(moves):
        assert before.to_post in {after.from_post, ""}
