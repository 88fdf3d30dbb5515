"""A table as its pages draw it: headings, rows in words, findings beside their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from dinh.processes.api import Column, ColumnType, Decision, Table, TableFinding
from dinh.processes.policies.tables.checking import by_rule
from dinh.processes.policies.tables.values import show
from dinh.processes.policies.tables.words import output_text, test_text
from dinh.processes.web.tables_words import SIGNS, TYPES


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    name: str
    kind: str | Promise
    values: tuple[str, ...]
    default: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    number: int
    tests: tuple[str, ...]
    outputs: tuple[tuple[str, bool], ...]
    note: str
    findings: tuple[TableFinding, ...]
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Shown:
    sign: str
    inputs: tuple[Head, ...]
    outputs: tuple[Head, ...]
    rows: tuple[ShownRow, ...]


_NUMBERS = {ColumnType.NUMBER, ColumnType.MONEY, ColumnType.DECIMAL}


def _head(column: Column) -> Head:
    default = output_text(column, column.default) if column.default else ""
    return Head(column.label, column.name, TYPES[column.type], column.values, default, column.type in _NUMBERS)


def sign_of(table: Table) -> str:
    """Return the letter of the hit policy with its aggregation, as DMN writes it in the corner: U, F, C+."""
    return table.hit_policy.value[0] + SIGNS[table.aggregation]


def shown(table: Table, findings: Sequence[TableFinding] = (), hits: Sequence[int] = ()) -> Shown:
    beside = by_rule(findings)
    rows = tuple(
        ShownRow(
            number=number,
            tests=tuple(test_text(column, text) for column, text in zip(table.inputs, rule.tests, strict=False)),
            outputs=tuple(
                (output_text(column, text), column.type in _NUMBERS)
                for column, text in zip(table.outputs, rule.outputs, strict=False)
            ),
            note=rule.note,
            findings=beside.get(number, ()),
            is_hit=number in hits,
        )
        for number, rule in enumerate(table.rules, 1)
    )
    return Shown(
        sign_of(table), tuple(_head(one) for one in table.inputs), tuple(_head(one) for one in table.outputs), rows
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One input of the try-it panel with what was entered."""

    column: Column
    field: str
    value: str
    error: str

    @property
    def kind(self) -> str:
        return self.column.type.value


def asked(table: Table, entered: Mapping[str, str], errors: Mapping[str, object]) -> list[Asked]:
    return [
        Asked(column, f"v{at}", entered.get(column.name, ""), str(errors.get(column.name, "")))
        for at, column in enumerate(table.inputs)
    ]


def answer(table: Table, decision: Decision) -> list[tuple[str, str]]:
    """Return the outputs of a decision as label and words."""
    said = []
    for column in table.outputs:
        value = decision.outputs.get(column.name)
        if value is None:
            continue
        values = value if isinstance(value, tuple) else (value,)
        said.append((column.label, "; ".join(one if isinstance(one, str) else show(column, one) for one in values)))
    return said
