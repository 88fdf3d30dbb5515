"""Exact numbers as people read them; rounding happens here and nowhere else."""

from fractions import Fraction

from django.utils.translation import get_language

from dinh.indicators.scores.api import decimal_text


def value(number: Fraction | None, places: int = 4) -> str:
    """Return a number with a fixed number of decimals and the separators of the reader's language."""
    if number is None:
        return ""
    whole, _point, rest = decimal_text(number, places).partition(".")
    grouped = f"{int(whole):,}"
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = f"-{grouped}"
    if get_language() == "en":
        return f"{grouped}.{rest}" if rest else grouped
    grouped = grouped.replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


def short(number: Fraction | None, places: int = 2) -> str:
    """Return a number with at most so many decimals, zeros at its end left away."""
    text = value(number, places)
    return text.rstrip("0").rstrip(",.") if "," in text or "." in text[-places - 1 :] else text


def signed(number: Fraction, places: int = 4) -> str:
    return f"+{value(number, places)}" if number > 0 else value(number, places).replace("-", "−")
