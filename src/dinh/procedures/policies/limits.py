"""How a time limit of the source is read: a number with its unit, otherwise none."""

from dinh.kernel.text import fold
from dinh.kernel.worktime import Limit, LimitUnreadable, parse_limit
from dinh.procedures.types import FaultKind

_FAULT_OF_FLAG = {
    "time_unit_missing_in_source": FaultKind.TIME_UNIT_MISSING,
    "time_fee_run_together": FaultKind.TIME_FEE_RUN_TOGETHER,
    "time_is_free_text": FaultKind.TIME_FREE_TEXT,
}


def read_limit(raw: str, parse_flag: str = "") -> tuple[Limit | None, FaultKind | None]:
    """Return the limit, or None with the fault that says why; a unit is never supplied for a bare number."""
    if parse_flag in _FAULT_OF_FLAG:
        return None, _FAULT_OF_FLAG[parse_flag]
    text = raw.strip()
    if not text:
        return None, FaultKind.TIME_BLANK
    if text.isdigit():
        return None, FaultKind.TIME_UNIT_MISSING
    try:
        return parse_limit(text), None
    except LimitUnreadable:
        starts_with_number = fold(text)[:1].isdigit()
        return None, FaultKind.TIME_UNREADABLE if starts_with_number else FaultKind.TIME_FREE_TEXT
