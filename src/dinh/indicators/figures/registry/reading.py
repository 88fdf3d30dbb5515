"""Definitions from text: each word checked, each fault told with the place where it stands."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
_TEXT, _DAY = (str, gettext_lazy("words")), (date, gettext_lazy("a day such as 2026-01-31"))
_LINES, _NUMBER = (list, gettext_lazy("a list")), (int, gettext_lazy("a whole number"))
_SHAPES: Mapping[str, tuple[type, object]] = {
    **dict.fromkeys(_INDICATOR, _TEXT),
    **dict.fromkeys(("notes_vi", "notes_en", "checks"), _LINES),
    **dict.fromkeys(("valid_from", "valid_to"), _DAY),
    "version": _NUMBER,
    "break": (bool, gettext_lazy("true or false")),
}
_MAY_BE_BLANK = {"denominator", "law_key", "numerator"}
_CODE = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_CHECKS = {"at_most"}
_MOST_PERCENT = 100_000
_TERM = re.compile(r"\s*(?P<sign>[+-])?\s*(?:(?P<factor>\d{1,6})\s*\*\s*)?(?P<name>[a-z][a-z0-9_.]*)")
_BIGGEST = 512
_CODES = (
    "official codes are no keys: of the 3,321 commune codes since 1 July 2025 2,180 name another unit than before;"
    " use the id"
)
Term = tuple[int, str]
Word = TypeVar("Word", bound=StrEnum)


class DefinitionFault(ValueError):
    """A definition that cannot be computed; the sentence says where and why.

    `said` is the sentence without the file, `part` the field at fault where one is, `code` the indicator.
    """

    def __init__(self, told: str, *, said: str = "", part: str = "", code: str = "") -> None:
        super().__init__(told)
        self.said = said or told
        self.part = part
        self.code = code


def fault(where: str, said: str, part: str = "") -> DefinitionFault:
    """Return a refusal at a place of the files, whose sentence stands by itself as well."""
    return DefinitionFault(f"{where}: {said}", said=said, part=part)


def _known(where: str, row: Mapping[str, Any], words: set[str]) -> None:
    unknown = row.keys() - words
    if unknown:
        said = _("unknown words %(words)s") % {"words": ", ".join(sorted(unknown))}
        raise fault(where, said, min(unknown))


def _read(where: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, DefinitionFault):
            raise
        if isinstance(error, KeyError):
            missing = str(error.args[0])
            raise fault(where, _("'%(name)s' is missing") % {"name": missing}, missing) from error
        raise fault(where, str(error)) from error


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


def terms(where: str, text: str, part: str = "") -> tuple[Term, ...]:
    """Return the factors and names of a formula such as "closed_on_time - closed_disliked"."""
    found: list[Term] = []
    at = 0
    while at < len(text.rstrip()):
        term = _TERM.match(text, at)
        if term is None or (found and not term["sign"]):
            told = {"place": at + 1, "word": text[at:].strip()[:12]}
            raise fault(where, _("letter %(place)s: '%(word)s' is no term; write a + 2 * b - c") % told, part)
        factor = int(term["factor"] or 1) * (-1 if term["sign"] == "-" else 1)
        found.append((factor, term["name"]))
        at = term.end()
    if not found:
        raise fault(where, _("an empty formula"), part)
    return tuple(found)


def indicator(where: str, row: Mapping[str, Any]) -> Definition:
    """Return an indicator whose formulas are not looked into yet; its day is set by `books`."""
    _known(where, row, _INDICATOR)
    _shaped(where, row)
    made: Definition = _read(where, lambda: _indicator(where, row))
    return made


def _shaped(where: str, row: Mapping[str, Any]) -> None:
    """Refuse values of another kind, blank words, and a code that no formula could name."""
    for name, value in row.items():
        kind, words = _SHAPES[name]
        is_other = type(value) is not kind
        if is_other or (kind is list and name != "checks" and not all(isinstance(one, str) for one in value)):
            raise fault(where, _("'%(name)s' should be %(kind)s") % {"name": name, "kind": words}, name)
        if kind is str and not value.strip() and name not in _MAY_BE_BLANK:
            raise fault(where, _("'%(name)s' is blank") % {"name": name}, name)
    if not _CODE.fullmatch(row.get("code", "a")):
        said = _("a code is made of a-z, 0-9, points and low lines, begins with a letter and has at most 60 signs")
        raise fault(where, said, "code")


def _indicator(where: str, row: Mapping[str, Any]) -> Definition:
    denominator = row.get("denominator")
    if row["valid_from"] > row.get("valid_to", date.max):
        raise fault(where, _("it ends before it begins"), "valid_to")
    return Definition(
        code=row["code"],
        version=row["version"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        unit=row["unit"],
        numerator=Formula(terms(f"{where}, numerator", row["numerator"], "numerator")),
        denominator=Formula(terms(f"{where}, denominator", denominator, "denominator")) if denominator else None,
        attribution="",
        direction=_one_of(where, row, "direction", Direction),
        source_kind=_one_of(where, row, "source_kind", SourceKind),
        legal_basis=row["legal_basis"],
        base_vi=row["base_vi"],
        base_en=row["base_en"],
        notes_vi=tuple(row["notes_vi"]),
        notes_en=tuple(row["notes_en"]),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        threshold_percent=_threshold(where, row.get("law_key", ""), row["valid_from"]),
        is_break=row.get("break", False),
        checks=tuple(_check(where, one) for one in row.get("checks", ())),
    )


def _one_of(where: str, row: Mapping[str, Any], name: str, kind: type[Word]) -> Word:
    try:
        return kind(row[name])
    except ValueError as error:
        words = ", ".join(one.value for one in kind)
        told = {"name": name, "word": row[name], "words": words}
        raise fault(where, _("'%(name)s' is '%(word)s', which is none of %(words)s") % told, name) from error


def _check(where: str, one: Any) -> Check:
    said = _("unknown check %(check)s") % {"check": one}
    if not isinstance(one, Mapping) or one.keys() - {"blocks"} != {"kind", "limit"} or one["kind"] not in _CHECKS:
        raise fault(where, said, "checks")
    blocks = one.get("blocks", False)
    if type(one["limit"]) is not int or not 0 < one["limit"] <= _MOST_PERCENT or type(blocks) is not bool:
        raise fault(where, said, "checks")
    return Check(one["kind"], one["limit"], blocks)


def _threshold(where: str, key: str, valid_from: date) -> int | None:
    if not key:
        return None
    try:
        value = law.entry(key, max(valid_from, date(2022, 8, 1))).value
        return int(value["threshold"]) or None
    except (LookupError, TypeError) as error:
        said = _("the law tells no threshold under '%(key)s' on that day") % {"key": key}
        raise fault(where, said, "law_key") from error
