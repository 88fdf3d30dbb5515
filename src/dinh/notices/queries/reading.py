"""A person's notices, and what an office told about one case."""

from collections.abc import Sequence

from django.db.models import QuerySet, Subquery

from dinh.kernel.actor import Actor
from dinh.notices.models import Message, Notice
from dinh.notices.policies.access import check_in_post, check_own, not_yours
from dinh.notices.policies.masking import mask
from dinh.notices.queries.preferences import preference_of
from dinh.notices.types import Address, MessageState, MessageView, NoticeView, PreferenceView, Way

__all__ = ["address_of", "inbox", "messages_of", "office_inbox", "preference", "unread_count"]

PAGE = 30


def inbox(*, by: Actor, person_id: str, before: str = "", limit: int = PAGE) -> tuple[NoticeView, ...]:
    """Return a person's notices, newest first, older than the notice `before` when it is given; one query.

    Raises NotAllowed TB10.
    """
    check_own(by, person_id)
    return _newest(Notice.objects.filter(person_id=person_id, post__isnull=True), before, limit)


def office_inbox(*, by: Actor, before: str = "", limit: int = PAGE) -> tuple[NoticeView, ...]:
    """Return what the post somebody acts from was told, newest first, older than `before`; one query.

    Raises NotAllowed TB13.
    """
    check_in_post(by)
    return _newest(Notice.objects.filter(post_id=by.post_id), before, limit)


def _newest(rows: QuerySet[Notice], before: str, limit: int) -> tuple[NoticeView, ...]:
    if before:
        rows = rows.filter(pk__lt=Subquery(rows.filter(public_id=before).values("pk")))
    return tuple(_notice(row) for row in rows.order_by("-pk")[:limit])


def _notice(row: Notice) -> NoticeView:
    return NoticeView(
        notice_id=row.public_id,
        subject_id=row.subject_id,
        title=row.title,
        body=row.body,
        href=row.href,
        language=row.language,
        told_at=row.told_at,
        read_at=row.read_at,
        is_urgent=row.is_urgent,
    )


def address_of(*, by: Actor, notice_id: str) -> Address:
    """Return where a notice leads, to the person it is for, in whatever post they act. Raises NotAllowed TB10."""
    row = Notice.objects.filter(public_id=notice_id).first()
    if row is None or not by.person_id or by.person_id != row.person_id or by.is_official != bool(row.post_id):
        raise not_yours()
    return Address(row.person_id, row.post_id or "", row.href)


def unread_count(*, by: Actor, person_id: str) -> int:
    """Return how many notices this person has not read; one query on a partial index. Raises NotAllowed TB10."""
    check_own(by, person_id)
    return Notice.objects.filter(person_id=person_id, post__isnull=True, read_at__isnull=True).count()


def preference(*, by: Actor, person_id: str) -> PreferenceView:
    """Return how this person wants to be told; the house's habits when they never said. Raises NotAllowed TB10."""
    check_own(by, person_id)
    return preference_of(person_id)


def messages_of(*, subject_ids: Sequence[str]) -> tuple[MessageView, ...]:
    """Return every message told about these subjects, oldest first, addresses masked; one query.

    The caller has checked that the reader may see the subject.
    """
    rows = Message.objects.select_related("notice").filter(notice__subject_id__in=subject_ids)
    return tuple(_message(row) for row in rows.order_by("notice_id", "id"))


def _message(row: Message) -> MessageView:
    notice = row.notice
    return MessageView(
        message_id=row.public_id,
        notice_id=notice.public_id,
        way=Way(row.way),
        state=MessageState(row.state),
        title=notice.title,
        text=row.text or notice.body,
        address=mask(row.address),
        provider=row.provider,
        attempts=row.attempts,
        told_at=notice.told_at,
        next_at=row.next_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        read_at=notice.read_at if row.way == Way.PORTAL else None,
        last_error=row.last_error,
    )
