"""Random cells and tables for the property tests."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from dinh.processes.policies.tables.feel import write
from dinh.processes.policies.tables.values import ORDERED
from dinh.processes.types.tables import Column, ColumnType, HitPolicy, Table
from tests.processes.tables_make import COLUMNS, WORDS, column, table, values

_ENUM = column("o", ColumnType.ENUM, WORDS)


@st.composite
def parts(draw: st.DrawFn, one: Column) -> str:
    if one.type not in ORDERED:
        return draw(st.sampled_from(["", "", "!= "])) + write(draw(values(one)))
    kind = draw(st.sampled_from(["", "<", "<=", ">", ">=", "!=", "span", "span"]))
    if kind != "span":
        return f"{kind} {write(draw(values(one)))}".strip()
    low, high = draw(values(one)), draw(values(one))
    return f"{draw(st.sampled_from('[(]'))}{write(low)}..{write(high)}{draw(st.sampled_from('])['))}"


@st.composite
def cells(draw: st.DrawFn, one: Column) -> str:
    if draw(st.integers(0, 3)) == 0:
        return "-"
    said = ", ".join(draw(st.lists(parts(one), min_size=1, max_size=2)))
    return f"not({said})" if draw(st.integers(0, 4)) == 0 else said


@st.composite
def tables(draw: st.DrawFn, policies: Sequence[HitPolicy] = tuple(HitPolicy)) -> Table:
    inputs = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3, unique_by=lambda one: one.name))
    rules = [
        ([draw(cells(one)) for one in inputs], [write(draw(st.sampled_from(WORDS)))])
        for _ in range(draw(st.integers(1, 5)))
    ]
    return table(rules, inputs=inputs, outputs=[_ENUM], policy=draw(st.sampled_from(policies)))


@st.composite
def inputs_of(draw: st.DrawFn, given: Table) -> dict[str, Any]:
    return {one.name: draw(values(one)) for one in given.inputs}
