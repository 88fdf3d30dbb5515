"""Keeping a what-if under a name; one without a name is nowhere but in its address."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores.events import TrialKept
from dinh.indicators.scores.models import Trial
from dinh.indicators.scores.policies.access import can_read
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.ledger import api as ledger

_LONGEST_QUERY = 2000


def keep_trial(*, by: Actor, at: datetime, index_code: str, year: int, unit_id: int, name: str, query: str) -> str:
    """Keep the address of a what-if under a name and return its id. Raises Invalid SC27, NotAllowed SC13."""
    if not can_read(by):
        raise NotAllowed("SC13", _("Only those who may see the index keep trials of it."))
    if not name.strip() or len(query) > _LONGEST_QUERY:
        raise Invalid("SC27", _("Please give the trial a name."))
    with transaction.atomic():
        row = Trial.objects.create(
            index_code=index_code,
            year=year,
            unit_id=unit_id,
            name=name.strip()[:120],
            query=query,
            entered_by=by.person_id or by.kind.value,
            entered_name=by.display_name,
            entered_at=at,
        )
        event = TrialKept(trial_id=row.public_id, index_code=index_code, year=year, unit_id=unit_id)
        ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return row.public_id
