"""The clock of a dossier: rows in, state out, nothing else read; so any deadline ever shown can be computed again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from dinh.kernel.clock import local
from dinh.kernel.worktime.calendar import Calendar
from dinh.kernel.worktime.counting import ClockRule, amount_of, begin, count, counted_move
from dinh.kernel.worktime.explain import Explained, Move, MoveKind
from dinh.kernel.worktime.limits import Limit, Unit


class RowKind(StrEnum):
    START = "START"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    RESTART = "RESTART"
    EXTEND = "EXTEND"


class ClockRowsInvalid(ValueError):
    """Rows that cannot have happened in this order; the message names the row."""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One thing that happened to the clock, why, and on which paper.

    `limit`: for START and RESTART the limit to count (else the dossier's own), for EXTEND what is added.
    `until`: for START, RESTART and EXTEND a due moment an officer set instead (a new appointment, no limit in the law).
    """

    kind: RowKind
    at: datetime
    cause: str = ""
    document_id: str = ""
    limit: Limit | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ClockState(Explained):
    """Where the clock stands after its rows.

    `due` is None only without any limit; while paused it is the due moment as it stood. `waited` is elapsed time in
    finished pauses, `waited_amount` the same in `waited_unit` (seconds for hours) as it was added to the due date.
    The `remaining_…` and `is_late` are None unless `now` was given and a due moment exists; negative means overdue.
    While paused they are frozen at the moment of the pause.
    """

    due: datetime | None
    running: bool
    paused_since: datetime | None
    waited: timedelta
    waited_amount: int
    waited_unit: Unit
    pauses: int
    restarts: int
    extensions: int
    remaining_working_seconds: int | None
    remaining_working_days: int | None
    is_late: bool | None
    moves: tuple[Move, ...] = field(repr=False)
    calendar: Calendar = field(repr=False, compare=False)


class _Clock:
    """The fold over the rows; lives only inside `run_clock`."""

    def __init__(self, limit: Limit | None, rule: ClockRule, calendar: Calendar) -> None:
        self.limit, self.own, self.rule, self.calendar = limit, limit, rule, calendar
        self.due: datetime | None = None
        self.last: datetime | None = None
        self.paused: datetime | None = None
        self.waited = timedelta()
        self.amount = self.pauses = self.restarts = self.extensions = 0
        self.moves: list[Move] = []

    def begin(self, kind: MoveKind, at: datetime, row: ClockRow) -> None:
        self.limit = row.limit or self.own
        if row.until is not None:
            self.fix(at, row)
        elif self.limit is None:
            self.due = None
            self.moves.append(Move(kind, at, at, None, None, cause=row.cause))
        else:
            counts_from = begin(at, self.calendar, self.rule)
            self.due, move = counted_move(kind, counts_from, self.limit, self.calendar)
            self.moves.append(move._replace(at=at, cause=row.cause))

    def fix(self, at: datetime, row: ClockRow) -> None:
        until = local(row.until or at)
        if until <= at or not self.calendar.is_open(until.date()):
            raise ClockRowsInvalid(f"{row.kind} at {at.isoformat()}: {until.isoformat()} is no later office day")
        self.due = until
        self.moves.append(Move(MoveKind.FIXED, at, at, until, None, cause=row.cause))

    @property
    def waited_unit(self) -> Unit:
        unit = self.limit.unit if self.limit else Unit.WORK_DAY
        return Unit.DAY if unit is Unit.MONTH else unit

    def wait(self, start: datetime, end: datetime) -> int:
        unit = self.waited_unit
        if unit is Unit.WORK_DAY:
            return self.calendar.working_days_between(start.date(), end.date())
        if unit is Unit.DAY:
            return (end.date() - start.date()).days
        if unit is Unit.HOUR:
            return int((end - start).total_seconds())
        return self.calendar.open_seconds_until(end) - self.calendar.open_seconds_until(start)

    def start(self, at: datetime, row: ClockRow) -> None:
        self.begin(MoveKind.START, at, row)

    def pause(self, at: datetime, row: ClockRow) -> None:
        if self.paused is not None:
            raise ClockRowsInvalid(f"PAUSE at {at.isoformat()}: the clock is paused already")
        self.paused = at
        self.pauses += 1
        self.moves.append(Move(MoveKind.PAUSE, at, at, self.due, None, cause=row.cause))

    def resume(self, at: datetime, row: ClockRow) -> None:
        if self.paused is None:
            raise ClockRowsInvalid(f"RESUME at {at.isoformat()}: the clock is not paused")
        if self.rule.resume == "RESTART" and at > self.paused:
            self.restart(at, row)
            return
        amount = self.wait(self.paused, at)
        self.waited += at - self.paused
        self.amount += amount
        self.paused = None
        if self.due is not None:
            self.add(MoveKind.RESUME, at, amount, self.waited_unit, row.cause)

    def restart(self, at: datetime, row: ClockRow) -> None:
        if self.paused is not None:
            self.amount += self.wait(self.paused, at)
            self.waited += at - self.paused
            self.paused = None
        self.restarts += 1
        self.begin(MoveKind.RESTART, at, row)

    def extend(self, at: datetime, row: ClockRow) -> None:
        self.extensions += 1
        if row.until is not None:
            self.fix(at, row)
        elif row.limit is None or self.due is None or not row.limit.value:
            raise ClockRowsInvalid(f"EXTEND at {at.isoformat()}: neither a due date to move nor what to add")
        else:
            self.add(MoveKind.EXTEND, at, amount_of(row.limit), row.limit.unit, row.cause)

    def add(self, kind: MoveKind, at: datetime, amount: int, unit: Unit, cause: str) -> None:
        """Move the standing due moment on; the day it stood on is not counted again."""
        old = self.due
        if old is None:
            raise ClockRowsInvalid(f"{kind} at {at.isoformat()}: there is no due date to move")
        reached, self.due = count(old, amount, unit, self.calendar) if amount else (old, old)
        self.moves.append(Move(kind, at, old, self.due, reached, amount, unit, cause))

    def state(self, now: datetime | None) -> ClockState:
        seconds, days, is_late = self.remaining(now)
        return ClockState(
            due=self.due,
            running=self.paused is None,
            paused_since=self.paused,
            waited=self.waited,
            waited_amount=self.amount,
            waited_unit=self.waited_unit,
            pauses=self.pauses,
            restarts=self.restarts,
            extensions=self.extensions,
            remaining_working_seconds=seconds,
            remaining_working_days=days,
            is_late=is_late,
            moves=tuple(self.moves),
            calendar=self.calendar,
        )

    def remaining(self, now: datetime | None) -> tuple[int | None, int | None, bool | None]:
        if now is None or self.due is None:
            return None, None, None
        moment = self.paused or local(now)
        seconds = self.calendar.open_seconds_until(self.due) - self.calendar.open_seconds_until(moment)
        days = self.calendar.working_days_between(moment.date(), self.due.date())
        return seconds, days, moment > self.due


_APPLY: dict[RowKind, Callable[[_Clock, datetime, ClockRow], None]] = {
    RowKind.START: _Clock.start,
    RowKind.PAUSE: _Clock.pause,
    RowKind.RESUME: _Clock.resume,
    RowKind.RESTART: _Clock.restart,
    RowKind.EXTEND: _Clock.extend,
}


def run_clock(
    rows: Sequence[ClockRow], limit: Limit | None, rule: ClockRule, calendar: Calendar, now: datetime | None = None
) -> ClockState:
    """Return where a dossier's clock stands: a pure function of its rows, its limit, its rule and its calendar.

    A pause moves the due date by what was waited, in the limit's own unit: working days after the day of the pause up
    to the day of the resume, or calendar days, or seconds; the result is a working day again. Rows come in order of
    `at` (aware), START first.
    Raises ClockRowsInvalid for rows that cannot have happened so, OutsideCalendar beyond the calendar.
    Basis: 118/2025/NĐ-CP; 61/2018/NĐ-CP, Điều 19 (to 30/6/2025); 91/2015/QH13, Điều 147, 148.
    """
    clock = _Clock(limit, rule, calendar)
    for number, row in enumerate(rows):
        if (row.kind == RowKind.START) != (number == 0):
            raise ClockRowsInvalid(f"row {number + 1} is {row.kind}: START comes first, and once")
        at = local(row.at)
        if clock.last is not None and at < clock.last:
            raise ClockRowsInvalid(f"row {number + 1} ({row.kind}) is earlier than the row before it")
        clock.last = at
        _APPLY[row.kind](clock, at, row)
    if not rows:
        raise ClockRowsInvalid("a clock without rows has not started")
    return clock.state(now)
