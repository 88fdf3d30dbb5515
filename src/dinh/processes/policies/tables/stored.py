"""A table as JSON and back: the form in which versions are kept and whose digest names them."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.kernel.text import nfc
from dinh.processes.policies.tables.reading import MOST_COLUMNS, MOST_RULES
from dinh.processes.types.tables import Aggregation, Column, ColumnType, HitPolicy, Rule, Table

FORMAT = 1
_LONGEST = 4000


def to_json(table: Table) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "id": table.id,
        "decision_id": table.decision_id,
        "name": table.name,
        "hit_policy": table.hit_policy.value,
        "aggregation": table.aggregation.value,
        "inputs": [_column(one) for one in table.inputs],
        "outputs": [_column(one) for one in table.outputs],
        "rules": [
            {"id": one.id, "tests": list(one.tests), "outputs": list(one.outputs), "note": one.note}
            for one in table.rules
        ],
    }


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"id": column.id, "name": column.name, "label": column.label, "type": column.type.value}
    if column.values:
        found["values"] = list(column.values)
    if column.default:
        found["default"] = column.default
    return found


def from_json(data: Mapping[str, Any]) -> Table:
    """Return the table; raise Invalid (TB01) for anything else, naming no more than the place."""
    try:
        return Table(
            id=_text(data["id"]),
            decision_id=_text(data["decision_id"]),
            name=_text(data["name"]),
            hit_policy=HitPolicy(data["hit_policy"]),
            aggregation=Aggregation(data["aggregation"]),
            inputs=tuple(_read_column(one) for one in data["inputs"][: MOST_COLUMNS + 1]),
            outputs=tuple(_read_column(one) for one in data["outputs"][: MOST_COLUMNS + 1]),
            rules=tuple(_read_rule(one) for one in data["rules"][: MOST_RULES + 1]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Invalid("TB01", _("This is not a decision table: %(what)s.") % {"what": repr(wrong)[:80]}) from None


def _read_column(data: Mapping[str, Any]) -> Column:
    return Column(
        id=_text(data["id"]),
        name=_text(data["name"]),
        label=_text(data["label"]),
        type=ColumnType(data["type"]),
        values=tuple(_text(one) for one in data.get("values", ())),
        default=_text(data.get("default", "")),
    )


def _read_rule(data: Mapping[str, Any]) -> Rule:
    tests, outputs = data["tests"], data["outputs"]
    return Rule(
        id=_text(data["id"]),
        tests=tuple(_text(one) for one in tests),
        outputs=tuple(_text(one) for one in outputs),
        note=_text(data.get("note", "")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or "\x00" in value:
        raise ValueError(value)
    return nfc(value)


def digest(table: Table) -> str:
    """Return the SHA-256 (hex) of the table in its one written form."""
    written = json.dumps(to_json(table), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
