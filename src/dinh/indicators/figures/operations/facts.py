"""Facts from entries: each entry changes one fact, the fact's old counts leave the cells and its new ones enter."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db.models import Manager, Q

from dinh.dossiers import events as dossiers
from dinh.indicators.figures import registry
from dinh.indicators.figures.models import (
    DossierFact,
    FactColumns,
    OrderColumns,
    OrderFact,
    RecountedFact,
    RecountedOrder,
    Watermark,
)
from dinh.indicators.figures.operations.cells import Delta, apply_deltas, current
from dinh.indicators.figures.operations.keys import agency_key, procedure_key
from dinh.indicators.figures.policies.counting import add, difference
from dinh.indicators.figures.types import TOLD, Channel, Closing, Outcome, Paid, Rating
from dinh.kernel.clock import local
from dinh.ledger.api import Delivered
from dinh.payments import events as payments

# What the facts are made from; the handler follows these, a recount reads them again.
KINDS = ("dossiers.*", "payments.*")
RATINGS = {level.name.lower(): level for level in Rating}
OUTCOMES = {outcome.name.lower(): outcome for outcome in Outcome}
CHANNELS = {"desk": Channel.DESK, "online": Channel.ONLINE, "post": Channel.POST}
Fact = TypeVar("Fact", bound=FactColumns)
_UPDATED = [
    "submission_id", "code", "procedure", "agency", "unit_id", "receiving_unit_id", "channel", "received_on", "due_at",
    "closed_on", "closing", "is_on_time", "is_paused", "supplement_requests", "has_fee", "paid", "has_file",
    "requires_result", "has_e_result", "is_reused", "received_at", "paused_at", "waited_minutes", "handled_minutes",
    "outcome", "rating", "fee_vnd", "is_vneid", "is_full_process", "is_from_national_store", "is_synced",
    "last_position",
]  # fmt: skip


def apply_entries(entries: Sequence[Delivered]) -> None:
    """Bring facts, cells and the watermark up to the last of `entries`; again with the same entries changes nothing."""
    # Whoever moves the figures holds this row: a recount that takes over waits for the batch, or the batch for it.
    current(Watermark.objects.select_for_update().filter(id=1).first())
    work = _Work(entries)
    work.write()
    apply_deltas(work.deltas())
    last = entries[-1]
    reached = {"position": last.position, "told_at": last.recorded_at}
    Watermark.objects.update_or_create(
        id=1, defaults=reached, create_defaults={**reached, "counted": registry.formulas(), "told": TOLD}
    )


def tell_again(entries: Sequence[Delivered]) -> None:
    """Bring the facts being made anew up to the last of `entries`; cells and live facts are not touched."""
    _Work(entries, facts=RecountedFact, orders=RecountedOrder).write()


def day_of(moment: datetime) -> date:
    return local(moment).date()


def new_fact(event: dossiers.DossierReceived, position: int, of: type[Fact]) -> Fact:
    """Return the unsaved fact of a dossier as it was received."""
    return of(
        dossier_id=event.dossier_id,
        submission_id=event.submission_id,
        code=event.code,
        procedure_id=procedure_key(event.procedure_code),
        agency_id=agency_key(event.competent_agency_id),
        unit_id=event.competent_unit_id,
        receiving_unit_id=event.receiving_unit_id,
        channel=CHANNELS[event.channel],
        received_on=day_of(event.received_at),
        due_at=event.due_at,
        has_fee=event.has_fee and event.fee_total_vnd > 0,
        has_file=event.components_with_file > 0,
        requires_result=event.requires_paper_result,
        is_reused=event.components_reused > 0,
        received_at=event.received_at,
        waited_minutes=0,
        fee_vnd=event.fee_total_vnd,
        is_vneid=event.is_vneid,
        last_position=position,
    )


def paid_by(orders: Iterable[OrderColumns]) -> Paid:
    """Return how a dossier was paid: online when one of its orders was; not, when no money came or stayed."""
    paid = [order for order in orders if order.amount_vnd > 0 and not order.is_refunded]
    return Paid.NOT if not paid else Paid.ONLINE if any(order.is_online for order in paid) else Paid.OTHERWISE


class _Work:
    """The facts one batch touches, held in memory between one read and one write."""

    def __init__(
        self,
        entries: Sequence[Delivered],
        *,
        facts: type[DossierFact | RecountedFact] = DossierFact,
        orders: type[OrderFact | RecountedOrder] = OrderFact,
    ) -> None:
        self._of_facts, self._of_orders = facts, orders
        self._facts_kept: Manager[Any] = facts.objects
        self._orders_kept: Manager[Any] = orders.objects
        ids = {subject for entry in entries for subject in entry.subjects}
        ids |= {getattr(entry.event, "dossier_id", "") for entry in entries}
        self.facts: dict[str, Any] = {fact.dossier_id: fact for fact in self._facts_of(ids)}
        self.by_submission = {fact.submission_id: fact for fact in self.facts.values()}
        owners = ids | self.facts.keys() | self.by_submission.keys()
        self.orders: dict[str, Any] = {order.order_id: order for order in self._orders_for(ids, owners)}
        self.counting = registry.counting()
        self.before = {dossier: self.counting.contribution(fact) for dossier, fact in self.facts.items()}
        self.changed: set[str] = set()
        self.new_orders: set[str] = set()
        for entry in entries:
            self._take(entry)

    def _facts_of(self, ids: set[str]) -> Iterable[Any]:
        kept = self._facts_kept.select_for_update(no_key=True)
        return kept.filter(Q(dossier_id__in=ids) | Q(submission_id__in=ids))

    def _orders_for(self, ids: set[str], owners: set[str]) -> Iterable[Any]:
        return self._orders_kept.filter(Q(order_id__in=ids) | Q(subject_id__in=owners))

    def _take(self, entry: Delivered) -> None:
        event = entry.event
        if isinstance(event, dossiers.DossierReceived):
            self._receive(event, entry.position)
        elif isinstance(event, payments.OrderSettled | payments.OrderRefunded):
            self._pay(event, entry.position)
        else:
            change = CHANGES.get(type(event))
            fact = self.facts.get(getattr(event, "dossier_id", ""))
            if change is not None and fact is not None and fact.last_position < entry.position:
                change(fact, event, entry.occurred_at)
                fact.last_position = entry.position
                self.changed.add(fact.dossier_id)

    def _receive(self, event: dossiers.DossierReceived, position: int) -> None:
        if event.dossier_id in self.facts:
            return
        fact = new_fact(event, position, self._of_facts)
        self.facts[fact.dossier_id] = self.by_submission[fact.submission_id] = fact
        self._reckon_payment(fact)

    def _pay(self, event: payments.OrderSettled | payments.OrderRefunded, position: int) -> None:
        order = self.orders.get(event.order_id)
        if order is None:
            order = self._of_orders(order_id=event.order_id, subject_id=event.dossier_id, amount_vnd=0, is_online=False)
            self.orders[order.order_id] = order
        elif order.last_position >= position:
            return
        order.last_position = position
        if isinstance(event, payments.OrderRefunded):
            order.is_refunded = True
        else:
            order.amount_vnd, order.is_online = event.amount_vnd, event.method == "online"
        self.new_orders.add(order.order_id)
        fact = self.facts.get(event.dossier_id) or self.by_submission.get(event.dossier_id)
        if fact is not None:
            # Money has an order of its own: it never moves the position of the dossier's acts.
            self._reckon_payment(fact)

    def _reckon_payment(self, fact: FactColumns) -> None:
        mine = {fact.dossier_id, fact.submission_id}
        self.changed.add(fact.dossier_id)
        fact.paid = paid_by(order for order in self.orders.values() if order.subject_id in mine)

    def write(self) -> None:
        orders = [self.orders[order] for order in sorted(self.new_orders)]
        self._orders_kept.bulk_create(
            orders,
            update_conflicts=True,
            unique_fields=["order_id"],
            update_fields=["amount_vnd", "is_online", "is_refunded", "last_position"],
        )
        touched = self._touched()
        self._facts_kept.bulk_create(
            touched, update_conflicts=True, unique_fields=["dossier_id"], update_fields=_UPDATED
        )

    def _touched(self) -> list[FactColumns]:
        return [self.facts[dossier] for dossier in sorted(self.changed)]

    def deltas(self) -> dict[tuple[int, date, int], Delta]:
        """Return what these entries change in the cells."""
        deltas: dict[tuple[int, date, int], Delta] = defaultdict(tuple)
        for fact in self._touched():
            changed = difference(self.before.get(fact.dossier_id, {}), self.counting.contribution(fact))
            for day, vector in changed.items():
                key = (fact.unit_id, day, fact.procedure_id)
                deltas[key] = add(deltas[key], vector)
        return deltas


class _Remembered(_Work):
    """Facts told in memory alone, from nothing but these entries."""

    def _facts_of(self, ids: set[str]) -> Iterable[Any]:
        del ids
        return ()

    def _orders_for(self, ids: set[str], owners: set[str]) -> Iterable[Any]:
        del ids, owners
        return ()


def remembered(entries: Sequence[Delivered]) -> dict[str, FactColumns]:
    """Return the facts as these entries alone make them, by dossier; nothing is read from or written to the tables."""
    return _Remembered(entries).facts if entries else {}


def _minutes(first: datetime, last: datetime) -> int:
    return max(0, int((last - first).total_seconds()) // 60)


def _close(fact: FactColumns, closing: Closing, ended_at: datetime, *, is_on_time: bool | None, requests: int) -> None:
    if fact.closing == Closing.OPEN:
        _go_on(fact, ended_at)
        fact.closing, fact.closed_on, fact.is_on_time = closing, day_of(ended_at), is_on_time
        fact.supplement_requests = max(fact.supplement_requests, requests)


def _wait(fact: FactColumns, at: datetime) -> None:
    fact.is_paused = True
    fact.paused_at = fact.paused_at or at


def _go_on(fact: FactColumns, at: datetime) -> None:
    if fact.paused_at is not None and fact.waited_minutes is not None:
        fact.waited_minutes += _minutes(fact.paused_at, at)
    fact.is_paused, fact.paused_at = False, None


def _decided(fact: FactColumns, event: dossiers.DossierDecided, at: datetime) -> None:
    del at
    was_open = fact.closing == Closing.OPEN
    _close(fact, Closing.DECIDED, event.decided_at, is_on_time=event.is_on_time, requests=event.supplement_requests)
    fact.has_e_result = fact.has_e_result or event.has_e_result
    if was_open:
        fact.outcome = OUTCOMES[event.outcome]
        if fact.received_at is not None and fact.waited_minutes is not None:
            fact.handled_minutes = max(0, _minutes(fact.received_at, event.decided_at) - fact.waited_minutes)


_Ended = dossiers.DossierWithdrawn | dossiers.DossierStopped


def _ended(closing: Closing) -> Callable[[FactColumns, _Ended, datetime], None]:
    def change(fact: FactColumns, event: _Ended, at: datetime) -> None:
        del at
        _close(fact, closing, event.ended_at, is_on_time=event.is_on_time, requests=event.supplement_requests)

    return change


def _asked(fact: FactColumns, event: dossiers.SupplementRequested, at: datetime) -> None:
    fact.supplement_requests = max(fact.supplement_requests, event.request_no)
    _wait(fact, at)


def _obligation(fact: FactColumns, event: dossiers.ObligationRequested, at: datetime) -> None:
    fact.has_fee = fact.has_fee or event.amount_vnd > 0
    if fact.fee_vnd is not None:
        fact.fee_vnd += event.amount_vnd
    _wait(fact, at)


def _resumed(fact: FactColumns, event: dossiers.SupplementProvided | dossiers.ObligationMet, at: datetime) -> None:
    _go_on(fact, at)
    fact.due_at = event.due_at


def _new_due(fact: FactColumns, event: dossiers.DossierExtended | dossiers.DueRecomputed, at: datetime) -> None:
    del at
    fact.due_at = event.new_due_at


def _filed(fact: FactColumns, event: dossiers.ComponentDigitised, at: datetime) -> None:
    del event, at
    fact.has_file = True


def _reused(fact: FactColumns, event: dossiers.ComponentReused, at: datetime) -> None:
    del event, at
    fact.is_reused = True


def _signed(fact: FactColumns, event: dossiers.ResultSigned, at: datetime) -> None:
    del event, at
    fact.has_e_result = True


def _rated(fact: FactColumns, event: dossiers.DossierRated, at: datetime) -> None:
    del at
    fact.rating = RATINGS[event.level]


_Change = Callable[[FactColumns, object, datetime], None]
CHANGES = cast(
    "dict[type, _Change]",
    {
        dossiers.DossierDecided: _decided,
        dossiers.DossierWithdrawn: _ended(Closing.WITHDRAWN),
        dossiers.DossierStopped: _ended(Closing.STOPPED),
        dossiers.SupplementRequested: _asked,
        dossiers.SupplementProvided: _resumed,
        dossiers.ObligationRequested: _obligation,
        dossiers.ObligationMet: _resumed,
        dossiers.DossierExtended: _new_due,
        dossiers.DueRecomputed: _new_due,
        dossiers.ComponentDigitised: _filed,
        dossiers.ComponentReused: _reused,
        dossiers.ResultSigned: _signed,
        dossiers.DossierRated: _rated,
    },
)
