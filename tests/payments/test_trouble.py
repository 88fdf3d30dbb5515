"""Many at once, and processes killed in the middle: an order is settled once and nothing acknowledged is lost."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from dinh.ledger import api as ledger
from dinh.payments import api
from dinh.payments.models import Callback, Money, Order, Receipt
from dinh.payments.types import Outcome
from tests.nursery import Nursery, opened
from tests.payments import make

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def together(messages: list[dict[str, str]]) -> list[Outcome]:
    """Send all messages at the same moment, each from a thread of its own."""
    outcomes: list[Outcome] = []
    start = Barrier(len(messages))

    def run(raw: dict[str, str]) -> None:
        try:
            start.wait()
            outcomes.append(api.receive_callback(raw=raw, at=make.AT).outcome)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(raw,)) for raw in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.parametrize("reference", ["", "DT22222222"])
def test_the_same_message_eight_times_at_once_counts_once(reference: str) -> None:
    order = make.order()
    outcomes = together([make.message(reference or order.reference)] * 8)
    first = Outcome.UNMATCHED if reference else Outcome.SETTLED
    assert sorted(outcomes) == sorted([first, *[Outcome.REPEATED] * 7])
    assert (Money.objects.count(), Callback.objects.get().times) == (1, 8)


def test_eight_forged_copies_at_once_are_one_refusal() -> None:
    order = make.order()
    assert together([make.message(order.reference, secret="no")] * 8) == [Outcome.FORGED] * 8
    ledger.seal()
    kinds = [entry.kind for entry in ledger.entries_of(make.SUBJECT)]
    assert kinds.count("payments.callback.refused") == 1


def test_eight_transfers_at_once_settle_one_order_once() -> None:
    order = make.order()
    outcomes = together([make.message(order.reference, number=f"GD{number}") for number in range(8)])
    assert outcomes.count(Outcome.SETTLED) == 1
    assert outcomes.count(Outcome.UNMATCHED) == 7
    assert len(api.waiting_money()) == 7


def test_cash_and_transfer_at_once_settle_once() -> None:
    order, by = make.order(), make.official()
    cash = Thread(target=_cash, args=(order.order_id, by))
    cash.start()
    together([make.message(order.reference)])
    cash.join()
    assert Order.objects.get().state == "settled"
    assert len(api.waiting_money()) == (1 if Order.objects.get().method == "cash" else 0)


def _cash(order_id: str, by: make.Actor) -> None:
    from dinh.kernel.errors import Conflict

    try:
        api.settle_cash(by=by, at=make.AT, order_id=order_id, received_vnd=50_000)
    except Conflict as slower:
        assert slower.code == "PA20"  # noqa: PT017 — either may be first; a second settlement may not
    finally:
        connection.close()


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    with opened("tests.payments.killed") as found:
        yield found


def _said(answers: Path) -> list[str]:
    return answers.read_text().splitlines() if answers.exists() else []


def _kill_somewhere(child: int, answers: Path, dice: random.Random) -> None:
    before, patience = len(_said(answers)), time.monotonic() + 20
    while len(_said(answers)) < before + dice.randrange(1, 5) and time.monotonic() < patience:
        time.sleep(0.002)
    time.sleep(dice.random() * 0.02)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def test_killed_while_taking_messages_settles_each_order_once(tmp_path: Path, nursery: Nursery) -> None:
    dice = random.Random(7)  # noqa: S311
    orders = [make.order() for _ in range(60)]
    raws = [make.message(order.reference, number=f"GD{number}") for number, order in enumerate(orders)]
    messages, answers = tmp_path / "messages", tmp_path / "answers"
    for _death in range(12):
        told = {line.split()[0] for line in _said(answers)}
        left = [raw for raw in raws if raw["MaGiaoDich"] not in told]
        # The platform repeats what was not acknowledged, and now and then what was.
        messages.write_text("\n".join(json.dumps(raw) for raw in [raws[0], *left]))
        _kill_somewhere(nursery.born(messages, answers), answers, dice)
    assert {line.split()[0] for line in _said(answers)} <= set(Money.objects.values_list("transaction_no", flat=True))
    for raw in raws:
        api.receive_callback(raw=raw, at=make.AT)
    ledger.seal()
    ledger.deliver()
    assert {order.state for order in Order.objects.all()} == {"settled"}
    assert Money.objects.filter(state="settling").count() == Money.objects.count() == 60
    kinds = [entry.kind for order in orders for entry in ledger.entries_of(order.order_id)]
    assert (kinds.count("payments.order.settled"), kinds.count("payments.receipt.issued")) == (60, 60)
    assert Receipt.objects.count() == 60
