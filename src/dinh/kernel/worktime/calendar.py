"""The calendar of one office: which days count, when it is open, and constant-time steps over both."""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from dinh.kernel.clock import VN

DAYS_A_WEEK = 7
SATURDAY = 5
_FIRST_YEAR = 2000
_YEARS_BEYOND = 10


class OutsideCalendar(ValueError):
    """A day before or after every day this calendar can count."""


class OfficeHoursFault(ValueError):
    """Office hours that contradict themselves."""


class HolidayKind(StrEnum):
    PUBLIC = "public"
    COMPENSATORY = "compensatory"
    SWAPPED = "swapped_day_off"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by law; `is_estimated` until the year's leave is announced."""

    name_vi: str
    name_en: str
    kind: HolidayKind
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Swap:
    """A working day given free (`off_on`) against a rest day worked (`worked_on`), by yearly government decision."""

    off_on: date
    worked_on: date
    source: str = ""


def _seconds(moment: time) -> int:
    return (moment.hour * 60 + moment.minute) * 60 + moment.second


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Opening windows per weekday (Monday first), the receipt cut-off, and the weekdays (0-6) that are working days.

    A Saturday service may be open without counting: working hours then run on Saturday, limits in working days do not.
    """

    code: str
    windows: tuple[tuple[tuple[time, time], ...], ...]
    cut_off: time
    counts: frozenset[int]

    def __post_init__(self) -> None:
        if len(self.windows) != DAYS_A_WEEK:
            raise OfficeHoursFault(f"{self.code}: windows for {len(self.windows)} weekdays, not {DAYS_A_WEEK}")
        if not self.counts or any(not self.windows[weekday] for weekday in self.counts):
            raise OfficeHoursFault(f"{self.code}: a weekday that counts must be open, and one at least must count")
        for day in self.windows:
            edges = [_seconds(edge) for window in day for edge in window]
            if edges != sorted(set(edges)):
                raise OfficeHoursFault(f"{self.code}: windows must follow each other without touching")


class Calendar:
    """An immutable calendar; equal versions give equal answers for ever.

    Days are held as index arrays, so that adding n working days or working seconds is a look-up, however large n is.
    """

    __slots__ = (
        "_days",
        "_first",
        "_open_before",
        "_opening",
        "_rank",
        "announced_until",
        "holidays",
        "hours",
        "swaps",
        "version",
        "worked",
    )

    def __init__(
        self, version: str, holidays: Mapping[date, Holiday], swaps: Sequence[Swap], hours: OfficeHours
    ) -> None:
        self.version = version
        self.holidays = dict(holidays)
        self.swaps = tuple(swaps)
        self.hours = hours
        self.worked = {swap.worked_on: swap for swap in swaps}
        last_year = max((day.year for day in holidays), default=_FIRST_YEAR)
        unannounced = {day.year for day, holiday in holidays.items() if holiday.is_estimated and day.month == 1}
        self.announced_until = date(min(unannounced, default=last_year + 1) - 1, 12, 31)
        self._first = date(_FIRST_YEAR, 1, 1).toordinal()
        self._build(date(last_year + _YEARS_BEYOND, 12, 31).toordinal())

    def _build(self, last: int) -> None:
        weeks = [tuple((_seconds(a), _seconds(b)) for a, b in day) for day in self.hours.windows]
        off = {day.toordinal() for day in self.holidays}
        worked = {day.toordinal(): weeks[swap.off_on.weekday()] for day, swap in self.worked.items()}
        self._opening: list[tuple[tuple[int, int], ...]] = []
        self._rank, self._days, self._open_before = array("l"), array("l"), array("q", [0])
        for ordinal in range(self._first, last + 1):
            weekday = (ordinal + 6) % DAYS_A_WEEK
            windows = worked.get(ordinal, () if ordinal in off else weeks[weekday])
            if ordinal in worked or (windows and weekday in self.hours.counts):
                self._days.append(ordinal)
            self._opening.append(windows)
            self._rank.append(len(self._days))
            self._open_before.append(self._open_before[-1] + sum(b - a for a, b in windows))

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._rank):
            raise OutsideCalendar(f"{day.isoformat()} is outside the days calendar {self.version} can count")
        return index

    def _working_day(self, number: int) -> date:
        if number >= len(self._days):
            raise OutsideCalendar(f"the limit runs past the last day calendar {self.version} can count")
        return date.fromordinal(self._days[number])

    def is_working(self, day: date) -> bool:
        index = self._index(day)
        return self._rank[index] > (self._rank[index - 1] if index else 0)

    def is_open(self, day: date) -> bool:
        return bool(self._opening[self._index(day)])

    def windows(self, day: date) -> tuple[tuple[int, int], ...]:
        """Opening windows of the day in seconds after midnight; empty on a day the office is closed."""
        return self._opening[self._index(day)]

    def roll(self, day: date) -> date:
        """Return the day itself when it is a working day, else the next one."""
        index = self._index(day)
        before = self._rank[index - 1] if index else 0
        return day if self._rank[index] > before else self._working_day(before)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the count-th working day after `day` (count >= 1; `day` itself is not counted)."""
        return self._working_day(self._rank[self._index(day)] + count - 1)

    def working_days_between(self, start: date, end: date) -> int:
        """Count working days after `start` up to and with `end`; negative when `end` is earlier."""
        return self._rank[self._index(end)] - self._rank[self._index(start)]

    def closes_at(self, day: date) -> datetime:
        """Return the end of the last opening window of an open day."""
        return _moment(day, self.windows(day)[-1][1])

    def opens_at(self, day: date) -> datetime:
        """Return the beginning of the first opening window of an open day."""
        return _moment(day, self.windows(day)[0][0])

    def is_past_cut_off(self, moment: datetime) -> bool:
        """Say whether a receipt at this local moment belongs to the next working morning."""
        return not self.is_working(moment.date()) or moment.time() > self.hours.cut_off

    def open_seconds_until(self, moment: datetime) -> int:
        """Return the open seconds from the beginning of the calendar up to this local moment."""
        index = self._index(moment.date())
        total, now = self._open_before[index], _seconds(moment.time())
        for opens, closes in self._opening[index]:
            if now <= opens:
                break
            total += min(now, closes) - opens
        return total

    def moment_of(self, open_seconds: int) -> datetime:
        """Return the first moment at which so many open seconds have passed (open_seconds >= 1)."""
        index = bisect_left(self._open_before, open_seconds) - 1
        if index >= len(self._opening):
            raise OutsideCalendar(f"the limit runs past the last day calendar {self.version} can count")
        left = open_seconds - self._open_before[index]
        for opens, closes in self._opening[index]:
            if left <= closes - opens:
                return _moment(date.fromordinal(self._first + index), opens + left)
            left -= closes - opens
        raise AssertionError("unreachable: the day holds the seconds its sum says")


def _moment(day: date, seconds: int) -> datetime:
    minutes, second = divmod(seconds, 60)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, second, tzinfo=VN)
