"""How an office gives out work on a day: the defaults of `law/work.toml`, and what its province says of an agency."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dinh.dossiers.registry import province
from dinh.kernel import law

_KEYS = {
    "undo_minutes": "work.undo.minutes",
    "reminder_hours": "work.reminder.hours",
    "escalation_hours": "work.escalation.hours",
    "delegation_days": "work.delegation.days",
}


class WorkingFault(ValueError):
    """`work.toml` names something it cannot set; the message names the row."""


@dataclass(frozen=True, slots=True)
class Working:
    """Hours are working hours of the agency; `reminder_hours` 0 reminds nobody."""

    undo_minutes: int
    reminder_hours: int
    escalation_hours: int
    delegation_days: int


@dataclass(frozen=True, slots=True)
class Row:
    agencies: frozenset[str]
    valid_from: date
    values: dict[str, int]


def working(agency_code: str, on: date) -> Working:
    """Return what holds that day: rows of the agency over rows of the province over the defaults."""
    values = {name: int(law.value(key, on=on)) for name, key in _KEYS.items()}
    rows = [row for row in read(province.folder() / "work.toml") if row.valid_from <= on]
    for row in sorted(rows, key=lambda row: (bool(row.agencies), row.valid_from)):
        if not row.agencies or agency_code in row.agencies:
            values |= row.values
    return Working(**values)


@cache
def read(file: Path) -> tuple[Row, ...]:
    """Return the rows of a file, none when the province has no ways of its own; raise WorkingFault."""
    if not file.exists():
        return ()
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_row(file, row) for row in content["work"])


def _row(file: Path, row: dict[str, Any]) -> Row:
    values = {name: number for name, number in row.items() if name in _KEYS}
    unknown = row.keys() - _KEYS.keys() - {"agencies", "valid_from", "note"}
    if unknown or "valid_from" not in row or any(number < 0 for number in values.values()):
        raise WorkingFault(f"{file.name}: {row} has {sorted(unknown) or 'no valid_from or a number below 0'}")
    return Row(frozenset(row.get("agencies", ())), row["valid_from"], values)
