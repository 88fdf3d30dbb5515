"""Dead letters: what waits for an operator."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import NotFound
from dinh.ledger.models import DeadLetter, Follower


@dataclass(frozen=True, slots=True)
class DeadLetterView:
    """A poisoned entry with its fault, and how many later entries of its subject wait behind it."""

    dead_letter_id: str
    handler: str
    subject: str
    position: int
    entry_id: str
    kind: str
    fault: str
    attempts: int
    parked_at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class FollowerView:
    """How far a handler has come; `fault` is empty unless it stands still."""

    name: str
    position: int
    moved_at: datetime
    fault: str


_POISONED = """
SELECT d.public_id, d.follower_id, d.subject, d.position, d.entry_id, d.kind, d.fault, d.attempts, d.parked_at,
    (SELECT count(*) FROM ledger_dead_letter AS w WHERE w.follower_id = d.follower_id AND w.subject = d.subject
        AND w.replayed_at IS NULL AND w.position > d.position)
FROM ledger_dead_letter AS d WHERE d.replayed_at IS NULL AND d.attempts > 0
ORDER BY d.position, d.follower_id LIMIT %s OFFSET %s
"""


def dead_letters(*, limit: int = 50, offset: int = 0) -> tuple[DeadLetterView, ...]:
    """Return the open dead letters, oldest position first."""
    with connection.cursor() as cursor:
        cursor.execute(_POISONED, [limit, offset])
        return tuple(DeadLetterView(*row) for row in cursor.fetchall())


def count_dead_letters() -> int:
    """Return how many entries are poisoned now (not counting those that only wait)."""
    return DeadLetter.objects.filter(replayed_at=None, attempts__gt=0).count()


def followers() -> tuple[FollowerView, ...]:
    """Return every handler's standing, by name."""
    return tuple(
        FollowerView(one.name, one.position, one.moved_at, one.fault) for one in Follower.objects.order_by("name")
    )


def open_letter(dead_letter_id: str) -> DeadLetter:
    """Return the row of an open dead letter; raises NotFound."""
    found = DeadLetter.objects.filter(public_id=dead_letter_id, replayed_at=None).first()
    if found is None:
        raise NotFound("LG05", _("This dead letter does not exist or was delivered meanwhile."))
    return found
