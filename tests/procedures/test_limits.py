"""A time limit is read with its unit or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel.worktime import Limit, Unit
from dinh.procedures.policies.limits import read_limit
from dinh.procedures.types import FaultKind


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        ("3 Ngày làm việc", Limit(3, Unit.WORK_DAY)),
        ("03 Ngày", Limit(3, Unit.DAY)),
        ("8 Giờ", Limit(8, Unit.HOUR)),
        ("2 Tháng", Limit(2, Unit.MONTH)),
    ],
)
def test_limit_with_unit_is_read(raw: str, limit: Limit) -> None:
    assert read_limit(raw) == (limit, None)


@pytest.mark.parametrize(
    ("raw", "flag", "fault"),
    [
        ("3", "time_unit_missing_in_source", FaultKind.TIME_UNIT_MISSING),
        ("3", "", FaultKind.TIME_UNIT_MISSING),
        ("", "", FaultKind.TIME_BLANK),
        ("", "time_fee_run_together", FaultKind.TIME_FEE_RUN_TOGETHER),
        ("Không quy định", "", FaultKind.TIME_FREE_TEXT),
        ("Không phải trả kết quả", "time_is_free_text", FaultKind.TIME_FREE_TEXT),
        ("1.5 Ngày làm việc", "", FaultKind.TIME_UNREADABLE),
        ("0 Giờ", "", FaultKind.TIME_UNREADABLE),
    ],
)
def test_limit_without_unit_is_none_and_said(raw: str, flag: str, fault: FaultKind) -> None:
    assert read_limit(raw, flag) == (None, fault)


@given(st.text(max_size=30))
def test_reader_never_supplies_a_unit(raw: str) -> None:
    limit, fault = read_limit(raw)
    assert (limit is None) == (fault is not None)
    if limit is not None and limit.value:
        assert str(limit.value) in raw
