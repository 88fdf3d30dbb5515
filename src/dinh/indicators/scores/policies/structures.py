"""Lays what a data officer entered (components, points) over the definition that ships with the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dinh.indicators.scores.policies.checking import check
from dinh.indicators.scores.policies.faults import DefinitionFault
from dinh.indicators.scores.policies.reading import read_parts
from dinh.indicators.scores.types.structure import Index, Part


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that a list adds (no `before`), takes out (no `after`) or says otherwise."""

    before: Part | None
    after: Part | None

    @property
    def part(self) -> Part:
        return (self.after or self.before) or Part("", "", "")


def part_changes(before: Index, after: Index) -> tuple[PartChange, ...]:
    """Return what differs between two lists of the same index, in the order of the later one; gone parts last."""
    found = [
        PartChange(before.by_code.get(one.code), one) for one in after.parts if before.by_code.get(one.code) != one
    ]
    gone = [PartChange(one, None) for one in before.parts if one.code not in after.by_code]
    return (*found, *gone)


def with_rows(index: Index, rows: Sequence[Mapping[str, Any]], where: str) -> Index:
    """Return the index with these parts: a known code gives that part its points, a new one is a component.

    Raises DefinitionFault naming the row: points that contradict the instrument, parents that do not exist, sums that
    do not fit.
    """
    told = read_parts(where, rows)
    mine = {one.code: one for one in told}
    for at, one in enumerate(told, start=1):
        shipped = index.by_code.get(one.code)
        if shipped and shipped.points is not None and one.points != shipped.points:
            raise DefinitionFault(
                f"{where}, part {at} ({one.code}): {one.points} ≠ {shipped.points} ({index.instrument})"
            )
    parts = tuple(
        replace(one, points=mine[one.code].points) if one.code in mine else one for one in index.parts
    ) + tuple(one for one in told if one.code not in index.by_code)
    made = replace(index, parts=parts, by_code={}, by_parent={})
    check(where, made)
    return made
