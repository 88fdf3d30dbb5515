"""The faults of the sources and the last load, for the page that shows them."""

from collections.abc import Mapping

from django.db.models import Count

from dinh.directory.units.models import MapLoad, SourceFault, UnitPlace
from dinh.directory.units.types import FaultRow, PlaceView


def fault_kinds() -> tuple[tuple[str, str, int], ...]:
    """Return (table, fault, how many), the most frequent first."""
    rows = (
        SourceFault.objects.values_list("table", "fault").annotate(many=Count("pk")).order_by("-many", "table", "fault")
    )
    return tuple(rows)


def faults(*, table: str = "", fault: str = "", start: int = 0, limit: int = 50) -> tuple[FaultRow, ...]:
    """Return faults of one kind, or all, in order of their details."""
    rows = SourceFault.objects.order_by("table", "fault", "detail")
    if table:
        rows = rows.filter(table=table)
    if fault:
        rows = rows.filter(fault=fault)
    return tuple(FaultRow(*row) for row in rows.values_list("table", "fault", "detail")[start : start + limit])


def last_load() -> Mapping[str, object]:
    """Return when the map was loaded last and what that changed; empty when it never was."""
    return MapLoad.objects.order_by("-pk").values("public_id", "at", "digest", "added", "superseded").first() or {}


def place_of(*, unit_id: int) -> PlaceView | None:
    """Return the seat, area and people of a unit of today, or None when the sources tell nothing."""
    row = UnitPlace.objects.filter(unit_id=unit_id).first()
    if row is None:
        return None
    return PlaceView(row.seat, row.area_km2, row.area_gis_km2, row.population, row.population_flag)
