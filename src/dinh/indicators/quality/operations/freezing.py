"""Freezing points as published: one person prepares the copy, another publishes it. A correction is a new copy."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.figures import api as figures
from dinh.indicators.figures.api import Period
from dinh.indicators.quality import registry
from dinh.indicators.quality.events import PointsPrepared, PointsPublished
from dinh.indicators.quality.models import FrozenPoints
from dinh.indicators.quality.policies.access import check_can_prepare, check_can_publish
from dinh.indicators.quality.policies.digests import content_of, sha
from dinh.indicators.quality.queries.frozen import view_of
from dinh.indicators.quality.queries.scoring import scores_of
from dinh.indicators.quality.types import FrozenView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, NotFound
from dinh.ledger import api as ledger


def prepare(
    *, by: Actor, at: datetime, unit_id: int, period: Period, agency_id: str = "", edition: str = registry.DEFAULT
) -> FrozenView:
    """Compute the points as of now and keep them with their hash, to be published by somebody else.

    Raises NotAllowed CT20, and Conflict while a recount or a check of a figure holds publication.
    """
    check_can_prepare(by)
    scores = scores_of(unit_id=unit_id, period=period, at=at, agency_id=agency_id, edition=edition)
    figures.check_publishable([one.figure for one in scores.items if one.figure is not None])
    content = content_of(scores)
    with transaction.atomic():
        row = FrozenPoints.objects.create(
            edition=scores.edition.code,
            unit_id=unit_id,
            agency_id=agency_id,
            first=period.first,
            last=period.last,
            content=content,
            hash=sha(content),
            prepared_by=by.person_id,
            prepared_name=by.display_name,
            prepared_at=at,
        )
        event = PointsPrepared(
            frozen_id=row.public_id,
            edition=row.edition,
            unit_id=unit_id,
            agency_id=agency_id,
            first=period.first.isoformat(),
            last=period.last.isoformat(),
            hash=row.hash,
            watermark=figures.watermark(),
        )
        ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return view_of(row)


def publish(*, by: Actor, at: datetime, frozen_id: str) -> FrozenView:
    """Publish a prepared copy; it points to the one published before, which it corrects.

    Raises NotFound CT22, NotAllowed CT21 for who prepared it, Conflict CT23 when it was published already, and while a
    recount holds publication.
    """
    figures.check_publishable()
    with transaction.atomic():
        row = FrozenPoints.objects.select_for_update(of=("self",), no_key=True).filter(public_id=frozen_id).first()
        if row is None:
            raise NotFound("CT22", _("There is no such copy of the points."), _("Open one from the list."))
        check_can_publish(by, prepared_by=row.prepared_by)
        if row.published_at is not None:
            raise Conflict("CT23", _("This copy has been published already."))
        old = (
            FrozenPoints.objects.filter(
                edition=row.edition, unit_id=row.unit_id, agency_id=row.agency_id, first=row.first, last=row.last
            )
            .exclude(published_at=None)
            .order_by("-published_at")
            .first()
        )
        row.published_by, row.published_name, row.published_at, row.corrects = by.person_id, by.display_name, at, old
        row.save()
        event = PointsPublished(frozen_id=row.public_id, hash=row.hash, corrects=old.public_id if old else "")
        ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return view_of(row)
