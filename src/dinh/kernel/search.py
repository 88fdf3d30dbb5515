"""Words in the database: folded as `text.fold` folds them; the index over them needs no column of its own."""

import re
from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func

from dinh.kernel.text import fold

__all__ = ["HasWords", "asked", "bare_words", "words_in"]

_FEWEST = 3
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
# Nothing here depends on the locale of the database: marks come off first, and what is left of Vietnamese is ASCII.
_BARE = r"regexp_replace(normalize(%(expressions)s, NFD), '[\u0300-\u036f]', '', 'g')"
_LOWER = f"translate({_BARE}, '{ascii_uppercase}Đđ', '{ascii_lowercase}dd')"
_SPLIT = f"array_remove(string_to_array(regexp_replace({_LOWER}, '[^a-z0-9]+', ' ', 'g'), ' '), '')"


class HasWords(Func):
    """A tsvector that holds a tsquery which Python has written: the parser of PostgreSQL would take codes apart."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def words_in(*columns: str) -> Func:
    """Return the words of some text columns of a row as a tsvector, for an index and for the condition that uses it."""
    # In the order of the alphabet, as migrations write them: in another order Django takes it for another index.
    return Func(
        *columns, arg_joiner=" || ' ' || ", output_field=SearchVectorField(), template=f"array_to_tsvector({_SPLIT})"
    )


def bare_words(text: str) -> list[str]:
    """Return the words of a text as `words_in` keeps them."""
    return [word for word in _NOT_A_WORD.split(fold(text)) if word]


def asked(words: Sequence[str]) -> str:
    """Return a tsquery of all these words, those of three letters and more as far as they are typed."""
    return " & ".join(f"'{word}':*" if len(word) >= _FEWEST else f"'{word}'" for word in words)
