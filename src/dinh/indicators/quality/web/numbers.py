"""Exact points and rates as people read them; rounding happens here and nowhere else."""

from fractions import Fraction

from django.utils.translation import get_language

from dinh.indicators.quality import api

PLACES = 2


def points(value: Fraction | None, *, places: int = PLACES) -> str:
    """Return a number with fixed decimals and the separators of the reader's language; nothing for what is missing."""
    if value is None:
        return ""
    scaled = int(api.rounded(value, places) * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    mark = "." if get_language() == "en" else ","
    sign = "−" if scaled < 0 else ""
    return f"{sign}{whole}{mark}{rest:0{places}d}"


def change(value: Fraction) -> str:
    return f"+{points(value)}" if value > 0 else points(value)


def count(value: int) -> str:
    return f"{value:,}" if get_language() == "en" else f"{value:,}".replace(",", ".")
