"""The declared words of the catalogue: synonyms, life events, frequent procedures, papers that results stand in for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dinh.kernel.text import fold
from dinh.procedures.policies.components import ReuseRule
from dinh.procedures.types import FrequentProcedure, LifeEventView

_FOLDER = Path(__file__).parent / "definitions"


@dataclass(frozen=True, slots=True)
class Synonym:
    """Everyday words (folded), the words of the catalogue they mean (folded), and the procedures meant first."""

    words: tuple[str, ...]
    means: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldPattern:
    """Every procedure of a field, at a level where one is named."""

    field: str
    level: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    view: LifeEventView
    codes: tuple[str, ...]
    fields: tuple[FieldPattern, ...]


def _rows(name: str) -> list[dict[str, Any]]:
    content: Mapping[str, Any] = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = content[name.rstrip("s")]
    return rows


@cache
def synonyms() -> tuple[Synonym, ...]:
    return tuple(
        Synonym(
            words=tuple(fold(word) for word in row["words"]),
            means=tuple(fold(word) for word in row["means"]),
            codes=tuple(row.get("codes", ())),
        )
        for row in _rows("synonyms")
    )


@cache
def life_event_definitions() -> tuple[LifeEvent, ...]:
    return tuple(
        LifeEvent(
            view=LifeEventView(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                icon=row["icon"],
                hint=row["hint"],
                hint_en=row["hint_en"],
            ),
            codes=tuple(row.get("codes", ())),
            fields=tuple(FieldPattern(one["field"], one.get("level", "")) for one in row.get("fields", ())),
        )
        for row in _rows("life_events")
    )


@cache
def frequent() -> tuple[FrequentProcedure, ...]:
    return tuple(FrequentProcedure(row["code"], row["weight"], row["note"]) for row in _rows("frequent"))


@cache
def reuse_rules() -> tuple[ReuseRule, ...]:
    return tuple(
        ReuseRule(
            results=tuple(row["results"]),
            words=tuple(fold(word) for word in row["words"]),
            unless=tuple(fold(word) for word in row.get("unless", ())),
        )
        for row in _rows("reuse")
    )
