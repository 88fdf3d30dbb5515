"""Which values a column takes: from FEEL, from what people type, and back into Vietnamese words."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from dinh.kernel.text import vnd
from dinh.processes.policies.tables.feel import FeelFault, number, read_literal, write
from dinh.processes.types.tables import Column, ColumnType, Value

WHOLE = frozenset({ColumnType.NUMBER, ColumnType.MONEY})
ORDERED = WHOLE | {ColumnType.DECIMAL, ColumnType.DATE}
WORDS = frozenset({ColumnType.TEXT, ColumnType.ENUM})
_VN_DAY = re.compile(r"(?<![\w\"/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\w\"/])")
_ISO_DAY = re.compile(r"(?<![\w\"-])(\d{4}-\d{2}-\d{2})(?![\w\"-])")
_GROUPED = re.compile(r"(?<!\w)(?<!\d\.)\d{1,3}(?:\.\d{3})+(?![\w])(?!\.\d)")
_FEEL_DAY = re.compile(r"date\(\"(\d{4})-(\d{2})-(\d{2})\"\)")
_LONG_NUMBER = re.compile(r"\d{4,}")
_YES = {"có", "đúng", "true", "yes", "1", "on", "x"}
_NO = {"không", "sai", "false", "no", "0", "off"}


def fits(column: Column, value: Value) -> bool:
    """Tell whether `value` is of the column's type and among its allowed values."""
    if column.type is ColumnType.BOOL:
        return isinstance(value, bool)
    if column.type in WORDS:
        return isinstance(value, str) and (not column.values or value in column.values)
    if column.type is ColumnType.DATE:
        return isinstance(value, date)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (column.type is ColumnType.DECIMAL and isinstance(value, Decimal))


def coerce(column: Column, given: object) -> Value:
    """Return what a caller gave as a value of the column; floats are refused. Raises ValueError with the reason."""
    if isinstance(given, str):
        return from_words(column, given)
    if isinstance(given, Decimal) and given == given.to_integral_value():
        given = int(given)
    # A moment is a date to Python, yet not a day: its zone would decide.
    if type(given) in {int, bool, Decimal, date} and fits(column, given):  # type: ignore[arg-type]
        return given  # type: ignore[return-value]
    raise ValueError(_("“%(label)s” cannot be %(value)s") % {"label": column.label, "value": repr(given)})


def from_words(column: Column, words: str) -> Value:
    """Return what a person typed as a value of the column. Raises ValueError with the reason."""
    text = words if column.type in WORDS else words.strip()
    value: Value | None = _from_words(column.type, text)
    if value is None or not fits(column, value):
        raise ValueError(_("“%(label)s” cannot be %(value)s") % {"label": column.label, "value": f"“{words}”"})
    return value


def _from_words(kind: ColumnType, text: str) -> Value | None:
    if kind in WORDS:
        return text
    if kind is ColumnType.BOOL:
        return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(text.casefold())
    try:
        if kind is ColumnType.DATE:
            found = _VN_DAY.fullmatch(text)
            return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
        if kind in WHOLE:
            bare = re.sub(r"\s|đ$", "", text)
            return int(bare.replace(".", "") if _GROUPED.fullmatch(bare) else bare)
        exact = Decimal(text.replace(",", "."))
        return number(str(exact)) if exact.is_finite() else None
    except (ValueError, InvalidOperation):
        return None


def show(column: Column, value: Value) -> str:
    """Return the value as a person reads it: 50.000 đ, 01/07/2026, có."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if column.type is ColumnType.MONEY and isinstance(value, int):
        return vnd(value, "vi")
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    # The words of a choice are known; other text keeps its quotes, so that its ends can be seen.
    return value if column.type is ColumnType.ENUM else f"“{value}”"


def test_from_words(column: Column, words: str) -> str:
    """Return the FEEL of a test as officials type it: words without quotes, days as 01/07/2026, 1.000.000.

    What cannot be understood is returned as it is, for the check to point at.
    """
    text = words.strip()
    if not text or text == "-":
        return "-"
    if column.type in WORDS:
        return _words_test(column, text)
    if column.type is ColumnType.BOOL:
        value = _from_words(ColumnType.BOOL, text)
        return text if value is None else write(value)
    if column.type is ColumnType.DATE:
        text = _VN_DAY.sub(lambda day: f'date("{day[3]}-{int(day[2]):02}-{int(day[1]):02}")', text)
        return _ISO_DAY.sub(r'date("\1")', text)
    return _GROUPED.sub(lambda found: found[0].replace(".", ""), text) if column.type in WHOLE else text


def _words_test(column: Column, text: str) -> str:
    if text in column.values:
        return write(text)
    if '"' in text:
        return text
    is_not = re.fullmatch(r"(?:not|không phải|khác)\s*\((.*)\)", text, re.DOTALL)
    words = [part.strip() for part in (is_not[1] if is_not else text).split(",")]
    if column.values and not set(words) <= set(column.values):
        return text
    quoted = ", ".join(write(part) for part in words)
    return f"not({quoted})" if is_not else quoted


def output_from_words(column: Column, words: str) -> str:
    """Return the FEEL of an output as officials type it; what cannot be understood is returned as it is."""
    text = words.strip()
    if column.type in WORDS:
        return text if len(text) > 1 and text[0] == text[-1] == '"' else write(text)
    value = _from_words(column.type, text)
    return text if value is None else write(value)


def test_to_words(column: Column, source: str) -> str:
    """Return the FEEL of a test as officials type it; what would be read back differently stays FEEL."""
    if column.type in WORDS:
        tried = source.replace('"', "")
    elif column.type is ColumnType.BOOL:
        tried = {"true": _("yes"), "false": _("no")}.get(source, source)
    else:
        tried = _FEEL_DAY.sub(lambda day: f"{day[3]}/{day[2]}/{day[1]}", source)
        if column.type is ColumnType.MONEY:
            tried = _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}".replace(",", "."), tried)
    return tried if test_from_words(column, tried) == source else source


def output_to_words(column: Column, source: str) -> str:
    """Return the FEEL of an output as officials type it; what would be read back differently stays FEEL."""
    try:
        value = read_literal(source)
    except FeelFault:
        return source
    tried = (
        value if isinstance(value, str) else show(column, value).removesuffix(" đ").replace("\N{NO-BREAK SPACE}", "")
    )
    return tried if output_from_words(column, tried) == source else source
