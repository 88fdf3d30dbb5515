"""How sure a rank is: the weights are moved at random, many times, and the ranks counted.

OECD/JRC Handbook, step 7 (uncertainty and sensitivity analysis). Draws are seeded, so that they can be repeated.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from random import Random

from dinh.indicators.scores.policies.ranking import ranks_of
from dinh.indicators.scores.types.results import RankInterval, Result

DRAWS = 1000
SEED = 20220520
_STEPS = 10_000
# The middle ninety in a hundred.
_LOW, _HIGH = 5, 95


def rank_intervals(
    result: Result, *, draws: int = DRAWS, seed: int = SEED, spread: Fraction = Fraction(1, 4)
) -> tuple[RankInterval, ...]:
    """Return where each unit stands when every main weight moves evenly by up to `spread` of itself, both ways.

    The shares of the main parts stay; they are added with the drawn weights, in whole numbers. Units lacking a main
    part that others have are weighed by what they have.
    """
    if draws < 1 or not 0 <= spread <= 1:
        raise ValueError("at least one draw, and a spread between 0 and 1")
    mains = [one for one in result.index.mains if one.is_scored and one.pull]
    whole = lcm(*(one.pull.denominator for one in mains if one.pull))
    pulls = [int((one.pull or 0) * whole) for one in mains]
    shares = {unit: [one.stages[main.code].share for main in mains] for unit, one in result.units.items()}
    found: dict[str, list[int]] = {unit: [] for unit in shares}
    random, reach = Random(seed), int(spread * _STEPS)  # noqa: S311 - draws of a study, no secret
    table = _scaled(shares)
    for _draw in range(draws):
        weights = [pull * random.randint(_STEPS - reach, _STEPS + reach) for pull in pulls]
        for unit, rank in _ranks(table, weights).items():
            found[unit].append(rank)
    return tuple(_interval(one.unit, one.rank, sorted(found[one.unit])) for one in ranks_of(result))


def _scaled(shares: Mapping[str, Sequence[Fraction | None]]) -> Mapping[str, list[int | None]]:
    """Bring all shares to whole numbers over one denominator, which no longer matters for the order."""
    base = lcm(*(one.denominator for of in shares.values() for one in of if one is not None))
    return {unit: [None if one is None else int(one * base) for one in of] for unit, of in shares.items()}


def _ranks(table: Mapping[str, Sequence[int | None]], weights: Sequence[int]) -> Mapping[str, int]:
    values = {}
    for unit, shares in table.items():
        present = [(share, weight) for share, weight in zip(shares, weights, strict=True) if share is not None]
        total = sum(weight for _share, weight in present)
        values[unit] = Fraction(sum(share * weight for share, weight in present), total or 1)
    ordered = sorted(values.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {unit: first[value] for unit, value in values.items()}


def _interval(unit: str, rank: int, drawn: Sequence[int]) -> RankInterval:
    many = len(drawn)
    low, high = drawn[many * _LOW // 100], drawn[min(many * _HIGH // 100, many - 1)]
    return RankInterval(unit, rank, drawn[0], drawn[-1], low, high, many)
