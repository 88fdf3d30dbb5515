"""Frozen copies: as they were published, and whether they still say what their hash says."""

import json
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores.models import Publication
from dinh.indicators.scores.policies.digests import sha
from dinh.indicators.scores.types.records import PublicationView
from dinh.kernel.errors import NotFound


def publications(*, index_code: str, year: int, unit_id: int) -> tuple[PublicationView, ...]:
    """Return the copies of a year, newest first."""
    rows = Publication.objects.filter(index_code=index_code, year=year, unit_id=unit_id).order_by("-id")
    return tuple(view_of(row) for row in rows.select_related("corrects"))


def publication(*, publication_id: str) -> PublicationView:
    """Return one copy; raises NotFound SC05."""
    row = Publication.objects.filter(public_id=publication_id).select_related("corrects").first()
    if row is None:
        raise NotFound("SC05", _("There is no such published copy."))
    return view_of(row)


def is_intact(one: PublicationView) -> bool:
    """Say whether the content still has its hash."""
    return sha(one.content) == one.hash


def view_of(row: Publication) -> PublicationView:
    scored = json.loads(row.content)["scored"][str(row.unit_id)]
    return PublicationView(
        publication_id=row.public_id,
        index_code=row.index_code,
        index_version=row.index_version,
        year=row.year,
        unit_id=row.unit_id,
        value=Fraction(scored["value"]),
        content=row.content,
        hash=row.hash,
        published_by=row.published_by,
        published_name=row.published_name,
        published_at=row.published_at,
        corrects=row.corrects.public_id if row.corrects else "",
    )
