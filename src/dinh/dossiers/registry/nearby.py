"""Which agencies stand in which unit, of any day, kept for a minute in this process."""

import time
from collections.abc import Iterable
from functools import lru_cache

from dinh.directory import api as directory

__all__ = ["agencies_in", "forget"]

_SECONDS = 60


def agencies_in(unit_ids: Iterable[int]) -> tuple[str, ...]:
    """Return the agencies of these units, those of the past too."""
    here = set(unit_ids)
    return tuple(one for unit_id, one in _all(int(time.monotonic()) // _SECONDS) if unit_id in here)


@lru_cache(maxsize=1)
def _all(minute: int) -> tuple[tuple[int, str], ...]:
    del minute
    return tuple((one.unit_id, one.agency_id) for one in directory.agencies())


def forget() -> None:
    """Drop what is kept, between tests."""
    _all.cache_clear()
