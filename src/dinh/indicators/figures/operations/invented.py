"""Invented facts by the million: real enough to count, told late, told again, taken back, and moved by a merger."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from dinh.indicators.figures.types import Channel, Closing, Outcome, Paid, Rating

# One in a hundred is told again, and differently; one in a hundred of all comes late, out of the order of days.
AGAIN = LATE = 100
_OPEN, _ENDED_OTHERWISE = 12, 5


@dataclass(frozen=True, slots=True)
class Invented:
    """The columns of a fact, as plain values."""

    number: int
    unit_id: int
    receiving_unit_id: int
    procedure_id: int
    agency_id: int
    channel: int
    received_on: date
    closed_on: date | None
    closing: int
    is_on_time: bool | None
    supplement_requests: int
    has_fee: bool
    fee_vnd: int | None
    paid: int
    has_file: bool
    requires_result: bool
    has_e_result: bool
    is_reused: bool
    outcome: int | None
    rating: int | None
    is_vneid: bool | None
    is_full_process: bool | None
    is_from_national_store: bool | None
    is_synced: bool | None
    handled_minutes: int | None


@dataclass(frozen=True, slots=True)
class World:
    """Units and their merger: from `merged_on` on the dossiers of two neighbours are those of a new unit."""

    units: int
    procedures: int
    first: date
    last: date
    merged_on: date

    @property
    def homes(self) -> tuple[tuple[int, int], ...]:
        """Return every unit of any day with the unit of today it lies in."""
        half = self.units // 2
        old = [(unit, self.units + 1 + (unit - 1) // 2) for unit in range(1, 2 * half + 1)]
        new = [(self.units + 1 + place, self.units + 1 + place) for place in range(half)]
        left = [(self.units, self.units)] if self.units % 2 else []
        return (*old, *left, *new)

    def unit(self, place: int, on: date) -> int:
        unit = 1 + place % self.units
        if on < self.merged_on or unit > self.units // 2 * 2:
            return unit
        return self.units + 1 + (unit - 1) // 2


def world(*, units: int, procedures: int, last: date, months: int = 24) -> World:
    """Return a world whose merger lies in its middle."""
    first = last - timedelta(days=30 * months)
    return World(units, procedures, first, last, first + (last - first) / 2)


def invented(of: World, count: int, chance: Random) -> Iterator[Invented]:
    """Yield dossiers as they were first told, mostly in the order of their days."""
    days = (of.last - of.first).days
    for number in range(count):
        day = number * days // max(count, 1)
        if chance.randrange(LATE) == 0:
            day = chance.randrange(max(day, 1))
        received_on = of.first + timedelta(days=day)
        yield _one(of, number, received_on, chance)


def _one(of: World, number: int, received_on: date, chance: Random) -> Invented:
    bits = chance.getrandbits(24)
    unit_id = of.unit(int(of.units * chance.random() ** 2), received_on)
    has_fee, requires_result = bits & 3 == 0, bits & 4 == 0
    new = Invented(
        number=number,
        unit_id=unit_id,
        receiving_unit_id=unit_id if bits & 24 else of.unit(number, received_on),
        # A few procedures make most of the dossiers.
        procedure_id=1 + int(of.procedures * chance.random() ** 4),
        agency_id=unit_id,
        channel=(Channel.ONLINE, Channel.ONLINE, Channel.DESK, Channel.POST)[bits >> 5 & 3],
        received_on=received_on,
        closed_on=None,
        closing=Closing.OPEN,
        is_on_time=None,
        supplement_requests=(0, 0, 0, 0, 0, 1, 1, 2)[bits >> 7 & 7],
        has_fee=has_fee,
        fee_vnd=(50_000, 8_000, 120_000, 500_000)[bits >> 10 & 3] if has_fee else 0,
        paid=Paid(bits >> 12 & 3) if has_fee and bits >> 12 & 3 < len(Paid) else Paid.NOT,
        has_file=bits & 1 << 14 == 0,
        requires_result=requires_result,
        has_e_result=False,
        is_reused=bits >> 15 & 7 == 0,
        outcome=None,
        rating=None,
        is_vneid=None if number % 50 == 0 else bits & 1 << 18 == 0,
        is_full_process=None,
        is_from_national_store=None,
        is_synced=None,
        handled_minutes=None,
    )
    return new if chance.randrange(_OPEN) == 0 else _ended(new, of, chance)


def _ended(one: Invented, of: World, chance: Random) -> Invented:
    took = int(chance.expovariate(1 / 7_000))
    closed_on = one.received_on + timedelta(days=took // 1440)
    if closed_on > of.last:
        return one
    bits = chance.getrandbits(10)
    is_decided = bits % _ENDED_OTHERWISE != 0
    ended_otherwise = Closing.WITHDRAWN if bits & 64 else Closing.STOPPED
    return replace(
        one,
        closed_on=closed_on,
        closing=Closing.DECIDED if is_decided else ended_otherwise,
        is_on_time=None if bits & 31 == 0 else took < 20_000,  # noqa: PLR2004 - two weeks in minutes, about
        has_e_result=is_decided and bits & 32 == 0,
        outcome=(Outcome.APPROVED if bits & 7 else Outcome.REJECTED) if is_decided else None,
        rating=Rating(1 + bits % 3) if bits >> 7 == 0 else None,
        handled_minutes=took if is_decided else None,
    )


def told_again(one: Invented, of: World, chance: Random) -> Invented:
    """Return a dossier as a later act tells it: corrected, withdrawn, late, given to another unit, opened again."""
    kind = chance.randrange(5)
    if kind == 0:
        return replace(one, closing=Closing.WITHDRAWN, closed_on=min(of.last, one.received_on + timedelta(days=3)))
    if kind == 1:
        return replace(one, channel=Channel.DESK, is_reused=not one.is_reused, rating=Rating.NOT_SATISFIED)
    if kind == 2:  # noqa: PLR2004
        return replace(one, unit_id=of.unit(chance.randrange(of.units), one.received_on))
    if kind == 3:  # noqa: PLR2004
        return replace(
            one, closing=Closing.OPEN, closed_on=None, is_on_time=None, outcome=None, handled_minutes=None, rating=None
        )
    return _ended(replace(one, closing=Closing.OPEN, closed_on=None), of, chance)
