"""Where a dossier stands in its own office, and what it waits for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may come next; `is_own`: work of the office that holds the dossier, finished here like this one."""

    name: str
    office: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class StepNow:
    """The open step of the office that holds the dossier, where more work follows before the signature."""

    step_id: str
    name: str
    role: str
    due_at: datetime | None
    following: tuple[Next, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A task another office has not answered yet; `office` "" for one outside the province's directory."""

    name: str
    office: str
    due_at: datetime | None
    is_late: bool
