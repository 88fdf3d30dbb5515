"""What a person does with their own notices: read them, and choose how to be told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from dinh.ledger import api as ledger
from dinh.notices.events import PreferenceChanged
from dinh.notices.models import Notice, Preference
from dinh.notices.policies.access import check_in_post, check_own
from dinh.notices.registry.templates import LANGUAGES
from dinh.notices.types import PreferenceView

__all__ = ["mark_office_read", "mark_read", "set_preference"]


def mark_read(*, by: Actor, at: datetime, person_id: str, notice_ids: Sequence[str] = ()) -> int:
    """Note when a person read these notices, or all of theirs without names; return how many were unread.

    A look at one's own letters is no act of office: it changes nothing but `read_at` and is no entry of the record.
    Raises NotAllowed TB10.
    """
    check_own(by, person_id)
    return _mark(Notice.objects.filter(person_id=person_id, post__isnull=True), notice_ids, at)


def mark_office_read(*, by: Actor, at: datetime, notice_ids: Sequence[str] = ()) -> int:
    """Note when what the own post was told was read; without names all of it. Raises NotAllowed TB13."""
    check_in_post(by)
    return _mark(Notice.objects.filter(post_id=by.post_id), notice_ids, at)


def _mark(rows: QuerySet[Notice], notice_ids: Sequence[str], at: datetime) -> int:
    unread = rows.filter(read_at__isnull=True)
    return (unread.filter(public_id__in=notice_ids) if notice_ids else unread).update(read_at=at)


@transaction.atomic
def set_preference(*, by: Actor, at: datetime, person_id: str, wish: PreferenceView) -> PreferenceView:
    """Keep how a person wants to be told, from the next notice on. Raises NotAllowed TB10, Invalid TB12."""
    check_own(by, person_id)
    if wish.language not in LANGUAGES:
        raise Invalid("TB12", _("Notices are written in Vietnamese or English."), fields={"language": ""})
    Preference.objects.update_or_create(
        person_id=person_id,
        defaults={
            "wants_email": wish.wants_email,
            "wants_sms": wish.wants_sms,
            "language": wish.language,
            "keeps_quiet": wish.keeps_quiet,
            "changed_at": at,
        },
    )
    event = PreferenceChanged(
        person_id=person_id,
        wants_email=wish.wants_email,
        wants_sms=wish.wants_sms,
        language=wish.language,
        keeps_quiet=wish.keeps_quiet,
    )
    ledger.record(event=event, by=by, at=at, subjects=[person_id])
    return wish
