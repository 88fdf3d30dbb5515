"""A time limit as the law states it: a number and a unit."""

import re
from dataclasses import dataclass
from enum import StrEnum

from dinh.kernel.text import fold


class Unit(StrEnum):
    HOUR = "giờ"
    WORK_HOUR = "giờ làm việc"
    DAY = "ngày"
    WORK_DAY = "ngày làm việc"
    MONTH = "tháng"


UNIT_EN = {
    Unit.HOUR: "hour",
    Unit.WORK_HOUR: "working hour",
    Unit.DAY: "day",
    Unit.WORK_DAY: "working day",
    Unit.MONTH: "month",
}
_DAY_UNITS = frozenset({Unit.DAY, Unit.WORK_DAY})
_UNITS = {fold(unit): unit for unit in Unit}
_LIMIT = re.compile(
    r"(?:trong |khong qua |toi da )*(\d{1,5})(?: \([^)]*\))? "
    r"(gio lam viec|gio|ngay lam viec|ngay|thang)(?:,? ke tu .*)?"
)
_SAME_DAY = re.compile(r"(?:ngay )?trong (ngay lam viec|ngay)")


class LimitUnreadable(ValueError):
    """The text is no time limit we can count: the officer must state one."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`value` units; 0 days is "trong ngày": on the day of receipt, or after the cut-off the next."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 0 or (self.value == 0 and self.unit not in _DAY_UNITS):
            raise LimitUnreadable(f"a limit of {self.value} {self.unit} cannot be counted")

    def __str__(self) -> str:
        return f"{self.value} {self.unit}" if self.value else f"trong {self.unit}"

    def in_english(self) -> str:
        if not self.value:
            return "the same day"
        return f"{self.value} {UNIT_EN[self.unit]}{'' if self.value == 1 else 's'}"


def parse_limit(text: str) -> Limit:
    """Return the limit stated by a text such as "3 ngày làm việc", "05 ngày" or "trong ngày", tones or not.

    Raises LimitUnreadable for anything else (no unit, fractions, ranges): a limit is never guessed.
    """
    folded = fold(text).rstrip(".")
    found = _LIMIT.fullmatch(folded)
    if found:
        return Limit(int(found[1]), _UNITS[found[2]])
    same_day = _SAME_DAY.fullmatch(folded)
    if same_day:
        return Limit(0, _UNITS[same_day[1]])
    raise LimitUnreadable(f"{text!r} is no time limit: write a number and {', '.join(Unit)}")
