"""Whatever comes in whatever order: an order is settled at most once and no money is lost or doubled."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict
from dinh.ledger import api as ledger
from dinh.payments import api
from dinh.payments.models import Money, Order
from dinh.payments.types import MoneyState, OrderState
from tests.payments import make

pytestmark = pytest.mark.django_db
_numbers = count()

STEPS = st.one_of(
    st.tuples(st.just("pay"), st.integers(0, 3), st.sampled_from([50_000, 50_000, 49_000])),
    st.tuples(st.sampled_from(["forge", "fail", "repeat", "cash", "cancel", "expire", "refund", "begin", "return"])),
)


@dataclass
class World:
    """One order, what the bank truly received, and every message ever sent."""

    order: api.OrderView
    run: int
    at: datetime = make.AT
    bank: dict[str, int] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)

    def send(self, raw: dict[str, str]) -> None:
        self.sent.append(raw)
        api.receive_callback(raw=raw, at=self.at)

    def pay(self, number: int, amount: int) -> None:
        name = f"R{self.run}N{number}"
        # The bank tells one amount of a transaction; another amount later is a contradiction, not money.
        self.bank.setdefault(name, amount)
        self.send(make.message(self.order.reference, amount, name, paid_at=self.at))

    def step(self, what: tuple[str, int, int] | tuple[str]) -> None:
        self.at += timedelta(hours=7)
        name, *more = what
        if name == "pay":
            self.pay(*more)  # type: ignore[arg-type]
        elif name == "forge":
            self.send(make.message(self.order.reference, number="FORGED", secret="no"))
        elif name == "fail":
            self.send(make.message(self.order.reference, number=f"R{self.run}N0", error_code="24"))
        elif name == "repeat" and self.sent:
            self.send(self.sent[len(self.sent) // 2])
        else:
            self.act(name)

    def act(self, name: str) -> None:
        by, order_id = make.official(), self.order.order_id
        acts = {
            "cash": lambda: api.settle_cash(by=by, at=self.at, order_id=order_id, received_vnd=50_000),
            "cancel": lambda: api.cancel(by=by, at=self.at, order_id=order_id, reason="x"),
            "expire": lambda: api.expire_due(by=SYSTEM, at=self.at),
            "refund": lambda: api.refund(by=by, at=self.at, order_id=order_id, reason="x"),
            "begin": lambda: api.begin_payment(by=by, at=self.at, order_id=order_id),
            "return": lambda: [
                api.return_money(by=by, at=self.at, money_id=one.money_id, note="x") for one in api.waiting_money()
            ],
        }
        # A state the act cannot follow refuses it, and nothing else does.
        with suppress(Conflict):
            acts.get(name, lambda: None)()

    def check(self) -> None:
        row = Order.objects.get(public_id=self.order.order_id)
        money = Money.objects.filter(transaction_no__startswith=f"R{self.run}N")
        kept = dict(money.values_list("transaction_no", "amount_vnd"))
        assert kept == self.bank
        settling = money.filter(state=MoneyState.SETTLING)
        apart = money.exclude(state=MoneyState.SETTLING).aggregate(vnd=Sum("amount_vnd"))["vnd"] or 0
        assert (settling.aggregate(vnd=Sum("amount_vnd"))["vnd"] or 0) + apart == sum(self.bank.values())
        is_online = row.state == OrderState.SETTLED and row.method == "online"
        assert [one.amount_vnd for one in settling] == ([row.total_vnd] if is_online else [])
        assert not Money.objects.filter(transaction_no="FORGED").exists()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(STEPS, min_size=1, max_size=12))
def test_any_sequence_settles_at_most_once_and_conserves_money(
    steps: list[tuple[str, int, int] | tuple[str]],
) -> None:
    world = World(make.order(), next(_numbers))
    for step in steps:
        world.step(step)
        world.check()
    ledger.seal()
    mine = [entry for entry in ledger.entries_of(world.order.order_id) if entry.kind == "payments.order.settled"]
    assert len(mine) <= 1
