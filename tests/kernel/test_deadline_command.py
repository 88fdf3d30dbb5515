"""`dinh deadline`."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.unit


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("deadline", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("start", "limit", "day"),
    [
        ("2026-02-13T09:00", "3 ngày làm việc", "2026-02-25"),
        ("2026-04-24T09:00", "5 ngày làm việc", "2026-05-06"),
        ("2026-02-06T09:00", "10 ngày", "2026-02-23"),
        ("2026-08-20T09:00", "5 ngày làm việc", "2026-08-26"),
        ("2026-08-20T02:00+00:00", "5 ngày làm việc", "2026-08-26"),
    ],
)
def test_deadline_command_prints_the_date_first(start: str, limit: str, day: str) -> None:
    lines = said(start, limit)
    assert lines[0].split()[0] == day
    assert lines[1].startswith("  - Nhận hồ sơ lúc 09:00")


def test_deadline_command_names_tet() -> None:
    assert "  - 18/02 (thứ Tư) là Mùng hai Tết Nguyên Đán, nghỉ lễ." in said("2026-02-13T09:00", "3 ngày làm việc")


def test_deadline_command_explain_adds_basis_versions_and_english() -> None:
    lines = said("2026-02-13T09:00", "3 ngày làm việc", "--explain", "--hours", "saturday_morning")
    assert any("91/2015/QH13, Điều 148 (chưa kiểm chứng)" in line for line in lines)
    assert "Quy tắc: 118/2025/NĐ-CP:RESUME" in lines
    assert any(line.startswith("Lịch: ") and ".saturday_morning." in line for line in lines)
    assert lines[-1] == "  - Due: 17:00 Wed 25 Feb 2026."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hôm nay", "3 ngày"), "cần ngày giờ dạng"),
        (("2026-02-13T09:00", "3"), "cần một số và một đơn vị"),
        (("2026-02-13T09:00", "3 ngày", "--hours", "x"), "chưa có giờ làm việc"),
        (("2026-02-13T09:00", "90000 ngày"), "không phủ hết"),
        (("1990-02-13T09:00", "3 ngày"), "không phủ hết"),
    ],
)
def test_deadline_command_wrong_input_is_explained(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        said(*arguments)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_reader_who_leaves_early_is_no_error(unbuffered: str) -> None:
    command = [sys.executable, "-m", "dinh.config.cli", "deadline", "2026-02-13T09:00", "3 ngày làm việc"]
    how = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    told = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=how)
    assert told.stdout is not None
    assert told.stderr is not None
    told.stdout.close()
    with told.stderr as said_wrong:
        assert said_wrong.read() == b""
    assert told.wait() == 0
