"""What officers narrow a queue to, and the order they read it in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dinh.dossiers.types.words import QueueName


class DueSpan(StrEnum):
    """How near the appointment is; days are calendar days from today."""

    LATE = "late"
    TODAY = "today"
    THREE_DAYS = "three_days"
    WEEK = "week"


class QueueOrder(StrEnum):
    """Most urgent first, or by the day it was received."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filter:
    """Terms that all hold; an empty one asks nothing. `unit_id` is the unit of the desk that received it."""

    procedure_code: str = ""
    unit_id: int | None = None
    due: DueSpan | None = None
    channel: str = ""
    is_with_citizen: bool = False
    officer: str = ""
    status: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    is_money_due: bool = False
    order: QueueOrder = QueueOrder.DUE

    @property
    def is_empty(self) -> bool:
        return self == Filter(order=self.order)


@dataclass(frozen=True, slots=True)
class FilterCount:
    """How many dossiers a filter finds; not `is_whole`: at least so many, the rest was not looked at."""

    many: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filter kept under a name; `is_own` when it is this officer's."""

    filter_id: str
    name: str
    queue: QueueName
    wanted: Filter
    owner_name: str
    is_own: bool
    is_shared: bool
    is_pinned: bool
    removed_at: datetime | None = None
