"""Provinces that merged: the ministry's mean of the former ones, a mean by weight, and where the two differ.

For 2024 the ministry took, main indicator by main indicator, the plain mean of the provinces before the merger,
whatever their people. A mean by weight (people, dossiers) says what the merged province would be as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dinh.indicators.scores.policies.computing import compute_one
from dinh.indicators.scores.types.results import Entry, Scored
from dinh.indicators.scores.types.structure import Index

_NIL, _ONE = Fraction(0), Fraction(1)
Shares = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged unit; `missing` are former units whose values nobody published: then there are only bounds."""

    shares: Shares
    value: Fraction | None
    missing: tuple[str, ...]
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class GapPart:
    """What one main part adds to the gap between two ways of merging."""

    code: str
    published: Fraction
    recomputed: Fraction
    value: Fraction


def mean_of(former: Sequence[Shares], weights: Sequence[Fraction] | None = None) -> Shares:
    """Return the mean of every main part, plain or by weight. Raises ValueError for nothing to merge."""
    counted = list(weights) if weights is not None else [_ONE] * len(former)
    total = sum(counted, _NIL)
    if not former or len(counted) != len(former) or total <= 0:
        raise ValueError("nothing to merge, or weights that do not fit")
    codes = set(former[0])
    if any(set(one) != codes for one in former):
        raise ValueError("the former units have different parts")
    return {
        code: sum((one[code] * weight for one, weight in zip(former, counted, strict=True)), _NIL) / total
        for code in sorted(codes)
    }


def scored_from(index: Index, shares: Shares) -> Scored:
    """Score a unit from the values of its main parts."""
    return compute_one(index, {code: Entry(share=share) for code, share in shares.items()})


def merge(
    index: Index,
    former: Mapping[str, Shares | None],
    bounds: Mapping[str, tuple[Fraction, Fraction]],
    weights: Mapping[str, Fraction] | None = None,
) -> Merged:
    """Merge former units; those without values are said, and bounded by `bounds` (0 to 1 where there is none)."""
    missing = tuple(sorted(unit for unit, shares in former.items() if not shares))
    if not missing:
        known = {unit: shares for unit, shares in former.items() if shares}
        given = None if weights is None else [weights[unit] for unit in known]
        shares = mean_of(list(known.values()), given)
        value = scored_from(index, shares).value
        return Merged(shares, value, (), value, value)
    ends = []
    for end in (0, 1):
        values = [
            scored_from(index, shares).value if shares else bounds.get(unit, (_NIL, _ONE))[end]
            for unit, shares in former.items()
        ]
        pulls = [_ONE if weights is None else weights[unit] for unit in former]
        ends.append(sum((one * pull for one, pull in zip(values, pulls, strict=True)), _NIL) / sum(pulls, _NIL))
    return Merged({}, None, missing, ends[0], ends[1])


def gap(index: Index, published: Shares, recomputed: Shares) -> tuple[GapPart, ...]:
    """Return what each main part adds to the gap; together they are the gap exactly."""
    parts = [one for one in index.mains if one.is_scored and one.pull]
    total = sum((one.pull or _NIL for one in parts), _NIL)
    return tuple(
        GapPart(
            one.code,
            published[one.code],
            recomputed[one.code],
            (recomputed[one.code] - published[one.code]) * (one.pull or _NIL) / total,
        )
        for one in parts
    )
