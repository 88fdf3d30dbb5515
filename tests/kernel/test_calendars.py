"""Calendars: their files, versions and office hours."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel import calendars
from dinh.kernel.clock import VN
from dinh.kernel.worktime import (
    Calendar,
    Limit,
    OfficeHours,
    OfficeHoursFault,
    OutsideCalendar,
    Unit,
    add_working_hours,
    deadline,
)
from tests.kernel import naive

pytestmark = pytest.mark.unit

days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
NAMES = ("vn_public_holidays_2018_2027.csv", "vn_working_day_swaps_2018_2026.csv")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, and nothing remembered from another."""
    for name in NAMES:
        shutil.copy(calendars.FOLDER / name, tmp_path / name)
    monkeypatch.setattr(calendars, "FOLDER", tmp_path)
    remembered = (calendars._all_days, calendars.for_hours, calendars.load)
    for function in remembered:
        function.cache_clear()
    yield tmp_path
    for function in remembered:
        function.cache_clear()


@given(days, st.integers(1, 40))
def test_calendar_steps_equal_a_naive_walk(day: date, count: int) -> None:
    calendar = calendars.load()
    assert calendar.is_working(day) == naive.is_working(day)
    assert calendar.roll(day) == naive.roll(day)
    end = naive.add_working_days(day, count)
    assert calendar.add_working_days(day, count) == end
    assert (calendar.working_days_between(day, end), calendar.working_days_between(end, day)) == (count, -count)


@given(days, st.integers(0, 24 * 60 - 1))
def test_calendar_open_seconds_and_moment_agree(day: date, minute: int) -> None:
    calendar = calendars.load()
    moment = datetime.combine(day, time(minute // 60, minute % 60), VN)
    passed = calendar.open_seconds_until(moment)
    first = calendar.moment_of(passed)
    assert first <= moment
    assert calendar.open_seconds_until(first) == passed
    assert calendar.open_seconds_until(first - timedelta(seconds=1)) == passed - 1


def test_calendar_days_of_the_year_2026() -> None:
    calendar = calendars.load()
    closed = ["2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-08-31", "2026-09-01", "2026-11-24"]
    assert [calendar.is_working(date.fromisoformat(day)) for day in closed] == [False] * len(closed)
    assert calendar.is_working(date(2026, 1, 10))
    assert calendar.is_working(date(2026, 8, 22))
    assert not calendar.is_working(date(2026, 8, 15))
    assert calendar.announced_until == date(2026, 12, 31)
    assert calendar.holidays[date(2026, 11, 24)].is_estimated


def test_calendar_outside_its_days_is_refused() -> None:
    calendar = calendars.load()
    for day in (date(1999, 12, 31), date(2038, 1, 1)):
        with pytest.raises(OutsideCalendar):
            calendar.is_working(day)


def test_calendar_without_any_holiday_counts_weekdays() -> None:
    plain = Calendar("plain", {}, (), calendars.office_hours("default"))
    assert plain.add_working_days(date(2008, 1, 4), 1) == date(2008, 1, 7)


def test_load_is_the_default_and_remembered() -> None:
    assert calendars.load() is calendars.for_hours("default")
    assert calendars.load(calendars.load().version).version == calendars.load().version


def test_load_correction_gives_another_version_and_keeps_the_old(folder: Path) -> None:
    old = calendars.load()
    archive = folder / "archive" / "before"
    archive.mkdir(parents=True)
    for name in NAMES:
        shutil.copy(folder / name, archive / name)
    file = folder / NAMES[0]
    file.write_text(
        file.read_text(encoding="utf-8") + "2026-03-03,thứ Ba,Nghỉ bão,Storm,public,no,test\n", encoding="utf-8"
    )
    for function in (calendars._all_days, calendars.for_hours, calendars.load):
        function.cache_clear()
    new = calendars.load()
    assert new.version != old.version
    start, limit = datetime(2026, 3, 2, 9, tzinfo=VN), Limit(1, Unit.WORK_DAY)
    assert deadline(start, limit, new).due.date() == date(2026, 3, 4)
    assert deadline(start, limit, calendars.load(old.version)).due.date() == date(2026, 3, 3)


def test_read_days_one_day_twice_is_refused(folder: Path) -> None:
    file = folder / NAMES[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "2026-09-02,thứ Tư,Quốc khánh,National Day,public,no,test\n", encoding="utf-8")
    with pytest.raises(calendars.CalendarFault, match="2026-09-02 stands twice"):
        calendars.read_days(folder)
    file.write_text(text + "2026-08-22,thứ Bảy,Nghỉ,Off,public,no,test\n", encoding="utf-8")
    with pytest.raises(calendars.CalendarFault, match="both worked and off"):
        calendars.read_days(folder)


@pytest.mark.parametrize("version", ["nothing", "000000000000.default.000000000000"])
def test_load_unknown_version_is_refused(version: str) -> None:
    with pytest.raises(calendars.CalendarUnknown, match="not kept here"):
        calendars.load(version)


def test_for_hours_unknown_code_is_refused() -> None:
    with pytest.raises(calendars.CalendarUnknown, match="nowhere"):
        calendars.for_hours("nowhere")


def test_for_hours_saturday_service_runs_hours_but_does_not_count() -> None:
    saturday, plain = calendars.for_hours("saturday_morning"), calendars.load()
    friday = datetime(2026, 3, 6, 16, 30, tzinfo=VN)
    assert add_working_hours(friday, 1, saturday) == datetime(2026, 3, 7, 7, 30, tzinfo=VN)
    assert add_working_hours(friday, 1, plain) == datetime(2026, 3, 9, 7, 30, tzinfo=VN)
    assert saturday.is_open(date(2026, 3, 7))
    assert not saturday.is_working(date(2026, 3, 7))
    assert deadline(friday, Limit(1, Unit.WORK_DAY), saturday).due.date() == date(2026, 3, 9)
    assert saturday.version != plain.version


MORNING = ((time(7), time(11)),)


@pytest.mark.parametrize(
    ("windows", "counts", "message"),
    [
        ((MORNING,) * 6, {0}, "6 weekdays"),
        ((MORNING,) * 6 + ((),), {6}, "must be open"),
        ((MORNING,) * 7, set(), "must be open"),
        ((((time(11), time(7)),),) * 7, {0}, "follow each other"),
        (((*MORNING, (time(11), time(12))),) * 7, {0}, "follow each other"),
    ],
)
def test_office_hours_contradictions_are_named(
    windows: tuple[tuple[tuple[time, time], ...], ...], counts: set[int], message: str
) -> None:
    with pytest.raises(OfficeHoursFault, match=message):
        OfficeHours("x", windows, time(15), frozenset(counts))
