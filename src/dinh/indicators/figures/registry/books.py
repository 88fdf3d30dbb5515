"""Books made from text: the definitions that come with the house, and those of a province joined to them."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from dinh.indicators.figures.policies.definitions import (
    FormulaFault,
    check_versions,
    followed,
    resolved,
)
from dinh.indicators.figures.policies.expressions import Node
from dinh.indicators.figures.registry import reading
from dinh.indicators.figures.registry.reading import DefinitionFault
from dinh.indicators.figures.types import Definition, FactTable, Measure

Row = tuple[str, Mapping[str, Any]]
T = TypeVar("T")
FOLDER = Path(__file__).parents[1] / "definitions"


@dataclass(frozen=True, slots=True)
class Stated:
    """One version as it was written, with its place; its formulas are not looked into yet."""

    where: str
    row: Mapping[str, Any]
    one: Definition


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that is declared, checked against itself; `faults` are those of definitions left out, by code."""

    facts: Mapping[str, FactTable]
    measures: Mapping[str, Measure]
    nodes: Mapping[str, Node]
    indicators: Mapping[str, tuple[Definition, ...]]
    boards: Mapping[str, tuple[str, ...]]
    stated: tuple[Stated, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


def _rows(folder: Path, kind: str, name: str) -> list[Row]:
    found = []
    for file in sorted((folder / kind).glob("*.toml")):
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get(name, [])
        if not rows:
            raise DefinitionFault(f"{file.name}: holds no [[{name}]]")
        found += [(f"{file.name}, {name} {place}", row) for place, row in enumerate(rows, start=1)]
    return found


def _whole(folder: Path, kind: str) -> list[Row]:
    files = sorted((folder / kind).glob("*.toml"))
    return [(file.name, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def _told(where: str, code: str, check: Callable[[], T]) -> T:
    try:
        return check()
    except FormulaFault as fault:
        raise DefinitionFault(f"{where}: {fault}", said=str(fault), part=fault.part, code=code) from fault


def read(folder: Path) -> Books:
    """Return the books of a folder; raises DefinitionFault naming file, place and fault."""
    facts = {one.name: one for one in (reading.fact(where, row) for where, row in _whole(folder, "facts"))}
    declared = [reading.measure(where, row, facts) for where, row in _rows(folder, "measures", "measure")]
    measures = {measure.code: measure for measure, _ in declared}
    _one_place_each([measure for measure, _ in declared])
    stated = tuple(_stated(where, row, measures) for where, row in _rows(folder, "indicators", "indicator"))
    indicators = _indicators(stated, measures)
    boards = {row["name"]: tuple(row["indicators"]) for _, row in _whole(folder, "boards")}
    for name, codes in boards.items():
        for code in codes:
            if code not in indicators:
                raise DefinitionFault(f"board {name}: there is no indicator {code}")
    nodes = {measure.code: node for measure, node in declared}
    return Books(facts, MappingProxyType(measures), nodes, MappingProxyType(indicators), boards, stated)


def _stated(where: str, row: Mapping[str, Any], measures: Mapping[str, Measure]) -> Stated:
    code = str(row.get("code", "")) or "without code"
    place = f"{where} ({code})"
    try:
        one = reading.indicator(place, row)
        if one.code in measures:
            raise reading.fault(place, _("%(code)s is a measure already") % {"code": one.code}, "code")
    except DefinitionFault as fault:
        fault.code = code
        raise
    return Stated(place, row, one)


def _one_place_each(measures: Sequence[Measure]) -> None:
    seen: dict[object, str] = {}
    for one in measures:
        for key in filter(None, (one.code, one.place)):
            if key in seen:
                raise DefinitionFault(f"measures {seen[key]} and {one.code}: both are {key}")
            seen[key] = one.code


def _indicators(stated: Sequence[Stated], measures: Mapping[str, Measure]) -> dict[str, tuple[Definition, ...]]:
    places: dict[str, list[Stated]] = {}
    for said in stated:
        places.setdefault(said.one.code, []).append(said)
    for found in places.values():
        found.sort(key=lambda said: said.one.version)
    book = {code: tuple(said.one for said in found) for code, found in places.items()}
    made = {}
    for code, found in places.items():
        versions = tuple(_told(said.where, code, partial(resolved, said.one, book, measures)) for said in found)
        _told(found[-1].where, code, partial(check_versions, code, versions))
        made[code] = versions
    return made


def joined(shipped: Books, own: Sequence[Row]) -> Books:
    """Return the books with definitions of the province beside those of the house.

    A version that follows another ends it. Raises DefinitionFault as for a file; nothing of the house can be changed.
    """
    told = [_stated(where, row, shipped.measures) for where, row in own]
    numbers = {(said.one.code, said.one.version) for said in shipped.stated}
    for said in told:
        if (said.one.code, said.one.version) in numbers:
            twice = _("%(code)s, version %(version)s, comes with the house already")
            words = twice % {"code": said.one.code, "version": said.one.version}
            raise DefinitionFault(f"{said.where}: {words}", said=words, part="version", code=said.one.code)
    stated = _followed((*shipped.stated, *told), {said.one.code for said in told})
    return replace(shipped, indicators=MappingProxyType(_indicators(stated, shipped.measures)), stated=stated)


def _followed(stated: Sequence[Stated], codes: set[str]) -> tuple[Stated, ...]:
    made = [said for said in stated if said.one.code not in codes]
    for code in sorted(codes):
        found = sorted((said for said in stated if said.one.code == code), key=lambda said: said.one.version)
        ended = followed([said.one for said in found])
        made += [replace(said, one=one) for said, one in zip(found, ended, strict=True)]
    return tuple(made)


def joined_leaving_out(shipped: Books, own: Sequence[Row]) -> Books:
    """Return the books with all definitions of the province that fit; the others are left out and named in `faults`.

    An upgrade may bring what one of them contradicts: that must neither stop the house nor change a figure silently.
    """
    left = list(own)
    faults: dict[str, str] = {}
    while left:
        try:
            return replace(joined(shipped, left), faults=faults)
        except DefinitionFault as fault:
            at_fault = {fault.code} if any(row.get("code") == fault.code for _, row in left) else None
            faults |= {str(row.get("code")): str(fault) for _, row in left if not at_fault or row["code"] in at_fault}
            left = [one for one in left if at_fault and one[1]["code"] not in at_fault]
    return replace(shipped, faults=faults)
