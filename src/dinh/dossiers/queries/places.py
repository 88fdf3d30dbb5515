"""Where a dossier lay and where it may go back to."""

from datetime import datetime, timedelta

from dinh.dossiers.models import Dossier, Placement
from dinh.dossiers.policies.placing import UNDOABLE
from dinh.dossiers.registry import references
from dinh.dossiers.registry.working import working
from dinh.dossiers.types.work import PlacementKind, Undoable
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local, now

__all__ = ["coming_back", "lent", "lent_by", "undoable"]

_MOST = 100


def lent(row: Dossier) -> Placement | None:
    """Return the delegation a dossier lies under."""
    return Placement.objects.filter(dossier=row, kind=PlacementKind.DELEGATED, settled_at=None).first()


def lent_by(row: Dossier) -> str | None:
    """Return the post that delegated it, None when nobody did."""
    found = lent(row)
    return found.from_post if found else None


def coming_back(at: datetime, limit: int) -> list[str]:
    """Return dossiers whose delegation is over, the oldest first, at most `limit`."""
    rows = Placement.objects.filter(
        kind=PlacementKind.DELEGATED, settled_at=None, until_on__lt=local(at).date()
    ).order_by("until_on", "id")
    return list(rows.values_list("dossier__public_id", flat=True)[:limit])


def undoable(*, by: Actor, at: datetime | None = None) -> Undoable | None:
    """Return what the officer did last of giving and taking work, while it can be taken back; one query.

    Moves made in one go are taken back in one go. Whether something happened since is asked when it is taken back.
    """
    moment = at or now()
    on = local(moment).date()
    minutes = working(references.agency_today(by.agency_id, on).code_new, on).undo_minutes
    since = moment - timedelta(minutes=minutes)
    rows = Placement.objects.select_related("dossier").filter(by_post=by.post_id, at__gte=since, at__lte=moment)
    found = list(rows.order_by("-id")[:_MOST])
    last = [one for one in found if one.at == found[0].at and one.kind == found[0].kind and not one.undone_at]
    if not last or last[0].kind not in UNDOABLE:
        return None
    return Undoable(
        kind=PlacementKind(last[0].kind),
        dossier_ids=tuple(one.dossier.public_id for one in last),
        to_name=last[0].to_name,
        until=last[0].at + timedelta(minutes=minutes),
    )
