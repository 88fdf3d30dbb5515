"""What the desk sees of steps and of the work of people."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dinh.dossiers.types.views import Moved, QueueRow


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the internal process of a dossier; `due_at` has moved by what was waited for the citizen."""

    name: str
    agency_name: str
    officer: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_late: bool
    is_subtask: bool


class PlacementKind(StrEnum):
    """How a dossier came to lie where it lies."""

    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    GIVEN_BACK = "given_back"
    TAKEN_OVER = "taken_over"
    DELEGATED = "delegated"
    RETURNED = "returned"
    UNDONE = "undone"


class ReminderKind(StrEnum):
    """The limit is near; it is past, told to who has the dossier; it is past, told to the head."""

    SOON = "soon"
    LATE = "late"
    ESCALATED = "escalated"


class AbsenceReason(StrEnum):
    """Why somebody is away; seen by themselves and their head only, and never in the record."""

    LEAVE = "leave"
    DUTY = "duty"
    TRAINING = "training"
    SICK = "sick"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Who is away from `first_on` to `last_on`, both included, and who stands in."""

    absence_id: str
    agency_id: str
    post_id: str
    name: str
    substitute_post_id: str
    substitute_name: str
    reason: AbsenceReason
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Undoable:
    """What an officer did last and may still take back: how many dossiers, and where they went ("" the queue)."""

    kind: PlacementKind
    dossier_ids: tuple[str, ...]
    to_name: str
    until: datetime


class WorkKind(StrEnum):
    """What is counted of an officer's work."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """How much one officer has; `post_id` "" is what nobody has yet. `done` counts from Monday on."""

    post_id: str
    name: str
    title: str
    open: int
    soon: int
    late: int
    done: int


@dataclass(frozen=True, slots=True)
class WorkRows:
    """One page of an officer's dossiers; `name` is "" for what nobody has, `next_cursor` "" on the last page."""

    name: str
    rows: tuple[QueueRow, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class NotGiven:
    """A chosen dossier that could not be given to the officer, and why."""

    dossier_id: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Given:
    """What became of dossiers given in one go: each stands alone."""

    done: tuple[Moved, ...]
    failed: tuple[NotGiven, ...]
