"""Keeping a question under a name, for oneself or for all who may see the figures, and removing it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.workbench.events import ViewKept, ViewRemoved
from dinh.indicators.workbench.models import View
from dinh.indicators.workbench.policies.access import check_can_keep, check_can_remove
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, NotFound
from dinh.ledger import api as ledger

_LONGEST_QUERY = 2000


def keep_view(*, by: Actor, at: datetime, name: str, query: str, sharing: str = "own") -> str:
    """Keep the address of a question and return its id; `sharing` is "own" or "shared".

    Raises NotAllowed PT01, Invalid PT03 without a name or with an address that is too long.
    """
    check_can_keep(by)
    if not name.strip() or not query or len(query) > _LONGEST_QUERY or sharing not in {"own", "shared"}:
        raise Invalid("PT03", _("Please give the question a name."))
    with transaction.atomic():
        row = View.objects.create(
            name=name.strip()[:120],
            query=query,
            is_shared=sharing == "shared",
            kept_by=by.person_id,
            kept_name=by.display_name,
            kept_at=at,
        )
        event = ViewKept(view_id=row.public_id, is_shared=row.is_shared)
        ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return row.public_id


def remove_view(*, by: Actor, at: datetime, view_id: str) -> None:
    """Take a kept question away. Raises NotFound PT04, NotAllowed PT02 for somebody else's."""
    with transaction.atomic():
        row = View.objects.select_for_update().filter(public_id=view_id, removed_at__isnull=True).first()
        if row is None:
            raise NotFound("PT04", _("There is no such kept question."))
        check_can_remove(by, row.kept_by)
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        ledger.record(event=ViewRemoved(view_id=view_id), by=by, at=at, subjects=(view_id,))
