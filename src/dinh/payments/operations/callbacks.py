"""Taking the platform's messages: each sum of money counts once, whatever is repeated, late, reordered or forged."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from dinh.kernel.actor import SYSTEM, Actor
from dinh.ledger import api as ledger
from dinh.payments import registry
from dinh.payments.events import MoneyUnmatched
from dinh.payments.models import Callback, Money, Order
from dinh.payments.operations.orders import settle
from dinh.payments.policies.matching import why_unmatched
from dinh.payments.types import CallbackOutcome, GatewayMessage, Method, MoneyState, OrderState, Outcome, Unmatched

__all__ = ["ask_platform", "receive_callback"]

_LONGEST = 64
_LONGEST_FIELD = 2000
_MOST_FIELDS = 40
_ATTEMPTS = 3


def _storable(text: str) -> str:
    """Return text PostgreSQL can keep, whatever was sent."""
    return text[:_LONGEST_FIELD].replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _bounded(raw: Mapping[str, str]) -> dict[str, str]:
    return {_storable(name): _storable(raw[name]) for name in list(raw)[:_MOST_FIELDS]}


def _digest(raw: Mapping[str, str]) -> str:
    text = json.dumps(dict(raw), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _count_again(digest: str, at: datetime) -> Callback | None:
    """Count a message whose very bytes came before, and keep its row; None for a new one."""
    rows = Callback.objects.filter(digest=digest)
    if not rows.update(times=F("times") + 1, last_at=Greatest("last_at", at)):
        return None
    return rows.select_related("money__order").get()


def _again(before: Callback) -> CallbackOutcome:
    is_money = before.outcome in {Outcome.SETTLED, Outcome.UNMATCHED, Outcome.REPEATED}
    return CallbackOutcome(
        outcome=Outcome.REPEATED if is_money else Outcome(before.outcome),
        order_id=before.money.order.public_id if before.money and before.money.order else "",
        money_id=before.money.public_id if before.money else "",
    )


def receive_callback(*, raw: Mapping[str, str], at: datetime) -> CallbackOutcome:
    """Take one message of the payment platform, any number of times, in any order; money settles an order at most once.

    `raw` is the message as text fields. A wrong signature or unreadable message is kept and recorded as refused, never
    believed. Money that cannot settle its order is kept as unmatched until given back. Raises Unavailable PA30 when no
    platform is set up. Basis: 45/2020/NĐ-CP, Điều 13.
    """
    raw = _bounded(raw)
    digest = _digest(raw)
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return _judge(raw=raw, digest=digest, at=at)
        except IntegrityError:
            # Another process took the same message or the same money a moment ago: now its rows can be seen.
            continue
    return _judge(raw=raw, digest=digest, at=at)


def _judge(*, raw: Mapping[str, str], digest: str, at: datetime) -> CallbackOutcome:
    try:
        message = registry.gateway().read(raw)
    except registry.Forged:
        return _refuse(raw=raw, digest=digest, at=at, outcome=Outcome.FORGED)
    except ValueError:
        return _refuse(raw=raw, digest=digest, at=at, outcome=Outcome.MALFORMED)
    return _take(by=SYSTEM, at=at, message=message, raw=raw, digest=digest)


@dataclass(frozen=True, slots=True)
class _Message:
    """One message on its way in; `again` is its row when these very bytes came before."""

    raw: Mapping[str, str]
    digest: str
    at: datetime
    again: Callback | None

    def keep(self, outcome: Outcome, money: Money | None = None) -> None:
        if self.again is not None:
            Callback.objects.filter(pk=self.again.pk).update(outcome=outcome, money=money)
            return
        # Never "get or create": of two processes with the same message the slower must fail here and start over.
        Callback.objects.create(
            digest=self.digest,
            raw=dict(self.raw),
            reference=self.raw.get("MaThamChieu", "")[:_LONGEST],
            outcome=outcome,
            first_at=self.at,
            last_at=self.at,
            money=money,
        )


@transaction.atomic
def _refuse(*, raw: Mapping[str, str], digest: str, at: datetime, outcome: Outcome) -> CallbackOutcome:
    order = Order.objects.filter(reference=raw.get("MaThamChieu", "")[:_LONGEST]).first()
    # The same bytes again are only counted: a flood must not fill the ledger.
    if _count_again(digest, at) is None:
        _refuse_new(_Message(raw=raw, digest=digest, at=at, again=None), order, outcome)
    return CallbackOutcome(outcome=outcome, order_id=order.public_id if order else "")


def _refuse_new(letter: _Message, order: Order | None, outcome: Outcome) -> None:
    letter.keep(outcome)
    ledger.record_refused(
        kind="payments.callback.refused",
        by=SYSTEM,
        at=letter.at,
        subjects=(order.subject_id, order.public_id) if order else ("payments.callback",),
        reason_code=outcome,
        detail=letter.digest,
    )


@transaction.atomic
def _take(*, by: Actor, at: datetime, message: GatewayMessage, raw: Mapping[str, str], digest: str) -> CallbackOutcome:
    again = _count_again(digest, at)
    # What was once held for forged may prove genuine: the secret was mended.
    if again is not None and again.outcome not in {Outcome.FORGED, Outcome.MALFORMED}:
        return _again(again)
    letter = _Message(raw=raw, digest=digest, at=at, again=again)
    order = Order.objects.select_for_update(of=("self",), no_key=True).filter(reference=message.reference).first()
    order_id = order.public_id if order else ""
    if not message.is_success:
        letter.keep(Outcome.FAILED)
        return CallbackOutcome(outcome=Outcome.FAILED, order_id=order_id, reason=message.error_code)
    before = Money.objects.filter(reference=message.reference, transaction_no=message.transaction_no).first()
    if before is None:
        return _count(by=by, at=at, message=message, letter=letter, order=order)
    if before.amount_vnd != message.amount_vnd:
        _refuse_new(letter, order, Outcome.CONTRADICTED)
        return CallbackOutcome(outcome=Outcome.CONTRADICTED, order_id=order_id, money_id=before.public_id)
    letter.keep(Outcome.REPEATED, before)
    return CallbackOutcome(outcome=Outcome.REPEATED, order_id=order_id, money_id=before.public_id)


def _reason(order: Order | None, message: GatewayMessage) -> Unmatched | None:
    if order is None:
        return Unmatched.NO_ORDER
    return why_unmatched(
        OrderState(order.state),
        total_vnd=order.total_vnd,
        amount_vnd=message.amount_vnd,
        expires_at=order.expires_at,
        paid_at=message.paid_at,
    )


def _count(
    *, by: Actor, at: datetime, message: GatewayMessage, letter: _Message, order: Order | None
) -> CallbackOutcome:
    reason = _reason(order, message)
    money = Money.objects.create(
        reference=message.reference,
        transaction_no=message.transaction_no,
        order=order,
        amount_vnd=message.amount_vnd,
        bank=message.bank,
        paid_at=message.paid_at,
        received_at=at,
        state=MoneyState.UNMATCHED if reason else MoneyState.SETTLING,
        reason=reason or "",
    )
    outcome = Outcome.UNMATCHED if reason else Outcome.SETTLED
    letter.keep(outcome, money)
    order_id, dossier_id = (order.public_id, order.subject_id) if order else ("", "")
    if order is not None and reason is None:
        settle(order, by=by, at=at, method=Method.ONLINE, transaction_no=message.transaction_no)
    else:
        event = MoneyUnmatched(
            money_id=money.public_id,
            order_id=order_id,
            dossier_id=dossier_id,
            amount_vnd=money.amount_vnd,
            transaction_no=money.transaction_no,
            reason=reason or "",
        )
        subjects = (dossier_id, order_id, money.public_id) if order else (money.public_id,)
        ledger.record(event=event, by=by, at=at, subjects=subjects)
    return CallbackOutcome(outcome=outcome, order_id=order_id, money_id=money.public_id, reason=reason or "")


def ask_platform(*, at: datetime, reference: str) -> CallbackOutcome | None:
    """Ask the platform about a payment whose message may be lost; None while it knows of none. Raises Unavailable."""
    raw = registry.gateway().ask(reference)
    return None if raw is None else receive_callback(raw=raw, at=at)
