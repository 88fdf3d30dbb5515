"""Figures and moments in words, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.indicators import api as indicators
from dinh.kernel import text


def number(value: int) -> str:
    return f"{value:,}" if get_language() == "en" else f"{value:,}".replace(",", ".")


def name(definition: indicators.Definition) -> str:
    return definition.name_en if get_language() == "en" else definition.name_vi


def share(figure: indicators.Figure) -> str:
    """Return a share as "97,3 %", a count as a number, and nothing as words."""
    if figure.is_missing:
        return _("no data yet")
    if figure.denominator is None:
        return number(figure.numerator)
    return text.percent(figure.numerator, figure.denominator, language=get_language() or "vi")


def drawn(figure: indicators.Figure) -> float | None:
    """Return what a drawing needs; the figure itself stays two whole numbers."""
    if figure.is_missing:
        return None
    return figure.numerator if figure.denominator is None else 100 * figure.numerator / figure.denominator


def tenths(value: int) -> str:
    """Return tenths as a decimal number of the reader's language, without a sign."""
    whole, tenth = divmod(abs(value), 10)
    return f"{whole}.{tenth}" if get_language() == "en" else f"{whole},{tenth}"


def verdict(now: indicators.Figure, before: indicators.Figure, definition: indicators.Definition) -> tuple[str, str]:
    """Return the word for a figure and its tone: against the law's threshold where there is one, else last month."""
    if now.is_missing:
        return "", ""
    threshold = definition.threshold_percent
    if threshold is not None and now.denominator:
        reached = 100 * now.numerator >= threshold * now.denominator
        words = _("At the mark of full points") if reached else _("Below the mark of full points")
        return words, "good" if reached else "warning"
    return _against(now, before), "info"


def _against(now: indicators.Figure, before: indicators.Figure) -> str:
    if before.is_missing or (before.denominator is None and not before.numerator):
        return ""
    if now.denominator is None or before.denominator is None:
        return _("last month %(value)s") % {"value": share(before)}
    points = 1000 * now.numerator // now.denominator - 1000 * before.numerator // before.denominator
    if points == 0:
        return _("as last month")
    said = {"points": tenths(points)}
    return (
        _("up %(points)s points on last month") % said
        if points > 0
        else _("down %(points)s points on last month") % said
    )
