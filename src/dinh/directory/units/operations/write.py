"""Rows into tables: what is new is added, what is gone or different is superseded, what is the same is left alone."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection, models
from psycopg import sql

from dinh.directory.units.models import (
    Decision,
    Recorded,
    SourceFault,
    Unit,
    UnitChange,
    UnitEdge,
    UnitPlace,
    UnitShape,
    UnitVersion,
)
from dinh.directory.units.types import CountryMap, PlaceRow, ShapeRow

_VERSION = (
    "unit_id", "code", "alt_code", "name", "short_name", "kind", "level", "parent_id", "province_id", "valid_from",
    "valid_to", "decision_id",
)  # fmt: skip
_CHANGE = (
    "unit_id", "effective_on", "kind", "old_name", "new_name", "old_parent_id", "new_parent_id", "decision_id",
)  # fmt: skip
_EDGE = (
    "from_unit_id", "to_unit_id", "effective_on", "kind", "people_num", "people_den", "area_num", "area_den",
    "is_presumed", "decision_id", "source_url",
)  # fmt: skip
_PLACE = (
    "unit_id", "seat", "latitude", "longitude", "area_km2", "area_gis_km2", "population", "population_flag",
)  # fmt: skip
Tally = dict[str, tuple[int, int]]


def write_country(country: CountryMap, at: datetime) -> Tally:
    """Bring the tables to what the country says; return (added, superseded) by table."""
    tally = {"decision": _decisions(country), "unit": _units(country)}
    numbers: dict[str, int | None] = dict(Decision.objects.values_list("number", "pk"))
    numbers[""] = None
    versions = [
        (v.unit_id, v.code, v.alt_code, v.name, v.short_name, v.kind.value, v.level.value, v.parent_id, v.province_id,
         v.valid_from, v.valid_to, numbers[v.decision])
        for v in country.versions
    ]  # fmt: skip
    tally["version"] = _recorded(UnitVersion, _VERSION, versions, at)
    changes = [
        (c.unit_id, c.effective_on, c.kind, c.old_name, c.new_name, c.old_parent_id, c.new_parent_id,
         numbers[c.decision])
        for c in country.changes
    ]  # fmt: skip
    tally["change"] = _recorded(UnitChange, _CHANGE, changes, at)
    edges = [
        (e.from_id, e.to_id, e.effective_on, e.kind.value, *_pair(e.people), *_pair(e.area), e.is_presumed,
         numbers[e.decision], e.source_url)
        for e in country.edges
    ]  # fmt: skip
    tally["edge"] = _recorded(UnitEdge, _EDGE, edges, at)
    tally["place"] = _synced(UnitPlace, _PLACE, {_place(place): () for place in country.places}, ())
    tally["shape"] = _synced(
        UnitShape, ("unit_id", "valid_from", "digest"), dict(map(_shape, country.shapes)), ("polygons",)
    )
    faults = {(fault.table, fault.fault, fault.detail): () for fault in country.faults}
    tally["fault"] = _synced(SourceFault, ("table", "fault", "detail"), faults, ())
    return tally


def _pair(share: Fraction | None) -> tuple[int | None, int | None]:
    return (None, None) if share is None else (share.numerator, share.denominator)


def _decisions(country: CountryMap) -> tuple[int, int]:
    rows = [
        Decision(
            number=d.number, title=d.title, adopted_on=d.adopted_on, effective_on=d.effective_on, evidence=d.evidence
        )
        for d in country.decisions.values()
    ]
    fields = ("number", "title", "adopted_on", "effective_on", "evidence")
    known = set(Decision.objects.values_list(*fields))
    numbers = {row[0] for row in known}
    fresh = [d for d in rows if (d.number, d.title, d.adopted_on, d.effective_on, d.evidence) not in known]
    Decision.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["title", "adopted_on", "effective_on", "evidence"],
    )
    return len(fresh), sum(decision.number in numbers for decision in fresh)


def _units(country: CountryMap) -> tuple[int, int]:
    levels = {version.unit_id: version.level.value for version in country.versions}
    known = set(Unit.objects.values_list("pk", flat=True))
    fresh = sorted(set(levels) - known)
    _copy(Unit, ("id", "level"), [(number, levels[number]) for number in fresh])
    # A unit no source names any more keeps its number: other tables hold it.
    return len(fresh), 0


def _recorded(
    model: type[Recorded], fields: Sequence[str], rows: Sequence[tuple[Any, ...]], at: datetime
) -> tuple[int, int]:
    # `_default_manager` is how Django names the manager of a class it does not know.
    stored = model._default_manager.filter(superseded_at=None)  # noqa: SLF001
    known = {tuple(row[1:]): row[0] for row in stored.values_list("pk", *fields)}
    wanted = dict.fromkeys(rows)
    gone = [pk for row, pk in known.items() if row not in wanted]
    fresh = [(*row, at) for row in wanted if row not in known]
    stored.filter(pk__in=gone).update(superseded_at=at)
    _copy(model, (*fields, "recorded_at"), fresh)
    return len(fresh), len(gone)


def _synced(
    model: type[models.Model], keys: Sequence[str], rows: Mapping[tuple[Any, ...], tuple[Any, ...]], rest: Sequence[str]
) -> tuple[int, int]:
    """Bring a table without history to `rows`: told apart by `keys`, carrying `rest`."""
    manager = model._default_manager  # noqa: SLF001
    known = {tuple(row[1:]): row[0] for row in manager.values_list("pk", *keys)}
    gone = [pk for row, pk in known.items() if row not in rows]
    fresh = [(*row, *more) for row, more in rows.items() if row not in known]
    manager.filter(pk__in=gone).delete()
    _copy(model, (*keys, *rest), fresh)
    return len(fresh), len(gone)


def _copy(model: type[models.Model], fields: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, fields))
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)  # noqa: SLF001
    with connection.cursor() as cursor, cursor.copy(command) as stream:
        for row in rows:
            stream.write_row(row)


def _place(place: PlaceRow) -> tuple[Any, ...]:
    return (
        place.unit_id,
        place.seat,
        *(Decimal(text) if text else None for text in (place.latitude, place.longitude)),
        *(Decimal(text) if text else None for text in (place.area_km2, place.area_gis_km2)),
        place.population,
        place.population_flag,
    )


def _shape(shape: ShapeRow) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    text = json.dumps(shape.polygons, separators=(",", ":"))
    return (shape.unit_id, shape.valid_from, hashlib.sha256(text.encode()).hexdigest()), (text,)
