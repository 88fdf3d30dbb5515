"""Filters kept under a name: an officer's own and those shared at their agency, with how much each finds."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, SavedFilter
from dinh.dossiers.policies.filters import read
from dinh.dossiers.queries.filtering import ASKED, halves, narrowed
from dinh.dossiers.queries.paging import counted_among
from dinh.dossiers.queries.queues import queue_rows, scope_of
from dinh.dossiers.types import QueueName
from dinh.dossiers.types.filters import FilterCount, FilterView
from dinh.kernel.actor import Actor
from dinh.kernel.clock import now
from dinh.kernel.errors import NotFound

__all__ = ["TABS", "filter_counts", "filter_view", "saved_filter", "saved_filters"]

# A tab counts to "99+": enough to know where to go, and cheap wherever one looks.
TABS = 100
# So many dossiers of its queue a tab looks at, more than a commune has open.
_LOOKED_AT = 2000
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


def filter_counts(*, by: Actor, filters: tuple[FilterView, ...], at: datetime | None = None) -> dict[str, FilterCount]:
    """Return by filter how many dossiers it finds, at most 100 each (`TABS`); one query for all.

    Terms without an index look at 2,000 dossiers of the queue and no more: then the count is "at least".
    """
    if not filters:
        return {}
    scope = scope_of(by, at or now())
    rows = {}
    for one in filters:
        quick, slow = halves(one.wanted)
        under = narrowed(queue_rows(scope, one.queue), quick, scope.at)
        rows[one.filter_id] = under, narrowed(Dossier.objects.all(), slow, scope.at)
    found = counted_among(rows, TABS, looked_at=_LOOKED_AT, columns=ASKED)
    return {name: FilterCount(many, is_whole) for name, (many, is_whole) in found.items()}
