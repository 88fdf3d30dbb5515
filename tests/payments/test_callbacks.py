from datetime import timedelta

import pytest

from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.payments import api
from dinh.payments.models import Callback, Money, Order
from dinh.payments.types import MoneyState, OrderState, Outcome, Unmatched
from tests.payments import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(minutes=10)


def receive(raw: dict[str, str]) -> api.CallbackOutcome:
    return api.receive_callback(raw=raw, at=LATER)


def kinds() -> list[str]:
    return [entry.kind for entry in ledger.entries_of(make.SUBJECT)]


def test_genuine_message_settles_its_order() -> None:
    order = make.order()
    outcome = receive(make.message(order.reference))
    after = api.order(order_id=order.order_id)
    assert (outcome.outcome, outcome.order_id, outcome.is_taken) == (Outcome.SETTLED, order.order_id, True)
    assert (after.state, after.method, after.settled_at) == (OrderState.SETTLED, "online", LATER)


def test_repeated_message_settles_once() -> None:
    order = make.order()
    raw = make.message(order.reference)
    outcomes = [receive(raw).outcome for _ in range(3)]
    assert outcomes == [Outcome.SETTLED, Outcome.REPEATED, Outcome.REPEATED]
    assert (Money.objects.count(), Callback.objects.get().times) == (1, 3)


def test_same_transaction_in_other_words_is_a_repetition() -> None:
    order = make.order()
    receive(make.message(order.reference))
    again = receive(make.message(order.reference, paid_at=make.AT + timedelta(minutes=6)))
    assert (again.outcome, again.order_id) == (Outcome.REPEATED, order.order_id)
    assert Money.objects.count() == 1


def test_same_transaction_with_another_amount_is_refused_and_kept() -> None:
    order = make.order()
    receive(make.message(order.reference))
    outcome = receive(make.message(order.reference, 60_000))
    assert (outcome.outcome, outcome.is_taken, Money.objects.get().amount_vnd) == (Outcome.CONTRADICTED, False, 50_000)


@pytest.mark.parametrize("change", [{"SoTien": "1"}, {"MaXacThuc": ""}, {"MaXacThuc": "đ" * 64}, {"MaDoiTac": "KHAC"}])
def test_forged_message_is_kept_recorded_and_not_believed(change: dict[str, str]) -> None:
    order = make.order()
    forged = {**make.message(order.reference), **change}
    outcomes = [receive(forged).outcome for _ in range(2)]
    assert outcomes == [Outcome.FORGED, Outcome.FORGED]
    assert api.order(order_id=order.order_id).state is OrderState.OPEN
    assert (Callback.objects.get().times, Callback.objects.get().raw) == (2, forged)
    ledger.seal()
    assert kinds().count("payments.callback.refused") == 1


def test_message_held_for_forged_counts_once_the_secret_is_mended() -> None:
    order = make.order()
    raw = make.message(order.reference)
    receive(raw)
    Callback.objects.update(outcome=Outcome.FORGED, money=None)
    assert receive(raw).outcome is Outcome.REPEATED
    assert Callback.objects.get().outcome == Outcome.REPEATED


@pytest.mark.parametrize("change", [{"SoTien": "1,5"}, {"SoTien": "0"}, {"ThoiGianGD": "hh"}, {"MaThamChieu": "a b"}])
def test_message_that_cannot_be_read_is_kept(change: dict[str, str]) -> None:
    from dinh.payments.policies.signature import CALLBACK_FIELDS, sign

    raw = {**make.message("DT22222222"), **change}
    raw["MaXacThuc"] = sign(raw, CALLBACK_FIELDS, make.platform().secret)
    assert receive(raw).outcome is Outcome.MALFORMED


def test_failed_payment_leaves_the_order_open_in_any_order() -> None:
    order = make.order()
    failed, made = make.message(order.reference, error_code="24"), make.message(order.reference)
    assert receive(failed).outcome is Outcome.FAILED
    assert api.order(order_id=order.order_id).state is OrderState.OPEN
    assert receive(made).outcome is Outcome.SETTLED
    assert receive(failed).outcome is Outcome.FAILED
    assert api.order(order_id=order.order_id).state is OrderState.SETTLED


def test_wrong_amount_is_kept_and_does_not_settle() -> None:
    order = make.order()
    outcome = receive(make.message(order.reference, 49_999))
    assert (outcome.outcome, outcome.reason) == (Outcome.UNMATCHED, Unmatched.WRONG_AMOUNT)
    assert api.order(order_id=order.order_id).state is OrderState.OPEN
    assert [money.amount_vnd for money in api.waiting_money()] == [49_999]


def test_second_payment_waits_to_be_given_back() -> None:
    order = make.order()
    receive(make.message(order.reference, number="GD1"))
    outcome = receive(make.message(order.reference, number="GD2"))
    assert outcome.reason == Unmatched.ALREADY_SETTLED
    (money,) = api.waiting_money()
    api.return_money(by=make.official(), at=LATER, money_id=money.money_id, note="Đã chuyển trả")
    assert (api.waiting_money(), Money.objects.get(transaction_no="GD2").state) == ((), MoneyState.RETURNED)


def test_money_without_order_waits() -> None:
    outcome = receive(make.message("DT22222222"))
    assert (outcome.outcome, outcome.order_id, outcome.reason) == (Outcome.UNMATCHED, "", Unmatched.NO_ORDER)


def test_money_after_cancelling_waits() -> None:
    order = make.order()
    api.cancel(by=make.official(), at=LATER, order_id=order.order_id, reason="Rút hồ sơ")
    assert receive(make.message(order.reference)).reason == Unmatched.CANCELLED


def test_money_after_the_time_waits_and_within_it_settles() -> None:
    late, closed = make.order(), make.order()
    after = late.expires_at + timedelta(seconds=1)
    assert receive(make.message(late.reference, paid_at=after)).reason == Unmatched.EXPIRED
    assert api.expire_due(by=SYSTEM, at=after) == 2
    assert receive(make.message(closed.reference, number="GD2")).reason == Unmatched.EXPIRED
    in_time = make.order()
    assert receive(make.message(in_time.reference, paid_at=in_time.expires_at)).outcome is Outcome.SETTLED


def test_money_after_a_refund_waits() -> None:
    order = make.order()
    receive(make.message(order.reference))
    api.refund(by=make.official(), at=LATER, order_id=order.order_id, reason="Thu nhầm")
    assert receive(make.message(order.reference, number="GD2")).reason == Unmatched.REFUNDED
    assert Order.objects.get().state == OrderState.REFUNDED
