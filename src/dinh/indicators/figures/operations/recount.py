"""Facts told again from the ledger's entries alone, in memory: no cell, no table of facts, no engine."""

from collections.abc import Iterator
from typing import Any

from dinh.dossiers import events as dossiers
from dinh.indicators.figures.models import DossierFact, OrderFact
from dinh.indicators.figures.operations.facts import CHANGES, KINDS, new_fact, paid_by
from dinh.ledger import api as ledger
from dinh.payments import events as payments


def facts_of_ledger(*, until: int) -> Iterator[DossierFact]:
    """Yield every dossier as the entries up to a position tell it."""
    told = _Told()
    for entry in ledger.read_again(kinds=KINDS, until=until):
        told.take(entry)
    return iter(told.facts())


class _Told:
    def __init__(self) -> None:
        self._facts: dict[str, DossierFact] = {}
        self._orders: dict[str, OrderFact] = {}

    def take(self, entry: ledger.Delivered) -> None:
        event = entry.event
        if isinstance(event, dossiers.DossierReceived):
            self._facts.setdefault(event.dossier_id, new_fact(event, entry.position, DossierFact))
        elif isinstance(event, payments.OrderSettled):
            order = self._orders.setdefault(event.order_id, OrderFact(order_id=event.order_id))
            order.subject_id, order.amount_vnd = event.dossier_id, event.amount_vnd
            order.is_online = event.method == "online"
        elif isinstance(event, payments.OrderRefunded):
            order = self._orders.setdefault(
                event.order_id, OrderFact(subject_id=event.dossier_id, amount_vnd=0, is_online=False)
            )
            order.is_refunded = True
        else:
            self._change(event, entry)

    def _change(self, event: Any, entry: ledger.Delivered) -> None:
        change = CHANGES.get(type(event))
        fact = self._facts.get(getattr(event, "dossier_id", ""))
        if change is not None and fact is not None:
            change(fact, event, entry.occurred_at)

    def facts(self) -> list[DossierFact]:
        by_subject: dict[str, list[OrderFact]] = {}
        for order in self._orders.values():
            by_subject.setdefault(order.subject_id, []).append(order)
        for fact in self._facts.values():
            mine = [*by_subject.get(fact.dossier_id, ()), *by_subject.get(fact.submission_id, ())]
            fact.paid = paid_by(mine)
        return list(self._facts.values())
