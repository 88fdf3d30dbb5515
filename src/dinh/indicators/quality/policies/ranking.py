"""Units in order of their points. Equal points share a rank and the next is skipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dinh.indicators.quality.types import Scores


@dataclass(frozen=True, slots=True)
class Rank:
    """A unit's place; `share` is its points as part of the points its known items can give."""

    rank: int
    scores: Scores
    share: Fraction


def ranks(found: Sequence[Scores]) -> tuple[Rank, ...]:
    """Return the units with anything to count, the best first.

    They are ordered by the share of what their own known items could give: a unit is not put behind another because an
    item does not exist for it or had nothing to count.
    """
    told = [(Fraction(one.points, one.known_most), one) for one in found if one.known_most]
    told.sort(key=lambda pair: (-pair[0], pair[1].unit_id, pair[1].agency_id))
    places: list[Rank] = []
    for place, (share, one) in enumerate(told, start=1):
        rank = places[-1].rank if places and places[-1].share == share else place
        places.append(Rank(rank, one, share))
    return tuple(places)
