"""What the people of a case were told, as the desk reads it: which news, when, by which way, and whether it arrived."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dinh.dossiers import api
from dinh.notices import api as notices

_WAYS: dict[notices.Way, str | Promise] = {
    notices.Way.PORTAL: _("Portal"),
    notices.Way.EMAIL: _("E-mail"),
    notices.Way.SMS: _("Text message"),
}
_STATES: dict[notices.MessageState, tuple[str | Promise, str]] = {
    notices.MessageState.QUEUED: (_("Waiting to be sent"), "info"),
    notices.MessageState.SENT: (_("Sent, no receipt"), "quiet"),
    notices.MessageState.DELIVERED: (_("It arrived"), "good"),
    notices.MessageState.FAILED: (_("Did not arrive"), "warning"),
    notices.MessageState.GIVEN_UP: (_("Given up"), "warning"),
}


def told_of(view: api.DossierView) -> dict[str, Any]:
    """Return the news in order, each with its messages, and whether one of them never arrived; one query."""
    found: dict[str, dict[str, Any]] = {}
    lost = 0
    for one in notices.messages_of(subject_ids=[view.submission_id, view.dossier_id]):
        news = found.setdefault(one.notice_id, {"title": one.title, "at": one.told_at, "messages": []})
        news["messages"].append(_shown(one))
        lost += one.state in {notices.MessageState.FAILED, notices.MessageState.GIVEN_UP}
    return {"news": list(found.values()), "lost": lost}


def _shown(one: notices.MessageView) -> dict[str, Any]:
    label, tone = _STATES[one.state]
    if one.way is notices.Way.PORTAL:
        label, tone = (_("Read"), "good") if one.read_at else (_("Not read yet"), "quiet")
    return {
        "way": _WAYS[one.way],
        "address": one.address,
        "label": label,
        "tone": tone,
        "at": one.read_at or one.delivered_at or one.sent_at or one.next_at,
        "why": one.last_error if tone == "warning" else "",
    }
