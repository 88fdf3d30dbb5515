"""From the values that stand to computed indices: one unit, all units, and provinces as they were before a merger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dinh.directory import api as directory
from dinh.indicators.scores.policies.computing import compute
from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.policies.merging import Merged, merge
from dinh.indicators.scores.queries.values import Standing, standing
from dinh.indicators.scores.types.records import WHOLE, ValueKind, ValueView
from dinh.indicators.scores.types.results import Entry, Panel, Result, Scored
from dinh.indicators.scores.types.structure import Index

# The index of this year was the first published for the provinces after the merger.
MERGED_FROM = 2024


@dataclass(frozen=True, slots=True)
class Reading:
    """One kind of values of a unit and year: as published or entered, and what they compute to."""

    kind: ValueKind
    values: Mapping[str, ValueView]
    scored: Scored | None
    fault: str
    codes: tuple[str, ...] = ()

    @property
    def whole(self) -> ValueView | None:
        return self.values.get(WHOLE)


def entries_of(index: Index, values: Mapping[str, ValueView]) -> dict[str, Entry]:
    """Return what was entered for parts of the index; a part given as a whole yields to components entered below it."""
    told = {code: one.entry for code, one in values.items() if code in index.by_code and not one.entry.is_empty}
    made_of_parts = {index.main_of(code).code for code in told if index.by_code[code].parent}
    return {code: entry for code, entry in told.items() if code not in made_of_parts}


def readings(*, index: Index, year: int, unit_id: int) -> dict[ValueKind, Reading]:
    """Return the kinds of values of a unit and year, each computed where it can be."""
    stands = standing(index_code=index.code, year=year, unit_ids=[unit_id]).get(unit_id, {})
    return {kind: reading(index, kind, stands.get(kind, {})) for kind in ValueKind}


def reading(index: Index, kind: ValueKind, values: Mapping[str, ValueView]) -> Reading:
    """Return one kind of values with what they compute to, or the sentence that says why they cannot; no query."""
    entries = entries_of(index, values)
    if not entries:
        return Reading(kind, values, None, "")
    try:
        scored = compute(index, Panel({"": entries})).units[""]
    except ScoreFault as fault:
        return Reading(kind, values, None, str(fault), fault.codes)
    return Reading(kind, values, scored, "")


def computed(*, index: Index, year: int, kind: ValueKind) -> tuple[Result | None, Mapping[int, str]]:
    """Compute every unit of a year that can be; the others with the sentence that says what is missing."""
    stands = standing(index_code=index.code, year=year, kinds=[kind])
    ready: dict[str, Mapping[str, Entry]] = {}
    faults: dict[int, str] = {}
    for unit_id, kinds in stands.items():
        one = reading(index, kind, kinds[kind])
        if one.scored is not None:
            ready[str(unit_id)] = entries_of(index, kinds[kind])
        elif one.fault:
            faults[unit_id] = one.fault
    return (compute(index, Panel(ready)) if ready else None), faults


def units_of(*, year: int, on: date) -> tuple[directory.UnitView, ...]:
    """Return the provinces a year's index is about: those before the merger up to 2023, those of today later."""
    return directory.provinces(on=on if year >= MERGED_FROM else date(year, 12, 31))


def former_of(*, unit_id: int, year: int) -> tuple[directory.UnitView, ...]:
    """Return the provinces of a year that today's province was made of; itself when it was not merged."""
    day = date(year, 12, 31)
    found = directory.predecessors(unit_id=unit_id, on=day)
    return tuple(one.unit for one in found if one.unit is not None)


def merged(*, index: Index, former: tuple[directory.UnitView, ...], stands: Standing) -> Merged | None:
    """Return the plain mean of the former provinces by main part, or bounds from ranks where values lack.

    A province whose value is not published lies between its neighbours by rank that are.
    """
    if len(former) < 2:  # noqa: PLR2004 - one is no merger
        return None
    told = {one.unit_id: stands.get(one.unit_id, {}).get(ValueKind.PUBLISHED, {}) for one in former}
    shares = {str(unit_id): _shares(index, values) for unit_id, values in told.items()}
    bounds = {
        str(unit_id): _bounds(values.get(WHOLE), stands) for unit_id, values in told.items() if not shares[str(unit_id)]
    }
    return merge(index, shares, bounds)


def _shares(index: Index, values: Mapping[str, ValueView]) -> dict[str, Fraction] | None:
    found = {one.code: values[one.code].entry.share for one in index.mains if one.is_scored and one.code in values}
    whole = {code: share for code, share in found.items() if share is not None}
    return whole if len(whole) == sum(one.is_scored for one in index.mains) else None


def _bounds(own: ValueView | None, stands: Standing) -> tuple[Fraction, Fraction]:
    if own is not None and own.entry.share is not None:
        return own.entry.share, own.entry.share
    low, high = Fraction(0), Fraction(1)
    rank = own.rank if own is not None else None
    for kinds in stands.values():
        other = kinds.get(ValueKind.PUBLISHED, {}).get(WHOLE)
        if rank is None or other is None or other.rank is None or other.entry.share is None:
            continue
        if other.rank < rank:
            high = min(high, other.entry.share)
        elif other.rank > rank:
            low = max(low, other.entry.share)
    return low, high
