"""Looking up a dossier without signing in: by its code and the telephone number given, never by the code alone."""

import hmac
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, LookupTry
from dinh.dossiers.policies.codes import read_code
from dinh.dossiers.policies.drafts import digits_of
from dinh.dossiers.policies.lookups import WINDOW, Key, keys, window_of
from dinh.dossiers.queries.tracking import track_view
from dinh.dossiers.types import TrackView
from dinh.kernel.errors import NotFound, Unavailable

__all__ = ["forget_tries", "track"]

_COUNT = """
INSERT INTO dossiers_lookuptry (key, "window", failures) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET failures = dossiers_lookuptry.failures + 1
"""


def track(*, at: datetime, code: str, phone: str, source: str) -> TrackView:
    """Return where a dossier stands to whoever knows its code and the telephone number given with it.

    An unknown code and a wrong number get the same answer, and both count: after too many from one place (`source`, a
    digest of the address) or for one code, none is answered for a while. Nothing is written on the ledger: nobody's
    case changes. Raises NotFound HS50, Unavailable HS51.
    """
    clean, digits = read_code(code), digits_of(phone)
    counters = keys(source=source, code=clean or "?")
    window = window_of(at)
    _check_not_guessing(counters, window)
    row = Dossier.objects.select_related("submission").filter(code=clean).first() if clean else None
    # Compared also when there is no such code, so that the answer takes as long.
    is_same = hmac.compare_digest(digits.encode(), (row.applicant_phone if row else "none").encode())
    if row is None or not is_same or not digits:
        _count(counters, window)
        raise NotFound(
            "HS50",
            _("No dossier has this code together with this telephone number."),
            _("Check both on your receipt. The telephone number is the one given when the dossier was filed."),
        )
    return track_view(row, at)


def _check_not_guessing(counters: tuple[Key, ...], window: datetime) -> None:
    found = dict(
        LookupTry.objects.filter(window=window, key__in=[one.digest for one in counters]).values_list("key", "failures")
    )
    if any(found.get(one.digest, 0) >= one.most for one in counters):
        raise Unavailable(
            "HS51",
            _("There were too many wrong tries. Please wait a quarter of an hour."),
            _("You can also ask at any public service centre, or sign in with VNeID to see your dossiers."),
        )


def _count(counters: tuple[Key, ...], window: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for one in sorted(counters, key=lambda key: key.digest):
            cursor.execute(_COUNT, [one.digest, window])


def forget_tries(*, at: datetime) -> int:
    """Delete counters of windows that are over; return how many."""
    return LookupTry.objects.filter(window__lt=window_of(at) - WINDOW).delete()[0]
