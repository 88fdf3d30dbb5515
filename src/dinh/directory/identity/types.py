"""Words of the applet as plain types: kinds, actions, and the read-only views that strangers receive."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AgencyKind(StrEnum):
    PROVINCE_COMMITTEE = "province_committee"
    DEPARTMENT = "department"
    BRANCH = "branch"
    COMMUNE_COMMITTEE = "commune_committee"
    SERVICE_CENTER_PROVINCE = "service_center_province"
    SERVICE_CENTER_COMMUNE = "service_center_commune"


class Mark(StrEnum):
    """How far a code or a name can be relied on; shown wherever it is shown."""

    READ = "read"
    MEMORY = "memory"
    SYNTHETIC = "synthetic"


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class AccountKind(StrEnum):
    CITIZEN = "citizen"
    OFFICIAL = "official"


class MandateKind(StrEnum):
    OFFICIAL = "official"
    CITIZEN = "citizen"


class Action(StrEnum):
    """Everything a right is asked for. The table in `policies` says who may."""

    DOSSIER_FILE = "dossier.file"
    DOSSIER_TRACK = "dossier.track"
    DOSSIER_SEARCH = "dossier.search"
    DOSSIER_READ = "dossier.read"
    DOSSIER_RECEIVE = "dossier.receive"
    DOSSIER_DECLINE = "dossier.decline"
    DOSSIER_DIGITISE = "dossier.digitise"
    DOSSIER_ASSIGN = "dossier.assign"
    DOSSIER_PROCESS = "dossier.process"
    DOSSIER_REQUEST_SUPPLEMENT = "dossier.request_supplement"
    DOSSIER_EXTEND = "dossier.extend"
    DOSSIER_DECIDE = "dossier.decide"
    DOSSIER_SIGN = "dossier.sign"
    DOSSIER_REFUSE = "dossier.refuse"
    DOSSIER_STOP = "dossier.stop"
    DOSSIER_HAND_OVER = "dossier.hand_over"
    DOSSIER_WITHDRAW = "dossier.withdraw"
    DOCUMENT_ISSUE = "document.issue"
    DOCUMENT_SIGN = "document.sign"
    STORE_READ = "store.read"
    STORE_DEPOSIT = "store.deposit"
    STORE_REUSE = "store.reuse"
    PAYMENT_PAY = "payment.pay"
    PAYMENT_CASH = "payment.cash"
    PAYMENT_CANCEL = "payment.cancel"
    PAYMENT_REFUND = "payment.refund"
    PAYMENT_RECONCILE = "payment.reconcile"
    WALL_READ = "wall.read"
    INDICATOR_EXPLAIN = "indicator.explain"
    PROCEDURE_FAULTS = "procedure.faults"
    LEDGER_READ = "ledger.read"
    LEDGER_OPERATE = "ledger.operate"
    POST_GRANT = "post.grant"
    MANDATE_GIVE = "mandate.give"
    PERSON_READ = "person.read"


@dataclass(frozen=True, slots=True)
class AgencyView:
    """One agency; valid from `valid_from` up to but not including `valid_to`."""

    agency_id: str
    name: str
    short_name: str
    kind: AgencyKind
    unit_id: int
    province_unit_id: int
    parent_id: str
    successor_id: str
    code_new: str
    code_old: str
    code_mark: Mark
    name_mark: Mark
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PersonView:
    person_id: str
    full_name: str
    cccd: str
    born_on: date | None
    gender: Gender
    phone: str
    email: str
    residence_unit_id: int | None
    address_text: str
    is_synthetic: bool

    @property
    def masked_cccd(self) -> str:
        """The last three digits, enough to recognise one's own number and no more."""
        return f"***…{self.cccd[-3:]}" if self.cccd else ""

    @property
    def masked_phone(self) -> str:
        return f"***…{self.phone[-3:]}" if self.phone else ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of people in Vietnamese order of names; `next_cursor` "" on the last page."""

    people: tuple[PersonView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class PostView:
    """A position held: empty `procedures` means all procedures of the agency."""

    post_id: str
    person_id: str
    person_name: str
    agency_id: str
    agency_name: str
    unit_id: int
    title: str
    roles: frozenset[str]
    procedures: frozenset[str]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class MandatePaper:
    """What the paper of a mandate says: its number, its date, the day it begins and the day it holds no more."""

    document_number: str
    document_on: date
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class MandateView:
    mandate_id: str
    kind: MandateKind
    giver_person_id: str
    giver_name: str
    receiver_person_id: str
    receiver_name: str
    agency_id: str
    actions: frozenset[str]
    procedures: frozenset[str]
    document_number: str
    document_on: date
    valid_from: date
    valid_to: date
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentView:
    consent_id: str
    person_id: str
    agency_id: str
    purpose: str
    wording_version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """One open session, for its owner's eyes; the key never leaves the server."""

    sign_in_id: str
    session_key: str
    way: str
    device: str
    place: str
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration, told to whoever started it."""

    label: str
    username: str
    password: str
    totp_secret: str
    role: str
    url: str


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    """An invented person: the number begins with 9 and the telephone with 0100, which nobody has."""

    full_name: str
    gender: Gender
    born_on: date
    cccd: str
    phone: str
    street: str
