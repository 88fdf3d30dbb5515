from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from dinh.documents.models import Paper
from dinh.kernel.actor import ANONYMOUS, SYSTEM, Actor, Role
from dinh.kernel.errors import Conflict, DinhError, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from dinh.payments import api, registry, tasks, workflow
from dinh.payments.events import OrderOpened, OrderSettled
from dinh.payments.models import Money, Order, OrderLine, Receipt
from dinh.payments.operations.papers import ask_for_papers_of
from dinh.payments.types import FeeKind, MoneyState, OrderState
from tests.payments import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(hours=1)


def events() -> list[object]:
    ledger.seal()
    return [entry.said.event for entry in ledger.entries_of(make.SUBJECT)]


def test_opened_order_keeps_quote_account_and_reference() -> None:
    order = make.order(make.quote(make.line(30_000), make.line(20_000, full=40_000, rule="x", kind=FeeKind.PHI)))
    assert (order.state, order.total_vnd, order.full_vnd, order.is_due) == (OrderState.OPEN, 50_000, 70_000, True)
    assert order.purpose.startswith(order.reference)
    assert len(order.purpose) <= 25
    assert api.vietqr.read(order.qr_text).amount == 50_000
    assert order.expires_at == make.AT + timedelta(hours=72)
    assert api.orders_of(subject_id=make.SUBJECT) == (order,)
    (opened,) = events()
    assert isinstance(opened, OrderOpened)
    assert (opened.dossier_id, opened.discount_rules, opened.lines) == (make.SUBJECT, ("x",), 2)


def test_order_of_zero_dong_settles_at_once_with_receipts() -> None:
    lines = (make.line(0, full=8_000, rule="79-NQ411-2025"), make.line(0, full=5_000, rule="x", kind=FeeKind.PHI))
    order = make.order(make.quote(*lines))
    make.follow()
    after = api.order(order_id=order.order_id)
    assert (order.state, order.method, order.qr_text) == (OrderState.SETTLED, "online", "")
    assert [(one.kind, one.amount_vnd, one.is_demo) for one in after.receipts] == [
        ("le_phi", 0, True),
        ("phi", 0, True),
    ]
    assert [event.is_zero for event in events() if isinstance(event, OrderSettled)] == [True]
    desk = make.order(make.quote(make.line(0), channel="desk"))
    assert (desk.method, desk.received_vnd) == ("cash", 0)


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        (make.quote(is_known=False), "PA21"),
        (api.Quote(lines=(), total_vnd=0, is_known=True), "PA21"),
        (api.Quote(lines=(make.line(5),), total_vnd=6, is_known=True), "PA22"),
    ],
)
def test_order_with_an_unclear_amount_is_refused(quote: api.Quote, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make.order(quote)
    assert (refused.value.code, Order.objects.count()) == (code, 0)


def test_citizen_opens_only_for_themselves() -> None:
    payer = make.person()
    assert make.order(payer=payer, by=make.citizen(payer)).payer_person_id == payer.public_id
    for stranger in (make.citizen(make.person("Khác")), ANONYMOUS):
        with pytest.raises(NotAllowed) as refused:
            make.order(payer=payer, by=stranger)
        assert refused.value.code == "PA15"


def test_cash_settles_once_and_gives_change() -> None:
    order = make.order()
    done = api.settle_cash(by=make.official(), at=LATER, order_id=order.order_id, received_vnd=60_000)
    assert (done.state, done.method, done.received_vnd, done.settled_at) == ("settled", "cash", 60_000, LATER)
    with pytest.raises(Conflict) as refused:
        api.settle_cash(by=make.official(), at=LATER, order_id=order.order_id, received_vnd=60_000)
    assert refused.value.code == "PA20"
    with pytest.raises(NotFound):
        api.settle_cash(by=make.official(), at=LATER, order_id="ord_x", received_vnd=1)


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.HEAD])
def test_cash_is_taken_by_desk_or_cashier_only(role: Role) -> None:
    order = make.order()
    for by in (make.official(None, role), make.official(make.agency("H36.99"))):
        with pytest.raises(NotAllowed) as refused:
            api.settle_cash(by=by, at=LATER, order_id=order.order_id, received_vnd=50_000)
        assert refused.value.code == "PA11"


def test_cancelling_needs_right_reason_and_an_unpaid_order() -> None:
    order = make.order()
    tries: list[tuple[Actor, str, str]] = [
        (make.official(make.agency("H36.99")), "Rút hồ sơ", "PA12"),
        (make.official(), "  ", "PA24"),
    ]
    for by, reason, code in tries:
        with pytest.raises(DinhError) as refused:
            api.cancel(by=by, at=LATER, order_id=order.order_id, reason=reason)
        assert refused.value.code == code
    done = api.cancel(by=SYSTEM, at=LATER, order_id=order.order_id, reason="Hồ sơ đã rút")
    assert (done.state, done.closed_at, done.closed_reason) == ("cancelled", LATER, "Hồ sơ đã rút")
    with pytest.raises(Conflict):
        api.cancel(by=SYSTEM, at=LATER, order_id=order.order_id, reason="nữa")


def test_refund_returns_the_money_that_settled() -> None:
    order = make.order()
    with pytest.raises(Conflict):
        api.refund(by=make.official(), at=LATER, order_id=order.order_id, reason="Thu nhầm")
    api.receive_callback(raw=make.message(order.reference), at=LATER)
    for by, code in [
        (make.official(None, Role.MOT_CUA), "PA13"),
        (make.official(None, Role.OPERATOR), "PA13"),
        (SYSTEM, "PA13"),
    ]:
        with pytest.raises(NotAllowed) as refused:
            api.refund(by=by, at=LATER, order_id=order.order_id, reason="Thu nhầm")
        assert refused.value.code == code
    done = api.refund(by=make.official(), at=LATER, order_id=order.order_id, reason="Thu nhầm")
    assert (done.state, done.settled_at, Money.objects.get().state) == ("refunded", LATER, MoneyState.RETURNED)


def test_expiry_closes_only_what_is_overdue() -> None:
    old, paid, new = make.order(), make.order(), make.order(at=LATER)
    api.receive_callback(raw=make.message(paid.reference), at=LATER)
    assert api.expire_due(by=SYSTEM, at=old.expires_at) == 0
    assert api.expire_due(by=SYSTEM, at=old.expires_at + timedelta(seconds=1)) == 1
    states = [api.order(order_id=one.order_id).state for one in (old, paid, new)]
    assert states == [OrderState.EXPIRED, OrderState.SETTLED, OrderState.OPEN]


def test_beginning_twice_is_recorded_once() -> None:
    payer = make.person()
    order = make.order(payer=payer)
    for _ in range(2):
        assert api.begin_payment(by=make.citizen(payer), at=LATER, order_id=order.order_id).state == "awaiting"
    assert len(events()) == 2
    with pytest.raises(NotAllowed):
        api.begin_payment(by=make.citizen(make.person("Khác")), at=LATER, order_id=order.order_id)


def test_receipts_are_issued_once_however_often_delivered() -> None:
    order = make.order(make.quote(make.line(10_000), make.line(20_000, kind=FeeKind.PHI)))
    assert api.issue_receipts(by=SYSTEM, at=LATER, order_id=order.order_id) == ()
    api.settle_cash(by=make.official(), at=LATER, order_id=order.order_id, received_vnd=30_000)
    make.follow()
    first = api.order(order_id=order.order_id)
    again = api.issue_receipts(by=SYSTEM, at=LATER, order_id=order.order_id)
    assert (again, [one.amount_vnd for one in again]) == (first.receipts, [10_000, 20_000])
    assert first.receipt_no.count("MAU-26E") == 2
    assert tasks.sweep_papers(timestamp=0) == 2
    assert tasks.sweep_papers(timestamp=0) == 0
    assert Receipt.objects.exclude(paper_id="").filter(is_paper_due=False).count() == 2
    assert set(Paper.objects.values_list("template", "signed_by")) == {("fee_receipt", make.agency().name)}


def test_papers_of_receipts_wait_in_the_queue_and_are_asked_for_once() -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    for _number in range(2):
        order = make.order()
        api.settle_cash(by=make.official(), at=LATER, order_id=order.order_id, received_vnd=order.total_vnd)
        make.follow()
    assert ProcrastinateJob.objects.filter(task_name="payments.seal_papers").count() == 1
    assert (Receipt.objects.filter(is_paper_due=True, paper_id="").count(), Paper.objects.count()) == (2, 0)
    assert tasks.seal_papers() == 2
    assert not ask_for_papers_of(Receipt.objects.values_list("public_id", flat=True))


def test_paper_that_cannot_be_made_keeps_no_other_waiting() -> None:
    bad, good = make.order(), make.order()
    for one in (bad, good):
        api.settle_cash(by=make.official(), at=LATER, order_id=one.order_id, received_vnd=one.total_vnd)
    make.follow()
    broken = Receipt.objects.filter(order__public_id=bad.order_id)
    broken.update(kind="?")
    assert tasks.seal_papers() == 1
    assert broken.get().is_paper_due
    broken.update(kind=FeeKind.LE_PHI)
    assert tasks.seal_papers() == 1


def test_province_without_an_account_takes_cash_only() -> None:
    registry.open_province("99")
    try:
        order = make.order()
        with pytest.raises(DinhError) as refused:
            api.start_payment(by=make.official(), at=LATER, order_id=order.order_id)
    finally:
        registry.open_province("68")
    assert (order.payee, order.qr_text, refused.value.code) == (None, "", "PA30")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments_order SET total_vnd = 1",
        "UPDATE payments_order SET account = '1'",
        "UPDATE payments_order SET state = 'settled'",
        "UPDATE payments_order SET state = 'cancelled'",
        "UPDATE payments_order SET method = 'cash', state = 'settled', settled_at = now(), received_vnd = 1",
        "DELETE FROM payments_order",
        "UPDATE payments_orderline SET amount_vnd = 1",
        "DELETE FROM payments_orderline",
        "DELETE FROM payments_money",
    ],
)
def test_database_itself_keeps_what_was_asked(change: str) -> None:
    make.order()
    api.receive_callback(raw=make.message("DT22222222"), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_lines_that_do_not_add_up_never_commit() -> None:
    order = Order.objects.get(public_id=make.order().order_id)

    def add_a_line() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            OrderLine.objects.create(order=order, seq=9, kind="phi", name="x", amount_vnd=1, full_amount_vnd=1)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="add up"):
        add_a_line()


def test_diagram_in_the_readme_is_the_workflow() -> None:
    from pathlib import Path

    readme = Path(workflow.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert workflow.diagram() in readme


def test_every_state_says_what_may_follow() -> None:
    follows = {state: {act for act in workflow.Act if workflow.can_follow(state, act)} for state in OrderState}
    assert follows[OrderState.CANCELLED] == follows[OrderState.REFUNDED] == set()
    assert follows[OrderState.SETTLED] == {workflow.Act.REFUND}
    assert {state for state in OrderState if workflow.may_pay(state)} == {OrderState.OPEN, OrderState.AWAITING}
    assert workflow.next_state(OrderState.OPEN, workflow.Act.BEGIN) is OrderState.AWAITING
