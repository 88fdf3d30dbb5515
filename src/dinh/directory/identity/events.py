"""What the applet records: ids, codes and dates only, never a name or a number of a person."""

from datetime import date

from dinh.ledger.events import Event, event


@event("directory.agencies.loaded", version=1)
class AgenciesLoaded(Event):
    province_code: str
    source_sha256: str
    created: int
    kept: int


@event("directory.person.registered", version=1)
class PersonRegistered(Event):
    person_id: str
    has_cccd: bool
    is_synthetic: bool


@event("directory.person.corrected", version=1)
class PersonCorrected(Event):
    person_id: str
    fields: tuple[str, ...]
    source: str


@event("directory.people.imported", version=1)
class PeopleImported(Event):
    first_person_id: str
    count: int
    is_synthetic: bool


@event("directory.account.opened", version=1)
class AccountOpened(Event):
    account_id: str
    person_id: str
    account_kind: str


@event("directory.account.signed_in", version=1)
class AccountSignedIn(Event):
    account_id: str
    sign_in_id: str
    way: str


@event("directory.session.ended", version=1)
class SessionEnded(Event):
    account_id: str
    sign_in_id: str


@event("directory.post.granted", version=1)
class PostGranted(Event):
    post_id: str
    person_id: str
    agency_id: str
    roles: tuple[str, ...]
    procedures: tuple[str, ...]
    valid_from: date
    valid_to: date | None


@event("directory.post.ended", version=1)
class PostEnded(Event):
    post_id: str
    valid_to: date


@event("directory.mandate.given", version=1)
class MandateGiven(Event):
    mandate_id: str
    mandate_kind: str
    giver_person_id: str
    giver_post_id: str
    receiver_person_id: str
    agency_id: str
    actions: tuple[str, ...]
    procedures: tuple[str, ...]
    valid_from: date
    valid_to: date


@event("directory.mandate.ended", version=1)
class MandateEnded(Event):
    mandate_id: str


@event("directory.consent.given", version=1)
class ConsentGiven(Event):
    consent_id: str
    person_id: str
    agency_id: str
    purpose: str
    wording_version: str


@event("directory.consent.withdrawn", version=1)
class ConsentWithdrawn(Event):
    consent_id: str
