"""Delivery receipts: signed words of a provider; they come twice, late, in any order, sometimes from a stranger."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotFound
from dinh.ledger import api as ledger
from dinh.notices.events import MessageDelivered
from dinh.notices.models import DeliveryReceipt, Message
from dinh.notices.operations.delivering import record_failed
from dinh.notices.operations.telling import subjects_of
from dinh.notices.policies.masking import without_addresses
from dinh.notices.registry.providers import Forged, provider
from dinh.notices.types import MessageState, ReceiptOutcome, SignedReceipt

__all__ = ["receive_receipt"]


def receive_receipt(
    *, by: Actor, at: datetime, provider_name: str, body: bytes, headers: Mapping[str, str]
) -> ReceiptOutcome:
    """Take one call-back of a provider and return what it was worth; the same bytes again change nothing.

    "Delivered" counts whenever it comes, also after "undelivered" or after we gave up; "undelivered" after
    "delivered" is kept and ignored. A forged one is recorded as refused, once per content. Raises NotFound TB20.
    """
    found = provider(provider_name)
    if found is None:
        raise NotFound("TB20", _("No provider of this name sends receipts here."))
    digest = hashlib.sha256(provider_name.encode() + b"\0" + body).hexdigest()
    try:
        said = found[1].read_receipt(body, headers)
    except Forged:
        return _refuse(by, at, provider_name, digest)
    except ValueError:
        return ReceiptOutcome.MALFORMED
    before = _repeated(digest, at)
    if before is not None:
        return before
    try:
        with transaction.atomic():
            return _take(by, at, provider_name, digest, said)
    except IntegrityError:
        return _repeated(digest, at) or ReceiptOutcome.IGNORED


def _repeated(digest: str, at: datetime) -> ReceiptOutcome | None:
    rows = DeliveryReceipt.objects.filter(digest=digest).exclude(outcome=ReceiptOutcome.FORGED)
    if not rows.update(times=F("times") + 1, last_at=at):
        return None
    return ReceiptOutcome(rows.values_list("outcome", flat=True)[0])


def _refuse(by: Actor, at: datetime, name: str, digest: str) -> ReceiptOutcome:
    forged = hashlib.sha256(b"forged\0" + digest.encode()).hexdigest()
    row, is_new = DeliveryReceipt.objects.get_or_create(
        digest=forged,
        defaults={"provider": name, "outcome": ReceiptOutcome.FORGED, "first_at": at, "last_at": at},
    )
    if is_new:
        ledger.record_refused(
            kind="notices.receipt.refused", by=by, at=at, subjects=[f"provider:{name}"], reason_code="TB21"
        )
    else:
        DeliveryReceipt.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=at)
    return ReceiptOutcome.FORGED


def _take(by: Actor, at: datetime, name: str, digest: str, said: SignedReceipt) -> ReceiptOutcome:
    row = (
        Message.objects.select_related("notice")
        .select_for_update(of=("self",), no_key=True)
        .filter(public_id=said.key)
        .first()
    )
    outcome = ReceiptOutcome.UNKNOWN if row is None else _apply(by, at, row, name, said)
    DeliveryReceipt.objects.create(
        digest=digest,
        provider=name,
        message=row,
        outcome=outcome,
        reason=without_addresses(said.reason),
        first_at=at,
        last_at=at,
    )
    return outcome


def _apply(by: Actor, at: datetime, row: Message, name: str, said: SignedReceipt) -> ReceiptOutcome:
    if row.state == MessageState.DELIVERED:
        return ReceiptOutcome.IGNORED
    if said.is_delivered:
        return _arrived(by, at, row, name)
    if row.state != MessageState.SENT:
        return ReceiptOutcome.IGNORED
    row.state, row.ended_at, row.last_error = MessageState.FAILED, at, without_addresses(said.reason)
    row.save()
    record_failed(by=by, at=at, row=row, reason="undelivered")
    return ReceiptOutcome.UNDELIVERED


def _arrived(by: Actor, at: datetime, row: Message, name: str) -> ReceiptOutcome:
    """A message may arrive before we know that it was taken: then it was sent, whatever our own try thought."""
    row.state, row.next_at, row.ended_at = MessageState.DELIVERED, None, None
    row.sent_at, row.delivered_at, row.provider = row.sent_at or at, at, name
    row.save()
    event = MessageDelivered(
        message_id=row.public_id,
        notice_id=row.notice.public_id,
        subject_id=row.notice.subject_id,
        way=row.way,
        provider=name,
    )
    ledger.record(event=event, by=by, at=at, subjects=subjects_of(row.notice))
    return ReceiptOutcome.DELIVERED
