"""Writing many entries at once, for imported or made history: the same bytes and hashes, by COPY."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from dinh.kernel.actor import Actor
from dinh.kernel.ids import new_id
from dinh.ledger.events import Event, body_of, check_subjects
from dinh.ledger.operations.record import PREFIX
from dinh.ledger.types.canonical import SchemaError, content_hash

CHUNK = 5_000
_ENTRIES = "COPY ledger_entry (entry_id, recorded_at, kind, hash, body) FROM STDIN (FORMAT BINARY)"
_PENDING = "COPY ledger_pending (entry_id, recorded_at, hash, subjects) FROM STDIN (FORMAT BINARY)"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """One act of the past: when it happened and, apart from that, when it was written down."""

    event: Event
    by: Actor
    at: datetime
    recorded_at: datetime
    subjects: Sequence[str]
    channel: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)


_Row = tuple[str, datetime, str, bytes, bytes, list[str]]


def bulk_record(rows: Iterable[BulkRow], *, chunk: int = CHUNK) -> int:
    """Write entries in the order given and return how many; months of the past get their partitions.

    All chunks are one transaction. For import and synthesis only: acts of today go through `record`, which takes the
    time of writing itself. Raises SchemaError for what the schema does not allow.
    """
    written = 0
    source = iter(rows)
    with transaction.atomic():
        while batch := list(islice(_made(source), chunk)):
            _copy(batch)
            written += len(batch)
    return written


def _made(rows: Iterator[BulkRow]) -> Iterator[_Row]:
    for row in rows:
        if row.recorded_at.tzinfo is None:
            raise SchemaError("a moment without a time zone")
        entry_id = new_id(PREFIX, millisecond=int(row.recorded_at.timestamp() * 1000))
        subjects = check_subjects(row.subjects)
        body = body_of(
            entry_id=entry_id, event=row.event, by=row.by, occurred_at=row.at, recorded_at=row.recorded_at,
            subjects=subjects, channel=row.channel, rules=row.rules, evidence=row.evidence,
        )  # fmt: skip
        yield entry_id, row.recorded_at, row.event.event_kind, content_hash(body), body, subjects


def _copy(batch: Sequence[_Row]) -> None:
    with connection.cursor() as cursor:
        months = {(row[1].year, row[1].month): row[1] for row in batch}
        cursor.execute(
            "SELECT ledger_make_month(moment) FROM unnest(%s::timestamptz[]) AS moment", [[*months.values()]]
        )
        with cursor.copy(_ENTRIES) as copy:
            copy.set_types(["varchar", "timestamptz", "varchar", "bytea", "bytea"])
            for row in batch:
                copy.write_row(row[:5])
        with cursor.copy(_PENDING) as copy:
            copy.set_types(["varchar", "timestamptz", "bytea", "varchar[]"])
            for row in batch:
                copy.write_row((row[0], row[1], row[3], row[5]))
