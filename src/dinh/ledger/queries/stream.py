"""Streaming the stored bytes in blocks of 256 positions: one message a block keeps the client's work at the hashing."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from django.db import connection

BLOCK = 256
_SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
_HEADER = len(_SIGNATURE) + 8
_END = b"\xff\xff"
# A missing entry has the length -1 and adds no bytes.
_BLOCKS = """
COPY (
    SELECT block.*
    FROM generate_series({first}::bigint, {last}::bigint, {size}) AS start
    CROSS JOIN LATERAL (
        SELECT start,
            coalesce(string_agg(int8send(position), ''), '') AS positions,
            coalesce(string_agg(sealed, ''), '') AS sealed,
            coalesce(string_agg(written, ''), '') AS written,
            coalesce(string_agg(int4send(coalesce(octet_length(body), -1)), ''), '') AS lengths,
            coalesce(string_agg(body, ''), '') AS bodies,
            coalesce(string_agg({columns}, E'\\n'), '') AS columns
        FROM (
            SELECT s.position, s.hash AS sealed, e.hash AS written, e.body, s.entry_id, s.subject, e.kind, s.recorded_at
            FROM ledger_sealed AS s
            LEFT JOIN LATERAL (SELECT hash, body, kind FROM ledger_entry AS x
                WHERE x.recorded_at = s.recorded_at AND x.entry_id = s.entry_id) AS e ON true
            WHERE s.position >= start AND s.position < least(start + {size}, {last} + 1)
            ORDER BY s.position
        ) AS row
    ) AS block
) TO STDOUT (FORMAT BINARY)
"""
# The moment of writing in its canonical form, as the entry itself says it.
_MOMENT = "to_char(recorded_at AT TIME ZONE INTERVAL '07:00', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+07:00'"
# A tab or line end that somebody put into a column must not pass for ours: the column then differs from the entry.
_PLAIN = "translate({}, E'\\t\\n', '  ')".format
_COLUMNS = f"concat_ws(E'\\t', {_PLAIN('entry_id')}, {_PLAIN('kind')}, {_PLAIN('subject')}, {_MOMENT})"


@dataclass(frozen=True, slots=True)
class Block:
    """Up to 256 sealed entries: what was sealed, what is stored, and the bytes between `edges`.

    `columns` has for each entry its id, kind, first subject and moment of writing, when asked for.
    """

    start: int
    positions: tuple[int, ...]
    sealed: bytes
    written: bytes
    edges: tuple[int, ...]
    bodies: bytes
    missing: frozenset[int]
    columns: tuple[bytes, ...]

    def body(self, number: int) -> bytes:
        return self.bodies[self.edges[number] : self.edges[number + 1]]


def blocks(first: int, last: int, *, with_columns: bool) -> Iterator[Block]:
    """Yield the sealed entries from `first` to `last` in blocks that begin at `first`."""
    columns = _COLUMNS if with_columns else "NULL::text"
    with connection.cursor() as cursor:
        query = _BLOCKS.format(first=int(first), last=int(last), size=BLOCK, columns=columns)
        with cursor.copy(query) as copy:
            for message in copy:
                data = bytes(message)
                if data.startswith(_SIGNATURE):
                    data = data[_HEADER:]
                if data != _END:
                    yield _block(data)


def _block(data: bytes) -> Block:
    fields, at = [], 2
    for _ in range(int.from_bytes(data[:2])):
        length = int.from_bytes(data[at : at + 4])
        fields.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    start, positions, sealed, written, raw, bodies, columns = fields
    lengths = struct.unpack(f">{len(raw) // 4}i", raw)
    missing = frozenset(number for number, one in enumerate(lengths) if one < 0) if -1 in lengths else frozenset()
    if missing:
        lengths = tuple(max(one, 0) for one in lengths)
    return Block(
        start=int.from_bytes(start),
        positions=struct.unpack(f">{len(positions) // 8}q", positions),
        sealed=sealed,
        written=written,
        edges=tuple(accumulate(lengths, initial=0)),
        bodies=bodies,
        missing=missing,
        columns=tuple(columns.split(b"\n")) if columns else (),
    )
