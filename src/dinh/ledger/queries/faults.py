"""What a verification finds."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from dinh.ledger.models import Sealed

# After so many faults the search ends: the record is lost, and the reader has seen enough.
ENOUGH = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where; `entry_id` is empty when the fault is of a head, a subtree or a missing position."""

    position: int
    entry_id: str
    text: str


@dataclass(slots=True)
class Report:
    """What was verified, from the position `first` to `last`, and every fault found (at most a thousand)."""

    first: int
    last: int
    entries: int = 0
    bytes: int = 0
    heads: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def is_enough(self) -> bool:
        return len(self.faults) >= ENOUGH

    def say(self, position: int, text: str, entry_id: str = "") -> None:
        if not self.is_enough:
            self.faults.append(Fault(position, entry_id, text))

    def blame(self, found: dict[int, str]) -> None:
        """Add faults of entries, by position, naming the entries."""
        ids = dict(Sealed.objects.filter(position__in=found).values_list("position", "entry_id"))
        for position, text in sorted(found.items()):
            self.say(position, text, ids.get(position, ""))


# One statement, one snapshot: nothing moves from the queue to the sealed between the counts.
_COUNTS = """
SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_sealed) + (SELECT count(*) FROM ledger_pending)
"""
_LOST = """
SELECT e.entry_id FROM ledger_entry AS e WHERE NOT EXISTS (SELECT FROM ledger_sealed AS s WHERE s.entry_id = e.entry_id)
AND NOT EXISTS (SELECT FROM ledger_pending AS p WHERE p.entry_id = e.entry_id) ORDER BY 1 LIMIT 100
"""


def lost_entries() -> Iterator[Fault]:
    """Yield entries that were written but kept from the sealer."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        written, followed = cursor.fetchone()
        if written == followed:
            return
        cursor.execute(_LOST)
        for (entry_id,) in cursor.fetchall():
            yield Fault(0, entry_id, "neither sealed nor waiting: it was kept from the sealer")
