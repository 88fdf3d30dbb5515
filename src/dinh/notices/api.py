"""The door of notices: tell somebody something, read one's notices, see what was told and whether it arrived."""

from dinh.notices.operations.delivering import deliver_due
from dinh.notices.operations.reading import mark_read, set_preference
from dinh.notices.operations.receipts import receive_receipt
from dinh.notices.operations.telling import tell
from dinh.notices.queries.health import provider_states, waiting
from dinh.notices.queries.reading import inbox, messages_of, preference, unread_count
from dinh.notices.registry.settings import news_days
from dinh.notices.registry.templates import TemplateFault
from dinh.notices.types import (
    Delivery,
    MessageState,
    MessageView,
    NoticeView,
    PreferenceView,
    ProviderView,
    ReceiptOutcome,
    Recipient,
    Told,
    Way,
)

__all__ = [
    "Delivery",
    "MessageState",
    "MessageView",
    "NoticeView",
    "PreferenceView",
    "ProviderView",
    "ReceiptOutcome",
    "Recipient",
    "TemplateFault",
    "Told",
    "Way",
    "deliver_due",
    "inbox",
    "mark_read",
    "messages_of",
    "news_days",
    "preference",
    "provider_states",
    "receive_receipt",
    "set_preference",
    "tell",
    "unread_count",
    "waiting",
]
