"""Order by value, highest first; equals share a rank and the next rank is skipped (15, 15, 17)."""

from collections.abc import Mapping
from fractions import Fraction

from dinh.indicators.scores.types.results import Ranked, Result


def ranks(values: Mapping[str, Fraction]) -> tuple[Ranked, ...]:
    """Return units by rank; equal values share one. Units of one rank stand in order of their names."""
    ordered = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    made: list[Ranked] = []
    for place, (unit, value) in enumerate(ordered, start=1):
        rank = made[-1].rank if made and made[-1].value == value else place
        made.append(Ranked(unit, value, rank))
    return tuple(made)


def ranks_of(result: Result) -> tuple[Ranked, ...]:
    return ranks({unit: scored.value for unit, scored in result.units.items()})


def pillar_ranks(result: Result, pillar: str) -> tuple[Ranked, ...]:
    return ranks({unit: one.pillars[pillar] for unit, one in result.units.items() if pillar in one.pillars})


def part_ranks(result: Result, code: str) -> tuple[Ranked, ...]:
    """Return the ranks in one part; units without a value there have no rank."""
    return ranks({unit: share for unit, one in result.units.items() if (share := one.stages[code].share) is not None})
