"""Exact numbers: written, read, and the two that cannot be exact made with a declared number of digits."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt


def exact(value: object) -> Fraction:
    """Return a number of a definition exactly. Raises ValueError for a float: 0.1 has no exact binary form."""
    if isinstance(value, bool | float) or value is None:
        raise ValueError(f"{value!r} is no exact number")
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    return Fraction(Decimal(str(value).strip()))


def text_of(value: Fraction | None) -> str:
    """Return a number in its one written form: "8253/10000"; nothing for what is not there."""
    return "" if value is None else f"{value.numerator}/{value.denominator}"


def rounded(value: Fraction, places: int) -> Fraction:
    """Round half up, for display only."""
    scale = 10**places
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def decimal_text(value: Fraction, places: int) -> str:
    """Return a number rounded half up with exactly `places` decimals and a point."""
    scaled = rounded(value, places) * 10**places
    sign, digits = ("-" if scaled < 0 else ""), str(abs(int(scaled))).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def root(value: Fraction, precision: int) -> Fraction:
    """Return the square root: exact where it is rational, else with `precision` digits. Raises ValueError below 0."""
    if value < 0:
        raise ValueError("a negative number has no root")
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above * above == value.numerator and below * below == value.denominator:
        return Fraction(above, below)
    with localcontext(prec=precision):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def product_of_powers(factors: Sequence[tuple[Fraction, Fraction]], precision: int) -> Fraction:
    """Return the product of base to the power of exponent, exponents adding up to 1.

    Equal bases give that base and a base of zero gives zero, exactly; all else has `precision` digits. Raises
    ValueError for a negative base.
    """
    counted = [(base, power) for base, power in factors if power]
    if any(base < 0 for base, _ in counted):
        raise ValueError("a geometric mean takes no negative values")
    if any(base == 0 for base, _ in counted):
        return Fraction(0)
    if len({base for base, _ in counted}) == 1:
        return counted[0][0]
    with localcontext(prec=precision + 10) as context:
        logs = [_decimal(base).ln() * _decimal(power) for base, power in counted]
        context.prec = precision
        return Fraction(sum(logs, Decimal(0)).exp())


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
