"""Small decision tables, random ones, and an oracle that decides by reading every cell anew."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.processes.policies.tables.feel import Between, Part, Tests, read_literal, read_tests
from dinh.processes.types.tables import Aggregation, Column, ColumnType, HitPolicy, Rule, Table, Value

WORDS = ("a", "b", "c")
DAY = date(2026, 7, 1)


def officer(person: str, *roles: str) -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL,
        person_id=person,
        display_name=f"Cán bộ {person}",
        roles=frozenset(roles or (Role.DATA_OFFICER.value,)),
    )


def column(name: str, kind: ColumnType, values: Sequence[str] = (), default: str = "") -> Column:
    return Column(f"col_{name}", name, name.upper(), kind, tuple(values), default)


def table(
    rules: Sequence[tuple[Sequence[str], Sequence[str]]],
    *,
    inputs: Sequence[Column] | None = None,
    outputs: Sequence[Column] | None = None,
    policy: HitPolicy = HitPolicy.UNIQUE,
    aggregation: Aggregation = Aggregation.LIST,
) -> Table:
    return Table(
        id="table_x",
        decision_id="decision_x",
        name="Bảng thử",
        hit_policy=policy,
        aggregation=aggregation,
        inputs=tuple(inputs or (column("n", ColumnType.NUMBER),)),
        outputs=tuple(outputs or (column("o", ColumnType.NUMBER),)),
        rules=tuple(Rule(f"rule_{at}", tuple(when), tuple(then)) for at, (when, then) in enumerate(rules, 1)),
    )


def holds_part(part: Part, value: Any) -> bool:
    if isinstance(part, Between):
        low = value >= part.low if part.is_low_in else value > part.low
        return bool(low and (value <= part.high if part.is_high_in else value < part.high))
    return bool(
        {
            "=": lambda: value == part.value,
            "!=": lambda: value != part.value,
            "<": lambda: value < part.value,
            "<=": lambda: value <= part.value,
            ">": lambda: value > part.value,
            ">=": lambda: value >= part.value,
        }[part.op]()
    )


_read = cache(read_tests)


def holds(tests: Tests, value: Value) -> bool:
    return any(holds_part(part, value) for part in tests.parts) is not tests.is_not


def oracle_hits(given: Table, inputs: Mapping[str, Value]) -> list[int]:
    """Return the places of the rules that hold, by reading each test anew."""
    return [
        place
        for place, rule in enumerate(given.rules)
        if all(holds(_read(test), inputs[one.name]) for test, one in zip(rule.tests, given.inputs, strict=True))
    ]


def oracle_outputs(given: Table, hits: Sequence[int]) -> list[tuple[Value, ...]]:
    return [tuple(read_literal(text) for text in given.rules[place].outputs) for place in hits]


COLUMNS = (
    column("n", ColumnType.NUMBER),
    column("d", ColumnType.DECIMAL),
    column("t", ColumnType.DATE),
    column("k", ColumnType.ENUM, WORDS),
    column("w", ColumnType.TEXT),
    column("y", ColumnType.BOOL),
)
_OPS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def values(one: Column) -> st.SearchStrategy[Any]:
    """Return values near the ends tests use, so that they meet."""
    if one.type is ColumnType.NUMBER:
        return st.integers(-4, 4)
    if one.type is ColumnType.DECIMAL:
        return st.integers(-8, 8).map(lambda number: Decimal(number) / 2)
    if one.type is ColumnType.DATE:
        return st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
    return st.sampled_from([False, True] if one.type is ColumnType.BOOL else [*WORDS])
