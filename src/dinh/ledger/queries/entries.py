"""Reading entries: one, those about a subject, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import NotFound
from dinh.ledger.events import Envelope, read_body
from dinh.ledger.models import Sealed

PAGE = 50


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry; `position` is None until the sealer has seen it, which takes about a second.

    `said` reads the bytes by their schema and raises SchemaError when they are not of one.
    """

    entry_id: str
    position: int | None
    kind: str
    hash: bytes
    body: bytes

    @property
    def said(self) -> Envelope:
        return read_body(self.body)


_FROM_SEALED = """
SELECT e.entry_id, s.position, e.kind, e.hash, e.body FROM ledger_sealed AS s
CROSS JOIN LATERAL (SELECT * FROM ledger_entry AS x
    WHERE x.recorded_at = s.recorded_at AND x.entry_id = s.entry_id) AS e
"""
_FROM_PENDING = """
SELECT e.entry_id, NULL::bigint, e.kind, e.hash, e.body FROM ledger_pending AS p
CROSS JOIN LATERAL (SELECT * FROM ledger_entry AS x
    WHERE x.recorded_at = p.recorded_at AND x.entry_id = p.entry_id) AS e
"""
_ABOUT = f"""
SELECT * FROM ({_FROM_SEALED} JOIN ledger_about AS a ON a.position = s.position
    WHERE a.subject = %s AND s.position > %s ORDER BY s.position LIMIT %s) AS sealed
UNION ALL
SELECT * FROM ({_FROM_PENDING} WHERE p.subjects @> ARRAY[%s]::varchar[] ORDER BY p.id LIMIT %s) AS pending
LIMIT %s
"""  # noqa: S608  no value stands in the text


def _view(row: Sequence[Any]) -> EntryView:
    return EntryView(entry_id=row[0], position=row[1], kind=row[2], hash=bytes(row[3]), body=bytes(row[4]))


def _missing(entry_id: str) -> NotFound:
    return NotFound("LG01", _("There is no entry %(id)s in the record.") % {"id": entry_id})


def entry(entry_id: str) -> EntryView:
    """Return one entry by its id, sealed or not yet; raises NotFound."""
    with connection.cursor() as cursor:
        for source, short in ((_FROM_SEALED, "s"), (_FROM_PENDING, "p")):
            cursor.execute(f"{source} WHERE {short}.entry_id = %s", [entry_id])
            row = cursor.fetchone()
            if row is not None:
                return _view(row)
    raise _missing(entry_id)


def entries_of(subject_id: str, *, after: int = 0, limit: int = PAGE) -> tuple[EntryView, ...]:
    """Return the entries about a subject in order, from behind position `after`; those not yet sealed come last."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [subject_id, after, limit, subject_id, limit, limit])
        return tuple(_view(row) for row in cursor.fetchall())


def entry_at(position: int) -> EntryView:
    """Return the entry at a position; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_FROM_SEALED} WHERE s.position = %s", [position])
        row = cursor.fetchone()
    if row is None:
        raise _missing(str(position))
    return _view(row)


def position_of(entry_id: str) -> int | None:
    """Return the position of an entry; None while it waits to be sealed. Raises NotFound for an unknown id."""
    position = Sealed.objects.filter(entry_id=entry_id).values_list("position", flat=True).first()
    return position if position is not None else entry(entry_id).position
