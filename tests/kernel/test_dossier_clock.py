"""The clock of a dossier: rows in, state out."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dinh.kernel import calendars
from dinh.kernel.clock import VN
from dinh.kernel.worktime import (
    ClockRow,
    ClockRowsInvalid,
    ClockRule,
    ClockState,
    Limit,
    RowKind,
    StepKind,
    Unit,
    deadline,
    run_clock,
)
from tests.kernel import naive

pytestmark = pytest.mark.unit

CALENDAR = calendars.load()
RESUME, RESTART = ClockRule("resume"), ClockRule("restart", "RESTART")
FIVE = Limit(5, Unit.WORK_DAY)
minutes = st.integers(0, 60 * 24 * 900)
starts = minutes.map(lambda minute: datetime(2024, 1, 1, tzinfo=VN) + timedelta(minutes=minute))
gaps = st.integers(0, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes))
limits = st.builds(Limit, st.integers(1, 30), st.sampled_from(Unit))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def row(kind: RowKind, moment: str, **more: Limit | datetime | str) -> ClockRow:
    return ClockRow(kind, at(moment), **more)  # type: ignore[arg-type]


def run(*rows: ClockRow, limit: Limit | None = FIVE, rule: ClockRule = RESUME, now: str = "") -> ClockState:
    return run_clock(rows, limit, rule, CALENDAR, at(now) if now else None)


START = row(RowKind.START, "2026-03-02T09:00")
PAUSE = row(RowKind.PAUSE, "2026-03-04T09:00", cause="yêu cầu bổ sung", document_id="pap_1")
RESUMED = row(RowKind.RESUME, "2026-03-10T09:00")


def test_run_clock_start_only_is_the_deadline() -> None:
    state = run(START)
    assert state.due == deadline(START.at, FIVE, CALENDAR).due == at("2026-03-09T17:00")
    assert (state.running, state.pauses, state.waited) == (True, 0, timedelta())
    assert (state.remaining_working_seconds, state.remaining_working_days, state.is_late) == (None, None, None)


@pytest.mark.parametrize(
    ("limit", "due", "waited"),
    [
        (FIVE, "2026-03-13T17:00", 4),
        (Limit(10, Unit.DAY), "2026-03-18T17:00", 6),
        (Limit(1, Unit.MONTH), "2026-04-08T17:00", 6),
        (Limit(16, Unit.WORK_HOUR), "2026-03-10T09:00", 4 * 8 * 3600),
        (Limit(72, Unit.HOUR), "2026-03-11T09:00", 6 * 24 * 3600),
    ],
)
def test_run_clock_resume_adds_what_was_waited(limit: Limit, due: str, waited: int) -> None:
    state = run(START, PAUSE, RESUMED, limit=limit)
    assert (state.due, state.waited_amount, state.waited) == (at(due), waited, timedelta(days=6))


def test_run_clock_restart_rule_counts_from_the_resume() -> None:
    state = run(START, PAUSE, RESUMED, rule=RESTART)
    assert (state.due, state.restarts, state.waited) == (at("2026-03-17T17:00"), 1, timedelta(days=6))
    assert run(START, PAUSE, row(RowKind.RESUME, "2026-03-04T09:00"), rule=RESTART).due == run(START).due


def test_run_clock_restart_row_ends_a_pause_and_may_bring_its_limit() -> None:
    again = row(RowKind.RESTART, "2026-03-10T09:00", limit=Limit(2, Unit.WORK_DAY))
    assert run(START, PAUSE, again).due == at("2026-03-12T17:00")
    running = run(START, row(RowKind.RESTART, "2026-03-10T09:00"))
    assert (running.due, running.running, running.waited) == (at("2026-03-17T17:00"), True, timedelta())


def test_run_clock_extension_moves_the_standing_due_date() -> None:
    more = row(RowKind.EXTEND, "2026-03-06T09:00", limit=Limit(3, Unit.WORK_DAY))
    assert run(START, more).due == at("2026-03-12T17:00")
    until = row(RowKind.EXTEND, "2026-03-06T09:00", until=at("2026-03-20T11:00"))
    state = run(START, until)
    assert (state.due, state.extensions) == (at("2026-03-20T11:00"), 1)


def test_run_clock_without_limit_waits_for_the_officers_date() -> None:
    assert run(START, PAUSE, RESUMED, limit=None).due is None
    assert run(START, limit=None, now="2026-03-03T09:00").is_late is None
    fixed = run(row(RowKind.START, "2026-03-02T09:00", until=at("2026-03-20T17:00")), PAUSE, RESUMED, limit=None)
    assert fixed.due == at("2026-03-26T17:00")


@pytest.mark.parametrize(
    ("now", "seconds", "days", "is_late"),
    [
        ("2026-03-09T16:00", 3600, 0, False),
        ("2026-03-09T17:00", 0, 0, False),
        ("2026-03-09T17:01", 0, 0, True),
        ("2026-03-10T08:00", -3600, -1, True),
        ("2026-03-06T17:00", 8 * 3600, 1, False),
    ],
)
def test_run_clock_says_what_remains(now: str, seconds: int, days: int, is_late: bool) -> None:  # noqa: FBT001
    state = run(START, now=now)
    assert (state.remaining_working_seconds, state.remaining_working_days, state.is_late) == (seconds, days, is_late)


def test_run_clock_paused_stands_still() -> None:
    state = run(START, PAUSE, now="2026-06-01T09:00")
    assert (state.running, state.paused_since, state.due) == (False, PAUSE.at, at("2026-03-09T17:00"))
    assert (state.remaining_working_days, state.is_late) == (3, False)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((), "without rows"),
        ((PAUSE,), "START comes first"),
        ((START, START), "START comes first"),
        ((START, RESUMED), "not paused"),
        ((START, PAUSE, PAUSE), "paused already"),
        ((START, row(RowKind.PAUSE, "2026-03-01T09:00")), "earlier"),
        ((START, row(RowKind.EXTEND, "2026-03-04T09:00")), "what to add"),
        ((START, row(RowKind.EXTEND, "2026-03-04T09:00", limit=Limit(0, Unit.DAY))), "what to add"),
        ((START, row(RowKind.EXTEND, "2026-03-04T09:00", until=at("2026-03-08T09:00"))), "no later office day"),
        ((START, row(RowKind.EXTEND, "2026-03-04T09:00", until=at("2026-03-03T09:00"))), "no later office day"),
    ],
)
def test_run_clock_impossible_rows_are_named(rows: tuple[ClockRow, ...], message: str) -> None:
    with pytest.raises(ClockRowsInvalid, match=message):
        run(*rows)


def test_run_clock_explains_every_row() -> None:
    more = row(RowKind.EXTEND, "2026-03-11T09:00", limit=Limit(1, Unit.WORK_DAY), cause="xác minh thực địa")
    state = run(START, PAUSE, RESUMED, more)
    heads = [
        step.text_vi for step in state.steps if step.kind in {StepKind.PAUSED, StepKind.RESUMED, StepKind.EXTENDED}
    ]
    assert heads == [
        "Tạm dừng tính hạn từ 09:00 thứ Tư 04/03/2026 (yêu cầu bổ sung).",
        "Tính hạn tiếp từ 09:00 thứ Ba 10/03/2026: đã chờ 4 ngày làm việc, hạn cũ lùi thêm chừng ấy.",
        "Gia hạn lúc 09:00 thứ Tư 11/03/2026: thêm 1 ngày làm việc (xác minh thực địa).",
    ]
    assert [step.on for step in state.steps if step.kind is StepKind.DUE] == [
        date(2026, 3, 9),
        date(2026, 3, 13),
        date(2026, 3, 16),
    ]


@given(starts, limits, gaps)
@settings(deadline=None)
def test_run_clock_pause_of_zero_length_changes_nothing(start: datetime, limit: Limit, gap: timedelta) -> None:
    rows = [ClockRow(RowKind.START, start), ClockRow(RowKind.PAUSE, start + gap), ClockRow(RowKind.RESUME, start + gap)]
    for rule in (RESUME, RESTART):
        assert run_clock(rows, limit, rule, CALENDAR).due == run_clock(rows[:1], limit, rule, CALENDAR).due


@given(starts, limits, gaps, gaps)
@settings(deadline=None)
def test_run_clock_pause_never_shortens_and_lands_on_a_working_day(
    start: datetime, limit: Limit, gap: timedelta, wait: timedelta
) -> None:
    rows = [
        ClockRow(RowKind.START, start),
        ClockRow(RowKind.PAUSE, start + gap),
        ClockRow(RowKind.RESUME, start + gap + wait),
    ]
    before, after = (run_clock(rows[:n], limit, RESUME, CALENDAR).due for n in (1, 3))
    assert before is not None
    assert after is not None
    assert after >= before
    assert naive.is_working(after.date())


@given(starts, st.integers(1, 30), gaps, gaps)
@settings(deadline=None)
def test_run_clock_equals_a_naive_recount(start: datetime, value: int, gap: timedelta, wait: timedelta) -> None:
    paused, resumed = start + gap, start + gap + wait
    rows = [ClockRow(RowKind.START, start), ClockRow(RowKind.PAUSE, paused), ClockRow(RowKind.RESUME, resumed)]
    days = (resumed.date() - paused.date()).days
    working = sum(naive.is_working(paused.date() + timedelta(days=n + 1)) for n in range(days))
    by_working_day = naive.add_working_days(naive.add_working_days(start.date(), value), working)
    by_day = naive.add_days(naive.add_days(start.date(), value), days)
    assert run_clock(rows, Limit(value, Unit.WORK_DAY), RESUME, CALENDAR).due == naive.close(by_working_day)
    assert run_clock(rows, Limit(value, Unit.DAY), RESUME, CALENDAR).due == naive.close(by_day)


@given(starts, limits, gaps)
@settings(deadline=None)
def test_run_clock_is_a_function_of_its_rows(start: datetime, limit: Limit, gap: timedelta) -> None:
    rows = [ClockRow(RowKind.START, start), ClockRow(RowKind.PAUSE, start + gap)]
    again = calendars.load(CALENDAR.version)
    assert run_clock(rows, limit, RESUME, CALENDAR) == run_clock(list(rows), limit, RESUME, again)
    assert run_clock(rows, limit, RESUME, CALENDAR).steps == run_clock(rows, limit, RESUME, again).steps
