"""Facts from entries: each entry changes one fact, the fact's old counts leave the cells and its new ones enter."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import cast

from django.db.models import Q

from dinh.dossiers import events as dossiers
from dinh.indicators.figures.models import DossierFact, OrderFact, Watermark
from dinh.indicators.figures.operations.cells import Delta, apply_deltas
from dinh.indicators.figures.operations.keys import agency_key, procedure_key
from dinh.indicators.figures.policies.counting import add, contribution, difference
from dinh.indicators.figures.types import Channel, Closing, Paid
from dinh.kernel.clock import local
from dinh.ledger.api import Delivered
from dinh.payments import events as payments

CHANNELS = {"desk": Channel.DESK, "online": Channel.ONLINE, "post": Channel.POST}
_UPDATED = [
    "submission_id", "code", "procedure", "agency", "unit_id", "receiving_unit_id", "channel", "received_on", "due_at",
    "closed_on", "closing", "is_on_time", "is_paused", "supplement_requests", "has_fee", "paid", "has_file",
    "requires_result", "has_e_result", "is_reused", "last_position",
]  # fmt: skip


def apply_entries(entries: Sequence[Delivered]) -> None:
    """Bring facts, cells and the watermark up to the last of `entries`; again with the same entries changes nothing."""
    work = _Work(entries)
    for entry in entries:
        work.take(entry)
    work.write()
    last = entries[-1]
    Watermark.objects.update_or_create(id=1, defaults={"position": last.position, "told_at": last.recorded_at})


def day_of(moment: datetime) -> date:
    return local(moment).date()


def new_fact(event: dossiers.DossierReceived, position: int) -> DossierFact:
    """Return the unsaved fact of a dossier as it was received."""
    return DossierFact(
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
        last_position=position,
    )


def paid_by(orders: Iterable[OrderFact]) -> Paid:
    """Return how a dossier was paid: online when one of its orders was; not, when no money came or stayed."""
    paid = [order for order in orders if order.amount_vnd > 0 and not order.is_refunded]
    return Paid.NOT if not paid else Paid.ONLINE if any(order.is_online for order in paid) else Paid.OTHERWISE


class _Work:
    """The facts one batch touches, held in memory between one read and one write."""

    def __init__(self, entries: Sequence[Delivered]) -> None:
        ids = {subject for entry in entries for subject in entry.subjects}
        ids |= {getattr(entry.event, "dossier_id", "") for entry in entries}
        found = DossierFact.objects.select_for_update(no_key=True).filter(
            Q(dossier_id__in=ids) | Q(submission_id__in=ids)
        )
        self.facts = {fact.dossier_id: fact for fact in found}
        self.by_submission = {fact.submission_id: fact for fact in self.facts.values()}
        owners = ids | self.facts.keys() | self.by_submission.keys()
        self.orders = {
            order.order_id: order for order in OrderFact.objects.filter(Q(order_id__in=ids) | Q(subject_id__in=owners))
        }
        self.before = {dossier: contribution(fact) for dossier, fact in self.facts.items()}
        self.changed: set[str] = set()
        self.new_orders: set[str] = set()

    def take(self, entry: Delivered) -> None:
        event = entry.event
        if isinstance(event, dossiers.DossierReceived):
            self._receive(event, entry.position)
        elif isinstance(event, payments.OrderSettled | payments.OrderRefunded):
            self._pay(event, entry.position)
        else:
            change = CHANGES.get(type(event))
            fact = self.facts.get(getattr(event, "dossier_id", ""))
            if change is not None and fact is not None and fact.last_position < entry.position:
                change(fact, event)
                fact.last_position = entry.position
                self.changed.add(fact.dossier_id)

    def _receive(self, event: dossiers.DossierReceived, position: int) -> None:
        if event.dossier_id in self.facts:
            return
        fact = new_fact(event, position)
        self.facts[fact.dossier_id] = self.by_submission[fact.submission_id] = fact
        self._reckon_payment(fact)

    def _pay(self, event: payments.OrderSettled | payments.OrderRefunded, position: int) -> None:
        order = self.orders.get(event.order_id)
        if order is None:
            order = OrderFact(order_id=event.order_id, subject_id=event.dossier_id, amount_vnd=0, is_online=False)
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

    def _reckon_payment(self, fact: DossierFact) -> None:
        mine = {fact.dossier_id, fact.submission_id}
        self.changed.add(fact.dossier_id)
        fact.paid = paid_by(order for order in self.orders.values() if order.subject_id in mine)

    def write(self) -> None:
        orders = [self.orders[order] for order in sorted(self.new_orders)]
        OrderFact.objects.bulk_create(
            orders,
            update_conflicts=True,
            unique_fields=["order_id"],
            update_fields=["amount_vnd", "is_online", "is_refunded", "last_position"],
        )
        touched = [self.facts[dossier] for dossier in sorted(self.changed)]
        DossierFact.objects.bulk_create(
            touched, update_conflicts=True, unique_fields=["dossier_id"], update_fields=_UPDATED
        )
        apply_deltas(self._deltas(touched))

    def _deltas(self, touched: Iterable[DossierFact]) -> dict[tuple[int, date, int], Delta]:
        deltas: dict[tuple[int, date, int], Delta] = defaultdict(lambda: (0,) * 8)
        for fact in touched:
            changed = difference(self.before.get(fact.dossier_id, {}), contribution(fact))
            for day, vector in changed.items():
                key = (fact.unit_id, day, fact.procedure_id)
                deltas[key] = add(deltas[key], vector)
        return deltas


def _close(fact: DossierFact, closing: Closing, closed_on: date, *, is_on_time: bool | None, requests: int) -> None:
    if fact.closing == Closing.OPEN:
        fact.closing, fact.closed_on, fact.is_on_time, fact.is_paused = closing, closed_on, is_on_time, False
        fact.supplement_requests = max(fact.supplement_requests, requests)


def _decided(fact: DossierFact, event: dossiers.DossierDecided) -> None:
    _close(
        fact,
        Closing.DECIDED,
        day_of(event.decided_at),
        is_on_time=event.is_on_time,
        requests=event.supplement_requests,
    )
    fact.has_e_result = fact.has_e_result or event.has_e_result


def _ended(closing: Closing) -> Callable[[DossierFact, dossiers.DossierWithdrawn | dossiers.DossierStopped], None]:
    def change(fact: DossierFact, event: dossiers.DossierWithdrawn | dossiers.DossierStopped) -> None:
        _close(fact, closing, day_of(event.ended_at), is_on_time=event.is_on_time, requests=event.supplement_requests)

    return change


def _asked(fact: DossierFact, event: dossiers.SupplementRequested) -> None:
    fact.supplement_requests = max(fact.supplement_requests, event.request_no)
    fact.is_paused = True


def _obligation(fact: DossierFact, event: dossiers.ObligationRequested) -> None:
    fact.is_paused = True
    fact.has_fee = fact.has_fee or event.amount_vnd > 0


def _resumed(fact: DossierFact, event: dossiers.SupplementProvided | dossiers.ObligationMet) -> None:
    fact.is_paused = False
    fact.due_at = event.due_at


def _new_due(fact: DossierFact, event: dossiers.DossierExtended | dossiers.DueRecomputed) -> None:
    fact.due_at = event.new_due_at


def _filed(fact: DossierFact, event: dossiers.ComponentDigitised) -> None:
    del event
    fact.has_file = True


def _reused(fact: DossierFact, event: dossiers.ComponentReused) -> None:
    del event
    fact.is_reused = True


def _signed(fact: DossierFact, event: dossiers.ResultSigned) -> None:
    del event
    fact.has_e_result = True


_Change = Callable[[DossierFact, object], None]
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
    },
)
