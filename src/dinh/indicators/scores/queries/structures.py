"""The index of a year as it counts today: what ships with the house, with the approved list of components on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dinh.indicators.scores import registry
from dinh.indicators.scores.models import Structure
from dinh.indicators.scores.policies.structures import with_rows
from dinh.indicators.scores.types.records import StructureView
from dinh.indicators.scores.types.structure import Index


def index_of(*, code: str, year: int) -> Index:
    """Return the index by which a year is assessed, with its approved components; raises NotFound SC02."""
    shipped = registry.for_year(code, year)
    row = (
        Structure.objects.filter(index_code=code, index_version=shipped.version, approved_at__isnull=False)
        .order_by("-number")
        .first()
    )
    return with_rows(shipped, row.rows, row.public_id) if row else shipped


def proposed(*, index: Index, rows: Sequence[Mapping[str, Any]], where: str = "") -> Index:
    """Return the shipped index with these rows over it, as it would count; raises DefinitionFault."""
    return with_rows(registry.version(index.code, index.version), rows, where)


def structures(*, code: str, version: str) -> tuple[StructureView, ...]:
    """Return the lists entered for a version, newest first."""
    rows = Structure.objects.filter(index_code=code, index_version=version).order_by("-number")
    return tuple(view_of(row) for row in rows)


def view_of(row: Structure) -> StructureView:
    return StructureView(
        structure_id=row.public_id,
        index_code=row.index_code,
        version=row.index_version,
        number=row.number,
        rows=tuple(row.rows),
        source=row.source,
        digest=row.digest,
        is_synthetic=row.is_synthetic,
        entered_by=row.entered_by,
        entered_name=row.entered_name,
        entered_at=row.entered_at,
        approved_name=row.approved_name,
        approved_at=row.approved_at,
    )
