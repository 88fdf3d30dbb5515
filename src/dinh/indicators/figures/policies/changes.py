"""Why a figure changed: what each part adds to the difference. Exact fractions; the parts sum to the difference.

A share R = N/D. With the share before R0 and the base now D1, a part that changes by (dn, dd) contributes
(dn - R0 x dd) / D1. Summed over all parts that is (N1 - R0 x D1) / D1 = R1 - R0.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands above and below the line; a count has nothing below, told by `below` 0."""

    above: int
    below: int = 0

    def __add__(self, other: "Sides") -> "Sides":
        return Sides(self.above + other.above, self.below + other.below)

    def __sub__(self, other: "Sides") -> "Sides":
        return Sides(self.above - other.above, self.below - other.below)

    @property
    def is_nothing(self) -> bool:
        return not self.above and not self.below


def summed(parts: Mapping[Key, Sides]) -> Sides:
    return sum(parts.values(), Sides(0))


def contributions(
    before: Mapping[Key, Sides], after: Mapping[Key, Sides], *, is_share: bool
) -> dict[Key, Fraction] | None:
    """Return what each part that changed adds to the difference of a count or share.

    None where a share has no base on one of the sides: then there is no difference to take apart.
    """
    deltas = {key: after.get(key, Sides(0)) - before.get(key, Sides(0)) for key in (*before, *after)}
    changed = {key: one for key, one in deltas.items() if not one.is_nothing}
    if not is_share:
        return {key: Fraction(one.above) for key, one in changed.items()}
    old, new = summed(before), summed(after)
    if not old.below or not new.below:
        return None
    share = Fraction(old.above, old.below)
    return {key: (one.above - share * one.below) / new.below for key, one in changed.items()}
