"""Dimensions, cells and indicators in words."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.workbench import api
from dinh.indicators.workbench.web.asked import Asked
from dinh.kernel import text
from dinh.procedures import api as catalogue

PERCENT = "%"
DIMENSIONS = {
    api.Dimension.UNIT: lambda: _("Unit"),
    api.Dimension.MONTH: lambda: _("Month"),
    api.Dimension.FIELD: lambda: _("Field"),
    api.Dimension.PROCEDURE: lambda: _("Procedure"),
    api.Dimension.CHANNEL: lambda: _("Channel"),
}
CHANNELS = {1: lambda: _("at the counter"), 2: lambda: _("online"), 3: lambda: _("by post")}
CHARTS = {
    "bang": lambda: _("table only"),
    "duong": lambda: _("lines"),
    "cot": lambda: _("bars"),
    "ban-do": lambda: _("map"),
}


def indicator(code: str, asked: Asked) -> str:
    one = figures.definition(code, asked.question.last)
    return one.name_en if get_language() == "en" else one.name_vi


def unit_of(code: str, asked: Asked) -> str:
    return figures.definition(code, asked.question.last).unit


def number(whole: int) -> str:
    """Return a whole number with the separators of the reader's language."""
    return f"{whole:,}" if get_language() == "en" else f"{whole:,}".replace(",", ".")


def value(one: api.Number | None, unit: str) -> str:
    """Return a cell as people read it; no data has words, never a zero."""
    if one is None or one.value is None:
        return ""
    if one.denominator is None:
        return number(one.numerator)
    if unit == PERCENT:
        return text.percent(one.numerator, one.denominator, language=get_language() or "vi")
    return number(int(one.value + Fraction(1, 2)))


def drawn(one: api.Number | None, unit: str) -> float | None:
    """Return what a chart draws: a drawing needs no exactness."""
    if one is None or one.value is None:
        return None
    return float(one.value * (100 if unit == PERCENT and one.denominator is not None else 1))


class Names:
    """Words of the keys of one answer, looked up once."""

    def __init__(self, asked: Asked, keys: Iterable[api.Key]) -> None:
        keys = tuple(keys)
        question = asked.question
        self._own = question.unit_id
        self._units = directory.units(unit_ids={key.unit_id for key in keys}, on=question.on)
        codes = {key.procedure_code for key in keys if key.procedure_code}
        self._procedures: Mapping[str, str] = catalogue.names(codes=codes, on=question.on) if codes else {}

    def of(self, key: api.Key, dimension: api.Dimension) -> str:
        """Return one side of a key in words."""
        ways: dict[api.Dimension, Callable[[api.Key], str]] = {
            api.Dimension.UNIT: self._unit,
            api.Dimension.MONTH: lambda one: str(one.period.label),
            api.Dimension.FIELD: lambda one: one.field or _("no field known"),
            api.Dimension.PROCEDURE: self._procedure,
            api.Dimension.CHANNEL: lambda one: CHANNELS[one.channel](),
        }
        return ways[dimension](key)

    def _unit(self, key: api.Key) -> str:
        if key.unit_id == self._own:
            return _("Departments, and communes split between several")
        return self._units[key.unit_id].name if key.unit_id in self._units else str(key.unit_id)

    def _procedure(self, key: api.Key) -> str:
        return f"{self._procedures.get(key.procedure_code, '')} ({key.procedure_code})".strip()


def sort_of(key: api.Key, dimension: api.Dimension) -> str:
    """Return what one side of a key is told apart and ordered by."""
    return {
        api.Dimension.UNIT: str(key.unit_id),
        api.Dimension.MONTH: key.period.first.isoformat(),
        api.Dimension.FIELD: key.field,
        api.Dimension.PROCEDURE: key.procedure_code,
        api.Dimension.CHANNEL: str(key.channel),
    }[dimension]
