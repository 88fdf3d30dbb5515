from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.documents.models import Paper, StoreItem, StoreUse
from dinh.documents.policies import doors
from dinh.documents.queries.views import item_view
from dinh.documents.types import Standing, StoreItemView, UseView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotFound


def _views(rows: QuerySet[StoreItem]) -> tuple[StoreItemView, ...]:
    listed = list(rows.select_related("file").annotate(use_count=Count("uses")))
    codes = dict(
        Paper.objects.filter(latest__in=[row.file_id for row in listed]).values_list("latest_id", "verify_code")
    )
    return tuple(
        item_view(row, uses=getattr(row, "use_count", 0), verify_code=codes.get(row.file_id, "")) for row in listed
    )


def offers(*, person_id: str, accepts: Sequence[str], on: date) -> tuple[StoreItemView, ...]:
    """Return the papers of a person that may stand for one of the result codes on that day, newest first.

    Only papers in force, unexpired and not withheld by their owner. Basis: 45/2020/NĐ-CP, Điều 4.4.
    """
    if not person_id or not accepts:
        return ()
    rows = StoreItem.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        owner_person_id=person_id,
        kind_code__in=list(accepts),
        standing=Standing.IN_FORCE,
        is_offered=True,
    )
    return _views(rows.order_by("-deposited_at", "-id"))


def items_of(*, by: Actor, person_id: str, limit: int = 50, offset: int = 0) -> tuple[StoreItemView, ...]:
    """Return the papers in a person's store, newest first, whatever their standing. Raises NotAllowed."""
    doors.check_can_see_store(by, person_id)
    rows = StoreItem.objects.filter(owner_person_id=person_id).order_by("-deposited_at", "-id")
    return _views(rows[offset : offset + limit])


def items_about(*, subject_id: str) -> tuple[StoreItemView, ...]:
    """Return what came into any store from this case, oldest first, for the agency that put it there."""
    return _views(StoreItem.objects.filter(source_subject_id=subject_id).order_by("id")) if subject_id else ()


def item(*, by: Actor, item_id: str) -> StoreItemView:
    """Return one paper of a store. Raises NotFound, NotAllowed."""
    found = _views(StoreItem.objects.filter(public_id=item_id))
    if not found:
        raise NotFound("DC31", _("This paper is not in the store."))
    doors.check_can_see_store(by, found[0].owner_person_id)
    return found[0]


def uses_of(*, by: Actor, item_id: str) -> tuple[UseView, ...]:
    """Return every use of a paper, newest first, for its owner to see. Raises NotFound, NotAllowed."""
    item(by=by, item_id=item_id)
    rows = StoreUse.objects.filter(item__public_id=item_id).order_by("-used_at", "-id")
    return tuple(UseView(row.for_subject_id, row.purpose, row.consent, row.used_at) for row in rows)
