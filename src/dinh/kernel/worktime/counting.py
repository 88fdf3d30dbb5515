"""Counting one limit from one moment: every rule of days and hours stands here, once."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple

from dinh.kernel import law
from dinh.kernel.clock import local
from dinh.kernel.worktime.calendar import Calendar, OutsideCalendar
from dinh.kernel.worktime.explain import Explained, Move, MoveKind
from dinh.kernel.worktime.limits import Limit, Unit

HOUR_SECONDS = 3600
_MONTHS = 12
_BY_SECONDS = frozenset({Unit.HOUR, Unit.WORK_HOUR})
Resume = Literal["RESUME", "RESTART"]


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How limits are counted; a dossier keeps the version it was received under.

    `resume`: after a pause the due date moves by the time waited (RESUME), or the limit begins anew (RESTART).
    `cut_off_moves_receipt`: a receipt after the cut-off, or on a day off, counts as one of the next working morning;
    otherwise the cut-off only moves the transfer.
    """

    version: str
    resume: Resume = "RESUME"
    cut_off_moves_receipt: bool = False


@cache
def rule_on(on: date) -> ClockRule:
    """Return the rule in force that day, as `law/clock.toml` has it.

    Basis: 61/2018/NĐ-CP, Điều 19 (to 30/6/2025); 118/2025/NĐ-CP.
    """
    resume = law.entry("clock.resume", on)
    moves = law.value("clock.cut_off_moves_receipt", on)
    version = f"{resume.act}:{resume.value}{':CUT_OFF' if moves else ''}"
    return ClockRule(version, resume.value, moves)


def _add_months(day: date, months: int) -> date:
    """The same day of a later month; where that month has none, its last day. Basis: 91/2015/QH13, Điều 148."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    if year > date.max.year:
        raise OutsideCalendar(f"{months} months after {day.isoformat()} is past every calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _add_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise OutsideCalendar(f"{days} days after {day.isoformat()} is past every calendar") from error


class Counted(NamedTuple):
    """`reached` is where bare counting ends, `due` where it stands after rolling to a working day."""

    reached: datetime
    due: datetime


def _same_day(start: datetime, calendar: Calendar) -> Counted:
    if calendar.is_past_cut_off(start):
        due = calendar.closes_at(calendar.add_working_days(start.date(), 1))
    else:
        due = calendar.closes_at(start.date())
    return Counted(due, due)


def _end_of(day: date, start: datetime, calendar: Calendar) -> Counted:
    rolled = calendar.roll(day)
    due = calendar.closes_at(rolled)
    return Counted(due if rolled == day else datetime.combine(day, start.timetz()), due)


def _next_attended(moment: datetime, calendar: Calendar) -> datetime:
    """The moment itself between opening and closing of a working day (lunch included), else the next opening.

    Rolling hours to the end of a day, as days are, would let 24 hours end later than 72.
    """
    day = calendar.roll(moment.date())
    if day == moment.date() and moment > calendar.closes_at(day):
        day = calendar.add_working_days(day, 1)
    return max(moment, calendar.opens_at(day))


def _count_seconds(start: datetime, seconds: int, unit: Unit, calendar: Calendar) -> Counted:
    if unit is Unit.WORK_HOUR:
        due = calendar.moment_of(calendar.open_seconds_until(start) + seconds)
        return Counted(due, due)
    try:
        reached = start + timedelta(seconds=seconds)
    except OverflowError as error:
        raise OutsideCalendar(f"{seconds} seconds after {start.isoformat()} is past every calendar") from error
    return Counted(reached, _next_attended(reached, calendar))


def count(start: datetime, amount: int, unit: Unit, calendar: Calendar) -> Counted:
    """Count from a local moment; the day of `start` itself is not counted. Hours come in seconds.

    Limits in days and months end when the office closes on the last day. Basis: 91/2015/QH13, Điều 147, 148.
    """
    if unit in _BY_SECONDS:
        return _count_seconds(start, amount, unit, calendar)
    if amount == 0:
        return _same_day(start, calendar)
    if unit is Unit.WORK_DAY:
        due = calendar.closes_at(calendar.add_working_days(start.date(), amount))
        return Counted(due, due)
    days = _add_days if unit is Unit.DAY else _add_months
    return _end_of(days(start.date(), amount), start, calendar)


def amount_of(limit: Limit) -> int:
    """Return the limit in the base `count` takes: seconds for hours, else days or months."""
    return limit.value * HOUR_SECONDS if limit.unit in _BY_SECONDS else limit.value


def begin(at: datetime, calendar: Calendar, rule: ClockRule) -> datetime:
    """Return the local moment a receipt counts from: its own, or the next working morning if the rule says so."""
    at = local(at)
    if rule.cut_off_moves_receipt and calendar.is_past_cut_off(at):
        return calendar.opens_at(calendar.add_working_days(at.date(), 1))
    return at


def counted_move(kind: MoveKind, start: datetime, limit: Limit, calendar: Calendar) -> tuple[datetime, Move]:
    """Count the limit from a local moment; return the due moment and the move that tells it."""
    amount = amount_of(limit)
    reached, due = count(start, amount, limit.unit, calendar)
    return due, Move(kind, start, start, due, reached, amount, limit.unit)


@dataclass(frozen=True)
class Deadline(Explained):
    """A due moment that can explain itself; `steps` are made when first asked for."""

    due: datetime
    limit: Limit
    calendar: Calendar
    rule: ClockRule
    moves: tuple[Move, ...]


def deadline(start: datetime, limit: Limit, calendar: Calendar, rule: ClockRule | None = None) -> Deadline:
    """Return when a limit that starts with a receipt at `start` (aware) ends, and why.

    Days and months end at the close of the office on the last day, which is always a working day; hours end at a
    moment, when the office is closed then at its next opening. `rule` is the one in force at `start` unless given.
    Raises ValueError for a naive `start`, OutsideCalendar beyond the calendar.
    Basis: 91/2015/QH13, Điều 147, 148.
    """
    rule = rule or rule_on(local(start).date())
    counts_from = begin(start, calendar, rule)
    due, move = counted_move(MoveKind.START, counts_from, limit, calendar)
    return Deadline(due, limit, calendar, rule, (move._replace(at=local(start)),))


def add_working_hours(start: datetime, hours: int, calendar: Calendar) -> datetime:
    """Return the moment so many office hours (>= 1) after an aware `start` have passed.

    Nights, lunch and days off do not count.

    Basis: 45/2020/NĐ-CP, Điều 11 khoản 4 (the eight hours for an answer).
    """
    return deadline(start, Limit(hours, Unit.WORK_HOUR), calendar).due


def transfer_due(received_at: datetime, calendar: Calendar) -> datetime:
    """Return by when a desk hands papers on to the handler: closing time that day, or the next working morning.

    Basis: 61/2018/NĐ-CP, Điều 18 (the cut-off hour of `law/`).
    """
    moment = local(received_at)
    if calendar.is_past_cut_off(moment):
        return calendar.opens_at(calendar.add_working_days(moment.date(), 1))
    return calendar.closes_at(moment.date())


def working_seconds_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Return the open office seconds from `start` to `end`, both aware; negative when `end` is earlier."""
    return calendar.open_seconds_until(local(end)) - calendar.open_seconds_until(local(start))
