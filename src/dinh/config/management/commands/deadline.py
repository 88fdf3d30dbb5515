"""`dinh deadline START LIMIT`: when a time limit ends, and every step of the counting."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dinh.kernel import calendars, law, worktime
from dinh.kernel.clock import VN
from dinh.kernel.text import datetime_vi

_MARKS = {"read": "đã đọc văn bản", "read2": "theo nguồn thứ cấp", "memory": "chưa kiểm chứng"}


def _start(text: str) -> datetime:
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text}: cần ngày giờ dạng 2026-02-13T09:00.") from error
    return start if start.tzinfo else start.replace(tzinfo=VN)


def _limit(text: str) -> worktime.Limit:
    try:
        return worktime.parse_limit(text)
    except worktime.LimitUnreadable as error:
        units = ", ".join(worktime.Unit)
        raise CommandError(f"{text}: cần một số và một đơn vị ({units}), ví dụ “3 ngày làm việc”.") from error


def _calendar(code: str) -> worktime.Calendar:
    try:
        return calendars.for_hours(code)
    except calendars.CalendarUnknown as error:
        raise CommandError(f"{code}: chưa có giờ làm việc mang mã này trong law/clock.toml.") from error


class Command(BaseCommand):
    help = 'Tính ngày hẹn trả và giải thích từng bước: dinh deadline 2026-02-13T09:00 "3 ngày làm việc"'
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("start", help="thời điểm tiếp nhận, ví dụ 2026-02-13T09:00 (giờ Việt Nam)")
        parser.add_argument("limit", help="thời hạn, ví dụ “3 ngày làm việc”, “10 ngày”, “8 giờ làm việc”, “1 tháng”")
        parser.add_argument("--hours", default="default", help="mã giờ làm việc của đơn vị")
        parser.add_argument("--explain", action="store_true", help="thêm căn cứ, phiên bản lịch và bản tiếng Anh")

    def handle(self, *_args: Any, **options: Any) -> None:
        start, limit = _start(options["start"]), _limit(options["limit"])
        calendar = _calendar(options["hours"])
        try:
            result = worktime.deadline(start, limit, calendar)
        except (worktime.OutsideCalendar, law.LawSilent) as error:
            raise CommandError(f"Lịch làm việc và luật đang có không phủ hết khoảng này: {error}") from error
        self.stdout.write(f"{result.due.date().isoformat()}  {datetime_vi(result.due)}")
        for step in result.steps:
            self.stdout.write(f"  - {step.text_vi}")
        if options["explain"]:
            self._write_basis(result, start)

    def _write_basis(self, result: worktime.Deadline, start: datetime) -> None:
        self.stdout.write("Căn cứ:")
        for key in ("clock.start_day_counts", "clock.rolls_forward", "clock.resume"):
            rule = law.entry(key, start.astimezone(VN).date())
            self.stdout.write(f"  - {rule.basis} ({_MARKS[rule.mark]}): {rule.note}")
        self.stdout.write(f"Quy tắc: {result.rule.version}")
        self.stdout.write(f"Lịch: {result.calendar.version}")
        self.stdout.write("In English:")
        for step in result.steps:
            self.stdout.write(f"  - {step.text_en}")
