"""Why a date is what it is: the moves of a clock told as steps, in Vietnamese and English."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from dinh.kernel.text import date_vi, datetime_vi, weekday_vi
from dinh.kernel.worktime.calendar import Calendar, HolidayKind
from dinh.kernel.worktime.limits import Unit

_MINUTES = 60
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# Days off inside these spans do not lengthen them; only the last day matters.
_THROUGH_DAYS_OFF = frozenset({Unit.HOUR, Unit.DAY, Unit.MONTH})


class MoveKind(StrEnum):
    START = "start"
    FIXED = "fixed"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"


class StepKind(StrEnum):
    STARTED = "started"
    MOVED = "moved"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    EXTENDED = "extended"
    COUNTED = "counted"
    OFF = "off"
    ROLLED = "rolled"
    UNCERTAIN = "uncertain"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the explanation, about the days `on` to `until`; `amount` is what it added to the count.

    `amount` is in days for days and months, in seconds for hours, 0 for a day off.
    """

    on: date
    kind: StepKind
    text_vi: str
    text_en: str
    until: date
    amount: int = 0


class Move(NamedTuple):
    """One change of a clock: something happened `at`, counting ran from `start`, reached `reached`, now due `due`."""

    kind: MoveKind
    at: datetime
    start: datetime
    due: datetime | None
    reached: datetime | None
    amount: int = 0
    unit: Unit = Unit.WORK_DAY
    cause: str = ""

    def is_estimated(self, calendar: Calendar) -> bool:
        if self.due is None or self.kind is MoveKind.FIXED:
            return False
        first, last = self.start.date(), self.due.date()
        if self.unit in _THROUGH_DAYS_OFF and self.reached is not None:
            first = self.reached.date() - timedelta(days=1)
        guessed = any(one.is_estimated and first < day <= last for day, one in calendar.holidays.items())
        return guessed or last > calendar.announced_until


def _short(day: date) -> str:
    return f"{day:%d/%m} ({weekday_vi(day)})"


def _short_en(day: date) -> str:
    # strftime would speak the language of the machine.
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"


def _full_en(moment: datetime) -> str:
    return f"{moment:%H:%M} {_short_en(moment)} {moment.year}"


def _span(first: date, last: date) -> tuple[str, str]:
    if first == last:
        return _short(first), _short_en(first)
    vi, en = ("và", "and") if last - first == timedelta(days=1) else ("đến", "to")
    return f"{_short(first)} {vi} {_short(last)}", f"{_short_en(first)} {en} {_short_en(last)}"


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _holiday_step(day: date, calendar: Calendar) -> Step:
    holiday = calendar.holidays[day]
    if holiday.kind is HolidayKind.SWAPPED:
        worked = next((_span(s.worked_on, s.worked_on) for s in calendar.swaps if s.off_on == day), None)
        vi = "là ngày nghỉ hoán đổi" + (f", làm bù vào {worked[0]}" if worked else "")
        en = "is a swapped day off" + (f", worked on {worked[1]} instead" if worked else "")
    elif holiday.kind is HolidayKind.COMPENSATORY:
        vi = f"là ngày nghỉ bù {holiday.name_vi.removesuffix(' (nghỉ bù)')}"
        en = f"is a day off in lieu of {holiday.name_en.removesuffix(' (observed)')}"
    else:
        vi, en = f"là {holiday.name_vi}, nghỉ lễ", f"is {holiday.name_en}, a public holiday"
    doubt_vi, doubt_en = (
        (" (dự kiến, chưa công bố)", " (expected, not announced)") if holiday.is_estimated else ("", "")
    )
    return Step(day, StepKind.OFF, f"{_short(day)} {vi}{doubt_vi}.", f"{_short_en(day)} {en}{doubt_en}.", day)


def _rest_step(first: date, last: date) -> Step:
    vi, en = _span(first, last)
    return Step(first, StepKind.OFF, f"{vi}: nghỉ cuối tuần.", f"{en}: weekend.", last)


def off_steps(days: Iterable[date], calendar: Calendar) -> list[Step]:
    """Tell consecutive days off: each holiday by its name, rest days together."""
    steps: list[Step] = []
    rest: list[date] = []
    for day in days:
        if day not in calendar.holidays:
            rest.append(day)
            continue
        steps += [_rest_step(rest[0], rest[-1])] if rest else []
        rest = []
        steps.append(_holiday_step(day, calendar))
    return steps + ([_rest_step(rest[0], rest[-1])] if rest else [])


def _made_up(day: date, number: int, calendar: Calendar) -> Step:
    swap = calendar.worked[day]
    off_vi, off_en = _span(swap.off_on, swap.off_on)
    vi = f"{_short(day)} là ngày làm bù cho {off_vi}: tính là ngày làm việc thứ {number}."
    en = f"{_short_en(day)} is worked in place of {off_en}: working day {number}."
    return Step(day, StepKind.COUNTED, vi, en, day, 1)


def _counted_run(run: Sequence[date], total: int) -> Step:
    vi, en = _span(run[0], run[-1])
    first = total - len(run) + 1
    numbers_vi = f"thứ {first}" if len(run) == 1 else f"thứ {first} đến thứ {total}"
    numbers_en = f"working day {first}" if len(run) == 1 else f"working days {first} to {total}"
    return Step(
        run[0], StepKind.COUNTED, f"{vi}: ngày làm việc {numbers_vi}.", f"{en}: {numbers_en}.", run[-1], len(run)
    )


def _work_day_steps(first: date, last: date, calendar: Calendar) -> list[Step]:
    """Group the days from first to last into runs that count, worked rest days, and days off."""
    steps: list[Step] = []
    run: list[date] = []
    off: list[date] = []
    total = 0
    for day in [*_days(first, last), None]:
        plain = day is not None and calendar.is_working(day) and day not in calendar.worked
        if run and not plain:
            steps.append(_counted_run(run, total))
            run = []
        if off and (day is None or calendar.is_working(day)):
            steps += off_steps(off, calendar)
            off = []
        if day is None:
            break
        if plain:
            run.append(day)
        elif day in calendar.worked:
            steps.append(_made_up(day, total + 1, calendar))
        else:
            off.append(day)
        total += calendar.is_working(day)
    return steps


def _length(seconds: int) -> tuple[str, str]:
    hours, minutes = divmod(seconds // _MINUTES, _MINUTES)
    vi = [f"{hours} giờ"] if hours else []
    en = [f"{hours} h"] if hours else []
    if minutes or not hours:
        vi, en = [*vi, f"{minutes} phút"], [*en, f"{minutes} min"]
    return " ".join(vi), " ".join(en)


def _clock_time(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def _work_hour_steps(start: datetime, due: datetime, calendar: Calendar) -> list[Step]:
    steps: list[Step] = []
    off: list[date] = []
    first, last = _midnight_seconds(start), _midnight_seconds(due)
    for day in _days(start.date(), due.date()):
        windows = calendar.windows(day)
        if not windows:
            off.append(day)
            continue
        steps += off_steps(off, calendar)
        off = []
        low = first if day == start.date() else 0
        high = last if day == due.date() else 24 * 3600
        for opens, closes in windows:
            begin, end = max(opens, low), min(closes, high)
            if begin < end:
                (vi, en), label = _length(end - begin), f"{_clock_time(begin)}-{_clock_time(end)}"
                text_vi, text_en = f"{_short(day)} {label}: tính {vi}.", f"{_short_en(day)} {label}: {en} counted."
                steps.append(Step(day, StepKind.COUNTED, text_vi, text_en, day, end - begin))
    return steps


def _midnight_seconds(moment: datetime) -> int:
    return (moment.hour * 60 + moment.minute) * 60 + moment.second


def _rolled_steps(move: Move, due: datetime, reached: datetime, calendar: Calendar) -> list[Step]:
    if reached == due:
        return []
    between = (day for day in _days(reached.date(), due.date()) if not calendar.is_working(day))
    if move.unit is Unit.HOUR:
        vi = f"Lúc đó cơ quan không làm việc nên hạn chuyển đến giờ mở cửa tiếp theo, {datetime_vi(due)}."
        en = f"The office is closed then, so the limit ends when it next opens, {_full_en(due)}."
    else:
        vi = f"Ngày cuối rơi vào ngày nghỉ nên hạn chuyển đến hết ngày làm việc tiếp theo, {date_vi(due)}."
        en = f"The last day is a day off, so the limit ends with the next working day, {_short_en(due)} {due.year}."
    return [*off_steps(between, calendar), Step(due.date(), StepKind.ROLLED, vi, en, due.date())]


def _span_steps(move: Move, reached: datetime) -> list[Step]:
    """Days, months and elapsed hours run through days off as well: one step tells the whole span."""
    on, until = move.start.date() + timedelta(days=1), reached.date()
    if move.unit is Unit.HOUR:
        (vi, en), on = _length(move.amount), move.start.date()
        text_vi = f"{vi} liên tục, kể cả ngoài giờ: đến {datetime_vi(reached)}."
        text_en = f"{en} by the clock, office open or not: to {_full_en(reached)}."
        return [Step(on, StepKind.COUNTED, text_vi, text_en, until, move.amount)]
    (vi, en) = _span(on, until)
    if move.unit is Unit.MONTH:
        text_vi = f"{move.amount} tháng, đến ngày tương ứng {date_vi(until)}."
        text_en = f"{move.amount} month(s), to the corresponding day {_short_en(until)} {until.year}."
    else:
        text_vi = f"{vi}: {move.amount} ngày, tính cả ngày nghỉ."
        text_en = f"{en}: {move.amount} day(s), days off included."
    return [Step(on, StepKind.COUNTED, text_vi, text_en, until, (until - move.start.date()).days)]


def _same_day_steps(received: date, due: datetime, calendar: Calendar) -> list[Step]:
    if received == due.date():
        return []
    between = (day for day in _days(received, due.date()) if not calendar.is_working(day))
    vi = f"Nhận sau giờ chốt hoặc vào ngày nghỉ nên trả trong ngày làm việc tiếp theo, {date_vi(due)}."
    en = f"Received after the cut-off or on a day off: due within the next working day, {_short_en(due)} {due.year}."
    return [*off_steps(between, calendar), Step(due.date(), StepKind.ROLLED, vi, en, due.date())]


def _count_steps(move: Move, due: datetime, reached: datetime, calendar: Calendar) -> list[Step]:
    if move.amount == 0:
        return [] if move.kind is MoveKind.RESUME else _same_day_steps(move.start.date(), due, calendar)
    if move.unit is Unit.WORK_DAY:
        return _work_day_steps(move.start.date() + timedelta(days=1), due.date(), calendar)
    if move.unit is Unit.WORK_HOUR:
        return _work_hour_steps(move.start, due, calendar)
    return _span_steps(move, reached) + _rolled_steps(move, due, reached, calendar)


_HEADS = {
    MoveKind.START: (StepKind.STARTED, "Nhận hồ sơ lúc {at}", "Received at {at}"),
    MoveKind.FIXED: (StepKind.STARTED, "Ngày hẹn do cán bộ ghi lúc {at}", "Due date set by the officer at {at}"),
    MoveKind.PAUSE: (StepKind.PAUSED, "Tạm dừng tính hạn từ {at}", "Clock paused from {at}"),
    MoveKind.RESUME: (StepKind.RESUMED, "Tính hạn tiếp từ {at}", "Clock resumed at {at}"),
    MoveKind.RESTART: (StepKind.RESTARTED, "Tính lại hạn từ đầu từ {at}", "Clock restarted at {at}"),
    MoveKind.EXTEND: (StepKind.EXTENDED, "Gia hạn lúc {at}", "Extended at {at}"),
}


def _amount_words(move: Move) -> tuple[str, str]:
    if move.unit in (Unit.HOUR, Unit.WORK_HOUR):
        vi, en = _length(move.amount)
        return (f"{vi} làm việc", f"{en} of office time") if move.unit is Unit.WORK_HOUR else (vi, en)
    en_unit = {Unit.DAY: "day(s)", Unit.MONTH: "month(s)"}.get(move.unit, "working day(s)")
    return f"{move.amount} {move.unit}", f"{move.amount} {en_unit}"


def _head_step(move: Move) -> Step:
    kind, vi, en = _HEADS[move.kind]
    vi, en = vi.format(at=datetime_vi(move.at)), en.format(at=_full_en(move.at))
    if move.kind is MoveKind.RESUME:
        waited_vi, waited_en = _amount_words(move)
        vi, en = (
            f"{vi}: đã chờ {waited_vi}, hạn cũ lùi thêm chừng ấy",
            f"{en}: {waited_en} waited, added to the due date",
        )
    elif move.kind is MoveKind.EXTEND and move.amount:
        more_vi, more_en = _amount_words(move)
        vi, en = f"{vi}: thêm {more_vi}", f"{en}: {more_en} more"
    elif move.amount and move.unit not in (Unit.HOUR, Unit.WORK_HOUR):
        vi, en = f"{vi}; ngày này không tính", f"{en}; this day is not counted"
    cause = f" ({move.cause})" if move.cause else ""
    return Step(move.at.date(), kind, f"{vi}{cause}.", f"{en}{cause}.", move.at.date())


def _moved_steps(move: Move) -> list[Step]:
    if move.kind not in (MoveKind.START, MoveKind.RESTART) or move.start == move.at:
        return []
    vi = f"Nhận sau giờ chốt hoặc vào ngày nghỉ nên coi như nhận lúc {datetime_vi(move.start)}."
    en = f"Received after the cut-off or on a day off, so counted as received at {_full_en(move.start)}."
    return [Step(move.start.date(), StepKind.MOVED, vi, en, move.start.date())]


def _due_step(due: datetime) -> Step:
    text_vi, text_en = f"Hạn: {datetime_vi(due)}.", f"Due: {_full_en(due)}."
    return Step(due.date(), StepKind.DUE, text_vi, text_en, due.date())


def _doubt_step(due: datetime) -> Step:
    vi = f"Lịch nghỉ trong khoảng này chưa được công bố đủ: hạn {date_vi(due)} là dự kiến, có thể thay đổi."
    en = f"Not every day off in this span is announced: {_short_en(due)} {due.year} is expected and may still move."
    return Step(due.date(), StepKind.UNCERTAIN, vi, en, due.date())


def steps_of(moves: Sequence[Move], calendar: Calendar) -> tuple[Step, ...]:
    """Tell every move: what happened, what was counted or skipped, and the due moment after it."""
    steps: list[Step] = []
    for move in moves:
        steps += [_head_step(move), *_moved_steps(move)]
        if move.due is None or move.kind is MoveKind.PAUSE:
            continue
        if move.reached is not None:
            steps += _count_steps(move, move.due, move.reached, calendar)
        steps += [_doubt_step(move.due)] if move.is_estimated(calendar) else []
        steps.append(_due_step(move.due))
    return tuple(steps)


class Explained:
    """What comes of moves can explain itself; `steps` are made when first asked for."""

    moves: tuple[Move, ...]
    calendar: Calendar

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.moves, self.calendar)

    @property
    def is_estimated(self) -> bool:
        """True when a day off that no one has announced yet could still move the due date."""
        return any(move.is_estimated(self.calendar) for move in self.moves)
