"""Freezing the verified index as published. A frozen copy never changes; a correction is a new one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores.events import ScorePublished
from dinh.indicators.scores.models import Publication
from dinh.indicators.scores.operations.steps import locked, moved
from dinh.indicators.scores.policies.access import check_can_verify
from dinh.indicators.scores.policies.computing import compute
from dinh.indicators.scores.policies.digests import canonical, sha
from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.queries.publications import view_of
from dinh.indicators.scores.queries.scoring import entries_of
from dinh.indicators.scores.queries.structures import index_of
from dinh.indicators.scores.queries.values import standing
from dinh.indicators.scores.types.records import NEXT_STEPS, PublicationView, Step, ValueKind
from dinh.indicators.scores.types.results import Panel
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.ledger import api as ledger


def publish(*, by: Actor, at: datetime, index_code: str, year: int, unit_id: int) -> PublicationView:
    """Compute the verified values, freeze everything they came from, and return the copy with its hash.

    Whoever verified a value may not publish it. A second copy points to the first. Raises NotAllowed SC11, SC12,
    Conflict SC23 at another step, Invalid SC24 when the verified values do not make an index.
    """
    index = index_of(code=index_code, year=year)
    with transaction.atomic():
        row = locked(index_code, year, unit_id)
        if Step.PUBLICATION not in NEXT_STEPS[Step(row.step)]:
            raise Conflict("SC23", _("The assessment cannot move there from this step."))
        stands = standing(index_code=index_code, year=year, unit_ids=[unit_id], kinds=[ValueKind.VERIFIED])
        values = stands.get(unit_id, {}).get(ValueKind.VERIFIED, {})
        check_can_verify(by, {one.entered_by for one in values.values()})
        panel = Panel({str(unit_id): entries_of(index, values)})
        try:
            result = compute(index, panel)
        except ScoreFault as fault:
            raise Invalid("SC24", str(fault)) from fault
        content = canonical({"index": index, "panel": panel, "scored": result.units, "computation": result.hash})
        old = Publication.objects.filter(index_code=index_code, year=year, unit_id=unit_id).order_by("-id").first()
        made = Publication.objects.create(
            index_code=index_code,
            index_version=index.version,
            year=year,
            unit_id=unit_id,
            content=content,
            hash=sha(content),
            published_by=by.person_id,
            published_name=by.display_name,
            published_at=at,
            corrects=old,
        )
        moved(row=row, to=Step.PUBLICATION, by=by, at=at)
        event = ScorePublished(
            publication_id=made.public_id,
            index_code=index_code,
            year=year,
            unit_id=unit_id,
            hash=made.hash,
            corrects=old.public_id if old else "",
        )
        ledger.record(event=event, by=by, at=at, subjects=(f"score_{index_code}:{year}:{unit_id}", made.public_id))
    return view_of(made)
