"""Reading every cell of a table, and telling of each that cannot be read or does not fit its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dinh.processes.policies.tables.compiled import Outputs
from dinh.processes.policies.tables.feel import Between, FeelFault, Part, Tests, read_literal, read_tests
from dinh.processes.policies.tables.values import ORDERED, fits, show
from dinh.processes.types.tables import (
    Aggregation,
    Column,
    ColumnType,
    Finding,
    FindingKind,
    HitPolicy,
    Table,
    Value,
)

NAME = re.compile(r"[^\W\d][\w .+/*'-]{0,79}")
MOST_RULES = 500
MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells say, rule by rule."""

    tests: tuple[tuple[Tests, ...], ...]
    outputs: tuple[Outputs, ...]


def read_cells(table: Table) -> tuple[Cells | None, list[Finding]]:
    """Return the cells (None when some cannot be read or the shape is wrong) and what was found on the way."""
    findings = [*_shape(table), *_policy(table)]
    if any(one.kind is FindingKind.SHAPE for one in findings):
        return None, findings
    tests, outputs = [], []
    is_whole = True
    for number, rule in enumerate(table.rules, 1):
        row = [_test(column, text, number, findings) for column, text in zip(table.inputs, rule.tests, strict=True)]
        out = [
            _output(column, text, number, findings) for column, text in zip(table.outputs, rule.outputs, strict=True)
        ]
        is_whole = is_whole and None not in row and None not in out
        tests.append(tuple(one for one in row if one is not None))
        outputs.append(tuple(one for one in out if one is not None))
    for column in table.outputs:
        if column.default and _output(column, column.default, 0, findings) is None:
            is_whole = False
    return (Cells(tuple(tests), tuple(outputs)) if is_whole else None), findings


def _finding(kind: FindingKind, message: str, *, rule: int = 0, column: str = "") -> Finding:
    return Finding(kind, message, is_blocking=True, rules=(rule,) if rule else (), column=column)


def _shape(table: Table) -> Iterator[Finding]:
    columns = (*table.inputs, *table.outputs)
    if not table.inputs or not table.outputs or not table.rules:
        yield _finding(FindingKind.SHAPE, _("A table needs an input, an output and a rule at least."))
    if len(table.rules) > MOST_RULES or len(columns) > MOST_COLUMNS:
        words = _("A table has at most %(rules)s rules and %(columns)s columns.")
        yield _finding(FindingKind.SHAPE, words % {"rules": MOST_RULES, "columns": MOST_COLUMNS})
    yield from _column_shapes(table)
    for number, rule in enumerate(table.rules, 1):
        if len(rule.tests) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
            words = _("Rule %(rule)s has another number of cells than the table has columns.")
            yield _finding(FindingKind.SHAPE, words % {"rule": number}, rule=number)


def _column_shapes(table: Table) -> Iterator[Finding]:
    for side in (table.inputs, table.outputs):
        names = [column.name for column in side]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield _finding(FindingKind.SHAPE, _("Two columns are called “%(name)s”.") % {"name": name}, column=name)
    for column in (*table.inputs, *table.outputs):
        if not NAME.fullmatch(column.name):
            words = _("“%(name)s” cannot name a column: begin with a letter.")
            yield _finding(FindingKind.SHAPE, words % {"name": column.name}, column=column.name)
        if column.type is ColumnType.ENUM and not column.values:
            words = _("“%(label)s” is a choice but lists no values.")
            yield _finding(FindingKind.SHAPE, words % {"label": column.label}, column=column.name)


def _policy(table: Table) -> Iterator[Finding]:
    if table.hit_policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER} and not any(
        column.values for column in table.outputs
    ):
        words = _("This hit policy goes by the order of the allowed values of an output, and no output lists any.")
        yield _finding(FindingKind.VALUES, words)
    if table.aggregation is Aggregation.LIST:
        return
    if table.hit_policy is not HitPolicy.COLLECT or len(table.outputs) != 1:
        yield _finding(FindingKind.VALUES, _("Adding up or counting needs COLLECT and exactly one output."))
    elif table.aggregation is not Aggregation.COUNT and not _is_number(table.outputs[0]):
        yield _finding(FindingKind.VALUES, _("Only numbers can be added up or compared; this output holds none."))


def _is_number(column: Column) -> bool:
    return column.type in ORDERED and column.type is not ColumnType.DATE


def _test(column: Column, source: str, rule: int, findings: list[Finding]) -> Tests | None:
    try:
        tests = read_tests(source)
    except FeelFault as fault:
        findings.append(_finding(FindingKind.TEST, _at(column, rule, str(fault)), rule=rule, column=column.name))
        return None
    for part in tests.parts:
        if reason := _misfit(column, part):
            findings.append(_finding(FindingKind.TEST, _at(column, rule, reason), rule=rule, column=column.name))
            return None
    return tests


def _misfit(column: Column, part: Part) -> str:
    if column.type not in ORDERED and (isinstance(part, Between) or part.op not in {"=", "!="}):
        return _("only numbers and days can be compared by size")
    for value in (part.low, part.high) if isinstance(part, Between) else (part.value,):
        if not fits(column, value):
            return _wrong(column, value)
    return ""


def _wrong(column: Column, value: Value) -> str:
    if column.values and isinstance(value, str):
        return _("“%(value)s” is not among the allowed values") % {"value": value}
    return _("%(value)s is of another kind than the column") % {"value": show(column, value)}


def _at(column: Column, rule: int, reason: str) -> str:
    if not rule:
        return _("Default answer of “%(label)s”: %(reason)s.") % {"label": column.label, "reason": reason}
    words = _("Rule %(rule)s, “%(label)s”: %(reason)s.")
    return words % {"rule": rule, "label": column.label, "reason": reason}


def _output(column: Column, source: str, rule: int, findings: list[Finding]) -> Value | None:
    try:
        value = read_literal(source)
        reason = "" if fits(column, value) else _wrong(column, value)
    except FeelFault as fault:
        reason = str(fault)
    if reason:
        findings.append(_finding(FindingKind.OUTPUT, _at(column, rule, reason), rule=rule, column=column.name))
        return None
    return value
