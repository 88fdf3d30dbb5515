"""A search that found little: what was probably meant, and dossiers of places under the names they once bore."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Value

from dinh.directory import api as directory
from dinh.dossiers.models import BARE_WORDS, Dossier
from dinh.dossiers.policies.codes import read_code
from dinh.dossiers.policies.spelling import meant
from dinh.dossiers.queries.finding import Narrowed, Reach, asked_of, found_rows, newest_of, reach_of, words_of
from dinh.dossiers.queries.queues import FAR, cursor_of, dossier_row, read_cursor
from dinh.dossiers.registry.nearby import agencies_in
from dinh.dossiers.registry.spelling import vocabulary
from dinh.dossiers.types import QueueRow
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local, now
from dinh.kernel.errors import Invalid
from dinh.kernel.search import HasWords
from dinh.kernel.text import fold

__all__ = ["FormerFound", "did_you_mean", "search_former"]

_GUESSES = 4
# With further words only so many of the newest are read, shared among the communes and agencies.
_READ = 6_000
_PLACED = """
SELECT id FROM (
  SELECT d.id, d.received_at FROM unnest(%(agencies)s::varchar[]) AS a(agency), LATERAL (
    SELECT id, received_at FROM dossiers_dossier WHERE handling_agency_id = a.agency
      AND (received_at, id) < (%(moment)s, %(last)s)
      AND (%(procedures)s::varchar[] IS NULL OR procedure_code = ANY(%(procedures)s))
      ORDER BY received_at DESC, id DESC LIMIT %(each)s) AS d
  UNION
  SELECT d.id, d.received_at FROM unnest(%(units)s::int[]) AS u(unit), LATERAL (
    SELECT id, received_at FROM dossiers_dossier WHERE residence_unit_id = u.unit
      AND (received_at, id) < (%(moment)s, %(last)s)
      AND (%(own)s::varchar[] IS NULL OR handling_agency_id = ANY(%(own)s))
      AND (%(procedures)s::varchar[] IS NULL OR procedure_code = ANY(%(procedures)s))
      ORDER BY received_at DESC, id DESC LIMIT %(each)s) AS d
) AS found ORDER BY received_at DESC, id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class FormerFound:
    """Dossiers of people or offices on the land of a former place; `next_cursor` "" on the last page."""

    place: directory.FormerPlace
    rows: tuple[QueueRow, ...]
    next_cursor: str


def did_you_mean(*, by: Actor, text: str, at: datetime | None = None) -> str:
    """Return a reading of the words that finds dossiers within the officer's rights, "" when there is none.

    Words are compared with those of the newest dossiers; at most four readings are tried. Raises NotAllowed HS43.
    """
    moment = at or now()
    narrowed = Narrowed(reach_of(by, moment), None, "")
    try:
        words = words_of(text)
    except Invalid:
        return ""
    if read_code(text) or all(not word.isalnum() or word.isdigit() for word in words):
        return ""
    for reading in meant(words, vocabulary(), _GUESSES):
        if newest_of(narrowed, reading, "", 1):
            return " ".join(reading)
    return ""


def search_former(
    *, by: Actor, text: str, cursor: str = "", size: int = 25, at: datetime | None = None
) -> tuple[FormerFound, ...]:
    """Return dossiers of each place that once bore the name typed, newest first; empty when no such place is named.

    A dossier belongs to a place when who applied lives there or the office that handles it is there; further words
    ("khai sinh xã Lạc Xuân") narrow the newest of them. Rights as in `search_page`; two queries for each place.
    Raises NotAllowed HS43, Invalid HS42.
    """
    moment = at or now()
    own = reach_of(by, moment)
    on = local(moment).date()
    if by.unit_id is None or not any(sign.isalpha() for sign in text):
        return ()
    province = directory.unit(unit_id=by.unit_id, on=on).province_id
    places = directory.former_places(text=text, on=on, province_id=province)
    return tuple(_found(place, own, cursor, size, moment) for place in places)


def _found(place: directory.FormerPlace, own: Reach, cursor: str, size: int, moment: datetime) -> FormerFound:
    words = fold(place.rest).split()
    agencies = agencies_in(place.unit_ids)
    since, last = read_cursor(cursor) if cursor else (FAR, 0)
    within = [one for one in agencies if one in own.agencies] if own.agencies else list(agencies)
    each = max(size + 1, _READ // (len(within) + len(place.unit_ids))) if words else size + 1
    asked: dict[str, Any] = {
        "agencies": within, "units": list(place.unit_ids), "own": list(own.agencies) or None, "moment": since,
        "last": last, "each": each, "procedures": list(own.procedures) or None, "most": _READ if words else size + 1,
    }  # fmt: skip
    with connection.cursor() as answer:
        answer.execute(_PLACED, asked)
        ids = [row[0] for row in answer.fetchall()]
    rows = found_rows().filter(pk__in=ids)
    if words:
        query, short = asked_of(words)
        rows = rows.filter(HasWords(BARE_WORDS, Value(query))).filter(short)
    found: list[Dossier] = list(rows.order_by("-received_at", "-id")[: size + 1])
    more = cursor_of(found[size - 1].received_at, found[size - 1].pk) if len(found) > size else ""
    return FormerFound(place, tuple(dossier_row(row, moment) for row in found[:size]), more)
