"""Numbers as people type them: "1.234,5", "1,234.5", "75 %", "3/4", "12 cuộc". What could be two things is said."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Doubt(StrEnum):
    """What a reader should look at again."""

    THOUSANDS = "thousands"
    DECIMAL_COMMA = "decimal_comma"
    PERCENT = "percent"
    UNIT = "unit"
    RATIO = "ratio"


class NotANumber(ValueError):
    """The text is no number; a date among numbers is none either."""


@dataclass(frozen=True, slots=True)
class Read:
    """A number, the one it is divided by where both were typed ("3/4"), and what is doubtful."""

    value: Fraction
    below: Fraction | None = None
    doubts: tuple[Doubt, ...] = ()


_SPACES = re.compile(r"[\s\u00a0\u2007\u202f']+")
_DATE = re.compile(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$")
_NUMBER = re.compile(r"^([+-]?)(\d[\d.,]*)$")
_PAIR = re.compile(r"^([\d.,]+)/([\d.,]+)$")
_UNIT = re.compile(r"^([+-]?\d[\d.,]*)([^\W\d_].*)$")
_GROUPS = re.compile(r"^\d{1,3}([.,])\d{3}(\1\d{3})*$")
_THOUSAND_DIGITS = 3
EMPTY = frozenset({"", "-", "–", "—", "...", "…", "n/a", "#n/a"})


def is_empty(text: str) -> bool:
    """Say whether a cell holds nothing, or one of the marks people put for nothing."""
    return text.strip().casefold() in EMPTY


def read_number(text: str) -> Read:
    """Return the number a text says, read the Vietnamese way where it could be two; raises NotANumber."""
    bare = _SPACES.sub("", text)
    if _DATE.match(bare) and _is_date(bare):
        raise NotANumber(text)
    if bare.endswith("%"):
        made = read_number(bare[:-1])
        return Read(made.value / 100, made.below, (*made.doubts, Doubt.PERCENT))
    pair = _PAIR.match(bare)
    if pair:
        above, below = _plain(pair[1]), _plain(pair[2])
        return Read(above.value, below.value, (*above.doubts, *below.doubts, Doubt.RATIO))
    number = _NUMBER.match(bare)
    if number:
        made = _plain(number[2])
        return Read(-made.value, None, made.doubts) if number[1] == "-" else made
    unit = _UNIT.match(bare)
    if unit:
        made = read_number(unit[1])
        return Read(made.value, None, (*made.doubts, Doubt.UNIT))
    raise NotANumber(text)


def _is_date(text: str) -> bool:
    parts = [int(one) for one in re.split(r"[/.-]", text)]
    year = max(parts)
    return year > 31 or text.count("/") == 2 or text.count("-") == 2  # noqa: PLR2004 - no month has more days


def _plain(text: str) -> Read:
    """Read digits with marks: the last mark of two kinds is the decimal one; a single kind is judged by its groups."""
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        if text.count(decimal) > 1:
            raise NotANumber(text)
        whole, _mark, rest = text.rpartition(decimal)
        if not _GROUPS.match(whole):
            raise NotANumber(text)
        return Read(_exact(whole.replace(".", "").replace(",", ""), rest))
    if not dots and not commas:
        return Read(_exact(text, ""))
    mark = "." if dots else ","
    whole, _mark, rest = text.rpartition(mark)
    if text.count(mark) > 1:
        if not _GROUPS.match(text):
            raise NotANumber(text)
        return Read(_exact(text.replace(mark, ""), ""))
    looks_grouped = len(rest) == _THOUSAND_DIGITS and 0 < len(whole) <= _THOUSAND_DIGITS and whole[0] != "0"
    if looks_grouped and mark == ".":
        return Read(_exact(whole + rest, ""), None, (Doubt.THOUSANDS,))
    return Read(_exact(whole, rest), None, (Doubt.DECIMAL_COMMA,) if looks_grouped else ())


def _exact(whole: str, rest: str) -> Fraction:
    if not (whole or rest):
        raise NotANumber(rest)
    return Fraction(Decimal(f"{whole or '0'}.{rest or '0'}"))
