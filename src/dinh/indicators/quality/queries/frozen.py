"""Copies of the points: one, and those of a unit and period."""

from django.utils.translation import gettext_lazy as _

from dinh.indicators.figures.api import Period
from dinh.indicators.quality.models import FrozenPoints
from dinh.indicators.quality.policies.digests import sha
from dinh.indicators.quality.types import FrozenView
from dinh.kernel.errors import NotFound


def frozen(frozen_id: str) -> FrozenView:
    """Return a copy by its id; raises NotFound CT22."""
    row = FrozenPoints.objects.select_related("corrects").filter(public_id=frozen_id).first()
    if row is None:
        raise NotFound("CT22", _("There is no such copy of the points."), _("Open one from the list."))
    return view_of(row)


def frozen_of(*, unit_id: int, period: Period, agency_id: str = "", edition: str = "") -> tuple[FrozenView, ...]:
    """Return the copies of a unit and period, the newest first."""
    rows = FrozenPoints.objects.filter(unit_id=unit_id, agency_id=agency_id, first=period.first, last=period.last)
    rows = rows.filter(edition=edition) if edition else rows
    return tuple(view_of(row) for row in rows.select_related("corrects").order_by("-id"))


def view_of(row: FrozenPoints) -> FrozenView:
    return FrozenView(
        frozen_id=row.public_id,
        edition=row.edition,
        unit_id=row.unit_id,
        agency_id=row.agency_id,
        period=Period(row.first, row.last),
        content=row.content,
        hash=row.hash,
        prepared_by=row.prepared_by,
        prepared_name=row.prepared_name,
        prepared_at=row.prepared_at,
        published_name=row.published_name,
        published_at=row.published_at,
        corrects=row.corrects.public_id if row.corrects else "",
        is_intact=sha(row.content) == row.hash,
    )
