"""Delivering a parked subject again, in order."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotFound
from dinh.ledger.events import Replayed
from dinh.ledger.models import DeadLetter, Follower
from dinh.ledger.operations.deliver import Letter, attempt
from dinh.ledger.operations.record import record
from dinh.ledger.policies import check_can_replay
from dinh.ledger.queries.entries import entry
from dinh.ledger.queries.letters import open_letter
from dinh.ledger.registry import Handler, handlers


@dataclass(frozen=True, slots=True)
class Replay:
    """How many entries arrived, and the fault that stopped the rest (empty when all arrived)."""

    delivered: int
    fault: str


def replay(*, dead_letter_id: str, by: Actor, at: datetime) -> Replay:
    """Deliver a poisoned entry and everything that waits behind it, in order, until one fails again.

    Raises NotAllowed for other than operators and NotFound when it was delivered meanwhile.
    """
    check_can_replay(by=by)
    with transaction.atomic():
        asked = open_letter(dead_letter_id)
        # The handler's row keeps the worker from parking more of this subject while we empty it.
        Follower.objects.select_for_update(of=("self",), no_key=True).get(name=asked.follower_id)
        outcome = _empty(_handler(asked.follower_id), asked, at)
        record(
            event=Replayed(
                handler=asked.follower_id, subject=asked.subject, position=asked.position, delivered=outcome.delivered
            ),
            by=by,
            at=at,
            subjects=[dead_letter_id],
        )
        return outcome


def _handler(name: str) -> Handler:
    for one in handlers():
        if one.name == name:
            return one
    raise NotFound("LG06", _("The handler of this dead letter no longer exists."))


def _empty(handler: Handler, asked: DeadLetter, at: datetime) -> Replay:
    delivered = 0
    waiting = DeadLetter.objects.filter(follower_id=handler.name, subject=asked.subject, replayed_at=None)
    for one in waiting.order_by("position"):
        body = entry(one.entry_id).body
        fault = attempt(handler, [Letter(one.position, one.subject, one.entry_id, one.kind, body)])
        if fault is not None:
            one.fault, one.attempts = fault, one.attempts + 1
            one.save(update_fields=["fault", "attempts"])
            return Replay(delivered, fault)
        one.replayed_at = at
        one.save(update_fields=["replayed_at"])
        delivered += 1
    return Replay(delivered, "")
