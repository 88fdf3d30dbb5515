"""The books as they stand: read once from `definitions/`, looked up by everybody."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dinh.indicators.figures.policies.counting import Counting
from dinh.indicators.figures.policies.definitions import FormulaFault, check_versions, resolved
from dinh.indicators.figures.policies.expressions import Node
from dinh.indicators.figures.registry import reading
from dinh.indicators.figures.registry.reading import DefinitionFault
from dinh.indicators.figures.types import Definition, FactTable, Measure

FOLDER = Path(__file__).parents[1] / "definitions"


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that is declared, checked against itself."""

    facts: Mapping[str, FactTable]
    measures: Mapping[str, Measure]
    nodes: Mapping[str, Node]
    indicators: Mapping[str, tuple[Definition, ...]]
    boards: Mapping[str, tuple[str, ...]]


def _rows(folder: Path, kind: str, name: str) -> list[tuple[str, Mapping[str, Any]]]:
    found = []
    for file in sorted((folder / kind).glob("*.toml")):
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get(name, [])
        if not rows:
            raise DefinitionFault(f"{file.name}: holds no [[{name}]]")
        found += [(f"{file.name}, {name} {place}", row) for place, row in enumerate(rows, start=1)]
    return found


def _whole(folder: Path, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
    files = sorted((folder / kind).glob("*.toml"))
    return [(file.name, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def _told(where: str, check: Callable[[], Any]) -> Any:
    try:
        return check()
    except FormulaFault as fault:
        raise DefinitionFault(f"{where}: {fault}") from fault


def read(folder: Path) -> Books:
    """Return the books of a folder; raises DefinitionFault naming file, place and fault."""
    facts = {one.name: one for one in (reading.fact(where, row) for where, row in _whole(folder, "facts"))}
    declared = [reading.measure(where, row, facts) for where, row in _rows(folder, "measures", "measure")]
    measures = {measure.code: measure for measure, _ in declared}
    _one_place_each([measure for measure, _ in declared])
    indicators = _indicators(folder, measures)
    boards = {row["name"]: tuple(row["indicators"]) for _, row in _whole(folder, "boards")}
    for name, codes in boards.items():
        for code in codes:
            if code not in indicators:
                raise DefinitionFault(f"board {name}: there is no indicator {code}")
    nodes = {measure.code: node for measure, node in declared}
    return Books(facts, MappingProxyType(measures), nodes, MappingProxyType(indicators), boards)


def _one_place_each(measures: Sequence[Measure]) -> None:
    seen: dict[object, str] = {}
    for one in measures:
        for key in filter(None, (one.code, one.place)):
            if key in seen:
                raise DefinitionFault(f"measures {seen[key]} and {one.code}: both are {key}")
            seen[key] = one.code


def _indicators(folder: Path, measures: Mapping[str, Measure]) -> dict[str, tuple[Definition, ...]]:
    places: dict[str, list[tuple[str, Definition]]] = {}
    for where, row in _rows(folder, "indicators", "indicator"):
        place = f"{where} ({row.get('code', 'without code')})"
        one = reading.indicator(place, row)
        places.setdefault(one.code, []).append((place, one))
    for found in places.values():
        found.sort(key=lambda pair: pair[1].version)
    book = {code: tuple(one for _, one in found) for code, found in places.items()}
    made = {}
    for code, found in places.items():
        versions = tuple(_told(where, partial(resolved, one, book, measures)) for where, one in found)
        _told(found[-1][0], partial(check_versions, code, versions))
        made[code] = versions
    return made


@cache
def load() -> Books:
    """Return the books of the house; the start fails on the first fault."""
    return read(FOLDER)


@cache
def counting() -> Counting:
    """Return the counting of dossiers."""
    return Counting([(one, load().nodes[one.code]) for one in load().measures.values() if one.fact == "dossier"])


def definition(code: str, on: date) -> Definition:
    """Return the version of an indicator in force on a day; KeyError for a code nobody defined."""
    versions = load().indicators[code]
    in_force = [one for one in versions if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)]
    return in_force[-1] if in_force else versions[-1]


def versions(code: str) -> tuple[Definition, ...]:
    """Return all versions of an indicator, oldest first."""
    return load().indicators[code]


def codes(board: str = "") -> tuple[str, ...]:
    """Return the codes of a board in its order, or of everything that is defined."""
    return board_codes(board) if board else tuple(load().indicators)


def board_codes(name: str) -> tuple[str, ...]:
    """Return the codes that hang on a board; KeyError for a board nobody made."""
    return load().boards[name]


def boards() -> tuple[str, ...]:
    return tuple(load().boards)


def facts() -> Mapping[str, FactTable]:
    return load().facts


def measures() -> Mapping[str, Measure]:
    return load().measures


def measure(code: str) -> Measure:
    return load().measures[code]


def node(code: str) -> Node:
    """Return the condition of a measure as a tree."""
    return load().nodes[code]


def formulas() -> dict[str, str]:
    """Return the formula digest of every measure that lies in cells."""
    return {one.code: one.formula for one in load().measures.values() if one.place}
