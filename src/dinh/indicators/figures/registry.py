"""The dictionary of indicators: read from `definitions/*.toml` and checked, word by word, at start."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dinh.indicators.figures.policies.counting import ATTRIBUTION
from dinh.indicators.figures.types import Attribution, Definition, Direction, Measure, SourceKind
from dinh.kernel import law

_FOLDER = Path(__file__).parent / "definitions"
_KEYS = {
    "code", "version", "name_vi", "name_en", "unit", "numerator", "denominator", "attribution", "direction",
    "source_kind", "legal_basis", "law_key", "base_vi", "base_en", "notes_vi", "notes_en", "valid_from", "valid_to",
}  # fmt: skip


class DefinitionFault(ValueError):
    """A definition that cannot be computed; the sentence says where and why."""


def read(file: Path) -> tuple[Definition, ...]:
    """Return the definitions of one file; raises DefinitionFault naming file, indicator and fault."""
    rows = tomllib.loads(file.read_text(encoding="utf-8")).get("indicator", [])
    if not rows:
        raise DefinitionFault(f"{file.name}: holds no [[indicator]]")
    return tuple(_definition(f"{file.name}, indicator {place}", row) for place, row in enumerate(rows, start=1))


def _definition(where: str, row: Mapping[str, Any]) -> Definition:
    where = f"{where} ({row.get('code', 'without code')})"
    unknown = row.keys() - _KEYS
    if unknown:
        raise DefinitionFault(f"{where}: unknown words {', '.join(sorted(unknown))}")
    try:
        made = _made(row)
    except (KeyError, ValueError) as error:
        raise DefinitionFault(f"{where}: {error}") from error
    for measure in filter(None, (made.numerator, made.denominator)):
        if ATTRIBUTION[measure] is not made.attribution:
            raise DefinitionFault(
                f"{where}: {measure} counts by {ATTRIBUTION[measure]}, the indicator by {made.attribution};"
                " a share of different days is no share"
            )
    return made


def _made(row: Mapping[str, Any]) -> Definition:
    denominator = row.get("denominator")
    return Definition(
        code=row["code"],
        version=int(row["version"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        unit=row["unit"],
        numerator=Measure(row["numerator"]),
        denominator=Measure(denominator) if denominator else None,
        attribution=Attribution(row["attribution"]),
        direction=Direction(row["direction"]),
        source_kind=SourceKind(row["source_kind"]),
        legal_basis=row["legal_basis"],
        base_vi=row["base_vi"],
        base_en=row["base_en"],
        notes_vi=tuple(row["notes_vi"]),
        notes_en=tuple(row["notes_en"]),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        threshold_percent=_threshold(row.get("law_key", ""), row["valid_from"]),
    )


def _threshold(key: str, valid_from: date) -> int | None:
    if not key:
        return None
    value = law.entry(key, max(valid_from, date(2022, 8, 1))).value
    return int(value["threshold"]) or None


@cache
def load() -> Mapping[str, tuple[Definition, ...]]:
    """Return all definitions by code, oldest version first; the start fails on the first fault."""
    found: dict[str, list[Definition]] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        for definition in read(file):
            found.setdefault(definition.code, []).append(definition)
    for code, versions in found.items():
        versions.sort(key=lambda definition: definition.version)
        numbers = [definition.version for definition in versions]
        if numbers != list(range(1, len(numbers) + 1)):
            raise DefinitionFault(f"{code}: versions are {numbers}, not 1 to {len(numbers)}")
    return MappingProxyType({code: tuple(versions) for code, versions in found.items()})


def definition(code: str, on: date) -> Definition:
    """Return the version of an indicator in force on a day; KeyError for a code nobody defined."""
    versions = load()[code]
    in_force = [one for one in versions if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)]
    return in_force[-1] if in_force else versions[-1]


def versions(code: str) -> tuple[Definition, ...]:
    """Return all versions of an indicator, oldest first."""
    return load()[code]


def codes() -> tuple[str, ...]:
    return tuple(load())
