"""When a message goes out: quiet hours, waits between tries, rest for a provider that is down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dinh.kernel.clock import local

__all__ = ["Breaker", "Quiet", "after_quiet", "next_try", "rest_until"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local hours in which the named ways stay silent; `start` after `until` spans midnight, equal means never."""

    start: time
    until: time
    ways: frozenset[str]

    def holds(self, way: str, at: datetime) -> bool:
        if way not in self.ways:
            return False
        now = local(at).time()
        if self.start <= self.until:
            return self.start <= now < self.until
        return now >= self.start or now < self.until


@dataclass(frozen=True, slots=True)
class Breaker:
    """After `failures` in a row a provider rests for minutes[0], then minutes[1], and so on; the last repeats."""

    failures: int
    minutes: tuple[int, ...]


def after_quiet(at: datetime, way: str, quiet: Quiet) -> datetime:
    """Return the first moment at or after `at` at which this way may speak."""
    if not quiet.holds(way, at):
        return at
    end = local(at).replace(hour=quiet.until.hour, minute=quiet.until.minute, second=0, microsecond=0)
    return end if end > at else end + timedelta(days=1)


def next_try(at: datetime, attempts: int, minutes: Sequence[int]) -> datetime:
    """Return when to try again after the `attempts`-th try (1 or more) ended at `at`."""
    return at + timedelta(minutes=minutes[min(attempts, len(minutes)) - 1])


def rest_until(at: datetime, failures: int, breaker: Breaker) -> datetime | None:
    """Return until when a provider rests after so many failures in a row, None while it may go on."""
    beyond = failures - breaker.failures
    if beyond < 0:
        return None
    return at + timedelta(minutes=breaker.minutes[min(beyond, len(breaker.minutes) - 1)])
