"""Reads of people, the posts they hold, and what they authorised."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from dinh.directory.identity.models import Consent, Mandate, Person, Post, SignIn
from dinh.directory.identity.queries.agencies import in_force
from dinh.directory.identity.types import (
    AccountKind,
    ConsentView,
    Gender,
    MandateKind,
    MandateView,
    PersonView,
    PostView,
    SessionView,
)
from dinh.kernel.compiled import Compiled
from dinh.kernel.errors import NotFound
from dinh.kernel.text import fold

_POST = Compiled(Post.objects, lambda rows: rows.select_related("person", "agency").filter(public_id=""))
_OFFICERS = Compiled(
    Post.objects,
    lambda rows: (
        rows.select_related("person", "agency")
        .filter(in_force(date.min), agency__public_id="")
        .order_by("person__sort_key", "pk")
    ),
)


def person_view(row: Person) -> PersonView:
    return PersonView(
        person_id=row.public_id,
        full_name=row.full_name,
        cccd=row.cccd,
        born_on=row.born_on,
        gender=Gender(row.gender),
        phone=row.phone,
        email=row.email,
        residence_unit_id=row.residence_unit_id,
        address_text=row.address_text,
        is_synthetic=row.is_synthetic,
    )


def post_view(row: Post) -> PostView:
    return PostView(
        post_id=row.public_id,
        person_id=row.person.public_id,
        person_name=row.person.full_name,
        agency_id=row.agency.public_id,
        agency_name=row.agency.name,
        unit_id=row.agency.unit_id,
        title=row.title,
        roles=frozenset(row.roles),
        procedures=frozenset(row.procedures),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def mandate_view(row: Mandate) -> MandateView:
    return MandateView(
        mandate_id=row.public_id,
        kind=MandateKind(row.kind),
        giver_person_id=row.giver.public_id,
        giver_name=row.giver.full_name,
        receiver_person_id=row.receiver.public_id,
        receiver_name=row.receiver.full_name,
        agency_id=row.agency.public_id if row.agency else "",
        actions=frozenset(row.actions),
        procedures=frozenset(row.procedures),
        document_number=row.document_number,
        document_on=row.document_on,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ended_at=row.ended_at,
    )


def consent_view(row: Consent) -> ConsentView:
    return ConsentView(
        consent_id=row.public_id,
        person_id=row.person.public_id,
        agency_id=row.agency.public_id if row.agency else "",
        purpose=row.purpose,
        wording_version=row.wording_version,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
    )


def person_row(person_id: str) -> Person:
    try:
        return Person.objects.get(public_id=person_id)
    except Person.DoesNotExist:
        raise NotFound("ID02", _("This person is not in the directory.")) from None


def post_row(post_id: str) -> Post:
    row = _POST.first(post_id)
    if row is None:
        raise NotFound("ID03", _("This post is not in the directory."))
    return row


def person(*, person_id: str) -> PersonView:
    """Return the person of this id; raise NotFound. Who may see it is the caller's check (`Action.PERSON_READ`)."""
    return person_view(person_row(person_id))


def people(*, person_ids: tuple[str, ...]) -> dict[str, PersonView]:
    """Return those of these people who exist, by id, in one query: for lists."""
    return {row.public_id: person_view(row) for row in Person.objects.filter(public_id__in=person_ids)}


def search_people(*, text: str, limit: int = 20) -> tuple[PersonView, ...]:
    """Return people by a full number, a telephone, or words of the name without tones, in Vietnamese name order."""
    asked = fold(text)
    if not asked:
        return ()
    digits = asked.replace(" ", "").replace(".", "")
    if digits.isdigit():
        found = Person.objects.filter(Q(cccd=digits) | Q(phone=digits))
    else:
        found = Person.objects.all()
        for word in asked.split():
            found = found.filter(folded__contains=word)
    return tuple(person_view(row) for row in found.order_by("sort_key", "pk")[:limit])


def post(*, post_id: str) -> PostView:
    """Return the post of this id, current or past; raise NotFound."""
    return post_view(post_row(post_id))


def posts_of(*, person_id: str, on: date) -> tuple[PostView, ...]:
    """Return the posts a person holds that day, at agencies of any validity, oldest first."""
    found = Post.objects.select_related("person", "agency").filter(in_force(on), person__public_id=person_id)
    return tuple(post_view(row) for row in found.order_by("valid_from", "pk"))


def posts_now(*, account_id: str, on: date) -> tuple[PostView, ...]:
    """Return the posts this account may act from that day: in force, at agencies in force, oldest first."""
    found = Post.objects.select_related("person", "agency").filter(
        in_force(on),
        Q(agency__valid_to__isnull=True) | Q(agency__valid_to__gt=on),
        person__accounts__public_id=account_id,
        person__accounts__kind=AccountKind.OFFICIAL,
    )
    return tuple(post_view(row) for row in found.order_by("valid_from", "pk"))


def sessions_of(*, account_id: str, limit: int = 10) -> tuple[SessionView, ...]:
    """Return the latest sessions of an account that were not ended, newest first."""
    found = SignIn.objects.filter(account__public_id=account_id, ended_at=None).order_by("-signed_in_at", "-pk")
    return tuple(
        SessionView(row.public_id, row.session_key, row.way, row.device, row.place, row.signed_in_at)
        for row in found[:limit]
    )


def officers(*, agency_id: str, role: str = "", on: date) -> tuple[PostView, ...]:
    """Return the posts at an agency that day, with `role` only those that carry it, in Vietnamese name order."""
    found = _OFFICERS.ask(on, on, agency_id)
    return tuple(post_view(row) for row in found if not role or role in row.roles)


def mandates_of(*, person_id: str, on: date) -> tuple[MandateView, ...]:
    """Return the mandates in force that day which a person gave or received."""
    found = Mandate.objects.select_related("giver", "receiver", "agency").filter(
        Q(giver__public_id=person_id) | Q(receiver__public_id=person_id), in_force(on), ended_at__isnull=True
    )
    return tuple(mandate_view(row) for row in found.order_by("valid_to", "pk"))


def consents_of(*, person_id: str) -> tuple[ConsentView, ...]:
    """Return every consent of a person, newest first, withdrawn ones too."""
    found = Consent.objects.select_related("person", "agency").filter(person__public_id=person_id)
    return tuple(consent_view(row) for row in found.order_by("-given_at", "-pk"))


def has_consent(*, person_id: str, purpose: str, agency_id: str = "") -> bool:
    """Tell whether a consent for this purpose stands, given to this agency or to all."""
    return Consent.objects.filter(
        Q(agency__isnull=True) | Q(agency__public_id=agency_id),
        person__public_id=person_id,
        purpose=purpose,
        withdrawn_at__isnull=True,
    ).exists()


def synthetic_people(*, text: str, limit: int = 20) -> tuple[PersonView, ...]:
    """Return invented people only, for the simulator of the sign-in."""
    found = Person.objects.filter(is_synthetic=True).exclude(cccd="").exclude(accounts__kind="official")
    for word in fold(text).split():
        found = found.filter(Q(folded__contains=word) | Q(cccd=word))
    return tuple(person_view(row) for row in found.order_by("sort_key", "pk")[:limit])
