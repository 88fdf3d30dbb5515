"""Which units of which day make up a unit on a map day: itself, its children, and what went into them whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, IntegerField, Value

from dinh.directory import api as directory


class Among(Func):
    """A condition: one of these units. One array instead of hundreds of values that are each quoted and parsed."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, members: Iterable[int]) -> None:
        super().__init__(F("unit_id"), Value(sorted(members), output_field=ArrayField(IntegerField())))


@dataclass(frozen=True, slots=True)
class Scope:
    """`members` are all unit ids, of any day, whose cells belong to the unit on the map of `on`."""

    unit_id: int
    on: date
    members: tuple[int, ...]


def scope(*, unit_id: int, on: date) -> Scope:
    """Return the unit with its children on that day and every former unit that went into them whole."""
    return directory.kept_with_map(f"scope of figures {unit_id} {on}", lambda: _scope(unit_id, on))


def _scope(unit_id: int, on: date) -> Scope:
    here = {unit_id, *directory.descendant_ids(unit_id=unit_id, on=on)}
    former = set(directory.lineage_ids(unit_id=unit_id))
    return Scope(unit_id=unit_id, on=on, members=tuple(sorted(here | former)))


def homes_of_members(*, unit_id: int, on: date) -> Mapping[int, int]:
    """Return, for every member of the unit's scope that belongs to one child alone, that child's id."""
    return directory.kept_with_map(f"homes of figures {unit_id} {on}", lambda: _homes(unit_id, on))


def _homes(unit_id: int, on: date) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for child in directory.children(unit_id=unit_id, on=on):
        for member in scope(unit_id=child.unit_id, on=on).members:
            found[member] = child.unit_id
    return found
