"""A table made ready once: deciding then costs one look-up per column, however many rules there are.

For every column, each cell of its partition carries the set of rules it satisfies as bits; a decision is the
intersection of those sets.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.processes.policies.tables.feel import read_literal, read_tests
from dinh.processes.policies.tables.regions import LOWEST, Partition, bits, partition
from dinh.processes.policies.tables.values import ORDERED, coerce
from dinh.processes.policies.tables.words import why_default, why_none, why_rule
from dinh.processes.types.tables import Aggregation, Column, ColumnType, Decision, HitPolicy, Table, Value

MANY = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
Find = Callable[[Any], int]
Outputs = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    table: Table
    columns: tuple[tuple[str, Column, Find], ...]
    outputs: tuple[Outputs, ...]
    ranks: tuple[tuple[int, ...], ...]
    defaults: Outputs | None
    all_rules: int


def compile_table(table: Table) -> Compiled:
    """Return the table ready to decide. Raises FeelFault for a cell that cannot be read."""
    columns = []
    for place, column in enumerate(table.inputs):
        tests = [read_tests(rule.tests[place]) for rule in table.rules]
        columns.append((column.name, column, _finder(partition(column, tests))))
    outputs = tuple(tuple(read_literal(text) for text in rule.outputs) for rule in table.rules)
    return Compiled(
        table=table,
        columns=tuple(columns),
        outputs=outputs,
        ranks=tuple(rank(table, one) for one in outputs),
        defaults=_defaults(table),
        all_rules=(1 << len(table.rules)) - 1,
    )


def rank(table: Table, outputs: Outputs) -> tuple[int, ...]:
    """Return how far down the lists of allowed values these outputs stand: the smallest goes first."""
    return tuple(
        column.values.index(value) if isinstance(value, str) and value in column.values else len(column.values)
        for column, value in zip(table.outputs, outputs, strict=True)
    )


def _defaults(table: Table) -> Outputs | None:
    if not table.outputs or not all(column.default for column in table.outputs):
        return None
    return tuple(read_literal(column.default) for column in table.outputs)


def _rules_by_cell(part: Partition) -> list[int]:
    found = [0] * len(part.cells)
    for number, mask in enumerate(part.masks):
        for place in bits(mask):
            found[place] |= 1 << number
    return found


def _finder(part: Partition) -> Find:
    rules = _rules_by_cell(part)
    if part.column.type is ColumnType.DECIMAL:
        cuts = [cell.low for cell in part.cells if cell.low != LOWEST]
        return lambda value: rules[bisect_right(cuts, (0, value, 0))]
    if part.column.type in ORDERED:
        values = [cell.low[1] for cell in part.cells if cell.low != LOWEST]
        return lambda value: rules[bisect_right(values, value)]
    by_word = {cell.word: rules[place] for place, cell in enumerate(part.cells) if cell.word is not None}
    other = rules[-1] if part.cells and part.cells[-1].word is None else 0
    return lambda value: by_word.get(value, other)


_EXACT: Mapping[ColumnType, type] = {
    ColumnType.NUMBER: int,
    ColumnType.MONEY: int,
    ColumnType.BOOL: bool,
    ColumnType.TEXT: str,
    ColumnType.DATE: date,
}


def hits_of(compiled: Compiled, inputs: Mapping[str, object]) -> tuple[int, ...]:
    """Return the places (from 0) of the rules that hold, in row order. Raises Invalid for a wrong or missing input."""
    mask = compiled.all_rules
    for name, column, find in compiled.columns:
        value = inputs.get(name)
        if type(value) is not _EXACT.get(column.type) or column.values:
            value = _checked(column, value)
        mask &= find(value)
    return tuple(bits(mask)) if mask else ()


def _checked(column: Column, given: object) -> Value:
    if given is None:
        raise Invalid("TB20", _("The decision needs “%(label)s”.") % {"label": column.label}, fields={column.name: ""})
    # The quick way for a value that already is what the column wants.
    if isinstance(given, str) and column.type is ColumnType.ENUM and given in column.values:
        return given
    try:
        return coerce(column, given)
    except ValueError as wrong:
        raise Invalid("TB21", str(wrong), fields={column.name: str(wrong)}) from None


def chosen(compiled: Compiled, hits: tuple[int, ...]) -> tuple[int, ...]:
    """Return which of the rules that hold the hit policy takes, in its order. Raises Invalid where it forbids them."""
    policy = compiled.table.hit_policy
    if len(hits) < 2 and policy is not HitPolicy.COLLECT:  # noqa: PLR2004
        return hits
    if policy is HitPolicy.FIRST:
        return hits[:1]
    if policy is HitPolicy.PRIORITY:
        return (min(hits, key=lambda place: (compiled.ranks[place], place)),)
    if policy is HitPolicy.OUTPUT_ORDER:
        return tuple(sorted(hits, key=lambda place: (compiled.ranks[place], place)))
    if policy is HitPolicy.UNIQUE:
        raise Invalid("TB22", _("Several rules hold where only one may: %(rules)s.") % {"rules": _numbers(hits)})
    if policy is HitPolicy.ANY and len({compiled.outputs[place] for place in hits}) > 1:
        raise Invalid("TB23", _("The rules that hold give different answers: %(rules)s.") % {"rules": _numbers(hits)})
    return hits


def _numbers(hits: tuple[int, ...]) -> str:
    return ", ".join(str(place + 1) for place in hits)


def _aggregate(compiled: Compiled, hits: tuple[int, ...]) -> Mapping[str, Value | tuple[Value, ...]]:
    names = [column.name for column in compiled.table.outputs]
    how = compiled.table.aggregation
    if how is Aggregation.LIST or compiled.table.hit_policy is not HitPolicy.COLLECT:
        return {name: tuple(compiled.outputs[place][at] for place in hits) for at, name in enumerate(names)}
    if how is Aggregation.COUNT:
        return {names[0]: len({compiled.outputs[place] for place in hits})}
    numbers = [value for place in hits for value in compiled.outputs[place][:1] if isinstance(value, int | Decimal)]
    if how is Aggregation.SUM:
        return {names[0]: sum(numbers)}
    return {names[0]: min(numbers) if how is Aggregation.MIN else max(numbers)}


def evaluate(compiled: Compiled, inputs: Mapping[str, object], *, explain: bool = True) -> Decision:
    """Return what the table decides; without `explain` the sentences are left out, which is quicker.

    Raises Invalid (TB20-TB23) for a missing or wrong input, and where the hit policy forbids what the rules give.
    """
    hits = chosen(compiled, hits_of(compiled, inputs))
    names = [column.name for column in compiled.table.outputs]
    if not hits:
        if compiled.defaults is None:
            return Decision({}, (), (why_none(),) if explain else (), is_answered=False)
        return Decision(dict(zip(names, compiled.defaults, strict=True)), (), (why_default(),) if explain else ())
    why = tuple(why_rule(compiled.table, place) for place in hits) if explain else ()
    numbers = tuple(place + 1 for place in hits)
    if compiled.table.hit_policy in MANY:
        return Decision(_aggregate(compiled, hits), numbers, why)
    return Decision(dict(zip(names, compiled.outputs[hits[0]], strict=True)), numbers, why)
