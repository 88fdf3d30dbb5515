"""Changes of a table as its editor makes them: each returns a new table, ids of what stays stay."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from dinh.kernel.text import slug
from dinh.processes.types.tables import Column, ColumnType, HitPolicy, Rule, Table

T = TypeVar("T")


def new_table(name: str) -> Table:
    """Return the smallest table: one input, one output, one empty rule."""
    column = Column("input_1", "dieu_kien", "Điều kiện", ColumnType.TEXT)
    result = Column("output_1", "ket_qua", "Kết quả", ColumnType.TEXT)
    made = slug(name).replace("-", "_") or "bang"
    return Table(
        id=f"table_{made}"[:80],
        decision_id=f"decision_{made}"[:80],
        name=name,
        hit_policy=HitPolicy.UNIQUE,
        inputs=(column,),
        outputs=(result,),
        rules=(Rule("rule_1", ("-",), ('""',)),),
    )


def fresh_id(prefix: str, taken: Sequence[str]) -> str:
    """Return the first free id such as `rule_7`."""
    number = len(taken) + 1
    while f"{prefix}_{number}" in taken:
        number += 1
    return f"{prefix}_{number}"


def name_for(label: str, taken: Sequence[str]) -> str:
    """Return a name programs can use, made of the label and not taken."""
    base = slug(label).replace("-", "_") or "cot"
    base = base if base[0].isalpha() else f"c_{base}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _moved(items: Sequence[T], place: int, step: int) -> tuple[T, ...]:
    listed = list(items)
    to = place + step
    if 0 <= place < len(listed) and 0 <= to < len(listed):
        listed[place], listed[to] = listed[to], listed[place]
    return tuple(listed)


def _without(items: Sequence[T], place: int) -> tuple[T, ...]:
    return tuple(one for at, one in enumerate(items) if at != place)


def add_rule(table: Table, after: int) -> Table:
    """Put an empty rule behind the one at `after` (-1: in front)."""
    fresh = Rule(
        fresh_id("rule", [one.id for one in table.rules]),
        ("-",) * len(table.inputs),
        tuple(_empty(column) for column in table.outputs),
    )
    return replace(table, rules=(*table.rules[: after + 1], fresh, *table.rules[after + 1 :]))


def _empty(column: Column) -> str:
    return '""' if column.type is ColumnType.TEXT else ""


def copy_rule(table: Table, place: int) -> Table:
    """Put a copy of a rule right behind it."""
    if not 0 <= place < len(table.rules):
        return table
    copy = replace(table.rules[place], id=fresh_id("rule", [one.id for one in table.rules]))
    return replace(table, rules=(*table.rules[: place + 1], copy, *table.rules[place + 1 :]))


def move_rule(table: Table, place: int, step: int) -> Table:
    return replace(table, rules=_moved(table.rules, place, step))


def drop_rule(table: Table, place: int) -> Table:
    return replace(table, rules=_without(table.rules, place))


def add_column(table: Table, side: str, label: str) -> Table:
    """Put a column of text at the end of a side (`inputs` or `outputs`), anything or empty in every rule."""
    columns: tuple[Column, ...] = getattr(table, side)
    kind = side.removesuffix("s")
    made = Column(
        fresh_id(kind, [one.id for one in columns]),
        name_for(label, [one.name for one in columns]),
        label,
        ColumnType.TEXT,
    )
    cell = "-" if side == "inputs" else _empty(made)
    return _columns(table, side, (*columns, made), lambda cells: (*cells, cell))


def copy_column(table: Table, side: str, place: int) -> Table:
    """Put a copy of a column at the end of its side."""
    columns: tuple[Column, ...] = getattr(table, side)
    if not 0 <= place < len(columns):
        return table
    old = columns[place]
    made = replace(
        old,
        id=fresh_id(side.removesuffix("s"), [one.id for one in columns]),
        name=name_for(old.label, [one.name for one in columns]),
    )
    return _columns(table, side, (*columns, made), lambda cells: (*cells, cells[place]))


def move_column(table: Table, side: str, place: int, step: int) -> Table:
    return _columns(table, side, _moved(getattr(table, side), place, step), lambda cells: _moved(cells, place, step))


def drop_column(table: Table, side: str, place: int) -> Table:
    return _columns(table, side, _without(getattr(table, side), place), lambda cells: _without(cells, place))


def _columns(
    table: Table,
    side: str,
    columns: tuple[Column, ...],
    cells: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> Table:
    if side == "inputs":
        rules = tuple(replace(rule, tests=cells(rule.tests)) for rule in table.rules)
        return replace(table, inputs=columns, rules=rules)
    rules = tuple(replace(rule, outputs=cells(rule.outputs)) for rule in table.rules)
    return replace(table, outputs=columns, rules=rules)
