"""Boundaries: for drawing on the server, and as GeoJSON for the browser. Both name the day they are of."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dinh.directory.units.models import UnitShape
from dinh.directory.units.queries.atlas import Atlas, atlas
from dinh.directory.units.queries.lookup import children, unit_by_code
from dinh.directory.units.types import REFORM_DAY, Level, UnitView
from dinh.kernel.errors import NotFound

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class MapFile:
    """A GeoJSON document ready to send, with the tag that changes when it does."""

    content: bytes
    etag: str


def commune_shapes(*, province_code: str, on: date) -> Mapping[int, tuple[Ring, ...]]:
    """Return the boundaries of a province's communes by unit number: rings of (longitude, latitude), drawn even-odd.

    Kept in memory after the first call. Raises NotFound for days before 1 July 2025: no boundaries are at hand.
    """
    book = atlas()
    key = f"shapes {province_code} {_epoch(book, province_code, on)}"
    kept = book.made.get(key)
    if kept is None:
        polygons = _polygons(children(unit_id=_province(province_code, on).unit_id, on=on))
        kept = book.made[key] = {
            unit_id: tuple(_ring(ring) for polygon in found for ring in polygon) for unit_id, found in polygons.items()
        }
    return kept  # type: ignore[return-value]  # what `made` holds is known by its key


def commune_map(*, province_code: str, on: date) -> MapFile:
    """Return the communes of a province on a day as GeoJSON: unit_id, code, name and kind of each, and the day itself.

    Raises NotFound for unknown provinces and for days before 1 July 2025.
    """
    book = atlas()
    key = f"geojson {province_code} {_epoch(book, province_code, on)}"
    kept = book.made.get(key)
    if not isinstance(kept, MapFile):
        kept = book.made[key] = _map_file(_province(province_code, on), on)
    return kept


def _epoch(book: Atlas, province_code: str, on: date) -> date:
    """Return the last day the map of this province changed, so that all days until the next share one answer."""
    province = _province(province_code, on)
    below = book.by_parent.get(province.unit_id, ())
    days = [
        one.valid_from for one in (*below, *book.lives(province.unit_id)) if one.valid_from and one.valid_from <= on
    ]
    return max(days, default=REFORM_DAY)


def _province(code: str, on: date) -> UnitView:
    if on < REFORM_DAY:
        raise NotFound("DU30", _("Boundaries before %(first)s are not at hand.") % {"first": f"{REFORM_DAY:%d/%m/%Y}"})
    return unit_by_code(code=code, level=Level.PROVINCE, on=on)


def _polygons(communes: tuple[UnitView, ...]) -> dict[int, list[list[list[list[float]]]]]:
    rows = UnitShape.objects.filter(unit_id__in=[one.unit_id for one in communes]).order_by("valid_from")
    return dict(rows.values_list("unit_id", "polygons"))


def _ring(points: list[list[float]]) -> Ring:
    return tuple((x, y) for x, y in points)


def _map_file(province: UnitView, on: date) -> MapFile:
    communes = children(unit_id=province.unit_id, on=on)
    polygons = _polygons(communes)
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "province": {"unit_id": province.unit_id, "code": province.code, "name": province.name},
        "features": [
            {
                "type": "Feature",
                "id": one.unit_id,
                "properties": {"unit_id": one.unit_id, "code": one.code, "name": one.name, "kind": one.kind},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons[one.unit_id]},
            }
            for one in communes
            if one.unit_id in polygons
        ],
    }
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return MapFile(content=content, etag=hashlib.sha256(content).hexdigest()[:32])
