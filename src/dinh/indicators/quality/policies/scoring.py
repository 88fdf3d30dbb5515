"""Points from rates. Fractions throughout: P = Pmax x R/100, or with a threshold T: P = Pmax x min(1, R/T).

Rates are rounded as the act says before they are used; points are rounded on the page only.
Basis: 766/QĐ-TTg, Phụ lục.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from dinh.indicators.figures.api import Figure, Missing, OpenCount
from dinh.indicators.quality.types import Edition, Flag, Item, Reported, Scored, Standing

WHOLE = Fraction(100)
_NOTHING = Fraction(0)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Round a fraction half away from zero to some decimals."""
    scale = 10**decimals
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, scale)


def rate_of(numerator: int, denominator: int, decimals: int) -> Fraction:
    return rounded(WHOLE * Fraction(numerator, denominator), decimals)


def points_of(item: Item, rate: Fraction) -> Fraction:
    """Return the points of a rate in per cent; never below 0 and never above the maximum."""
    full = Fraction(item.threshold) if item.threshold else WHOLE
    return item.points * min(Fraction(1), max(_NOTHING, rate / full))


def score(
    edition: Edition,
    *,
    level: str,
    figures: Mapping[str, Figure],
    reported: Mapping[str, Reported],
    decimals: int,
    opened: OpenCount | None = None,
) -> tuple[Scored, ...]:
    """Return every item of an index for one unit; what is missing says why and is never 0.

    `opened` are the dossiers open at the end of the period, for the items that take them.
    """
    found: dict[str, Scored] = {}
    for one in sorted(edition.items, key=lambda item: bool(item.times)):
        mine = (opened or OpenCount()) if one.takes_open else None
        found[one.code] = _item(one, level, figures, reported.get(one.code), found.get(one.times), decimals, mine)
    return tuple(found[one.code] for one in edition.items)


def _item(
    item: Item,
    level: str,
    figures: Mapping[str, Figure],
    reported: Reported | None,
    times: Scored | None,
    decimals: int,
    opened: OpenCount | None,
) -> Scored:
    figure = figures.get(item.figure) if item.figure else None
    standing = _standing(item, level, figure, figures, opened)
    if standing is Standing.UNTOLD and reported is not None and reported.denominator:
        rate = rate_of(reported.numerator, reported.denominator, decimals)
        return _scored(item, Standing.REPORTED, rate, None, times, reported, decimals)
    bare = Scored(item, standing, None, None, Fraction(0), figure, opened=opened)
    if standing is not Standing.COUNTED or bare.sides is None:
        coming = standing in {Standing.UNTOLD, Standing.BEING_COUNTED}
        return replace(bare, most=Fraction(item.points if coming else 0))
    made = _scored(item, Standing.COUNTED, rate_of(*bare.sides, decimals), figure, times, None, decimals)
    return replace(made, opened=opened)


def _standing(
    item: Item, level: str, figure: Figure | None, figures: Mapping[str, Figure], opened: OpenCount | None
) -> Standing:
    if level not in item.levels:
        return Standing.NOT_OURS
    if not item.points:
        return Standing.INFORMATION
    if figure is None:
        return Standing.UNTOLD
    if figure.missing is Missing.BEING_COUNTED:
        return Standing.BEING_COUNTED
    if item.told_by and not figures[item.told_by].denominator:
        return Standing.UNTOLD
    has_open = opened is not None and bool(opened.within or opened.late)
    return Standing.EMPTY if figure.is_missing and not has_open else Standing.COUNTED


def _scored(
    item: Item,
    standing: Standing,
    rate: Fraction,
    figure: Figure | None,
    times: Scored | None,
    reported: Reported | None,
    decimals: int,
) -> Scored:
    flags = [Flag.AT_MOST] if item.bound_vi else []
    flags += [Flag.ABOVE_WHOLE] if rate > WHOLE else []
    flags += [Flag.BELOW_NOTHING] if rate < 0 else []
    if item.times:
        if times is None or times.rate is None:
            # The other rate is at most the whole: that much is known.
            return Scored(item, Standing.UNTOLD, rate, None, points_of(item, rate), figure, None, reported)
        made = points_of(item, rounded(rate * times.rate / WHOLE, decimals))
        # What is multiplied by what a unit says of itself is no longer measured.
        standing = Standing.REPORTED if times.standing is Standing.REPORTED else standing
        return Scored(item, standing, rate, made, made, figure, times.rate, reported, tuple(flags))
    made = points_of(item, rate)
    return Scored(item, standing, rate, made, made, figure, None, reported, tuple(flags))
