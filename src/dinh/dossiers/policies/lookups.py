"""How often one may guess at the look-up: by place and by code, so that neither can be tried through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from dinh.kernel.clock import local

WINDOW = timedelta(minutes=15)


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
