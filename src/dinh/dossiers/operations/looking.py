"""Looking for people: an officer's look-up by digits of a number is personal data, and leaves one entry."""

from datetime import datetime

from django.db import transaction

from dinh.directory import api as directory
from dinh.dossiers.events import PeopleLookedUp
from dinh.dossiers.operations.basics import day_of
from dinh.dossiers.policies.lookups import digits_asked, search_kind
from dinh.dossiers.queries.people import people_page
from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger

__all__ = ["look_up_applicants", "look_up_people"]


@transaction.atomic
def look_up_people(*, by: Actor, at: datetime, text: str, cursor: str = "", size: int = 25) -> directory.PeoplePage:
    """Return people by name without tones, its first letters, a telephone or the last digits of their number.

    Only those who asked for something the officer may open: a desk all who sent anything in, a handler those of the own
    agency. A search by digits leaves one entry for each page shown: who, at which post, what kind, how many found.
    Raises NotAllowed HS43, Invalid ID61, NotFound ID02 (cursor). Basis: 118/2025/NĐ-CP, Điều 14.
    """
    found = people_page(by=by, text=text, cursor=cursor, size=size, at=at)
    _note(text, len(found.people), by=by, at=at)
    return found


@transaction.atomic
def look_up_applicants(*, by: Actor, at: datetime, text: str, limit: int) -> tuple[directory.PersonView, ...]:
    """Return people of the directory by a whole number, a telephone or their name, to receive a dossier for one.

    Only for a desk, which receives for anybody. A search by digits leaves one entry. Raises NotAllowed.
    """
    directory.check_may(by=by, action=directory.Action.DOSSIER_RECEIVE, on=day_of(at), agency_id=by.agency_id)
    found = directory.search_people(text=text, limit=limit)
    _note(text, len(found), by=by, at=at)
    return found


def _note(text: str, found: int, *, by: Actor, at: datetime) -> None:
    digits = digits_asked(text)
    if digits:
        event = PeopleLookedUp(search=search_kind(digits), digits=len(digits), found=found)
        ledger.record(event=event, by=by, at=at, subjects=[by.post_id or by.account_id])
