"""People of somebody's own rows: found by a name, by its first letters, by a telephone or by the end of a number."""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from dinh.directory.identity.models import INITIALS, Person
from dinh.directory.identity.queries.people import person_row, person_view
from dinh.directory.identity.types import PeoplePage
from dinh.kernel.errors import Invalid
from dinh.kernel.text import fold

_FEWEST_DIGITS = 4
_FEWEST_LETTERS = 3
_LONGEST_INITIALS = 6


def find_people(*, text: str, among: QuerySet[Any], cursor: str = "", size: int = 25) -> PeoplePage:
    """Look people up: this function will return, in Vietnamese order of names, those who stand in `among`.

    `among` is a query of one column of person ids: the rights of the caller, so that they hold inside the one
    statement. Digits are a telephone or at least the last four of the personal number; words begin parts of a name,
    whole ones but for the last; "nvt" finds Nguyễn Văn Thành. Two queries at most. Raises Invalid ID61 (too little to
    look for), NotFound ID02 for a cursor of nobody.
    """
    found = Person.objects.alias(initials=INITIALS, backwards=Reverse("cccd")).filter(
        _sought(text), public_id__in=among
    )
    if cursor:
        last = person_row(cursor)
        found = found.filter(Q(sort_key__gt=last.sort_key) | Q(sort_key=last.sort_key, pk__gt=last.pk))
    rows = list(found.order_by("sort_key", "pk")[: size + 1])
    more = rows[size - 1].public_id if len(rows) > size else ""
    return PeoplePage(tuple(person_view(row) for row in rows[:size]), more)


def _sought(text: str) -> Q:
    words = fold(text).split()
    digits = "".join(words).replace(".", "")
    if digits.isdigit() and len(digits) >= _FEWEST_DIGITS:
        return Q(phone=digits) | ~Q(cccd="") & Q(backwards__startswith=digits[::-1])
    if max((len(word) for word in words), default=0) < _FEWEST_LETTERS or digits.isdigit():
        raise Invalid("ID61", _("Please type at least three letters of a name or four digits."))
    *whole, last = words
    named = Q(folded__regex=rf"(^| ){re.escape(last)}")
    for word in whole:
        named &= Q(folded__regex=rf"(^| ){re.escape(word)}( |$)")
    return named | Q(initials=last) if not whole and len(last) <= _LONGEST_INITIALS else named
