"""What units said of themselves: the newest value of each item."""

from collections.abc import Iterable

from dinh.indicators.figures.api import Period
from dinh.indicators.quality.models import ReportedValue
from dinh.indicators.quality.types import Reported


def reported(*, period: Period, unit_ids: Iterable[int], agency_id: str = "") -> dict[int, dict[str, Reported]]:
    """Return by unit and item what was reported for exactly these days, one query."""
    rows = ReportedValue.objects.filter(
        unit_id__in=list(unit_ids), agency_id=agency_id, first=period.first, last=period.last
    ).order_by("id")
    found: dict[int, dict[str, Reported]] = {}
    for row in rows:
        found.setdefault(row.unit_id, {})[row.item] = Reported(
            reported_id=row.public_id,
            item=row.item,
            numerator=row.numerator,
            denominator=row.denominator,
            source=row.source,
            entered_by=row.entered_by,
            entered_name=row.entered_name,
            entered_at=row.entered_at,
            files=tuple(row.files),
        )
    return found
