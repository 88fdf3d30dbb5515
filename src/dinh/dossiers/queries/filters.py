"""Filters kept under a name: an officer's own and those shared at their agency, with how much each finds."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import SavedFilter
from dinh.dossiers.policies.filters import read
from dinh.dossiers.queries.paging import bounded
from dinh.dossiers.queries.queues import queue_rows, scope_of
from dinh.dossiers.types import QueueName
from dinh.dossiers.types.filters import FilterView
from dinh.kernel.actor import Actor
from dinh.kernel.clock import now
from dinh.kernel.errors import NotFound

__all__ = ["TABS", "filter_counts", "filter_view", "saved_filter", "saved_filters"]

# A tab counts to "99+": enough to know where to go, and cheap wherever one looks.
TABS = 100
_MOST = 60


def filter_view(row: SavedFilter, by: Actor) -> FilterView:
    return FilterView(
        filter_id=row.public_id,
        name=row.name,
        queue=QueueName(row.queue),
        wanted=read(row.criteria),
        owner_name=row.owner_name,
        is_own=row.owner_post == by.post_id,
        is_shared=row.is_shared,
        is_pinned=row.is_pinned,
        removed_at=row.removed_at,
    )


def saved_filters(*, by: Actor) -> tuple[FilterView, ...]:
    """Return the officer's own filters, then those shared at their agency, each by name; one query."""
    if not (by.is_official and by.post_id and by.agency_id):
        return ()
    kept = SavedFilter.objects.filter(
        Q(owner_post=by.post_id) | Q(agency=by.agency_id, is_shared=True), removed_at__isnull=True
    )
    found = [filter_view(row, by) for row in kept.order_by("name", "id")[:_MOST]]
    return tuple(sorted(found, key=lambda one: not one.is_own))


def saved_filter(*, by: Actor, filter_id: str) -> FilterView:
    """Return one filter the officer may use; raise NotFound HS105."""
    found = next((one for one in saved_filters(by=by) if one.filter_id == filter_id), None)
    if found is None:
        raise NotFound("HS105", _("This filter does not exist."))
    return found


def filter_counts(*, by: Actor, filters: tuple[FilterView, ...], at: datetime | None = None) -> dict[str, int]:
    """Return by filter how many dossiers it finds, at most 100 each (`TABS`); one query for all."""
    if not filters:
        return {}
    scope = scope_of(by, at or now())
    return bounded({one.filter_id: queue_rows(scope, one.queue, one.wanted) for one in filters}, TABS)
