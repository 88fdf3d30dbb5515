"""What the record keeps of telling people: who was told what by which ways. Never an address, never the words."""

from dinh.ledger.events import Event, event


@event("notices.notice.told", version=1)
class NoticeTold(Event):
    notice_id: str
    subject_id: str
    person_id: str
    template: str
    template_version: int
    ways: tuple[str, ...]
    is_urgent: bool


@event("notices.message.sent", version=1)
class MessageSent(Event):
    """A provider has taken the message."""

    message_id: str
    notice_id: str
    subject_id: str
    way: str
    provider: str
    attempts: int


@event("notices.message.delivered", version=1)
class MessageDelivered(Event):
    """The provider's signed receipt says that it arrived."""

    message_id: str
    notice_id: str
    subject_id: str
    way: str
    provider: str


@event("notices.message.failed", version=1)
class MessageFailed(Event):
    """It will not be tried again: refused for good, or out of time."""

    message_id: str
    notice_id: str
    subject_id: str
    way: str
    provider: str
    attempts: int
    reason: str


@event("notices.preference.changed", version=1)
class PreferenceChanged(Event):
    person_id: str
    wants_email: bool
    wants_sms: bool
    language: str
    keeps_quiet: bool
