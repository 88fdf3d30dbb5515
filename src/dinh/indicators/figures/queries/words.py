"""Formulas and numbers as people read them, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.indicators.figures import registry
from dinh.indicators.figures.types import Figure, Formula
from dinh.kernel import text


def number(value: int) -> str:
    """Return a whole number with the separators of the reader's language."""
    return f"{value:,}" if get_language() == "en" else f"{value:,}".replace(",", ".")


def formula_words(one: Formula) -> str:
    """Return a formula in the words of its measures."""
    is_english = get_language() == "en"
    words = ""
    for factor, code in one.terms:
        measure = registry.measure(code)
        name_of = measure.name_en if is_english else measure.name_vi
        sign = _("less") if factor < 0 else _("and")
        times = "" if abs(factor) == 1 else f"{abs(factor)} × "
        words += f" {sign} {times}{name_of}" if words else f"{times}{name_of}"
    return words


def value_words(one: Figure, unit: str) -> str:
    """Return a figure as one number; what is missing has no number."""
    if one.is_missing:
        return ""
    if one.denominator is None:
        return number(one.numerator)
    if unit != "%":
        return number((2 * one.numerator + one.denominator) // (2 * one.denominator))
    return text.percent(one.numerator, one.denominator, language=get_language() or "vi")
