"""What other modules read of notices, and what a provider gets and gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Way(StrEnum):
    PORTAL = "portal"
    EMAIL = "email"
    SMS = "sms"


OUTSIDE = (Way.EMAIL, Way.SMS)


class MessageState(StrEnum):
    """`sent`: a provider has taken it; `delivered`: it arrived; `failed`: refused; `given_up`: out of tries."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class TryOutcome(StrEnum):
    """How one try ended: taken; the provider is down; not now; never."""

    ACCEPTED = "accepted"
    DOWN = "down"
    LATER = "later"
    REFUSED = "refused"


class ReceiptOutcome(StrEnum):
    """What a delivery receipt was worth to us."""

    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    IGNORED = "ignored"
    UNKNOWN = "unknown"
    FORGED = "forged"
    MALFORMED = "malformed"


class SmsWhen(StrEnum):
    ALWAYS = "always"
    NO_EMAIL = "no_email"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person and where they can be reached for this matter; "" where they gave none.

    With `post_id` it is news for whoever acts from that post: it stands in the post's list, never in the person's own.
    """

    person_id: str
    name: str
    email: str = ""
    phone: str = ""
    post_id: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell one person; the fields are those of `tell`."""

    to: Recipient
    template: str
    values: Mapping[str, str]
    subject_id: str
    dedupe_key: str
    href: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The notice; `is_new` is False when this very news was told before."""

    notice_id: str
    is_new: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    notice_id: str
    subject_id: str
    title: str
    body: str
    href: str
    language: str
    told_at: datetime
    read_at: datetime | None
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a notice is for and where it leads; `post_id` "" where it is the person's own."""

    person_id: str
    post_id: str
    href: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as an office sees it: what, when, by which way, whether it arrived; the address is masked."""

    message_id: str
    notice_id: str
    way: Way
    state: MessageState
    title: str
    text: str
    address: str
    provider: str
    attempts: int
    told_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class TextPreview:
    """A text message at its longest: how the network counts it, and how many parts are paid for."""

    text: str
    has_marks: bool
    encoding: str
    signs: int
    parts: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TemplatePreview:
    """The words in force that day in one language; `texts` empty where no text message goes out."""

    code: str
    version: int
    valid_from: date
    language: str
    title: str
    body: str
    ways: tuple[Way, ...]
    texts: tuple[TextPreview, ...]


@dataclass(frozen=True, slots=True)
class PreferenceView:
    wants_email: bool = True
    wants_sms: bool = True
    language: str = "vi"
    keeps_quiet: bool = True


@dataclass(frozen=True, slots=True)
class ProviderView:
    """One configured provider; `open_until` is the moment before which it is left alone."""

    name: str
    way: Way
    kind: str
    failures: int
    open_until: datetime | None
    last_ok_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one pass did. `is_down`: ways none of whose providers answers now."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    down: tuple[Way, ...] = ()

    def __add__(self, other: "Delivery") -> "Delivery":
        return Delivery(
            self.sent + other.sent, self.later + other.later, self.failed + other.failed, self.down + other.down
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a provider is asked to send. `key` is the same for every try of the message: send one key once."""

    key: str
    address: str
    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A delivery receipt whose signature is right, as its provider's plugin read it."""

    key: str
    is_delivered: bool
    reason: str = ""
