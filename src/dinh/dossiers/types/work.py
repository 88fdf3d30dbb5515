"""What the desk sees of steps and of the work of people."""

from dataclasses import dataclass
from datetime import datetime


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
