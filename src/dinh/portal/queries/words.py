"""Figures and moments in words, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.directory import api as directory
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


def month(period: indicators.Period) -> str:
    """Return "tháng 11/2026" of a whole month."""
    return _("month %(label)s") % {"label": period.label}


def within(unit_name: str) -> str:
    """Return a unit's name as it stands inside a Vietnamese sentence: the word for its kind begins small."""
    return unit_name if get_language() == "en" else unit_name[:1].lower() + unit_name[1:]


def who_acts(kind: directory.Kind) -> str:
    """Return who answers for a late dossier of this kind of unit."""
    if kind is directory.Kind.XA:
        return _("Chairperson of the commune People's Committee")
    if kind is directory.Kind.PHUONG:
        return _("Chairperson of the ward People's Committee")
    if kind is directory.Kind.DAC_KHU:
        return _("Chairperson of the special zone People's Committee")
    return _("Heads of the departments")


def mark_of_law(definition: indicators.Definition) -> str:
    """Return where the law gives full points, in words; it is a mark of scoring, not a target of the province."""
    threshold = definition.threshold_percent
    return "" if threshold is None else _("full points from %(mark)s %%") % {"mark": threshold}


def verdict(now: indicators.Figure, before: indicators.Figure, definition: indicators.Definition) -> tuple[str, str]:
    """Return the word for a figure and its tone: against the law's mark where there is one, else last month."""
    if now.is_missing:
        return "", ""
    threshold = definition.threshold_percent
    if threshold is not None and now.denominator:
        reached = 100 * now.numerator >= threshold * now.denominator
        return (_("Reached"), "good") if reached else (_("Not reached"), "warning")
    return _against(now, before), "info"


def _against(now: indicators.Figure, before: indicators.Figure) -> str:
    if before.is_missing or (before.denominator is None and not before.numerator):
        return ""
    if now.denominator is None or before.denominator is None:
        return _("last month in all %(value)s") % {"value": share(before)}
    points = _tenths(now) - _tenths(before)
    if points == 0:
        return _("as last month")
    said = {"points": tenths(points)}
    return (
        _("up %(points)s points on last month") % said
        if points > 0
        else _("down %(points)s points on last month") % said
    )


def _tenths(figure: indicators.Figure) -> int:
    """Return a share in tenths of a per cent, rounded as it is shown, so that the difference fits what is read."""
    return (2000 * figure.numerator + (figure.denominator or 1)) // (2 * (figure.denominator or 1))
