"""Tests, boxes and reasons as sentences a person reads."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from dinh.processes.policies.tables.feel import Between, FeelFault, Part, Tests, read_literal, read_tests
from dinh.processes.policies.tables.regions import HIGHEST, LOWEST, Cell
from dinh.processes.policies.tables.values import ORDERED, show
from dinh.processes.types.tables import Column, ColumnType, Table, Value


def _part(column: Column, part: Part) -> str:
    if isinstance(part, Between):
        return _between(column, part)
    day = column.type is ColumnType.DATE
    words = {
        "=": "%(value)s",
        "!=": _("other than %(value)s"),
        "<": _("before %(value)s") if day else _("less than %(value)s"),
        "<=": _("until %(value)s at the latest") if day else _("at most %(value)s"),
        ">": _("after %(value)s") if day else _("more than %(value)s"),
        ">=": _("from %(value)s on") if day else _("at least %(value)s"),
    }[part.op]
    return words % {"value": show(column, part.value)}


def _between(column: Column, part: Between) -> str:
    low = _("from %(value)s") if part.is_low_in else _("above %(value)s")
    high = _("to %(value)s") if part.is_high_in else _("to below %(value)s")
    return f"{low % {'value': show(column, part.low)}} {high % {'value': show(column, part.high)}}"


def test_words(column: Column, tests: Tests) -> str:
    """Return the tests of one cell in words; nothing for "anything"."""
    if tests.is_any:
        return ""
    listed = _(" or ").join(_part(column, part) for part in tests.parts)
    return _("not %(listed)s") % {"listed": listed} if tests.is_not else listed


def test_text(column: Column, source: str) -> str:
    """Return a cell as a reader sees it; one that cannot be read as it stands."""
    try:
        return test_words(column, read_tests(source))
    except FeelFault:
        return source


def output_text(column: Column, source: str) -> str:
    """Return an output as a reader sees it; one that cannot be read as it stands."""
    try:
        value = read_literal(source)
    except FeelFault:
        return source
    return value if isinstance(value, str) else show(column, value)


def why_rule(table: Table, place: int) -> str:
    """Return why the rule at `place` (from 0) holds, with what it rests on."""
    rule = table.rules[place]
    said = [
        f"{column.label}: {words}"
        for column, source in zip(table.inputs, rule.tests, strict=True)
        if (words := test_text(column, source))
    ]
    reason = "; ".join(said) or _("in every case")
    sentence = _("Rule %(number)s holds: %(reason)s.") % {"number": place + 1, "reason": reason}
    return f"{sentence} {_('Basis')}: {rule.note}" if rule.note else sentence


def why_none() -> str:
    return _("No rule of the table holds for these values.")


def why_default() -> str:
    return _("No rule holds, so the default answer of the table is given.")


def input_words(table: Table, inputs: Mapping[str, Value]) -> str:
    """Return an input as one line: “Kênh nộp = “Trực tuyến”; Ngày nộp = 01/07/2026”."""
    return "; ".join(f"{one.label} = {show(one, inputs[one.name])}" for one in table.inputs if one.name in inputs)


def _span(column: Column, low: Cell, high: Cell) -> str:
    day = column.type is ColumnType.DATE
    start, end = low.low, high.high
    if start == LOWEST and end == HIGHEST:
        return ""
    lower = _("from %(value)s on") if day else _("at least %(value)s")
    above = _("after %(value)s") if day else _("more than %(value)s")
    below = _("before %(value)s") if day else _("less than %(value)s")
    most = _("until %(value)s at the latest") if day else _("at most %(value)s")
    said = []
    if start != LOWEST:
        said.append((above if start[2] else lower) % {"value": show(column, start[1])})
    if end != HIGHEST:
        said.append((most if end[2] else below) % {"value": show(column, end[1])})
    return _(" and ").join(said)


def cells_words(column: Column, cells: Sequence[Cell], *, are_all: bool) -> str:
    """Return neighbouring cells of one column in words; nothing when they are all there is."""
    if are_all:
        return ""
    if column.type in ORDERED:
        runs: list[list[Cell]] = []
        for cell in cells:
            if runs and runs[-1][-1].high == cell.low:
                runs[-1].append(cell)
            else:
                runs.append([cell])
        return _(" or ").join(_span(column, run[0], run[-1]) for run in runs)
    named = [show(column, cell.word) for cell in cells if cell.word is not None]
    return _(" or ").join([*named, *(_("any other value") for cell in cells if cell.word is None)])
