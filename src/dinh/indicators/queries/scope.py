"""Which units of which day make up a unit on a map day: itself, its children, and what went into them whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dinh.directory import api as directory


@dataclass(frozen=True, slots=True)
class Scope:
    """`members` are all unit ids, of any day, whose cells belong to the unit on the map of `on`."""

    unit_id: int
    on: date
    members: tuple[int, ...]


def scope(*, unit_id: int, on: date) -> Scope:
    """Return the unit with its children on that day and every former unit that went into them whole."""
    here = {unit_id, *directory.descendant_ids(unit_id=unit_id, on=on)}
    former = set(directory.lineage_ids(unit_id=unit_id))
    return Scope(unit_id=unit_id, on=on, members=tuple(sorted(here | former)))


def homes_of_members(*, unit_id: int, on: date) -> Mapping[int, int]:
    """Return, for every member of the unit's scope that belongs to one child alone, that child's id."""
    found: dict[int, int] = {}
    for child in directory.children(unit_id=unit_id, on=on):
        for member in scope(unit_id=child.unit_id, on=on).members:
            found[member] = child.unit_id
    return found
