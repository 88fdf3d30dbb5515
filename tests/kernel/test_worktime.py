"""Deadlines: the published examples, both sides of every rule, and a naive recount."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dinh.kernel import calendars, worktime
from dinh.kernel.clock import VN
from dinh.kernel.worktime import ClockRule, Limit, StepKind, Unit, deadline, parse_limit
from tests.kernel import naive

pytestmark = pytest.mark.unit

CALENDAR = calendars.load()
PLAIN = ClockRule("test")
COUNTED_IN_DAYS = [Unit.DAY, Unit.WORK_DAY, Unit.MONTH]
seconds = st.integers(0, 60 * 60 * 24 * 1095)
starts = seconds.map(lambda second: datetime(2024, 1, 1, tzinfo=VN) + timedelta(seconds=second))
limits = st.builds(Limit, st.integers(1, 60), st.sampled_from(Unit))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def due(start: str, limit: str, calendar: worktime.Calendar = CALENDAR, rule: ClockRule = PLAIN) -> str:
    return f"{deadline(at(start), parse_limit(limit), calendar, rule).due:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-02-13T09:00", "3 ngày làm việc", "2026-02-25 17:00"),
        ("2026-04-24T09:00", "5 ngày làm việc", "2026-05-06 17:00"),
        ("2026-02-06T09:00", "10 ngày", "2026-02-23 17:00"),
        ("2026-02-05T09:00", "8 ngày", "2026-02-13 17:00"),
        ("2026-08-20T09:00", "5 ngày làm việc", "2026-08-26 17:00"),
        ("2026-03-02T09:00", "1 ngày làm việc", "2026-03-03 17:00"),
        ("2026-03-07T09:00", "1 ngày làm việc", "2026-03-09 17:00"),
        ("2026-01-31T09:00", "1 tháng", "2026-03-02 17:00"),
        ("2026-02-28T09:00", "1 tháng", "2026-03-30 17:00"),
        ("2024-01-31T09:00", "1 tháng", "2024-02-29 17:00"),
        ("2026-03-02T09:00", "24 giờ", "2026-03-03 09:00"),
        ("2026-03-06T09:00", "24 giờ", "2026-03-09 07:00"),
        ("2026-03-06T09:00", "72 giờ", "2026-03-09 09:00"),
        ("2026-03-02T09:00", "12 giờ", "2026-03-03 07:00"),
        ("2026-03-02T09:00", "3 giờ", "2026-03-02 12:00"),
        ("2026-03-02T09:00", "20 giờ", "2026-03-03 07:00"),
        ("2026-03-02T09:00", "8 giờ làm việc", "2026-03-03 09:00"),
        ("2026-03-02T07:00", "8 giờ làm việc", "2026-03-02 17:00"),
        ("2026-03-02T12:00", "1 giờ làm việc", "2026-03-02 14:30"),
        ("2026-03-06T16:30", "1 giờ làm việc", "2026-03-09 07:30"),
        ("2026-08-21T16:30", "1 giờ làm việc", "2026-08-22 07:30"),
    ],
)
def test_deadline_examples(start: str, limit: str, expected: str) -> None:
    assert due(start, limit) == expected


def test_deadline_make_up_saturday_not_loaded() -> None:
    without = worktime.Calendar("without swaps", CALENDAR.holidays, (), CALENDAR.hours)
    assert due("2026-08-20T09:00", "5 ngày làm việc", without) == "2026-08-27 17:00"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-02T14:59", "2026-03-02 17:00"),
        ("2026-03-02T15:00", "2026-03-02 17:00"),
        ("2026-03-02T15:01", "2026-03-03 17:00"),
        ("2026-03-01T09:00", "2026-03-02 17:00"),
    ],
)
def test_deadline_within_the_day_and_the_cut_off(start: str, expected: str) -> None:
    assert due(start, "trong ngày làm việc") == expected


def test_deadline_cut_off_moves_receipt_only_if_the_rule_says_so() -> None:
    moving = ClockRule("moving", cut_off_moves_receipt=True)
    assert due("2026-03-02T15:30", "1 ngày làm việc") == "2026-03-03 17:00"
    assert due("2026-03-02T15:30", "1 ngày làm việc", rule=moving) == "2026-03-04 17:00"
    assert due("2026-03-02T14:30", "1 ngày làm việc", rule=moving) == "2026-03-03 17:00"
    steps = deadline(at("2026-03-02T15:30"), Limit(1, Unit.WORK_DAY), CALENDAR, moving).steps
    assert [step.kind for step in steps] == [StepKind.STARTED, StepKind.MOVED, StepKind.COUNTED, StepKind.DUE]


def test_deadline_same_moment_in_another_zone() -> None:
    start = datetime(2026, 2, 13, 2, 0, tzinfo=UTC)
    assert deadline(start, Limit(3, Unit.WORK_DAY), CALENDAR).due == at("2026-02-25T17:00")


def test_deadline_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 2, 13, 9), Limit(3, Unit.WORK_DAY), CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize("unit", list(Unit))
def test_deadline_past_every_calendar_is_refused(unit: Unit) -> None:
    with pytest.raises(worktime.OutsideCalendar):
        deadline(at("2026-02-13T09:00"), Limit(10**9, unit), CALENDAR)


@given(starts, st.integers(0, 60), st.sampled_from(COUNTED_IN_DAYS))
@settings(deadline=None)
def test_deadline_in_days_ends_at_the_close_of_a_working_day(start: datetime, value: int, unit: Unit) -> None:
    found = deadline(start, Limit(max(value, unit is Unit.MONTH), unit), CALENDAR, PLAIN).due
    assert naive.is_working(found.date())
    assert found.time() == time(17)


@given(starts, limits)
@settings(deadline=None)
def test_deadline_never_on_a_day_off_and_later_than_start(start: datetime, limit: Limit) -> None:
    found = deadline(start, limit, CALENDAR, PLAIN).due
    assert naive.is_working(found.date())
    assert found > start


@given(starts, limits, st.integers(0, 5), st.timedeltas(timedelta(0), timedelta(days=40)))
@settings(deadline=None)
def test_deadline_monotone_in_start_and_limit(start: datetime, limit: Limit, more: int, later: timedelta) -> None:
    found = deadline(start, limit, CALENDAR, PLAIN).due
    assert deadline(start, Limit(limit.value + more, limit.unit), CALENDAR, PLAIN).due >= found
    assert deadline(start + later, limit, CALENDAR, PLAIN).due >= found


@given(starts, st.integers(1, 60))
@settings(deadline=None)
def test_deadline_equals_a_naive_recount_in_days(start: datetime, value: int) -> None:
    day = start.date()
    expected = {
        Unit.DAY: naive.add_days(day, value),
        Unit.WORK_DAY: naive.add_working_days(day, value),
        Unit.MONTH: naive.add_months(day, value % 12 + 1),
    }
    for unit, end in expected.items():
        limit = Limit(value % 12 + 1 if unit is Unit.MONTH else value, unit)
        assert deadline(start, limit, CALENDAR, PLAIN).due == naive.close(end)


@given(starts, st.integers(1, 20))
@settings(deadline=None, max_examples=30)
def test_add_working_hours_equals_a_naive_recount(start: datetime, hours: int) -> None:
    start = start.replace(second=0)
    assert worktime.add_working_hours(start, hours, CALENDAR) == naive.add_working_minutes(start, hours * 60)


@given(starts, limits)
@settings(deadline=None)
def test_steps_recount_to_the_same_date(start: datetime, limit: Limit) -> None:
    found = deadline(start, limit, CALENDAR, PLAIN)
    counted = [step for step in found.steps if step.kind is StepKind.COUNTED]
    if limit.unit in {Unit.WORK_DAY, Unit.DAY}:
        assert sum(step.amount for step in counted) == limit.value
    elif limit.unit is not Unit.MONTH:
        assert sum(step.amount for step in counted) == limit.value * 3600
    if limit.unit is Unit.WORK_DAY:
        told = [s for s in found.steps if s.kind in {StepKind.COUNTED, StepKind.OFF}]
        day = start.date()
        for step in told:
            assert step.on == day + timedelta(days=1)
            days = [step.on + timedelta(days=n) for n in range((step.until - step.on).days + 1)]
            assert {naive.is_working(one) for one in days} == {step.kind is StepKind.COUNTED}
            day = step.until
        assert day == found.due.date()
    for step in found.steps:
        if step.kind is StepKind.OFF:
            assert not naive.is_working(step.on)
            assert not naive.is_working(step.until)
    assert (found.steps[0].on, found.steps[-1].on) == (start.date(), found.due.date())


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3 ngày làm việc", Limit(3, Unit.WORK_DAY)),
        ("05 Ngày", Limit(5, Unit.DAY)),
        ("5 (năm) ngày làm việc kể từ ngày nhận đủ hồ sơ", Limit(5, Unit.WORK_DAY)),
        ("không quá 2 tháng.", Limit(2, Unit.MONTH)),
        ("8 gio lam viec", Limit(8, Unit.WORK_HOUR)),
        ("24 Giờ", Limit(24, Unit.HOUR)),
        ("trong ngày", Limit(0, Unit.DAY)),
        ("Ngay trong ngày làm việc", Limit(0, Unit.WORK_DAY)),
    ],
)
def test_parse_limit_reads(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize("text", ["", "1", "ngày", "1,5 ngày", "-3 ngày", "3-5 ngày", "2 tuần", "0 giờ", "3 ngàyx"])
def test_parse_limit_never_guesses(text: str) -> None:
    with pytest.raises(worktime.LimitUnreadable):
        parse_limit(text)


@given(limits)
def test_limit_reads_back_from_its_own_words(limit: Limit) -> None:
    assert parse_limit(str(limit)) == limit


def test_limit_in_english() -> None:
    assert [
        Limit(1, Unit.WORK_DAY).in_english(),
        Limit(2, Unit.MONTH).in_english(),
        Limit(0, Unit.DAY).in_english(),
    ] == [
        "1 working day",
        "2 months",
        "the same day",
    ]


def test_rule_on_follows_the_act_in_force() -> None:
    assert worktime.rule_on(date(2025, 6, 30)) == ClockRule("61/2018/NĐ-CP:RESUME")
    assert worktime.rule_on(date(2025, 7, 1)) == ClockRule("118/2025/NĐ-CP:RESUME")


@pytest.mark.parametrize(
    ("received", "handed_on"),
    [
        ("2026-03-02T15:00", "2026-03-02 17:00"),
        ("2026-03-02T15:01", "2026-03-03 07:00"),
        ("2026-03-07T09:00", "2026-03-09 07:00"),
    ],
)
def test_transfer_due_before_and_after_the_cut_off(received: str, handed_on: str) -> None:
    assert f"{worktime.transfer_due(at(received), CALENDAR):%Y-%m-%d %H:%M}" == handed_on


def test_working_seconds_between_counts_open_time_both_ways() -> None:
    friday, monday = at("2026-03-06T16:00"), at("2026-03-09T08:00")
    assert worktime.working_seconds_between(friday, monday, CALENDAR) == 7200
    assert worktime.working_seconds_between(monday, friday, CALENDAR) == -7200
