"""What the explanation says."""

from datetime import datetime

import pytest

from dinh.kernel import calendars
from dinh.kernel.clock import VN
from dinh.kernel.worktime import Deadline, StepKind, deadline, parse_limit

pytestmark = pytest.mark.unit


def told(start: str, limit: str) -> Deadline:
    return deadline(datetime.fromisoformat(start).replace(tzinfo=VN), parse_limit(limit), calendars.load())


def test_steps_name_tet_in_both_languages() -> None:
    steps = told("2026-02-13T09:00", "3 ngày làm việc").steps
    assert [step.text_vi for step in steps] == [
        "Nhận hồ sơ lúc 09:00 thứ Sáu 13/02/2026; ngày này không tính.",
        "14/02 (thứ Bảy) và 15/02 (Chủ nhật): nghỉ cuối tuần.",
        "16/02 (thứ Hai) là Giao thừa Tết Nguyên Đán, nghỉ lễ.",
        "17/02 (thứ Ba) là Tết Nguyên Đán, nghỉ lễ.",
        "18/02 (thứ Tư) là Mùng hai Tết Nguyên Đán, nghỉ lễ.",
        "19/02 (thứ Năm) là Mùng ba Tết Nguyên Đán, nghỉ lễ.",
        "20/02 (thứ Sáu) là Mùng bốn Tết Nguyên Đán, nghỉ lễ.",
        "21/02 (thứ Bảy) và 22/02 (Chủ nhật): nghỉ cuối tuần.",
        "23/02 (thứ Hai) đến 25/02 (thứ Tư): ngày làm việc thứ 1 đến thứ 3.",
        "Hạn: 17:00 thứ Tư 25/02/2026.",
    ]
    assert steps[4].text_en == "Wed 18 Feb is Second Day of Lunar New Year, a public holiday."
    assert steps[-1].text_en == "Due: 17:00 Wed 25 Feb 2026."


def test_steps_name_the_make_up_saturday_and_its_day_off() -> None:
    worked = told("2026-08-20T09:00", "5 ngày làm việc").steps[2]
    assert worked.text_vi == "22/08 (thứ Bảy) là ngày làm bù cho 31/08 (thứ Hai): tính là ngày làm việc thứ 2."
    off = [step.text_vi for step in told("2026-08-28T09:00", "1 ngày làm việc").steps]
    assert off[2] == "31/08 (thứ Hai) là ngày nghỉ hoán đổi, làm bù vào 22/08 (thứ Bảy)."


def test_steps_name_the_day_in_lieu() -> None:
    assert told("2026-04-24T09:00", "1 ngày làm việc").steps[3].text_vi == (
        "27/04 (thứ Hai) là ngày nghỉ bù Ngày Giỗ Tổ Hùng Vương."
    )


def test_steps_say_why_a_calendar_limit_rolls() -> None:
    kinds = [step.kind for step in told("2026-02-06T09:00", "10 ngày").steps]
    assert kinds == [StepKind.STARTED, StepKind.COUNTED, *[StepKind.OFF] * 6, StepKind.ROLLED, StepKind.DUE]


def test_steps_say_why_hours_end_at_the_next_opening() -> None:
    assert [step.text_vi for step in told("2026-03-06T09:00", "24 giờ").steps[1:]] == [
        "24 giờ liên tục, kể cả ngoài giờ: đến 09:00 thứ Bảy 07/03/2026.",
        "07/03 (thứ Bảy) và 08/03 (Chủ nhật): nghỉ cuối tuần.",
        "Lúc đó cơ quan không làm việc nên hạn chuyển đến giờ mở cửa tiếp theo, 07:00 thứ Hai 09/03/2026.",
        "Hạn: 07:00 thứ Hai 09/03/2026.",
    ]


def test_steps_within_the_day_after_the_cut_off() -> None:
    kinds = [step.kind for step in told("2026-03-06T16:00", "trong ngày").steps]
    assert kinds == [StepKind.STARTED, StepKind.OFF, StepKind.ROLLED, StepKind.DUE]


def test_steps_of_working_hours_skip_lunch() -> None:
    steps = told("2026-03-02T11:00", "1 giờ làm việc").steps
    assert [step.text_vi for step in steps[1:3]] == [
        "02/03 (thứ Hai) 11:00-11:30: tính 30 phút.",
        "02/03 (thứ Hai) 13:30-14:00: tính 30 phút.",
    ]


@pytest.mark.parametrize(
    ("start", "limit", "is_estimated"),
    [
        ("2026-12-28T09:00", "3 ngày làm việc", False),
        ("2026-12-28T09:00", "4 ngày làm việc", True),
        ("2026-11-20T09:00", "5 ngày làm việc", True),
        ("2026-11-20T09:00", "10 ngày", False),
        ("2026-11-20T09:00", "4 ngày", True),
    ],
)
def test_deadline_over_unannounced_days_is_marked(start: str, limit: str, is_estimated: bool) -> None:  # noqa: FBT001
    found = told(start, limit)
    assert found.is_estimated is is_estimated
    assert (StepKind.UNCERTAIN in [step.kind for step in found.steps]) is is_estimated
    expected = any("(dự kiến, chưa công bố)" in step.text_vi for step in found.steps)
    assert expected is is_estimated
