"""Moving the assessment of a year on: self-assessment, verification, explanation, publication."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores.events import AssessmentMoved
from dinh.indicators.scores.models import Assessment
from dinh.indicators.scores.policies.access import check_can_enter
from dinh.indicators.scores.types.records import NEXT_STEPS, Step
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict
from dinh.ledger import api as ledger


def locked(index_code: str, year: int, unit_id: int) -> Assessment:
    """Return the assessment, held until the end of the transaction; made where there is none."""
    Assessment.objects.get_or_create(index_code=index_code, year=year, unit_id=unit_id)
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(index_code=index_code, year=year, unit_id=unit_id)


def move(*, by: Actor, at: datetime, index_code: str, year: int, unit_id: int, to: Step) -> None:
    """Move an assessment to its next step; publication has its own operation. Raises Conflict SC23, NotAllowed SC10."""
    check_can_enter(by)
    with transaction.atomic():
        row = locked(index_code, year, unit_id)
        if to is Step.PUBLICATION or to not in NEXT_STEPS[Step(row.step)]:
            raise Conflict("SC23", _("The assessment cannot move there from this step."))
        moved(row=row, to=to, by=by, at=at)


def moved(*, row: Assessment, to: Step, by: Actor, at: datetime) -> None:
    """Write the move down, in the transaction of the caller."""
    old = row.step
    row.step, row.moved_at, row.moved_by, row.moved_name = to.value, at, by.person_id, by.display_name
    row.save()
    ledger.record(
        event=AssessmentMoved(
            index_code=row.index_code, year=row.year, unit_id=row.unit_id, old_step=old, new_step=to.value
        ),
        by=by,
        at=at,
        subjects=(f"score_{row.index_code}:{row.year}:{row.unit_id}",),
    )
