"""Passing over entries whose effects were written by other means, as an import of history does."""

from datetime import datetime

from django.db import transaction

from dinh.kernel.actor import Actor
from dinh.ledger.events import Skipped
from dinh.ledger.models import Follower
from dinh.ledger.operations.record import record
from dinh.ledger.registry import handlers


class SkipRefused(ValueError):
    """A handler does not stand where the history begins, so something else would be passed over too."""


@transaction.atomic
def skip_history(*, by: Actor, at: datetime, first: int, last: int) -> int:
    """Tell every handler that the entries at positions `first` to `last` have had their effects; return how many.

    For made or imported history only, whose facts were written together with it. Each handler must have taken
    everything before `first` and nothing of the span. Each skip is an entry of its own. Raises SkipRefused.
    """
    Follower.objects.bulk_create((Follower(name=one.name) for one in handlers()), ignore_conflicts=True)
    rows = list(Follower.objects.select_for_update(no_key=True).order_by("name"))
    for row in rows:
        if row.position != first - 1:
            raise SkipRefused(f"{row.name} stands at {row.position}, not before {first}")
        row.position = last
        row.save(update_fields=["position", "moved_at"])
        event = Skipped(handler=row.name, first_position=first, last_position=last)
        record(event=event, by=by, at=at, subjects=[f"handler:{row.name}"])
    return len(rows)
