"""Keeping filters of queues: named, shared with the agency, pinned, taken away and brought back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import FilterChanged
from dinh.dossiers.models import SavedFilter
from dinh.dossiers.policies.filters import written
from dinh.dossiers.queries.filters import filter_view
from dinh.dossiers.types import QueueName
from dinh.dossiers.types.filters import Filter, FilterView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.kernel.text import nfc
from dinh.ledger import api as ledger

__all__ = ["change_filter", "remove_filter", "restore_filter", "save_filter"]

_LONGEST = 60
_MOST = 20


@transaction.atomic
def save_filter(
    *, by: Actor, at: datetime, name: str, queue: str, wanted: Filter, is_shared: bool = False
) -> FilterView:
    """Keep a filter of a queue under a name, pinned as a tab, for oneself or shared with the agency.

    Raises NotAllowed HS106, Invalid HS107 (no name, or too long), HS108 (20 already), Conflict HS109 (the name is
    taken).
    """
    if not (by.is_official and by.post_id and by.agency_id):
        raise NotAllowed("HS106", _("Only officers keep filters."))
    if SavedFilter.objects.filter(owner_post=by.post_id, removed_at=None).count() >= _MOST:
        raise Invalid("HS108", _("You have 20 filters already. Please take one away first."))
    row = SavedFilter(
        agency_id=by.agency_id,
        owner_post=by.post_id,
        owner_name=by.display_name,
        name=_name(name),
        queue=QueueName(queue),
        criteria=written(wanted),
        is_shared=is_shared,
        saved_at=at,
    )
    _save(row, is_new=True)
    return _record(row, "saved", by=by, at=at)


@transaction.atomic
def change_filter(
    *, by: Actor, at: datetime, filter_id: str, name: str, is_shared: bool, is_pinned: bool
) -> FilterView:
    """Rename one's own filter, share it or keep it to oneself, pin it or not.

    Raises NotFound HS105, Invalid HS107, Conflict HS109.
    """
    row = _own(by, filter_id)
    row.name, row.is_shared, row.is_pinned = _name(name), is_shared, is_pinned
    _save(row)
    return _record(row, "changed", by=by, at=at)


@transaction.atomic
def remove_filter(*, by: Actor, at: datetime, filter_id: str) -> FilterView:
    """Take away one's own filter; it can be brought back. Raises NotFound HS105."""
    row = _own(by, filter_id)
    row.removed_at = row.removed_at or at
    _save(row)
    return _record(row, "removed", by=by, at=at)


@transaction.atomic
def restore_filter(*, by: Actor, at: datetime, filter_id: str) -> FilterView:
    """Bring back a filter that was taken away. Raises NotFound HS105, Conflict HS109 (its name is taken by now)."""
    row = _own(by, filter_id)
    row.removed_at = None
    _save(row)
    return _record(row, "restored", by=by, at=at)


def _own(by: Actor, filter_id: str) -> SavedFilter:
    rows = SavedFilter.objects.select_for_update(no_key=True).filter(public_id=filter_id, owner_post=by.post_id)
    row = rows.first() if by.post_id else None
    if row is None:
        raise NotFound("HS105", _("This filter does not exist."))
    return row


def _name(name: str) -> str:
    clean = " ".join(nfc(name).replace("\x00", "").split())
    if not 0 < len(clean) <= _LONGEST:
        sentence = _("Please give the filter a name of at most 60 signs.")
        raise Invalid("HS107", sentence, fields={"name": sentence})
    return clean


def _save(row: SavedFilter, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as fault:
        raise Conflict("HS109", _("You have a filter of this name already.")) from fault


def _record(row: SavedFilter, change: str, *, by: Actor, at: datetime) -> FilterView:
    event = FilterChanged(filter_id=row.public_id, change=change, is_shared=row.is_shared)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id])
    return filter_view(row, by)
