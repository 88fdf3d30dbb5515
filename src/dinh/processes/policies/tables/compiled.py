"""A table made ready once: deciding then costs one look-up per column, however many rules there are.

For every column, each cell of its partition carries the set of rules it satisfies as bits; a decision is the
intersection of those sets.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.processes.policies.tables.feel import read_literal, read_tests
from dinh.processes.policies.tables.regions import LOWEST, Partition, bits, partition, rules_by_cell
from dinh.processes.policies.tables.values import ORDERED, coerce
from dinh.processes.policies.tables.words import why_default, why_none, why_rule
from dinh.processes.types.tables import Aggregation, Column, ColumnType, Decision, HitPolicy, Table, Value

_NOTHING: Mapping[str, Value] = MappingProxyType({})
MANY = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
Find = Callable[[Any], int]
Outputs = tuple[Value, ...]
_EXACT: Mapping[ColumnType, type] = {
    ColumnType.NUMBER: int,
    ColumnType.MONEY: int,
    ColumnType.BOOL: bool,
    ColumnType.TEXT: str,
    ColumnType.ENUM: str,
    ColumnType.DATE: date,
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """`columns` holds name, exact type (None: always to be checked), allowed words or None, look-up and column.

    `told` keeps the decisions of single hits: most tables answer by one rule, and its answer never changes.
    """

    table: Table
    columns: tuple[tuple[str, type | None, frozenset[str] | None, Find, Column], ...]
    outputs: tuple[Outputs, ...]
    ranks: tuple[tuple[int, ...], ...]
    defaults: Outputs | None
    all_rules: int
    told: dict[tuple[int, str], Decision]


def compile_table(table: Table) -> Compiled:
    """Return the table ready to decide. Raises FeelFault for a cell that cannot be read."""
    columns = []
    for place, column in enumerate(table.inputs):
        tests = [read_tests(rule.tests[place]) for rule in table.rules]
        allowed = frozenset(column.values) if column.values else None
        columns.append((column.name, _EXACT.get(column.type), allowed, _finder(partition(column, tests)), column))
    outputs = tuple(tuple(read_literal(text) for text in rule.outputs) for rule in table.rules)
    return Compiled(
        table=table,
        columns=tuple(columns),
        outputs=outputs,
        ranks=tuple(rank(table, one) for one in outputs),
        defaults=_defaults(table),
        all_rules=(1 << len(table.rules)) - 1,
        told={},
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


def _finder(part: Partition) -> Find:
    rules = rules_by_cell(part)
    if part.column.type is ColumnType.DECIMAL:
        cuts = [cell.low for cell in part.cells if cell.low != LOWEST]
        return lambda value: rules[bisect_right(cuts, (0, value, 0))]
    if part.column.type in ORDERED:
        values = [cell.low[1] for cell in part.cells if cell.low != LOWEST]
        return lambda value: rules[bisect_right(values, value)]
    by_word = {cell.word: rules[place] for place, cell in enumerate(part.cells) if cell.word is not None}
    other = rules[-1] if part.cells and part.cells[-1].word is None else 0
    return lambda value: by_word.get(value, other)


def _mask_of(compiled: Compiled, inputs: Mapping[str, object]) -> int:
    mask = compiled.all_rules
    for name, exact, allowed, find, column in compiled.columns:
        value = inputs.get(name)
        if type(value) is not exact or (allowed is not None and value not in allowed):
            value = checked(column, value)
        mask &= find(value)
    return mask


def hits_of(compiled: Compiled, inputs: Mapping[str, object]) -> tuple[int, ...]:
    """Return the places (from 0) of the rules that hold, in row order. Raises Invalid for a wrong or missing input."""
    return tuple(bits(_mask_of(compiled, inputs)))


def checked(column: Column, given: object) -> Value:
    if given is None:
        words = _("The decision needs “%(label)s”.") % {"label": column.label}
        raise Invalid("TB20", words, fields={column.name: words})
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
        return {names[0]: len(hits)}
    numbers = [value for place in hits for value in compiled.outputs[place][:1] if isinstance(value, int | Decimal)]
    if how is Aggregation.SUM:
        return {names[0]: sum(numbers)}
    return {names[0]: min(numbers) if how is Aggregation.MIN else max(numbers)}


def evaluate(compiled: Compiled, inputs: Mapping[str, object], *, explain: bool = True) -> Decision:
    """Return what the table decides; without `explain` the sentences are left out.

    Raises Invalid (TB20-TB23) for a missing or wrong input, and where the hit policy forbids what the rules give.
    """
    mask = _mask_of(compiled, inputs)
    language = get_language() or "" if explain else "-"
    if mask & (mask - 1) == 0:
        # No hit is told as place -1: it too has one answer.
        place = mask.bit_length() - 1
        kept = compiled.told.get((place, language))
        if kept is None:
            kept = _decision(compiled, (place,) if mask else (), is_explained=explain)
            compiled.told[place, language] = kept
        return kept
    return _decision(compiled, chosen(compiled, tuple(bits(mask))), is_explained=explain)


def _decision(compiled: Compiled, hits: tuple[int, ...], *, is_explained: bool) -> Decision:
    names = [column.name for column in compiled.table.outputs]
    if not hits:
        if compiled.defaults is None:
            return Decision(_NOTHING, (), (why_none(),) if is_explained else (), is_answered=False)
        said = MappingProxyType(dict(zip(names, compiled.defaults, strict=True)))
        return Decision(said, (), (why_default(),) if is_explained else ())
    why = tuple(why_rule(compiled.table, place) for place in hits) if is_explained else ()
    numbers = tuple(place + 1 for place in hits)
    rests = tuple(compiled.table.rules[place].note for place in hits)
    if compiled.table.hit_policy in MANY:
        return Decision(MappingProxyType(dict(_aggregate(compiled, hits))), numbers, why, rests_on=rests)
    said = MappingProxyType(dict(zip(names, compiled.outputs[hits[0]], strict=True)))
    return Decision(said, numbers, why, rests_on=rests)
