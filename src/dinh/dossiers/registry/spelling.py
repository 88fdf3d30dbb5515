"""The words that stand in the newest dossiers, kept in this process: what a misspelt word is compared with."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Max

from dinh.dossiers.models import Dossier

__all__ = ["forget", "vocabulary"]

_NEWEST = 10_000
# Made anew after so many more dossiers; until then a word of a new one is merely not suggested.
_STALE = 2_000
_WORDS = r"""
SELECT word, count(*) FROM dossiers_dossier,
  unnest(string_to_array(translate(search_text, '-,;:()/', '       '), ' ')) AS word
WHERE id > %s AND id <= %s AND word ~ '^[a-z]{2,}$' GROUP BY word
"""
_kept: dict[int, Mapping[str, int]] = {}


def forget() -> None:
    """Drop what is kept, between tests."""
    _kept.clear()


def vocabulary() -> Mapping[str, int]:
    """Return each word of letters in the newest ten thousand dossiers with how often it stands; at most two queries."""
    last = Dossier.objects.aggregate(last=Max("id"))["last"] or 0
    key = last // _STALE
    if key not in _kept:
        with connection.cursor() as cursor:
            cursor.execute(_WORDS, [last - _NEWEST, last])
            found = dict(cursor.fetchall())
        _kept.clear()
        _kept[key] = found
    return _kept[key]
