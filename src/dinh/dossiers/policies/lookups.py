"""How often one may guess at the look-up, by place and by code; and which searches for people ask by a number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from dinh.kernel.clock import local
from dinh.kernel.text import fold

WINDOW = timedelta(minutes=15)
_WHOLE = 12
_PHONE = range(9, 12)


@dataclass(frozen=True, slots=True)
class Key:
    """One counter: a digest of what is limited, and how many failures it takes."""

    digest: str
    most: int


def keys(*, source: str, code: str) -> tuple[Key, Key]:
    """Return the counters of one look-up: 20 wrong tries from one place, 5 on one code, in a quarter of an hour.

    Whole offices sit behind one address, so a place gets more than a code.
    """
    return Key(_digest("place", source), 20), Key(_digest("code", code), 5)


def _digest(kind: str, value: str) -> str:
    return sha256(f"dinh.lookup:{kind}:{value}".encode()).hexdigest()


def window_of(at: datetime) -> datetime:
    """Return the beginning of the quarter of an hour a try falls in."""
    moment = local(at)
    minutes = int(WINDOW.total_seconds() // 60)
    return moment.replace(minute=moment.minute - moment.minute % minutes, second=0, microsecond=0)


def digits_asked(text: str) -> str:
    """Return the digits somebody looks for people by, "" where they look by words."""
    digits = "".join(fold(text).split()).replace(".", "")
    return digits if digits.isdecimal() else ""


def search_kind(digits: str) -> str:
    """Return what so many digits are: a whole personal number, part of one, or perhaps a telephone."""
    if len(digits) == _WHOLE:
        return "whole_number"
    return "telephone_or_part" if digits.startswith("0") and len(digits) in _PHONE else "part_of_number"
