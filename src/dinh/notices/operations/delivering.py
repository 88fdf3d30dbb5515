"""Handing waiting messages to providers: each locked while it is on its way, so that it counts once.

Whoever dies in the middle leaves the message waiting; the next try carries the same key, and a provider that knows
the key sends nothing twice.
"""

from datetime import datetime, timedelta

from django.db import transaction

from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.ledger import api as ledger
from dinh.notices.events import MessageFailed, MessageSent
from dinh.notices.models import Message, ProviderState, Try
from dinh.notices.operations.telling import first_moment, subjects_of
from dinh.notices.policies.masking import without_addresses
from dinh.notices.policies.schedule import next_try, rest_until
from dinh.notices.registry import settings
from dinh.notices.registry.providers import Provider, ProviderDown, Refused, TryLater, providers
from dinh.notices.types import OUTSIDE, Delivery, MessageState, Outgoing, TryOutcome, Way

__all__ = ["deliver_due"]

BATCH = 200
_OUT_OF_TRIES = 200


def deliver_due(*, by: Actor, at: datetime, limit: int = BATCH) -> Delivery:
    """Send what is due at `at`, oldest news first, at most `limit` per way; return what was done.

    Messages another worker holds are passed over. A way all of whose providers rest stays untouched: its messages
    keep their order and wait. One transaction and one entry of the record per message.
    """
    total = Delivery()
    for way in OUTSIDE:
        total += _deliver(by, at, way, limit)
    return total


def _deliver(by: Actor, at: datetime, way: Way, limit: int) -> Delivery:
    rows = Message.objects.filter(way=way, state=MessageState.QUEUED, next_at__lte=at)
    due = list(rows.order_by("id").values_list("pk", flat=True)[:limit]) if providers(way) else []
    done, carriers = Delivery(), _awake(way, at)
    for pk in due:
        if not carriers:
            break
        done += _one(by, at, pk, carriers)
        if pk == due[0] != due[-1] and not _awake(way, at):
            # The oldest may be what brings a provider down: only when the newest fails as well it is the provider.
            done += _one(by, at, due[-1], carriers)
        carriers = _awake(way, at)
    return done if carriers or not due else done + Delivery(down=(way,))


def _awake(way: Way, at: datetime) -> list[Provider]:
    found = providers(way)
    resting = set(
        ProviderState.objects.filter(name__in=[one.name for one in found], open_until__gt=at).values_list(
            "name", flat=True
        )
    )
    return [one for one in found if one.name not in resting]


@transaction.atomic
def _one(by: Actor, at: datetime, pk: int, carriers: list[Provider]) -> Delivery:
    row = (
        Message.objects.select_related("notice")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .filter(pk=pk, state=MessageState.QUEUED, next_at__lte=at)
        .first()
    )
    if row is None:
        return Delivery()
    start = first_moment(at, Way(row.way), keeps_quiet=row.keeps_quiet, is_urgent=row.notice.is_urgent)
    if start > at:
        row.next_at = start
        row.save(update_fields=["next_at"])
        return Delivery(later=1)
    return _carry(by, at, row, carriers)


def _carry(by: Actor, at: datetime, row: Message, carriers: list[Provider]) -> Delivery:
    """Try one provider after the other; the first that takes it, refuses it or puts it off decides."""
    notice = row.notice
    outgoing = Outgoing(row.public_id, row.address, row.name, notice.title, row.text)
    for carrier in carriers:
        try:
            reference = carrier.send(outgoing)
        except ProviderDown as fault:
            _tried(row, carrier, at, TryOutcome.DOWN, str(fault))
            _stumbled(carrier, at, str(fault))
        except TryLater as fault:
            _tried(row, carrier, at, TryOutcome.LATER, str(fault))
            return _put_off(by, at, row, next_try(at, row.attempts, settings.retry_minutes(local(at).date())))
        except Refused as fault:
            _tried(row, carrier, at, TryOutcome.REFUSED, str(fault))
            return _fail(by, at, row, MessageState.FAILED, "refused")
        else:
            _tried(row, carrier, at, TryOutcome.ACCEPTED, "")
            _well(carrier, at)
            return _sent(by, at, row, carrier, reference)
    # It was the providers, not the message: it keeps its place and comes up again at once when one answers.
    return _put_off(by, at, row, at + timedelta(minutes=1))


def _tried(row: Message, carrier: Provider, at: datetime, outcome: TryOutcome, detail: str) -> None:
    row.attempts += 1
    row.provider = carrier.name
    row.last_error = without_addresses(detail)
    if row.attempts <= _OUT_OF_TRIES:
        Try.objects.create(
            message=row, number=row.attempts, provider=carrier.name, at=at, outcome=outcome, detail=row.last_error
        )


def _stumbled(carrier: Provider, at: datetime, detail: str) -> None:
    state, _new = ProviderState.objects.select_for_update().get_or_create(name=carrier.name)
    state.failures += 1
    state.last_error = without_addresses(detail)
    state.open_until = rest_until(at, state.failures, settings.breaker(local(at).date()))
    state.save()


def _well(carrier: Provider, at: datetime) -> None:
    """Note that it works, at most once a minute: all workers write this one row."""
    recently = at - timedelta(minutes=1)
    fine = ProviderState.objects.filter(name=carrier.name, failures=0, last_ok_at__gte=recently)
    if fine.exists():
        return
    ProviderState.objects.update_or_create(
        name=carrier.name, defaults={"failures": 0, "open_until": None, "last_ok_at": at}
    )


def _sent(by: Actor, at: datetime, row: Message, carrier: Provider, reference: str) -> Delivery:
    row.state, row.next_at, row.sent_at, row.provider_ref = MessageState.SENT, None, at, reference[:120]
    row.save()
    event = MessageSent(
        message_id=row.public_id,
        notice_id=row.notice.public_id,
        subject_id=row.notice.subject_id,
        way=row.way,
        provider=carrier.name,
        attempts=row.attempts,
    )
    ledger.record(event=event, by=by, at=at, subjects=subjects_of(row.notice))
    return Delivery(sent=1)


def _put_off(by: Actor, at: datetime, row: Message, until: datetime) -> Delivery:
    if at >= row.give_up_at:
        return _fail(by, at, row, MessageState.GIVEN_UP, "out_of_time")
    row.next_at = until
    row.save()
    return Delivery(later=1)


def _fail(by: Actor, at: datetime, row: Message, state: MessageState, reason: str) -> Delivery:
    row.state, row.next_at, row.ended_at = state, None, at
    row.save()
    record_failed(by=by, at=at, row=row, reason=reason)
    return Delivery(failed=1)


def record_failed(*, by: Actor, at: datetime, row: Message, reason: str) -> None:
    """Write into the record that a message did not reach its person by this way."""
    event = MessageFailed(
        message_id=row.public_id,
        notice_id=row.notice.public_id,
        subject_id=row.notice.subject_id,
        way=row.way,
        provider=row.provider,
        attempts=row.attempts,
        reason=reason,
    )
    ledger.record(event=event, by=by, at=at, subjects=subjects_of(row.notice))
