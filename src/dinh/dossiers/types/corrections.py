"""What strangers read of corrections of the calendar."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One order to count anew; `days` are the days that differ in words, `failed` dossiers that cannot be counted."""

    correction_id: str
    ordered_at: datetime
    by_name: str
    reason: str
    days: tuple[str, ...]
    done_at: datetime | None
    dossiers_moved: int
    submissions_moved: int
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecountRow:
    """One date that moved; `dossier_id` "" where it is the answer to a submission."""

    dossier_id: str
    submission_id: str
    code: str
    procedure_name: str
    old_at: datetime | None
    new_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaleCalendar:
    """Open dossiers that stand on an older calendar than today's: how many, and what differs."""

    version: str
    dossiers: int
    days: tuple[str, ...]
