"""Will a target be met: said only where whole months of the same thing were measured, by a method that is told."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dinh.indicators.series.types import Standing, Target, Verdict

# Fewer months are no trend.
FEWEST = 4
_MONTHS_A_YEAR = 12


def is_met(value: Fraction, operator: str, wanted: Fraction) -> bool:
    """Compare a value with what was promised; raises KeyError for an operator nobody defined."""
    return {
        ">=": value >= wanted,
        ">": value > wanted,
        "<=": value <= wanted,
        "<": value < wanted,
        "=": value == wanted,
    }[operator]


def months_left(on: date, due_on: date) -> int:
    return max((due_on.year - on.year) * _MONTHS_A_YEAR + due_on.month - on.month, 0)


def judged(
    target: Target, told: tuple[Target, ...], code: str, months: Sequence[tuple[date, Fraction]], on: date
) -> Standing:
    """Return where a target stands.

    Past its day: met or missed by the last whole month up to that day. Before it: on the way where the mean gain of
    the months measured, kept up until the day, reaches it. Fewer than four months, or none: no verdict.
    """
    if not code:
        return Standing(target, told, Verdict.OTHER_KIND if told else Verdict.NO_MEASURE)
    kept = tuple(one for one in months if one[0] <= target.due_on)
    if not kept:
        return Standing(target, told, Verdict.NO_MEASURE, measured_code=code, months=tuple(months))
    value = kept[-1][1]
    if is_met(value, target.operator, target.value) or target.due_on < on:
        verdict = Verdict.MET if is_met(value, target.operator, target.value) else Verdict.MISSED
        return Standing(target, told, verdict, value, code, months=kept)
    if len(kept) < FEWEST:
        return Standing(target, told, Verdict.TOO_FEW, value, code, months=kept)
    left = months_left(on, target.due_on)
    gained = (value - kept[0][1]) / (len(kept) - 1)
    needed = (target.value - value) / left if left else target.value - value
    verdict = Verdict.ON_WAY if gained >= needed else Verdict.BEHIND
    return Standing(target, told, verdict, value, code, needed, gained, kept)
