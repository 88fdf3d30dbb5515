"""Takes over what the ministry published, from the files of the house: each value with the page it was read on."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from dinh.directory import api as directory
from dinh.indicators.scores import registry
from dinh.indicators.scores.events import PublishedLoaded
from dinh.indicators.scores.models import Value
from dinh.indicators.scores.policies.digests import canonical, sha
from dinh.indicators.scores.types.records import PILLAR, WHOLE, ValueKind
from dinh.indicators.scores.types.structure import Index
from dinh.kernel.actor import Actor
from dinh.kernel.text import fold
from dinh.ledger import api as ledger

COUNTRY_UNIT = 0
_COUNTRY = {"DTI quốc gia": WHOLE, "DTI cấp tỉnh trung bình": "mean"}
# The index of 2024 and later is that of the provinces after the merger.
_MERGED_FROM = 2024
# The last day of Thừa Thiên Huế under its old name.
_MAP_DAY = date(2024, 12, 31)
_TITLES = ("tinh ", "thanh pho ", "tp. ", "tp ")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many values were taken over, and what could not be placed, said in words."""

    added: int
    known: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    year: int
    unit_id: int
    part: str
    index_code: str
    value: Decimal | None
    rank: int | None
    source: str
    url: str


def load_published(*, by: Actor, at: datetime, folder: Path) -> Loaded:
    """Take over the published values of `folder` (`dti_province.csv`, `dti_published.csv`); known ones stay.

    A value that differs from the one kept is added and points to the old one. Rows that fit no part or unit are named
    in the answer, never guessed.
    """
    left: list[str] = []
    told = [*_by_code(folder / "dti_province.csv", left), *_by_name(folder / "dti_published.csv", at.date(), left)]
    kept = {_key(row): row for row in Value.objects.filter(kind=ValueKind.PUBLISHED).order_by("id")}
    made = [_value(one, at) for one in _joined(told)]
    fresh = []
    for row in made:
        old = kept.get(_key(row))
        if old is None or (old.share, old.rank) != (row.share, row.rank):
            row.corrects = old
            fresh.append(row)
    if fresh:
        with transaction.atomic():
            Value.objects.bulk_create(fresh)
            digest = sha(canonical([[*map(str, _key(row)), str(row.share), str(row.rank)] for row in fresh]))
            event = PublishedLoaded(many=len(fresh), digest=digest)
            ledger.record(event=event, by=by, at=at, subjects=("score:dti",))
    return Loaded(len(fresh), len(made) - len(fresh), tuple(left))


def _key(row: "Value | _Told") -> tuple[object, ...]:
    return row.index_code, row.year, row.unit_id, row.part


def _joined(told: Iterable[_Told]) -> Iterable[_Told]:
    """Put value and rank of the same part together; what stands first stays."""
    found: dict[tuple[object, ...], _Told] = {}
    for one in told:
        old = found.get(_key(one))
        found[_key(one)] = one if old is None else _with(old, one)
    return found.values()


def _with(old: _Told, one: _Told) -> _Told:
    source = old.source if one.source in old.source else "; ".join(filter(None, (old.source, one.source)))
    return replace(
        old,
        value=one.value if old.value is None else old.value,
        rank=one.rank if old.rank is None else old.rank,
        source=source,
        url=old.url or one.url,
    )


def _value(one: _Told, at: datetime) -> Value:
    return Value(
        index_code=one.index_code,
        year=one.year,
        unit_id=one.unit_id,
        part=one.part,
        kind=ValueKind.PUBLISHED,
        share=one.value,
        rank=one.rank,
        source=one.source[:500],
        source_url=one.url[:500],
        entered_at=at,
    )


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _by_code(file: Path, left: list[str]) -> Iterator[_Told]:
    units = {one.code: one.unit_id for one in directory.provinces(on=_MAP_DAY)}
    for row in _rows(file):
        year, name = int(row["year"]), row["index"]
        index = registry.for_year(registry.DTI, year)
        part = _part(index, name)
        unit_id = units.get(row["old_province_code"], COUNTRY_UNIT if name in _COUNTRY else None)
        if part is None or unit_id is None:
            left.append(f"{file.name}: {row['year']} {row['old_province_code']} {name}")
            continue
        is_value = row["kind"] == "value"
        yield _Told(
            year,
            unit_id,
            part,
            "dti-country" if name == "DTI quốc gia" else registry.DTI,
            Decimal(row["value"]) if is_value else None,
            None if is_value else int(row["value"]),
            "",
            row["source_url"],
        )


def _part(index: Index, name: str) -> str | None:
    if name in _COUNTRY:
        return _COUNTRY[name]
    if name == "DTI":
        return WHOLE
    found = next((one.code for one in index.mains if one.name == name), None)
    return found or next((f"{PILLAR}{one.code}" for one in index.pillars if one.name == name), None)


def _by_name(file: Path, today: date, left: list[str]) -> Iterator[_Told]:
    """Give the values of the list by name that the list by code lacks; derived and unread rows are left out."""
    old = {fold(one.short_name): one.unit_id for one in directory.provinces(on=_MAP_DAY)}
    new = {fold(one.short_name): one.unit_id for one in directory.provinces(on=today)}
    for row in _rows(file):
        year, name = int(row["year"]), _bare(row["province"])
        units = new if year >= _MERGED_FROM else old
        unit_id = COUNTRY_UNIT if row["province"].startswith("(") else units.get(name)
        if unit_id is None or "derived" in row["source"] or not (row["value"] or row["rank"]):
            left.append(f"{file.name}: {row['year']} {row['province']}")
            continue
        part = "mean" if row["province"] == "(mean of provinces)" else WHOLE
        code = "dti-country" if row["province"] == "(national)" else registry.DTI
        number, place = Decimal(row["value"]) if row["value"] else None, int(row["rank"]) if row["rank"] else None
        yield _Told(year, unit_id, part, code, number, place, row["source"], "")


def _bare(name: str) -> str:
    folded = fold(name).split(" (")[0]
    return next((folded.removeprefix(title) for title in _TITLES if folded.startswith(title)), folded)
