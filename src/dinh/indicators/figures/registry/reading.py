"""Definitions from text: each word checked, each fault told with the place where it stands."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dinh.indicators.figures.policies.expressions import ExpressionFault, Node, parse
from dinh.indicators.figures.types import (
    Check,
    Column,
    ColumnKind,
    Definition,
    Direction,
    FactTable,
    Formula,
    Measure,
    MeasureKind,
    SourceKind,
)
from dinh.kernel import law

_FACT = {"name", "table", "columns"}
_COLUMN = {"kind", "words", "dimension", "unknown", "about"}
_MEASURE = {
    "code", "place", "fact", "kind", "by", "where", "of", "share", "over_time", "over_units", "name_vi", "name_en",
}  # fmt: skip
_INDICATOR = {
    "code", "version", "name_vi", "name_en", "unit", "numerator", "denominator", "direction", "source_kind", "break",
    "legal_basis", "law_key", "base_vi", "base_en", "notes_vi", "notes_en", "valid_from", "valid_to", "checks",
}  # fmt: skip
_CHECKS = {"at_most"}
_TERM = re.compile(r"\s*(?P<sign>[+-])?\s*(?:(?P<factor>\d{1,6})\s*\*\s*)?(?P<name>[a-z][a-z0-9_.]*)")
_BIGGEST = 512
_CODES = (
    "official codes are no keys: of the 3,321 commune codes since 1 July 2025 2,180 name another unit than before;"
    " use the id"
)
Term = tuple[int, str]


class DefinitionFault(ValueError):
    """A definition that cannot be computed; the sentence says where and why."""


def _known(where: str, row: Mapping[str, Any], words: set[str]) -> None:
    unknown = row.keys() - words
    if unknown:
        raise DefinitionFault(f"{where}: unknown words {', '.join(sorted(unknown))}")


def _read(where: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, DefinitionFault):
            raise
        said = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise DefinitionFault(f"{where}: {said}") from error


def fact(where: str, row: Mapping[str, Any]) -> FactTable:
    """Return a fact table as it is declared."""
    _known(where, row, _FACT)
    columns = {name: _column(f"{where}, column {name}", name, said) for name, said in row["columns"].items()}
    return FactTable(name=row["name"], table=row["table"], columns=columns)


def _column(where: str, name: str, row: Mapping[str, Any]) -> Column:
    _known(where, row, _COLUMN)
    kind: ColumnKind = _read(where, lambda: ColumnKind(row["kind"]))
    if kind is ColumnKind.KEY and not name.endswith("_id"):
        raise DefinitionFault(f"{where}: {_CODES}")
    return Column(
        name=name,
        kind=kind,
        words=dict(row.get("words", {})),
        is_dimension=row.get("dimension", False),
        can_be_unknown=row.get("unknown", False),
        about=row["about"],
    )


def measure(where: str, row: Mapping[str, Any], facts: Mapping[str, FactTable]) -> tuple[Measure, Node]:
    """Return a measure with the tree of its condition."""
    where = f"{where} ({row.get('code', 'without code')})"
    _known(where, row, _MEASURE)
    made: tuple[Measure, Node] = _read(where, lambda: _measure(where, row, facts))
    return made


def _measure(where: str, row: Mapping[str, Any], facts: Mapping[str, FactTable]) -> tuple[Measure, Node]:
    name = row.get("fact", "dossier")
    if name not in facts:
        raise DefinitionFault(f"{where}: there is no fact {name}")
    table, kind = facts[name], MeasureKind(row.get("kind", "count"))
    node = _condition(where, row.get("where", ""), table)
    by = _counted_by(where, row["by"], table)
    of = _counted_of(where, row.get("of", ""), kind, table)
    share = tuple(row.get("share", (0, 0)))
    if kind is MeasureKind.PERCENTILE and not (len(share) == 2 and 0 < share[0] <= share[1]):  # noqa: PLR2004 - two whole numbers
        raise DefinitionFault(f"{where}: a percentile needs share = [1, 2] (two whole numbers, the first not larger)")
    over_time, over_units = row.get("over_time", True), row.get("over_units", True)
    _adds_up(where, kind, row.get("place", 0), over_time=over_time, over_units=over_units)
    words = "|".join(map(str, (name, kind, by, node, of, *share)))
    made = Measure(
        code=row["code"],
        place=row.get("place", 0),
        fact=name,
        kind=kind,
        by=by,
        where=str(node),
        of=of,
        share=(share[0], share[1]),
        over_time=over_time,
        over_units=over_units,
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        formula=hashlib.sha256(words.encode()).hexdigest()[:16],
    )
    return made, node


def _condition(where: str, text: str, table: FactTable) -> Node:
    if re.search(r"\b(?!is_)[a-z_]*_code\b", text):
        raise DefinitionFault(f"{where}, where: {_CODES}")
    try:
        return parse(text, table.columns)
    except ExpressionFault as fault:
        raise DefinitionFault(f"{where}, where, {fault}") from fault


def _counted_by(where: str, name: str, table: FactTable) -> str:
    column = table.columns.get(name)
    if column is None or column.kind is not ColumnKind.DAY:
        raise DefinitionFault(f"{where}: by = {name}, which is no day of the fact {table.name}")
    return name


def _counted_of(where: str, name: str, kind: MeasureKind, table: FactTable) -> str:
    if kind is MeasureKind.COUNT:
        if name:
            raise DefinitionFault(f"{where}: a count is of nothing but rows; leave `of` out")
        return ""
    if name.endswith("_code"):
        raise DefinitionFault(f"{where}: of = {name}; {_CODES}")
    column = table.columns.get(name)
    wanted = {ColumnKind.KEY, ColumnKind.WORD} if kind is MeasureKind.DISTINCT else {ColumnKind.NUMBER}
    if column is None or column.kind not in wanted:
        raise DefinitionFault(f"{where}: a {kind} needs `of` to be a column of kind {' or '.join(sorted(wanted))}")
    return name


def _adds_up(where: str, kind: MeasureKind, place: int, *, over_time: bool, over_units: bool) -> None:
    if kind in {MeasureKind.DISTINCT, MeasureKind.PERCENTILE}:
        if over_time or over_units:
            raise DefinitionFault(
                f"{where}: a {kind} of months or units cannot be added; write over_time = false and over_units = false"
            )
        if place:
            raise DefinitionFault(f"{where}: a {kind} lies in no cell; leave `place` out")
        return
    if not over_time or not over_units:
        raise DefinitionFault(f"{where}: a stock is not summed over time, and cells add days; a {kind} cannot be one")
    if not 1 <= place <= _BIGGEST:
        raise DefinitionFault(f"{where}: `place` must be from 1 to {_BIGGEST}")


def terms(where: str, text: str) -> tuple[Term, ...]:
    """Return the factors and names of a formula such as "closed_on_time - closed_disliked"."""
    found: list[Term] = []
    at = 0
    while at < len(text.rstrip()):
        term = _TERM.match(text, at)
        if term is None or (found and not term["sign"]):
            word = text[at:].strip()[:12]
            raise DefinitionFault(f"{where}, letter {at + 1}: '{word}' is no term; write a + 2 * b - c")
        factor = int(term["factor"] or 1) * (-1 if term["sign"] == "-" else 1)
        found.append((factor, term["name"]))
        at = term.end()
    if not found:
        raise DefinitionFault(f"{where}: an empty formula")
    return tuple(found)


def indicator(where: str, row: Mapping[str, Any]) -> Definition:
    """Return an indicator whose formulas are not looked into yet; its day is set by `books`."""
    _known(where, row, _INDICATOR)
    made: Definition = _read(where, lambda: _indicator(where, row))
    return made


def _indicator(where: str, row: Mapping[str, Any]) -> Definition:
    denominator = row.get("denominator")
    checks = tuple(Check(one["kind"], one["limit"]) for one in row.get("checks", ()))
    for one in checks:
        if one.kind not in _CHECKS:
            raise DefinitionFault(f"{where}: unknown check {one.kind}")
    return Definition(
        code=row["code"],
        version=int(row["version"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        unit=row["unit"],
        numerator=Formula(terms(f"{where}, numerator", row["numerator"])),
        denominator=Formula(terms(f"{where}, denominator", denominator)) if denominator else None,
        attribution="",
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
        is_break=row.get("break", False),
        checks=checks,
    )


def _threshold(key: str, valid_from: date) -> int | None:
    if not key:
        return None
    value = law.entry(key, max(valid_from, date(2022, 8, 1))).value
    return int(value["threshold"]) or None
