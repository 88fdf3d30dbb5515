"""Working time: limits, calendars, deadlines and the clock of a dossier. Pure: no database, no clock read."""

from dinh.kernel.worktime.calendar import (
    Calendar,
    Holiday,
    HolidayKind,
    OfficeHours,
    OfficeHoursFault,
    OutsideCalendar,
    Swap,
)
from dinh.kernel.worktime.counting import (
    ClockRule,
    Deadline,
    add_working_hours,
    deadline,
    rule_on,
    transfer_due,
    working_seconds_between,
)
from dinh.kernel.worktime.explain import Step, StepKind
from dinh.kernel.worktime.limits import Limit, LimitUnreadable, Unit, parse_limit
from dinh.kernel.worktime.rows import ClockRow, ClockRowsInvalid, ClockState, RowKind, run_clock

__all__ = [
    "Calendar",
    "ClockRow",
    "ClockRowsInvalid",
    "ClockRule",
    "ClockState",
    "Deadline",
    "Holiday",
    "HolidayKind",
    "Limit",
    "LimitUnreadable",
    "OfficeHours",
    "OfficeHoursFault",
    "OutsideCalendar",
    "RowKind",
    "Step",
    "StepKind",
    "Swap",
    "Unit",
    "add_working_hours",
    "deadline",
    "parse_limit",
    "rule_on",
    "run_clock",
    "transfer_due",
    "working_seconds_between",
]
