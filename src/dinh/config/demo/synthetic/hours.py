"""Moments at which offices and people act, picked by a generator, and where days count how much."""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from dinh.config.demo.synthetic import mix
from dinh.directory import api as directory
from dinh.kernel.worktime import Calendar
from dinh.ledger.types.canonical import OFFSET

_MICROS = 1_000_000
_TET = "Tết"


class Hours:
    """The office hours of the province as a line of open seconds, and the two years of the history on it.

    Moments bear the plain offset of Viet Nam instead of its zone: the same, and several times faster to reckon with.
    """

    def __init__(self, calendar: Calendar, today: date) -> None:
        self.calendar = calendar
        self.first = today - timedelta(days=mix.DAYS)
        # Everything before this moment has happened; what would come later is still open.
        self.now = datetime.combine(today, time(), tzinfo=OFFSET)

    @cached_property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=offset) for offset in range(mix.DAYS)]

    def last_working_day(self, on: date) -> date:
        """The last office day of the era a day belongs to, at most the day before the present one."""
        end = directory.REFORM_DAY if on < directory.REFORM_DAY else self.now.date()
        day = end - timedelta(days=1)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def share(self, on: date) -> float:
        """How much is filed on a day beside an ordinary one; quiet around Tết."""
        working = self.calendar.is_working(on)
        online = mix.ONLINE.at(mix.progress(on, self.first)) * 0.6
        desk = (mix.WEEK_AT_DESK[on.weekday()] or 1.0) if working else 0.0
        home = mix.WEEK_ONLINE[on.weekday()] if working else 0.3
        growth = 1 + 0.25 * mix.progress(on, self.first)
        return (desk * (1 - online) + home * online) * mix.MONTHS[on.month - 1] * self._tet(on) * growth

    def _tet(self, on: date) -> float:
        near = (on + timedelta(days=step) for step in range(-mix.AFTER_TET_DAYS, mix.BEFORE_TET_DAYS))
        is_near = any(day in self.calendar.holidays and _TET in self.calendar.holidays[day].name_vi for day in near)
        return mix.TET_SHARE if is_near else 1.0

    def at_desk(self, on: date, rng: Random) -> datetime:
        """A moment at an open counter: mornings are fuller."""
        windows = self.calendar.windows(on)
        opens, closes = windows[0] if len(windows) == 1 or rng.random() < mix.MORNING else windows[-1]
        return self._exact(datetime.combine(on, time(), tzinfo=OFFSET) + timedelta(seconds=opens), closes - opens, rng)

    def at_home(self, on: date, rng: Random) -> datetime:
        """A moment at which somebody sends from home: all day, most in the evening."""
        first, span = (8, 9) if rng.random() < mix.IN_THE_DAY else (17, 6)
        return self._exact(datetime.combine(on, time(first), tzinfo=OFFSET), span * 3600, rng)

    def _exact(self, first: datetime, span: int, rng: Random) -> datetime:
        return first + timedelta(microseconds=int(rng.random() * (span - 60) * _MICROS))

    def later(self, at: datetime, open_hours: float, rng: Random) -> datetime:
        """The moment so many open hours after `at`."""
        seconds = max(30, int(open_hours * 3600))
        moment = self.calendar.moment_of(self.calendar.open_seconds_until(at) + seconds)
        return moment.astimezone(OFFSET) - timedelta(microseconds=rng.randrange(20 * _MICROS))

    def between(self, start: datetime, end: datetime, share: float, rng: Random) -> datetime:
        """The moment at this share of the open time between two."""
        first, last = self.calendar.open_seconds_until(start), self.calendar.open_seconds_until(end)
        return max(self.later(start, max(0.0, (last - first) * share / 3600), rng), start + timedelta(seconds=5))

    def working_days_later(self, at: datetime, days: int, rng: Random) -> datetime:
        return self.at_desk(self.calendar.add_working_days(at.date(), max(1, days)), rng)
