"""Reads the definition of an index from plain tables (TOML, JSON) and says at which row something is wrong."""

from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.checking import check
from dinh.indicators.scores.policies.faults import DefinitionFault
from dinh.indicators.scores.policies.numbers import exact
from dinh.indicators.scores.types.structure import (
    Aggregation,
    Direction,
    Index,
    LevelMark,
    Mark,
    MissingData,
    Normalisation,
    Option,
    Part,
    Pillar,
    Shape,
    ShapeKind,
)

E = TypeVar("E", bound=Enum)
UNKNOWN = "unknown"
_INDEX = {
    "code", "version", "name", "instrument", "mark", "series", "years", "points", "aggregation", "missing",
    "normalisation", "winsorised", "precision", "places", "expected", "subject", "issued_on", "notes",
}  # fmt: skip
_PART = {
    "code", "parent", "name", "points", "weight", "aggregation", "scored", "expected", "cap", "direction", "missing",
    "shape", "evidence", "source", "verifier", "synthetic",
}  # fmt: skip
_SHAPE = {"kind", "target", "scale", "steps", "options", "conditions"}
_PILLAR = {"code", "name", "parts", "points"}
_LEVEL = {"name", "least"}


def read_index(where: str, told: Mapping[str, Any]) -> Index:
    """Return the index told in tables `index`, `part`, `pillar`, `level`; raises DefinitionFault naming the row."""
    _known(where, told, {"index", "part", "pillar", "level"})
    head = told.get("index", {})
    _known(where, head, _INDEX)
    with _At(where):
        made = Index(
            code=head["code"],
            version=head["version"],
            name=head["name"],
            instrument=head["instrument"],
            mark=_word(Mark, head["mark"]),
            series=head["series"],
            years=tuple(head.get("years", ())),
            points=_number(head, "points"),
            aggregation=_word(Aggregation, head.get("aggregation", "points")),
            missing=_word(MissingData, head.get("missing", "refuse")),
            normalisation=_word(Normalisation, head.get("normalisation", "none")),
            winsorised=int(head.get("winsorised", 0)),
            precision=int(head.get("precision", 40)),
            places=int(head.get("places", 4)),
            expected=head.get("expected"),
            subject=head.get("subject", "province"),
            issued_on=head.get("issued_on"),
            notes=tuple(head.get("notes", ())),
            parts=read_parts(where, told.get("part", ())),
            pillars=tuple(_pillar(f"{where}, pillar {at}", row) for at, row in _rows(told, "pillar")),
            levels=tuple(_level(f"{where}, level {at}", row) for at, row in _rows(told, "level")),
        )
    check(where, made)
    return made


def read_parts(where: str, rows: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Return the parts of a list of rows; raises DefinitionFault naming the row."""
    return tuple(_part(f"{where}, part {at} ({row.get('code', '?')})", row) for at, row in enumerate(rows, start=1))


def _rows(told: Mapping[str, Any], name: str) -> Sequence[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(told.get(name, ()), start=1))


class _At:
    """Turns what goes wrong while reading a row into a fault that names the row."""

    def __init__(self, where: str) -> None:
        self.where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DefinitionFault):
            return
        if isinstance(error, KeyError):
            raise DefinitionFault(f"{self.where}: {_('the word %(word)s is missing') % {'word': error}}") from error
        if isinstance(error, ValueError | TypeError | ArithmeticError):
            raise DefinitionFault(f"{self.where}: {error}") from error


def _known(where: str, row: Mapping[str, Any], words: set[str]) -> None:
    strange = ", ".join(sorted(row.keys() - words))
    if strange:
        raise DefinitionFault(f"{where}: {_('unknown words %(words)s') % {'words': strange}}")


def _word(kind: type[E], text: object) -> E:
    try:
        return kind(text)
    except ValueError as error:
        known = ", ".join(str(one.value) for one in kind)
        raise ValueError(_("%(word)s is none of %(known)s") % {"word": text, "known": known}) from error


def _number(row: Mapping[str, Any], name: str) -> Fraction | None:
    told = row.get(name)
    return None if told is None or told in (UNKNOWN, "") else exact(told)


def _part(where: str, row: Mapping[str, Any]) -> Part:
    _known(where, row, _PART)
    with _At(where):
        return Part(
            code=str(row["code"]),
            parent=str(row.get("parent", "")),
            name=row["name"],
            points=_number(row, "points"),
            weight=_number(row, "weight"),
            aggregation=_word(Aggregation, row.get("aggregation", "points")),
            is_scored=bool(row.get("scored", True)),
            expected=row.get("expected"),
            cap=_number(row, "cap"),
            direction=_word(Direction, row.get("direction", "higher")),
            missing=_word(MissingData, row["missing"]) if "missing" in row else None,
            shape=_shape(where, row["shape"]) if "shape" in row else None,
            evidence=row.get("evidence", ""),
            source=row.get("source", ""),
            verifier=row.get("verifier", ""),
            is_synthetic=bool(row.get("synthetic", False)),
        )
    raise AssertionError(where)  # pragma: no cover - a fault always leaves the block


def _shape(where: str, row: Mapping[str, Any]) -> Shape:
    _known(f"{where}, shape", row, _SHAPE)
    return Shape(
        kind=_word(ShapeKind, row["kind"]),
        target=_number(row, "target"),
        scale=_number(row, "scale"),
        steps=tuple(sorted((exact(least), exact(share)) for least, share in row.get("steps", ()))),
        options=tuple(Option(one["code"], one["name"], exact(one["share"])) for one in row.get("options", ())),
        conditions=tuple(row.get("conditions", ())),
    )


def _pillar(where: str, row: Mapping[str, Any]) -> Pillar:
    _known(where, row, _PILLAR)
    with _At(where):
        return Pillar(row["code"], row["name"], tuple(str(one) for one in row["parts"]), _number(row, "points"))
    raise AssertionError(where)  # pragma: no cover - a fault always leaves the block


def _level(where: str, row: Mapping[str, Any]) -> LevelMark:
    _known(where, row, _LEVEL)
    with _At(where):
        return LevelMark(row["name"], exact(row["least"]))
    raise AssertionError(where)  # pragma: no cover - a fault always leaves the block
