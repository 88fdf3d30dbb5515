"""Writing many entries at once, for imported or made history: the same bytes and hashes, by COPY."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count, islice

from django.db import connection, transaction

from dinh.kernel.actor import Actor
from dinh.kernel.ids import new_id
from dinh.ledger.events import Event, body_of, check_subjects
from dinh.ledger.operations.record import PREFIX
from dinh.ledger.types.canonical import SchemaError, content_hash

CHUNK = 5_000
_ENTRIES = "COPY ledger_entry (entry_id, recorded_at, kind, hash, body) FROM STDIN (FORMAT BINARY)"
_PENDING = "COPY ledger_pending (entry_id, recorded_at, hash, subjects) FROM STDIN (FORMAT BINARY)"
_PLACED = "COPY ledger_pending (id, entry_id, recorded_at, hash, subjects) FROM STDIN (FORMAT BINARY)"
_MONTHS = """
SELECT ledger_make_month(month) FROM generate_series(%s::timestamptz, %s::timestamptz, '1 month') AS month
"""
# Room below one microsecond for entries of several writers at the same moment.
_ROOM = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """One act of the past: when it happened and, apart from that, when it was written down.

    `entry_id` is given where other rows name the entry, else one is made.
    """

    event: Event
    by: Actor
    at: datetime
    recorded_at: datetime
    subjects: Sequence[str]
    channel: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    entry_id: str = ""


_Row = tuple[str, datetime, str, bytes, bytes, list[str]]


def entry_id_at(recorded_at: datetime, noise: int | None = None) -> str:
    """Return an id for an entry of the past; `noise` are its 80 random bits, for history that must come out again."""
    return new_id(PREFIX, millisecond=int(recorded_at.timestamp() * 1000), noise=noise)


def make_months_of(first: date, last: date) -> None:
    """Make the partitions of a span of days, so that several processes may then write history at once."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, [first.replace(day=1), last.replace(day=28)])


def bulk_record(rows: Iterable[BulkRow], *, chunk: int = CHUNK) -> int:
    """Write entries in the order given and return how many; months of the past get their partitions.

    All chunks are one transaction. For import and synthesis only: acts of today go through `record`, which takes the
    time of writing itself. Raises SchemaError for what the schema does not allow.
    """
    written = 0
    source = iter(rows)
    with transaction.atomic():
        while batch := list(islice(_made(source), chunk)):
            _copy(batch, None)
            written += len(batch)
    return written


class BulkWriter:
    """Writes entries in any order, from several processes at once; they are sealed in the order of `recorded_at`.

    `number` of `writers` tells the processes apart. Each writes in its own transaction, and nothing may be sealed
    before all have committed.
    """

    def __init__(self, *, number: int = 0, writers: int = 1) -> None:
        self._ties = count(number, writers)

    def write(self, rows: Iterable[BulkRow]) -> int:
        """Write a batch inside the caller's transaction and return how many. Raises as `bulk_record`."""
        batch = list(_made(iter(rows)))
        places = [int(row[1].timestamp() * 1_000_000) * _ROOM + next(self._ties) % _ROOM for row in batch]
        _copy(batch, places)
        return len(batch)


def _made(rows: Iterator[BulkRow]) -> Iterator[_Row]:
    for row in rows:
        if row.recorded_at.tzinfo is None:
            raise SchemaError("a moment without a time zone")
        entry_id = row.entry_id or entry_id_at(row.recorded_at)
        subjects = check_subjects(row.subjects)
        body = body_of(
            entry_id=entry_id, event=row.event, by=row.by, occurred_at=row.at, recorded_at=row.recorded_at,
            subjects=subjects, channel=row.channel, rules=row.rules, evidence=row.evidence,
        )  # fmt: skip
        yield entry_id, row.recorded_at, row.event.event_kind, content_hash(body), body, subjects


def _copy(batch: Sequence[_Row], places: Sequence[int] | None) -> None:
    with connection.cursor() as cursor:
        months = {(row[1].year, row[1].month): row[1] for row in batch}
        cursor.execute(
            "SELECT ledger_make_month(moment) FROM unnest(%s::timestamptz[]) AS moment", [[*months.values()]]
        )
        with cursor.copy(_ENTRIES) as copy:
            copy.set_types(["varchar", "timestamptz", "varchar", "bytea", "bytea"])
            for row in batch:
                copy.write_row(row[:5])
        queue = ["varchar", "timestamptz", "bytea", "varchar[]"]
        with cursor.copy(_PENDING if places is None else _PLACED) as copy:
            copy.set_types(queue if places is None else ["int8", *queue])
            for number, row in enumerate(batch):
                waiting = (row[0], row[1], row[3], row[5])
                copy.write_row(waiting if places is None else (places[number], *waiting))
