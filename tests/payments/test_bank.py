"""The simulated bank over real HTTP: scan, transfer, signed call-back, query, statement."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from dinh.kernel import clock
from dinh.payments import api, registry
from dinh.payments.models import Callback, Money, SimulatedTransfer
from dinh.payments.plugins.national_platform.gateway import NationalPlatform
from dinh.payments.plugins.national_platform.simulator.bank import Trouble
from dinh.payments.types import OrderState, Unmatched
from tests.payments import make

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def transfer(live_server: LiveServer, order: api.OrderView, trouble: str = "none") -> str:
    """Play the bank's app in a browser against the running server."""
    host = live_server.url.removeprefix("http://")
    sent = {"qr": order.qr_text, "trouble": trouble, "ve": f"/thanh-toan/{order.order_id}/"}
    page = Client().post("/gia-lap/ngan-hang/chuyen-tien/", sent, headers={"host": host})
    assert page.status_code == 200
    return page.content.decode()


def test_scanned_code_is_transferred_and_settles_the_order(live_server: LiveServer) -> None:
    order = make.order(at=clock.now())
    page = Client().get("/gia-lap/ngan-hang/", {"qr": order.qr_text, "ve": "//evil.example/"}).content.decode()
    assert ("50.000 đ" in page, order.purpose in page, 'href="//evil' in page) == (True, True, False)
    assert "settled" in transfer(live_server, order)
    assert api.order(order_id=order.order_id).state is OrderState.SETTLED


@pytest.mark.parametrize(
    ("trouble", "state", "waiting", "moved"),
    [
        (Trouble.TWICE, "settled", [], 1),
        (Trouble.REORDERED, "settled", [], 1),
        (Trouble.LATE, "open", [Unmatched.EXPIRED], 1),
        (Trouble.WRONG_AMOUNT, "open", [Unmatched.WRONG_AMOUNT], 1),
        (Trouble.FORGED, "open", [], 0),
        (Trouble.FAILED, "open", [], 0),
        (Trouble.SILENT, "open", [], 1),
    ],
)
def test_bank_that_misbehaves_is_borne(
    live_server: LiveServer, trouble: str, state: str, waiting: list[str], moved: int
) -> None:
    order = make.order(at=clock.now())
    transfer(live_server, order, trouble)
    assert api.order(order_id=order.order_id).state == state
    assert [money.reason for money in api.waiting_money()] == waiting
    assert SimulatedTransfer.objects.count() == moved


def test_lost_message_is_asked_for(live_server: LiveServer) -> None:
    ours = make.platform()
    registry.set_gateway(NationalPlatform(f"{live_server.url}/gia-lap/ngan-hang/cong/", ours.partner, ours.secret))
    try:
        payer = make.person()
        order, browser = make.order(at=clock.now(), payer=payer), make.citizen_browser(payer)
        path = f"/thanh-toan/{order.order_id}/"
        assert "đừng chuyển hai lần" in browser.post(f"{path}hoi-lai/", follow=True).content.decode()
        transfer(live_server, order, Trouble.SILENT)
        assert "Chúng tôi đã nhận được tiền" in browser.post(f"{path}hoi-lai/", follow=True).content.decode()
        other = make.order(at=clock.now(), payer=payer)
        page = browser.post(f"/thanh-toan/{other.order_id}/cong/").content.decode()
    finally:
        registry.set_gateway(ours)
    assert api.order(order_id=other.order_id).state is OrderState.AWAITING
    found = re.search(r'href="(http[^"]+/gia-lap/ngan-hang/\?[^"]+)"', page)
    assert found is not None
    assert other.purpose.split()[0] in unescape(found[1])


def test_silent_platform_is_told_and_loses_nothing() -> None:
    ours, payer = make.platform(), make.person()
    registry.set_gateway(NationalPlatform("http://127.0.0.1:9/", ours.partner, ours.secret))
    try:
        order = make.order(at=clock.now(), payer=payer)
        browser = make.citizen_browser(payer)
        page = browser.post(f"/thanh-toan/{order.order_id}/hoi-lai/", follow=True).content.decode()
        assert "Cổng thanh toán không trả lời" in page
        assert browser.post(f"/thanh-toan/{order.order_id}/cong/").status_code == 503
    finally:
        registry.set_gateway(ours)
    assert api.order(order_id=order.order_id).state is OrderState.OPEN


def test_day_reconciles_with_the_bank_s_own_book(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    for trouble in (Trouble.NONE, Trouble.WRONG_AMOUNT, Trouble.SILENT):
        transfer(live_server, make.order(at=clock.now()), trouble)
    today = clock.now().date()
    call_command("payments", "reconcile", "--on", today.isoformat(), "--simulated")
    made = api.latest_reconciliation(on=today)
    assert made is not None
    assert (made.matched, [one.kind for one in made.differences].count("only_bank"), len(made.differences)) == (1, 1, 2)
    assert "1 agree, 2 differ" in capsys.readouterr().out
    csv = Client().get(f"/gia-lap/ngan-hang/sao-ke/{today.isoformat()}.csv").content.decode()
    assert csv.count("\n") == 4
    assert Client().get("/gia-lap/ngan-hang/sao-ke/x.csv").status_code == 404


def test_platform_door_refuses_strangers() -> None:
    for body, status in [("[]", 400), ("{", 400), ('{"LoaiBanTin": "QUERY"}', 403), ('{"LoaiBanTin": "X"}', 403)]:
        answer = Client().post("/gia-lap/ngan-hang/cong/", body, content_type="application/json")
        assert answer.status_code == status
    assert Client().get("/gia-lap/ngan-hang/", {"qr": "hỏng"}).status_code == 422
    assert Client().post("/gia-lap/ngan-hang/chuyen-tien/", {}).status_code == 422
    assert (Callback.objects.count(), Money.objects.count()) == (0, 0)
