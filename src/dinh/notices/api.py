"""The door of notices: tell somebody something, read one's notices, see what was told and whether it arrived."""

from dinh.notices.operations.delivering import deliver_due
from dinh.notices.operations.reading import mark_office_read, mark_read, set_preference
from dinh.notices.operations.receipts import receive_receipt
from dinh.notices.operations.telling import tell, tell_all
from dinh.notices.queries.health import provider_states, waiting
from dinh.notices.queries.offices import officer, officers
from dinh.notices.queries.reading import (
    address_of,
    inbox,
    messages_of,
    office_inbox,
    preference,
    unread_count,
)
from dinh.notices.queries.templates import template_previews
from dinh.notices.registry.settings import news_days
from dinh.notices.registry.templates import TemplateFault
from dinh.notices.types import (
    Address,
    Delivery,
    MessageState,
    MessageView,
    News,
    NoticeView,
    PreferenceView,
    ProviderView,
    ReceiptOutcome,
    Recipient,
    TemplatePreview,
    TextPreview,
    Told,
    Way,
)

__all__ = [
    "Address",
    "Delivery",
    "MessageState",
    "MessageView",
    "News",
    "NoticeView",
    "PreferenceView",
    "ProviderView",
    "ReceiptOutcome",
    "Recipient",
    "TemplateFault",
    "TemplatePreview",
    "TextPreview",
    "Told",
    "Way",
    "address_of",
    "deliver_due",
    "inbox",
    "mark_office_read",
    "mark_read",
    "messages_of",
    "news_days",
    "office_inbox",
    "officer",
    "officers",
    "preference",
    "provider_states",
    "receive_receipt",
    "set_preference",
    "tell",
    "tell_all",
    "template_previews",
    "unread_count",
    "waiting",
]
