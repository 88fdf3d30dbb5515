"""What the desk sees of steps and of the work of people."""

from dataclasses import dataclass
from datetime import datetime
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
