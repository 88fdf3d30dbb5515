"""Keys that signed heads once and were retired, as the record itself tells it."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dinh.ledger.events import KeyChanged
from dinh.ledger.queries.entries import EntryView, entries_of
from dinh.ledger.queries.faults import Fault
from dinh.ledger.types.canonical import SchemaError
from dinh.ledger.types.head import endorsement, key_name

SUBJECT = "ledger:key"
# Changed each month, a key has as many successors in eighty years.
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the signing key; `last_head` is the number of the last head the retired key signed, 0 for none."""

    entry_id: str
    position: int
    at: datetime
    retired: Ed25519PublicKey
    next: Ed25519PublicKey
    endorsement: bytes
    last_head: int

    @property
    def is_endorsed(self) -> bool:
        try:
            self.retired.verify(self.endorsement, endorsement(self.next))
        except InvalidSignature:
            return False
        return True


def changes() -> tuple[Change, ...]:
    """Return every change of the key in order; those not yet sealed stand at position 0, at the end."""
    found = []
    for row in entries_of(SUBJECT, limit=_MOST):
        # An entry that cannot be read was tampered with; verifying its bytes names it.
        with suppress(SchemaError, ValueError):
            found.append(_read(row))
    return tuple(found)


def _read(row: EntryView) -> Change:
    said = row.said
    event = said.event
    if not isinstance(event, KeyChanged):
        raise SchemaError(f"{row.entry_id} changes no key")
    return Change(
        entry_id=row.entry_id,
        position=row.position or 0,
        at=said.occurred_at,
        retired=Ed25519PublicKey.from_public_bytes(base64.b64decode(event.retired)),
        next=Ed25519PublicKey.from_public_bytes(base64.b64decode(event.next)),
        endorsement=base64.b64decode(event.endorsement),
        last_head=event.last_head,
    )


def last_heads() -> Mapping[str, int]:
    """Return for each retired key, by its name, the number of the last head it may have signed."""
    return {key_name(one.retired): one.last_head for one in changes()}


def unendorsed() -> Iterator[Fault]:
    """Yield the changes that the retired key did not sign for."""
    for one in changes():
        if not one.is_endorsed:
            yield Fault(one.position, one.entry_id, "the retired key did not endorse the one that follows it")
