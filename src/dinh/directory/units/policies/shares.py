"""What share of an old commune each of its edges carries: known only where the conversion table says whole or all."""

from collections.abc import Sequence
from fractions import Fraction

from dinh.directory.units.types import EdgeKind

Share = Fraction | None
_ALL, _NONE = Fraction(1), Fraction(0)


def shares_of(kinds: Sequence[EdgeKind]) -> list[tuple[Share, Share]]:
    """Return (people, area) for the edges of one unit on one day, in order; None where the table does not say.

    "A part of the area, all the people" settles the people of all edges at once, "all the area" the land.
    """
    people = _settle(kinds, {EdgeKind.WHOLE, EdgeKind.PART_AREA_ALL_POPULATION})
    area = _settle(kinds, {EdgeKind.WHOLE, EdgeKind.WHOLE_AREA})
    return list(zip(people, area, strict=True))


def _settle(kinds: Sequence[EdgeKind], all_kinds: set[EdgeKind]) -> list[Share]:
    takers = sum(kind in all_kinds for kind in kinds)
    if takers > 1:
        raise ValueError(f"a unit goes whole to {takers} units")
    if not takers:
        return [None] * len(kinds)
    return [_ALL if kind in all_kinds else _NONE for kind in kinds]


def share_of_many(parts: Sequence[Sequence[tuple[int, Share]]], target: int) -> Share:
    """Return the share of `target` in a whole made of many parts: known only if all parts agree, 1 or 0.

    Each part lists its targets with their shares.
    """
    touched = {to for part in parts for to, share in part if share != 0}
    if target not in touched:
        return _NONE
    return _ALL if touched == {target} else None
