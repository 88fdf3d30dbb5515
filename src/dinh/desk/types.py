"""Words and values of the counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What a person comes for; each topic has numbers of its own, told apart by their letter."""

    FILE = "file"
    COLLECT = "collect"
    ASK = "ask"


LETTERS: Mapping[Topic, str] = {Topic.FILE: "A", Topic.COLLECT: "B", Topic.ASK: "C"}


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class TicketView:
    """One number in the queue of one day; `ahead` counts who is called before it, None once it was called."""

    ticket_id: str
    code: str
    topic: Topic
    state: TicketState
    is_priority: bool
    window: int | None
    calls: int
    issued_at: datetime
    called_at: datetime | None
    closed_at: datetime | None
    token: str
    agency_name: str
    ahead: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One desk where people wait: its links for the screen on the wall and for taking a number."""

    agency_id: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """What the screen on the wall shows: who is called where, and how many wait."""

    place: PlaceView
    called: tuple[TicketView, ...]
    next_codes: tuple[str, ...]
    waiting: Mapping[Topic, int]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One payment taken in a shift. `amount_vnd` in đồng."""

    at: datetime
    order_id: str
    reference: str
    payer_name: str
    amount_vnd: int
    method: str


@dataclass(frozen=True, slots=True)
class ShiftView:
    """What one cashier took between opening and closing; `difference_vnd` is counted less expected."""

    shift_id: str
    post_id: str
    person_name: str
    agency_name: str
    opened_at: datetime
    closed_at: datetime | None
    float_vnd: int
    cash_vnd: int
    other_vnd: int
    counted_vnd: int | None
    difference_vnd: int | None
    note: str
    lines: tuple[MoneyLine, ...]

    @property
    def expected_vnd(self) -> int:
        return self.float_vnd + self.cash_vnd


@dataclass(frozen=True, slots=True)
class SlipLine:
    dossier_id: str
    code: str
    procedure_name: str
    applicant_name: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class SlipView:
    """A hand-over of dossiers on paper from the desk to the agency that handles them."""

    slip_id: str
    number: str
    from_agency_name: str
    to_agency_id: str
    to_agency_name: str
    made_at: datetime
    made_by_name: str
    accepted_at: datetime | None
    accepted_by_name: str
    lines: tuple[SlipLine, ...]
