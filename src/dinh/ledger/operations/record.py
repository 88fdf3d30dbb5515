"""Writing one entry, in the transaction of the act it tells of."""

import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from dinh.kernel.actor import Actor
from dinh.kernel.compiled import binding_at_the_server
from dinh.kernel.ids import new_id
from dinh.ledger.events import Event, Refused, SchemaError, body_of, check_subjects, is_declared
from dinh.ledger.types.canonical import content_hash

PREFIX = "ent"
_SALT = 16
_APPEND = "SELECT ledger_append(%t, %b, %t, %t::text[], %b, %b)"


@dataclass(frozen=True, slots=True)
class Recorded:
    """The new entry: its id and the SHA-256 of its canonical bytes."""

    entry_id: str
    hash: bytes


def _this_moment() -> datetime:
    # The one clock below the edge: the time of writing must not be the caller's to choose.
    return datetime.fromtimestamp(time.time(), tz=UTC)


def record(
    *,
    event: Event,
    by: Actor,
    at: datetime,
    subjects: Sequence[str],
    channel: str = "",
    rules: Mapping[str, str] | None = None,
    evidence: Mapping[str, str] | None = None,
) -> Recorded:
    """Write one entry in the running transaction; it becomes part of the record when, and only when, that commits.

    `at` is when the act happened; the time of writing is taken here. The first subject orders delivery. Raises
    TransactionManagementError outside a transaction and SchemaError for what the schema does not allow.
    """
    return _append(
        event=event, kind=event.event_kind, by=by, at=at, subjects=subjects, channel=channel, rules=rules,
        evidence=evidence,
    )  # fmt: skip


def record_refused(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    subjects: Sequence[str],
    reason_code: str,
    detail: str = "",
    channel: str = "",
    rules: Mapping[str, str] | None = None,
    evidence: Mapping[str, str] | None = None,
) -> Recorded:
    """Write that an attempt was refused, in a transaction of its own, after the failed one was rolled back.

    `kind` ends in `.refused` and is no declared event, else SchemaError. Called inside a transaction it joins it.
    """
    if not kind.endswith(".refused") or (is_declared(kind) and kind != Refused.event_kind):
        raise SchemaError(f"{kind!r} is not the kind of a refused attempt")
    with transaction.atomic():
        return _append(
            event=Refused(reason_code=reason_code, detail=detail), kind=kind, by=by, at=at, subjects=subjects,
            channel=channel, rules=rules, evidence=evidence,
        )  # fmt: skip


def _append(
    *,
    event: Event,
    kind: str,
    by: Actor,
    at: datetime,
    subjects: Sequence[str],
    channel: str,
    rules: Mapping[str, str] | None,
    evidence: Mapping[str, str] | None,
) -> Recorded:
    if not connection.in_atomic_block:
        raise TransactionManagementError("an entry is written in the transaction of its act")
    entry_id, listed, recorded_at = new_id(PREFIX), check_subjects(subjects), _this_moment()
    body = body_of(
        entry_id=entry_id, event=event, kind=kind, by=by, occurred_at=at, recorded_at=recorded_at, subjects=listed,
        channel=channel, rules=rules, evidence=evidence,
    )  # fmt: skip
    digest_ = content_hash(body)
    # Subjects hold no quotes, so the array is written here: the driver would take longer than for all the rest.
    array = '{"' + '","'.join(listed) + '"}'
    with binding_at_the_server() as cursor:
        cursor.execute(_APPEND, [entry_id, recorded_at, kind, array, digest_, body])
    return Recorded(entry_id, digest_)


def digest(value: str | bytes, salt: str) -> str:
    """Return a salted digest (hex) of content that must be provable but not readable in the record.

    The salt is random, at least 16 signs, kept with the content; whoever destroys it makes the digest mute.
    """
    if len(salt) < _SALT:
        raise SchemaError("a salt of at least 16 signs keeps short content from being guessed")
    content = value.encode() if isinstance(value, str) else value
    return hmac.new(salt.encode(), content, sha256).hexdigest()
