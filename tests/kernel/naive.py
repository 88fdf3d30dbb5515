"""A second way to count, on purpose slow and simple: read the files, walk day by day and minute by minute."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

from dinh.kernel.clock import VN

FOLDER = Path(__file__).resolve().parents[2] / "data" / "calendar"
WINDOWS = ((time(7), time(11, 30)), (time(13, 30), time(17)))
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _column(pattern: str, name: str) -> set[date]:
    found: set[date] = set()
    for file in FOLDER.glob(pattern):
        with file.open(encoding="utf-8", newline="") as stream:
            found |= {date.fromisoformat(row[name]) for row in csv.DictReader(stream)}
    return found


OFF = _column("vn_public_holidays_*.csv", "date") - {date(2025, 11, 24)}
WORKED = _column("vn_working_day_swaps_*.csv", "make_up_working_day")


def is_working(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def roll(day: date) -> date:
    while not is_working(day):
        day += DAY
    return day


def close(day: date) -> datetime:
    return datetime.combine(day, time(17), VN)


def add_days(start: date, days: int) -> date:
    return roll(start + days * DAY)


def add_working_days(start: date, days: int) -> date:
    while days:
        start += DAY
        days -= is_working(start)
    return start


def add_months(start: date, months: int) -> date:
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + 31 * DAY).replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return roll(min(first + (start.day - 1) * DAY, last))


def is_open(moment: datetime) -> bool:
    return is_working(moment.date()) and any(a <= moment.time() < b for a, b in WINDOWS)


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    while minutes:
        minutes -= is_open(start)
        start += MINUTE
    return start
