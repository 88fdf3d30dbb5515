"""Calendars of this installation: days of `data/calendar`, hours of `law/`, each named by the digest of its content."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from dinh.kernel import law
from dinh.kernel.worktime.calendar import Calendar, Holiday, HolidayKind, OfficeHours, Swap

__all__ = ["CalendarFault", "CalendarUnknown", "for_hours", "load", "office_hours", "read_days"]

FOLDER = Path(__file__).resolve().parents[3] / "data" / "calendar"
_HOURS_KEY = "office_hours."
_CULTURE_DAY = (11, 24)
_DIGEST = 12

Days = tuple[dict[date, Holiday], tuple[Swap, ...]]


class CalendarFault(ValueError):
    """A calendar file says two things of one day."""


class CalendarUnknown(LookupError):
    """No calendar of this version or office-hours code is kept here."""


def _rows(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    for file in sorted(folder.glob(pattern)):
        with file.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def _holiday(on: date, row: dict[str, str]) -> Holiday | None:
    is_estimated = row["estimated"] != "no"
    if (on.month, on.day) == _CULTURE_DAY:
        # The newest day off: a government order stands, the amended Labour Code was not seen, so law/ decides.
        rule = law.entry("calendar.culture_day_is_off", on)
        if not rule.value:
            return None
        is_estimated = is_estimated or rule.mark == "memory"
    return Holiday(row["name_vi"], row["name_en"], HolidayKind(row["kind"]), is_estimated)


def read_days(folder: Path) -> Days:
    """Read the days off and the swaps of one folder; raise CalendarFault when one day stands twice."""
    holidays: dict[date, Holiday] = {}
    for row in _rows(folder, "vn_public_holidays_*.csv"):
        on = date.fromisoformat(row["date"])
        if on in holidays:
            raise CalendarFault(f"{folder.name}: {on.isoformat()} stands twice among the days off")
        holiday = _holiday(on, row)
        if holiday:
            holidays[on] = holiday
    swaps = tuple(
        Swap(date.fromisoformat(row["day_off"]), date.fromisoformat(row["make_up_working_day"]), row["source"])
        for row in _rows(folder, "vn_working_day_swaps_*.csv")
    )
    for swap in swaps:
        if swap.worked_on in holidays:
            raise CalendarFault(f"{folder.name}: {swap.worked_on.isoformat()} is both worked and off")
    return holidays, swaps


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_DIGEST]


def _days_digest(days: Days) -> str:
    holidays, swaps = days
    off = sorted(f"{on}|{one.kind}|{one.is_estimated:d}|{one.name_vi}|{one.name_en}" for on, one in holidays.items())
    return _digest([*off, *sorted(f"{swap.off_on}>{swap.worked_on}" for swap in swaps)])


def _hours_digest(hours: OfficeHours) -> str:
    windows = ";".join(",".join(f"{a:%H%M}-{b:%H%M}" for a, b in day) for day in hours.windows)
    return _digest([windows, f"{hours.cut_off:%H%M}", ",".join(map(str, sorted(hours.counts)))])


def _hours(code: str, rule: law.LawValue) -> OfficeHours:
    def edges(window: str) -> tuple[time, time]:
        opens, _, closes = window.partition("-")
        return time.fromisoformat(opens), time.fromisoformat(closes)

    content: Any = rule.value
    default = law.history("dossier.receipt.cut_off")[-1].value
    return OfficeHours(
        code=code,
        windows=tuple(tuple(edges(window) for window in day) for day in content["windows"]),
        cut_off=time.fromisoformat(content.get("cut_off", default)),
        counts=frozenset(number - 1 for number in content["counts"]),
    )


def office_hours(code: str) -> OfficeHours:
    """Return the office hours of this code as they stand now; raise CalendarUnknown for a code `law/` does not hold."""
    history = law.history(_HOURS_KEY + code)
    if not history:
        raise CalendarUnknown(f"law/ holds no office hours {code!r}")
    return _hours(code, history[-1])


@cache
def _all_days() -> tuple[Days, ...]:
    """The days in use first, then every corrected set kept in `archive/`."""
    kept = sorted(folder for folder in (FOLDER / "archive").glob("*") if folder.is_dir())
    return tuple(read_days(folder) for folder in (FOLDER, *kept))


def _calendar(days: Days, hours: OfficeHours) -> Calendar:
    return Calendar(f"{_days_digest(days)}.{hours.code}.{_hours_digest(hours)}", *days, hours)


@cache
def for_hours(hours_code: str) -> Calendar:
    """Return today's calendar with the office hours of this code; raise CalendarUnknown for an unknown code."""
    return _calendar(_all_days()[0], office_hours(hours_code))


@cache
def load(version: str | None = None) -> Calendar:
    """Return the calendar in use (default office hours), or exactly the one a dossier was counted with.

    Raises CalendarUnknown when that version is kept neither in `data/calendar` nor in its `archive/`.
    """
    if version is None:
        return for_hours("default")
    days_digest, _, rest = version.partition(".")
    code, _, hours_digest = rest.partition(".")
    candidates = [_hours(code, rule) for rule in law.history(_HOURS_KEY + code)]
    for days in _all_days():
        for hours in candidates:
            if _days_digest(days) == days_digest and _hours_digest(hours) == hours_digest:
                return _calendar(days, hours)
    raise CalendarUnknown(f"calendar {version} is not kept here: put its files into data/calendar/archive/")
