"""What a unit says of itself about an item that no act tells: kept apart from what is measured."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.figures.api import Period
from dinh.indicators.quality import registry
from dinh.indicators.quality.events import PointsReported
from dinh.indicators.quality.models import ReportedValue
from dinh.indicators.quality.policies.access import check_can_prepare
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from dinh.ledger import api as ledger


def report(
    *,
    by: Actor,
    at: datetime,
    item: str,
    unit_id: int,
    period: Period,
    numerator: int,
    denominator: int,
    source: str,
    files: Sequence[str] = (),
    agency_id: str = "",
    edition: str = registry.DEFAULT,
) -> str:
    """Keep two whole numbers about an item and where they come from; return the id. The newest one counts.

    It is used only while no act tells the item. `files` are ids of proof already kept. Raises NotAllowed CT20, Invalid
    CT24 for numbers that make no share, an item that does not exist or a source that is not named.
    """
    check_can_prepare(by)
    if item not in registry.edition(edition).by_code:
        raise Invalid("CT24", _("There is no such item."))
    _check(numerator, denominator, source)
    with transaction.atomic():
        row = ReportedValue.objects.create(
            item=item,
            unit_id=unit_id,
            agency_id=agency_id,
            first=period.first,
            last=period.last,
            numerator=numerator,
            denominator=denominator,
            source=source.strip(),
            files=[*files],
            entered_by=by.person_id,
            entered_name=by.display_name,
            entered_at=at,
        )
        ledger.record(event=_told(row), by=by, at=at, subjects=(row.public_id,))
    return row.public_id


def _told(row: ReportedValue) -> PointsReported:
    return PointsReported(
        reported_id=row.public_id,
        item=row.item,
        unit_id=row.unit_id,
        agency_id=row.agency_id,
        first=row.first.isoformat(),
        last=row.last.isoformat(),
        numerator=row.numerator,
        denominator=row.denominator,
        files=tuple(row.files),
    )


def _check(numerator: int, denominator: int, source: str) -> None:
    if not 0 <= numerator <= denominator or not denominator:
        raise Invalid("CT24", _("The first number may not be larger than the second, and the second not 0."))
    if not source.strip():
        raise Invalid("CT24", _("Say where the numbers come from."))
