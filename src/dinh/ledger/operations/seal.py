"""The sealer: gives committed entries their positions, grows the tree, signs and chains the heads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dinh.kernel import clock
from dinh.ledger.models import Head
from dinh.ledger.operations.keys import SEALING, signing_key
from dinh.ledger.queries.heads import HeadView, view_of
from dinh.ledger.queries.tree import StoredTree
from dinh.ledger.types.head import NO_PREVIOUS, HeadText, note_hash, sign
from dinh.ledger.types.merkle import Node, Peaks, leaf_hash

BATCH = 20_000

# One statement, hence one snapshot: exactly the rows that are taken away get positions. Entries of transactions that
# are still open are not seen, keep their row in the queue and come with a later batch, whatever their number. The rows
# are taken by a range: as a join, a queue without statistics was once taken row by row, for minutes.
_TAKE = """
WITH taken AS (
    DELETE FROM ledger_pending
    WHERE id <= (SELECT max(id) FROM (SELECT id FROM ledger_pending ORDER BY id LIMIT %s) AS first)
    RETURNING id, entry_id, recorded_at, hash, subjects
), placed AS (
    SELECT %s + row_number() OVER (ORDER BY id) AS position, entry_id, recorded_at, hash, subjects FROM taken
), about AS (
    INSERT INTO ledger_about (subject, position) SELECT unnest(subjects), position FROM placed
)
INSERT INTO ledger_sealed (position, entry_id, recorded_at, hash, subject)
SELECT position, entry_id, recorded_at, hash, subjects[1] FROM placed ORDER BY position RETURNING position, hash
"""

_KEEP = """
INSERT INTO ledger_node (level, "index", hash) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""


def seal(*, at: datetime | None = None, batch: int = BATCH) -> HeadView | None:
    """Give every committed entry its position and return the new head; None when nothing waited.

    Each batch is one transaction: a sealer killed at any moment has either placed a batch whole or not at all. When
    another sealer is at work this one returns None at once.
    """
    newest: HeadView | None = None
    while True:
        made, taken = _seal_batch(at or clock.now(), batch)
        newest = made or newest
        if taken < batch:
            return newest


def _seal_batch(at: datetime, batch: int) -> tuple[HeadView | None, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        if not cursor.fetchone()[0]:
            return None, 0
        last = Head.objects.order_by("-number").first()
        size = 0 if last is None else last.size
        cursor.execute(_TAKE, [batch, size])
        hashes = [bytes(one) for _, one in sorted(cursor.fetchall())]
        if not hashes:
            return None, 0
        peaks = Peaks(size, StoredTree().peaks(size))
        peaks.extend([leaf_hash(one) for one in hashes])
        _keep_nodes(cursor, peaks.kept)
        return _sign(last, peaks, at), len(hashes)


def _keep_nodes(cursor: Any, nodes: Sequence[Node]) -> None:
    if nodes:
        levels, indexes, hashes = (list(column) for column in zip(*nodes, strict=True))
        cursor.execute(_KEEP, [levels, indexes, hashes])


def _sign(last: Head | None, peaks: Peaks, at: datetime) -> HeadView:
    text = HeadText(
        size=peaks.size, root=peaks.root(), at=at, previous=NO_PREVIOUS if last is None else bytes(last.hash)
    )
    note = sign(text, signing_key())
    made = Head.objects.create(
        number=1 if last is None else last.number + 1,
        size=text.size,
        root=text.root,
        sealed_at=at,
        hash=note_hash(note),
        note=note,
    )
    return view_of(made)
