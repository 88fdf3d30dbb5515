"""Delivery: every handler follows the positions, at least once, in order per subject, each at its own pace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction

from dinh.kernel import clock
from dinh.kernel.ids import new_id
from dinh.ledger.events import SchemaError, read_body
from dinh.ledger.models import DeadLetter, Follower
from dinh.ledger.registry import Delivered, Handler, handlers

BATCH = 500
# Positions looked at in one transaction; handlers of few kinds pass over the rest.
WINDOW = 2_000
# More poisoned subjects than this in one window mean that the handler is broken, not the entries: it stops instead.
TOO_MANY = 50
FAULT_LENGTH = 2_000

# LATERAL, so that each entry is found through its partition's key and never by scanning partitions.
_WINDOW = """
SELECT s.position, s.subject, s.entry_id, e.kind, e.body
FROM (SELECT position, entry_id, recorded_at, subject FROM ledger_sealed
      WHERE position > %s ORDER BY position LIMIT %s) AS s
LEFT JOIN LATERAL (SELECT kind, body FROM ledger_entry AS x WHERE x.recorded_at = s.recorded_at
      AND x.entry_id = s.entry_id AND x.kind LIKE ANY(%s)) AS e ON true
ORDER BY s.position
"""


class HandlerBroken(Exception):
    """A handler that fails for so many subjects that the fault must be its own."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One entry on its way to a handler, not read yet: a body that cannot be read is a fault like any other."""

    position: int
    subject: str
    entry_id: str
    kind: str
    body: bytes

    def open(self) -> Delivered:
        said = read_body(self.body)
        return Delivered(
            position=self.position, entry_id=self.entry_id, kind=said.kind, version=said.version, event=said.event,
            occurred_at=said.occurred_at, recorded_at=said.recorded_at, actor=said.actor, subjects=said.subjects,
            channel=said.channel, rules=said.rules, evidence=said.evidence,
        )  # fmt: skip


def deliver(*, limit: int | None = None, at: datetime | None = None) -> int:
    """Bring every handler up to the last position, or `limit` entries further, and return how many were handed over.

    A handler another process is serving is passed over. A handler that is itself broken stands still with its fault
    written down, and the others go on.
    """
    _begin(handlers())
    return sum(_follow(one, limit, at) for one in handlers())


def read_again(*, kinds: Sequence[str], until: int, after: int = -1) -> Iterator[Delivered]:
    """Yield every entry of these kinds up to a position as a handler was handed it, from the first after `after` on."""
    position = after
    while position < until:
        last, letters = _letters(kinds, position, min(WINDOW, until - position))
        if last is None:
            return
        position = last
        yield from (letter.open() for letter in letters if letter.position <= until)


def _begin(found: Sequence[Handler]) -> None:
    here = set(Follower.objects.values_list("name", flat=True))
    missing = [Follower(name=one.name) for one in found if one.name not in here]
    Follower.objects.bulk_create(missing, ignore_conflicts=True)


def _follow(handler: Handler, limit: int | None, at: datetime | None) -> int:
    handed = 0
    while limit is None or handed < limit:
        window = WINDOW if limit is None else min(WINDOW, limit - handed)
        try:
            step = _step(handler, window, at or clock.now())
        except HandlerBroken as fault:
            Follower.objects.filter(name=handler.name).update(fault=str(fault)[:FAULT_LENGTH])
            return handed
        if step is None:
            return handed
        handed += step
    return handed


def _step(handler: Handler, window: int, at: datetime) -> int | None:
    """Serve one window in one transaction with the handler's position; None when there is nothing to do."""
    with transaction.atomic():
        follower = (
            Follower.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .filter(name=handler.name)
            .first()
        )
        if follower is None:
            return None
        last, letters = _letters(handler.kinds, follower.position, window)
        if last is None:
            return None
        handed = Delivery(handler, at, _parked(handler, letters)).give(letters)
        follower.position, follower.fault = last, ""
        follower.save(update_fields=["position", "fault", "moved_at"])
        return handed


def _letters(kinds: Sequence[str], position: int, window: int) -> tuple[int | None, list[Letter]]:
    patterns = [kind.replace("_", r"\_").replace("*", "%") for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(_WINDOW, [position, window, patterns])
        rows = cursor.fetchall()
    letters = [Letter(row[0], row[1], row[2], row[3], bytes(row[4])) for row in rows if row[3] is not None]
    return (rows[-1][0] if rows else None), letters


def _parked(handler: Handler, letters: Sequence[Letter]) -> set[str]:
    asked = {letter.subject for letter in letters}
    waiting = DeadLetter.objects.filter(follower_id=handler.name, replayed_at=None, subject__in=asked)
    return set(waiting.values_list("subject", flat=True).distinct())


class Delivery:
    """One window on its way: knows which subjects are parked and parks those that turn out to be poisoned."""

    def __init__(self, handler: Handler, at: datetime, parked: set[str]) -> None:
        self._handler = handler
        self._at = at
        self._parked = parked
        self._poisoned = 0

    def give(self, letters: Sequence[Letter]) -> int:
        """Hand the letters over in batches; return how many arrived."""
        return sum(self._give(letters[start : start + BATCH]) for start in range(0, len(letters), BATCH))

    def _give(self, letters: Sequence[Letter]) -> int:
        going = [letter for letter in letters if letter.subject not in self._parked]
        self._wait([letter for letter in letters if letter.subject in self._parked])
        if not going:
            return 0
        fault = attempt(self._handler, going)
        if fault is None:
            return len(going)
        if len(going) == 1:
            self._poison(going[0], fault)
            return 0
        middle = len(going) // 2
        return self._give(going[:middle]) + self._give(going[middle:])

    def _poison(self, letter: Letter, fault: str) -> None:
        self._poisoned += 1
        if self._poisoned > TOO_MANY:
            raise HandlerBroken(fault)
        self._parked.add(letter.subject)
        self._park([letter], fault=fault, attempts=1)

    def _wait(self, letters: Sequence[Letter]) -> None:
        self._park(letters, fault="", attempts=0)

    def _park(self, letters: Sequence[Letter], *, fault: str, attempts: int) -> None:
        DeadLetter.objects.bulk_create(
            DeadLetter(
                follower_id=self._handler.name, public_id=new_id("dead"), subject=letter.subject,
                position=letter.position, entry_id=letter.entry_id, kind=letter.kind, fault=fault, attempts=attempts,
                parked_at=self._at,
            )
            for letter in letters
        )  # fmt: skip


def attempt(handler: Handler, letters: Sequence[Letter]) -> str | None:
    """Call the handler inside a savepoint; return the fault in words when it failed, None when all is well.

    Trouble of the database itself is nobody's poison: it is raised, the window is rolled back and tried again later.
    """
    try:
        with transaction.atomic():
            handler.handle([letter.open() for letter in letters])
    except (OperationalError, InterfaceError):
        raise
    except SchemaError as fault:
        return f"SchemaError: {fault}"[:FAULT_LENGTH]
    except Exception as fault:  # noqa: BLE001  whatever another module's handler raises is what we must tell
        return f"{type(fault).__name__}: {fault}"[:FAULT_LENGTH] or type(fault).__name__
    return None
