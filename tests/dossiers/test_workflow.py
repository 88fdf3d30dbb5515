"""The table of statuses: reachable, ended, in step with the clock, and drawn as it is."""

from pathlib import Path

import pytest

from dinh.dossiers.workflow import (
    CLOSED,
    OPEN,
    PAUSED,
    RUNNING,
    TRANSITIONS,
    ClockEffect,
    Move,
    Status,
    move,
    moves,
    workflow_diagram,
)
from dinh.kernel.errors import Conflict

pytestmark = pytest.mark.unit
DRAWING = Path(__file__).resolve().parents[2] / "docs" / "workflow-dossier.md"


def test_every_status_is_reached_and_every_move_made() -> None:
    assert {one.after for one in TRANSITIONS} == set(Status) - {Status.REGISTERED}
    assert {one.move for one in TRANSITIONS} == set(Move)
    assert len({(one.before, one.move) for one in TRANSITIONS}) == len(TRANSITIONS)


def test_statuses_are_open_or_closed_and_run_or_wait() -> None:
    assert OPEN | CLOSED | {Status.REGISTERED} == set(Status)
    assert RUNNING | PAUSED == OPEN
    assert not OPEN & CLOSED


def test_clock_pauses_into_waiting_and_resumes_out_of_it() -> None:
    for one in TRANSITIONS:
        assert (one.clock is ClockEffect.PAUSE) == (one.after in PAUSED)
        assert (one.clock is ClockEffect.RESUME) == (one.before in PAUSED and one.after in RUNNING)
        assert (one.clock is ClockEffect.STOP) == (one.before in OPEN and one.after in CLOSED)


def test_a_move_outside_the_table_is_a_conflict() -> None:
    assert move(Status.PROCESSING, Move.DECIDE).after is Status.DECIDED
    with pytest.raises(Conflict, match="HS09"):
        move(Status.SUPPLEMENT, Move.DECIDE)
    assert moves(Status.HANDED_OVER) == ()


def test_the_drawing_is_fresh() -> None:
    assert f"```mermaid\n{workflow_diagram()}```\n" in DRAWING.read_text(encoding="utf-8")
