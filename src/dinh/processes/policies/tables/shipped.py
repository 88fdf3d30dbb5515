"""A table out of a file people write by hand: columns, then rules as short lists in the order of the columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dinh.processes.policies.tables.values import output_from_words, test_from_words
from dinh.processes.types.tables import Aggregation, Column, ColumnType, HitPolicy, Rule, Table, TablePurpose


@dataclass(frozen=True, slots=True)
class Shipped:
    code: str
    purpose: TablePurpose
    procedure_code: str
    group: str
    source: str
    table: Table


def read_shipped(data: Mapping[str, Any]) -> Shipped:
    """Return the table of one definition file; a wrong file is a KeyError or ValueError of the one who wrote it."""
    inputs = tuple(_column("input", at, one) for at, one in enumerate(data["input"], 1))
    outputs = tuple(_column("output", at, one) for at, one in enumerate(data["output"], 1))
    table = Table(
        id=f"table_{data['code']}",
        decision_id=f"decision_{data['code']}",
        name=data["name"],
        hit_policy=HitPolicy(data["hit_policy"]),
        aggregation=Aggregation(data.get("aggregation", "")),
        inputs=inputs,
        outputs=outputs,
        rules=tuple(_rule(at, one, inputs, outputs) for at, one in enumerate(data["rule"], 1)),
    )
    return Shipped(
        code=data["code"],
        purpose=TablePurpose(data["purpose"]),
        procedure_code=data.get("procedure_code", ""),
        group=data.get("group", ""),
        source=data["source"],
        table=table,
    )


def _column(side: str, at: int, data: Mapping[str, Any]) -> Column:
    bare = Column(f"{side}_{at}", data["name"], data["label"], ColumnType(data["type"]), tuple(data.get("values", ())))
    if "default" not in data:
        return bare
    default = output_from_words(bare, str(data["default"]))
    return Column(bare.id, bare.name, bare.label, bare.type, bare.values, default)


def _rule(at: int, data: Mapping[str, Any], inputs: tuple[Column, ...], outputs: tuple[Column, ...]) -> Rule:
    return Rule(
        id=f"rule_{at}",
        tests=tuple(test_from_words(column, text) for column, text in zip(inputs, data["when"], strict=True)),
        outputs=tuple(output_from_words(column, str(text)) for column, text in zip(outputs, data["then"], strict=True)),
        note=data.get("basis", ""),
    )
