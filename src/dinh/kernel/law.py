"""Law as data: acts and the values they fix, each with its article and its time of force, read from `law/*.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

__all__ = [
    "FOLDER",
    "Act",
    "LawBook",
    "LawFault",
    "LawSilent",
    "LawValue",
    "act",
    "book",
    "entry",
    "history",
    "read",
    "value",
]

FOLDER = Path(__file__).resolve().parents[3] / "law"
# read: in the text of the act itself; read2: in a secondary source; memory: to be checked before relying on it.
MARKS = frozenset({"read", "read2", "memory"})


class LawSilent(LookupError):
    """No value of this key is in force on this day: asking for it is a fault of the program or of `law/`."""


class LawFault(ValueError):
    """A file in `law/` contradicts itself: the message names the file, the key and what is wrong."""


@dataclass(frozen=True, slots=True)
class Act:
    """One legal instrument; `valid_to` is the last day in force, None while it still is."""

    number: str
    title: str
    issued_on: date | None
    valid_from: date
    valid_to: date | None
    replaced_by: str
    mark: str
    note: str

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class LawValue:
    """One value fixed by one article for a span of days (both ends included)."""

    key: str
    value: Any
    unit: str
    act: str
    article: str
    valid_from: date
    valid_to: date | None
    mark: str
    note: str

    @property
    def basis(self) -> str:
        """How a paper cites it: "45/2020/NĐ-CP, Điều 11 khoản 4"."""
        return ", ".join(part for part in (self.act, self.article) if part)

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class LawBook:
    acts: Mapping[str, Act]
    values: Mapping[str, tuple[LawValue, ...]]

    def entry(self, key: str, on: date) -> LawValue:
        for candidate in reversed(self.values.get(key, ())):
            if candidate.is_in_force(on):
                return candidate
        raise LawSilent(f"law/ holds no value of {key!r} in force on {on.isoformat()}")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _checked(file: Path, row: Mapping[str, Any], *needed: str) -> None:
    missing = [name for name in needed if name not in row]
    label = row.get("key", row.get("number", "?"))
    if missing:
        raise LawFault(f"{file.name}: {label} lacks {', '.join(missing)}")
    if row["mark"] not in MARKS:
        raise LawFault(f"{file.name}: {label} has mark {row['mark']!r}; one of {', '.join(sorted(MARKS))}")
    if "valid_to" in row and row["valid_to"] < row["valid_from"]:
        raise LawFault(f"{file.name}: {label} ends before it begins")


def _act(file: Path, row: Mapping[str, Any]) -> Act:
    _checked(file, row, "number", "title", "valid_from", "mark")
    return Act(
        number=row["number"],
        title=row["title"],
        issued_on=row.get("issued_on"),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        replaced_by=row.get("replaced_by", ""),
        mark=row["mark"],
        note=row.get("note", ""),
    )


def _value(file: Path, row: Mapping[str, Any]) -> LawValue:
    _checked(file, row, "key", "value", "act", "valid_from", "mark")
    return LawValue(
        key=row["key"],
        value=_frozen(row["value"]),
        unit=row.get("unit", ""),
        act=row["act"],
        article=row.get("article", ""),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        mark=row["mark"],
        note=row.get("note", ""),
    )


def _in_order(key: str, values: Sequence[LawValue]) -> tuple[LawValue, ...]:
    ordered = tuple(sorted(values, key=lambda one: one.valid_from))
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise LawFault(f"{key} has two values on {later.valid_from.isoformat()}: {earlier.act} and {later.act}")
    return ordered


def read(folder: Path) -> LawBook:
    """Read every TOML file of the folder into one book.

    Raises LawFault where a row is incomplete, overlaps another in time or cites an unknown act.
    """
    acts: dict[str, Act] = {}
    values: dict[str, list[LawValue]] = {}
    for file in sorted(folder.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for row in content.get("act", []):
            new = _act(file, row)
            if new.number in acts:
                raise LawFault(f"{file.name}: act {new.number} stands twice")
            acts[new.number] = new
        for row in content.get("value", []):
            values.setdefault(row.get("key", ""), []).append(_value(file, row))
    for found in (one for group in values.values() for one in group):
        if found.act and found.act not in acts:
            raise LawFault(f"{found.key} cites {found.act}, which no file in law/ describes")
    return LawBook(
        MappingProxyType(acts), MappingProxyType({key: _in_order(key, group) for key, group in values.items()})
    )


@cache
def book() -> LawBook:
    """Return the book of this installation, read once per process."""
    return read(FOLDER)


def value(key: str, on: date) -> Any:
    """Return the value in force that day (int, str, bool, tuple or read-only mapping), or raise LawSilent."""
    return book().entry(key, on).value


def entry(key: str, on: date) -> LawValue:
    """Return the value in force that day with act, article, validity and evidence mark, or raise LawSilent."""
    return book().entry(key, on)


def history(key: str) -> tuple[LawValue, ...]:
    """Return every value the key ever had, oldest first; empty for an unknown key."""
    return book().values.get(key, ())


def act(number: str) -> Act:
    """Return the act of this number ("118/2025/NĐ-CP"); raise LawSilent when `law/` does not describe it."""
    found = book().acts.get(number)
    if found is None:
        raise LawSilent(f"law/ does not describe {number}")
    return found
