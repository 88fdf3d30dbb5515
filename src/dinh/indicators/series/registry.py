"""Definitions of series as data, and the files of the house their values are read from."""

import csv
import gzip
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from dinh.indicators.figures.api import SourceKind
from dinh.indicators.series.types import Break, Quantity, Series

FOLDER = Path(__file__).parent / "definitions"
_SOURCES = frozenset({"papi", "scores", "figures"})
_BOOK: dict[str, Series] = {}


class SeriesFault(ValueError):
    """A definition that would give a wrong line; the sentence says which and why."""


def load() -> None:
    """Read every definition; a wrong one stops the start."""
    found = [_series(one, file.name) for file in sorted(FOLDER.glob("*.toml")) for one in _tables(file)]
    book = {one.code: one for one in found}
    if len(book) != len(found):
        raise SeriesFault("two series have the same code")
    _BOOK.clear()
    _BOOK.update(book)


def _tables(file: Path) -> Iterator[Mapping[str, Any]]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    common = {name: value for name, value in data.items() if name != "series"}
    yield from ({**common, **one} for one in data["series"])


def _series(told: Mapping[str, Any], where: str) -> Series:
    source = told["source"].partition(":")[0]
    if source not in _SOURCES:
        raise SeriesFault(f"{where}, {told['code']}: nothing is read from {source}")
    breaks = tuple(Break(one["on"], one["why_vi"], one["why_en"]) for one in told.get("breaks", ()))
    if list(breaks) != sorted(breaks, key=lambda one: one.on):
        raise SeriesFault(f"{where}, {told['code']}: the breaks are not in order of time")
    return Series(
        code=told["code"],
        source=told["source"],
        name_vi=told["name_vi"],
        name_en=told["name_en"],
        unit=told.get("unit", ""),
        places=told.get("places", 0),
        quantity=Quantity(told["quantity"]),
        source_kind=SourceKind(told["source_kind"]),
        publisher_vi=told["publisher_vi"],
        publisher_en=told["publisher_en"],
        licence=told["licence"],
        notes_vi=tuple(told.get("notes_vi", ())),
        notes_en=tuple(told.get("notes_en", ())),
        breaks=breaks,
    )


def published() -> tuple[Series, ...]:
    """Return the series that others publish, in the order of the files."""
    return tuple(_BOOK.values())


def known(code: str) -> Series | None:
    return _BOOK.get(code)


def rows(name: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table of `data/stats`, packed or not."""
    file = settings.DINH_DATA / "stats" / name
    with (
        gzip.open(file, "rt", encoding="utf-8", newline="")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8", newline="") as text
    ):
        yield from csv.DictReader(text)


@lru_cache(maxsize=1)
def papi() -> Mapping[tuple[str, str], tuple[tuple[int, str, str], ...]]:
    """Return the survey by (column, label): year, code of the province of that day, value as printed."""
    found: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for row in rows("papi_2011_2024.csv.gz"):
        key = row["source_column"], row["indicator"]
        found.setdefault(key, []).append((int(row["year"]), row["old_province_code"], row["value"]))
    return {key: tuple(values) for key, values in found.items()}


@lru_cache(maxsize=1)
def former_weights() -> Mapping[str, tuple[int, str, bool]]:
    """Return people known, area and whether the people of every commune are known, by code of the province until 2025.

    Computed from communes, for weights only: no official figure.
    """
    return {
        row["old_province_code"]: (
            int(row["population_sum_of_known_communes"]),
            row["area_gis_km2"],
            row["complete"] == "yes",
        )
        for row in rows("population_old_province_derived.csv")
    }


# The last day of the map that the published series of former provinces name their units by.
FORMER_DAY = date(2024, 12, 31)
