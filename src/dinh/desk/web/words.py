"""What the counter's words are called on its pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from dinh.desk.api import TicketState, Topic
from dinh.kernel.errors import Words

TOPICS: Mapping[Topic, Words] = {
    Topic.FILE: _("Hand in a dossier"),
    Topic.COLLECT: _("Collect a result"),
    Topic.ASK: _("Ask or get help"),
}
STATES: Mapping[TicketState, tuple[Words, str]] = {
    TicketState.WAITING: (_("Waiting"), "info"),
    TicketState.CALLED: (_("Called"), "warning"),
    TicketState.SERVED: (_("Served"), "good"),
    TicketState.ABSENT: (_("Not there"), "quiet"),
}
