"""What is surely known of one unit from values told on its map: exact fractions, never more than the sources say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dinh.directory.api import Restated
from dinh.indicators.series.types import Estimate, GapPart, Method, Part, Why

_NIL = Fraction(0)


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies in a unit: surely, and at most; open: some of it may be in units that nobody names."""

    known: Fraction
    unknown: Fraction

    @property
    def most(self) -> Fraction:
        return self.known + self.unknown


def inside(restated: Iterable[Restated], members: Collection[int]) -> Inside:
    """Return how much of restated values lies in these units together: known, and the remainder that may.

    A remainder of which every candidate is among them is known, unless it may be where nobody names.
    """
    here, told = frozenset(members), tuple(restated)
    known = sum((value for one in told for unit_id, value in one.values.items() if unit_id in here), _NIL)
    unknown = _NIL
    for part in (part for one in told for part in one.unknown):
        candidates = frozenset(part.candidates)
        if candidates and candidates <= here and not part.is_open:
            known += part.value
        elif candidates & here or not candidates:
            unknown += part.value
    return Inside(known, unknown)


@dataclass(frozen=True, slots=True)
class Sure:
    """A value, or the ends it lies between, or neither; and why."""

    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    why: Why | None = None
    estimates: tuple[Estimate, ...] = ()


def count_of(found: Inside, *, is_whole: bool) -> Sure:
    """Return a count: exact, between what is known and what may be, or only a lower end where a part was never told."""
    if not is_whole:
        return Sure(None, why=Why.PART_MISSING)
    if found.unknown:
        return Sure(None, found.known, found.most, Why.SPLIT)
    return Sure(found.known)


def share_of(above: Inside, below: Inside, *, is_whole: bool) -> Sure:
    """Return a share of two counts; where a remainder may lie in or out, the lowest and the highest it can be.

    The remainder counts at worst with none of its hits and all of its misses, at best the other way round.
    """
    if not is_whole:
        return Sure(None, why=Why.PART_MISSING)
    misses = below.unknown - above.unknown
    least, most = below.known + misses, below.known + above.unknown
    if not below.known and not below.unknown:
        return Sure(None, why=Why.ZERO)
    if not below.unknown and not above.unknown:
        return Sure(above.known / below.known)
    low = above.known / least if least else _NIL
    high = above.most / most if most else Fraction(1)
    return Sure(None, low, high, Why.SPLIT)


def mean_of(parts: Sequence[Part], weights: Mapping[Method, Mapping[int, Fraction]]) -> Sure:
    """Return the mean of a unit made of these: the only one, or the ends any weighting lies between, with guesses.

    Basis: a mean over a whole is a weighted mean of those over its parts, with weights that nobody published.
    """
    values = [part.value for part in parts]
    told = [value for value in values if value is not None]
    if len(told) != len(values) or not told:
        return Sure(None, why=Why.PART_MISSING if told else Why.NOT_PUBLISHED)
    if len(told) == 1:
        return Sure(told[0])
    estimates = tuple(
        Estimate(method, mean) for method, by in weights.items() if (mean := weighted(parts, by)) is not None
    )
    return Sure(None, min(told), max(told), Why.MIXED, estimates)


def weighted(parts: Sequence[Part], by: Mapping[int, Fraction]) -> Fraction | None:
    """Return the weighted mean, or nothing where a value or a weight is not known."""
    pairs = [(part.value, by.get(part.unit_id)) for part in parts]
    known = [(value, weight) for value, weight in pairs if value is not None and weight is not None]
    total = sum((weight for _, weight in known), _NIL)
    if len(known) != len(pairs) or total <= 0:
        return None
    return sum((value * weight for value, weight in known), _NIL) / total


def gap(parts: Sequence[Part], by: Mapping[int, Fraction]) -> tuple[GapPart, ...]:
    """Return what each part adds to the gap between the mean by weight and the plain one; the sum is the gap exactly.

    A part pulls by how far it lies from the plain mean, times how much heavier it is than an equal share.
    """
    plain = weighted(parts, {part.unit_id: Fraction(1) for part in parts})
    mean = weighted(parts, by)
    if plain is None or mean is None:
        return ()
    total = sum((by[part.unit_id] for part in parts), _NIL)
    equal = Fraction(1, len(parts))
    return tuple(
        GapPart(
            part.unit_id,
            part.value,
            by[part.unit_id] / total,
            (by[part.unit_id] / total - equal) * (part.value - plain),
        )
        for part in parts
        if part.value is not None
    )
