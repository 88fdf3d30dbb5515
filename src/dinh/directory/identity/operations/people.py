"""Writing people and accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dinh.directory.identity.events import AccountOpened, PeopleImported, PersonCorrected, PersonRegistered
from dinh.directory.identity.models import Account, Person
from dinh.directory.identity.queries.people import person_row, person_view
from dinh.directory.identity.types import AccountKind, Gender, PersonView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from dinh.kernel.text import fold, name_sort_key, nfc
from dinh.ledger import api as ledger

_CCCD_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is known of a person to be registered; `cccd` is empty or 12 digits."""

    full_name: str
    cccd: str = ""
    born_on: date | None = None
    gender: Gender = Gender.UNKNOWN
    phone: str = ""
    email: str = ""
    residence_unit_id: int | None = None
    address_text: str = ""
    is_synthetic: bool = False


def check_cccd(number: str) -> str:
    """Return the number if it is 12 digits; raise Invalid. Its inner structure, known by memory, is not judged."""
    if len(number) != _CCCD_LENGTH or not (number.isascii() and number.isdigit()):
        sentence = _("The personal identification number has 12 digits.")
        raise Invalid("ID20", sentence, fields={"cccd": sentence})
    return number


def _row(new: NewPerson) -> Person:
    name = " ".join(nfc(new.full_name).split())
    if not name:
        sentence = _("Please enter the full name.")
        raise Invalid("ID21", sentence, fields={"full_name": sentence})
    return Person(
        full_name=name,
        folded=fold(name),
        sort_key=name_sort_key(name),
        cccd=check_cccd(new.cccd) if new.cccd else "",
        born_on=new.born_on,
        gender=new.gender,
        phone=new.phone,
        email=new.email,
        residence_unit_id=new.residence_unit_id,
        address_text=nfc(new.address_text),
        is_synthetic=new.is_synthetic,
    )


@transaction.atomic
def find_or_create_person(
    *,
    by: Actor,
    at: datetime,
    full_name: str,
    cccd: str = "",
    born_on: date | None = None,
    gender: Gender = Gender.UNKNOWN,
    phone: str = "",
    email: str = "",
    residence_unit_id: int | None = None,
    address_text: str = "",
    is_synthetic: bool = False,
) -> PersonView:
    """Return the person with this number, registering them when the directory does not know it.

    Without a number a new person is registered each time: names do not identify. What is known already is not
    overwritten. Raises Invalid for a number that is not 12 digits or an empty name.
    """
    fresh = _row(
        NewPerson(
            full_name=full_name,
            cccd=cccd,
            born_on=born_on,
            gender=gender,
            phone=phone,
            email=email,
            residence_unit_id=residence_unit_id,
            address_text=address_text,
            is_synthetic=is_synthetic,
        )
    )
    if fresh.cccd:
        # Two desks may meet the same person at once: the unique number decides, and the loser reads.
        Person.objects.bulk_create([fresh], ignore_conflicts=True)
        known = Person.objects.get(cccd=fresh.cccd)
        if known.public_id != fresh.public_id:
            return person_view(known)
        fresh = known
    else:
        fresh.save()
    ledger.record(
        event=PersonRegistered(person_id=fresh.public_id, has_cccd=fresh.cccd != "", is_synthetic=fresh.is_synthetic),
        by=by,
        at=at,
        subjects=[fresh.public_id],
    )
    return person_view(fresh)


@transaction.atomic
def create_people(*, by: Actor, at: datetime, people: Sequence[NewPerson]) -> tuple[str, ...]:
    """Register many new people in one go (synthesis, migration) under one ledger entry and return their ids in order.

    Raises Invalid as `find_or_create_person`; a number that is taken raises IntegrityError and nothing is kept.
    """
    if not people:
        return ()
    rows = Person.objects.bulk_create([_row(new) for new in people], batch_size=2000)
    first = rows[0].public_id
    ledger.record(
        event=PeopleImported(
            first_person_id=first, count=len(rows), is_synthetic=all(row.is_synthetic for row in rows)
        ),
        by=by,
        at=at,
        subjects=[first],
    )
    return tuple(row.public_id for row in rows)


_CORRECTABLE = ("full_name", "born_on", "gender", "phone", "email", "address_text", "residence_unit_id")


@transaction.atomic
def correct_person(*, by: Actor, at: datetime, person_id: str, source: str, new: NewPerson) -> PersonView:
    """Take over what a stronger source (VNeID) says of a person; empty values of the source change nothing.

    Records which fields changed, never what they hold. Basis: 69/2024/NĐ-CP.
    """
    row = Person.objects.select_for_update(no_key=True).get(pk=person_row(person_id).pk)
    told = _row(new)
    changed = [
        name
        for name in _CORRECTABLE
        if getattr(told, name) not in ("", None, Gender.UNKNOWN) and getattr(told, name) != getattr(row, name)
    ]
    if not changed:
        return person_view(row)
    for name in changed:
        setattr(row, name, getattr(told, name))
    row.folded, row.sort_key = fold(row.full_name), name_sort_key(row.full_name)
    row.save()
    ledger.record(
        event=PersonCorrected(person_id=row.public_id, fields=tuple(changed), source=source),
        by=by,
        at=at,
        subjects=[row.public_id],
    )
    return person_view(row)


@transaction.atomic
def open_account(
    *, by: Actor, at: datetime, kind: AccountKind, username: str, person_id: str = "", password: str | None = None
) -> Account:
    """Open a way to sign in for a person and return it; without a password only an outside provider lets them in."""
    person = person_row(person_id) if person_id else None
    account = Account(username=username, kind=kind, person=person)
    account.set_password(password)
    account.save()
    ledger.record(
        event=AccountOpened(account_id=account.public_id, person_id=person_id, account_kind=kind.value),
        by=by,
        at=at,
        subjects=[account.public_id],
    )
    return account
