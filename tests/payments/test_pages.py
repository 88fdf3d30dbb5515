import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.payments import api, tasks
from dinh.payments.models import Callback, Money
from dinh.payments.types import OrderState, Outcome, Unmatched
from tests.payments import make

pytestmark = pytest.mark.django_db


def fresh_order(**more: Any) -> api.OrderView:
    return make.order(at=clock.now(), **more)


def post_json(client: Client, message: object) -> Any:
    return client.post("/thanh-toan/goi-lai/", json.dumps(message), content_type="application/json")


def test_payer_sees_amount_code_and_words_to_copy() -> None:
    payer = make.person()
    order = fresh_order(payer=payer)
    page = make.citizen_browser(payer).get(f"/thanh-toan/{order.order_id}/")
    text = page.content.decode()
    assert page.status_code == 200
    for said in (
        "50.000 đ",
        order.purpose,
        "0680000000068",
        "<svg",
        "Quét mã chưa phải là đã trả tiền",
        "/gia-lap/ngan-hang/",
    ):
        assert said in text
    assert "style=" not in text


def test_page_is_closed_to_others() -> None:
    order = fresh_order(payer=make.person())
    path = f"/thanh-toan/{order.order_id}/"
    stranger, neighbor = make.person("Người Lạ"), make.agency("H36.99")
    assert make.citizen_browser(stranger).get(path).status_code == 403
    assert make.official_browser(neighbor).get(path).status_code == 403
    assert make.official_browser().get(path).status_code == 200
    assert Client().get(path).status_code == 302
    assert make.citizen_browser(make.person("Khác")).get("/thanh-toan/ord_none/").status_code == 404


def test_open_page_needs_the_unguessable_link_and_names_nobody() -> None:
    order = fresh_order(payer=make.person())
    page = Client().get(f"/thanh-toan/ma/{order.page_token}/")
    assert (page.status_code, "Nguyễn Thị Hòa" in page.content.decode()) == (200, False)
    assert Client().get(f"/thanh-toan/ma/{order.reference}/").status_code == 404
    assert Client().get(f"/thanh-toan/ma/{order.page_token}/trang-thai/").status_code == 200


def test_state_stops_asking_once_settled() -> None:
    payer = make.person()
    order, browser = fresh_order(payer=payer), make.citizen_browser(payer)
    path = f"/thanh-toan/{order.order_id}/trang-thai/"
    assert b'hx-trigger="every 3s"' in browser.get(path).content
    api.receive_callback(raw=make.message(order.reference, paid_at=clock.now()), at=clock.now())
    after = browser.get(path)
    assert (after.status_code, after.headers["HX-Refresh"], b"hx-trigger" in after.content) == (286, "true", False)


def test_receipt_and_its_paper_are_for_the_payer_and_nobody_else() -> None:
    payer = make.person()
    order = fresh_order(payer=payer)
    api.receive_callback(raw=make.message(order.reference, paid_at=clock.now()), at=clock.now())
    make.follow()
    tasks.seal_papers()
    (receipt,) = api.order(order_id=order.order_id).receipts
    path = f"/thanh-toan/{order.order_id}/bien-lai/{receipt.receipt_id}/"
    browser, stranger = make.citizen_browser(payer), make.citizen_browser(make.person("Khác"))
    text = browser.get(path).content.decode()
    for said in (receipt.number, "năm mươi nghìn đồng", "Nguyễn Thị Hòa", "Bản mẫu"):
        assert said in text
    found = re.search(r'href="(/tep/[^"]+)"', text)
    assert found is not None
    for allowed in (browser, make.official_browser()):
        paper = allowed.get(found[1])
        assert (paper.status_code, b"".join(paper)[:5]) == (200, b"%PDF-")  # type: ignore[call-overload]
    assert [stranger.get(closed).status_code for closed in (path, found[1])] == [403, 403]
    assert make.official_browser().get(path.replace(receipt.receipt_id, "rct_x")).status_code == 404


def test_desk_takes_cash_and_tells_too_little() -> None:
    order, desk = fresh_order(), make.official_browser()
    path = f"/thanh-toan/{order.order_id}/tien-mat/"
    wrong, little = desk.post(path, {"received_vnd": "abc"}), desk.post(path, {"received_vnd": "49.000"})
    assert (wrong.status_code, little.status_code) == (422, 422)
    assert "ít hơn số phải thu" in little.content.decode()
    assert desk.post(path, {"received_vnd": "100.000 đ"}).status_code == 302
    after = api.order(order_id=order.order_id)
    assert (after.state, after.method, after.received_vnd) == (OrderState.SETTLED, "cash", 100_000)
    assert desk.post(path, {"received_vnd": "50000"}).status_code == 409


def test_callback_door_answers_the_platform() -> None:
    order = fresh_order()
    raw = make.message(order.reference, paid_at=clock.now())
    answers = [post_json(Client(enforce_csrf_checks=True), raw).json()["MaLoi"] for _ in range(2)]
    assert answers == ["00", "00"]
    forged = post_json(Client(), {**raw, "SoTien": "1"})
    other = post_json(Client(), make.message(order.reference, 60_000, paid_at=clock.now()))
    assert [(one.status_code, one.json()["MaLoi"]) for one in (forged, other)] == [(403, "97"), (409, "98")]
    assert Client().post("/thanh-toan/goi-lai/", raw).json()["MaLoi"] == "00"


@pytest.mark.parametrize("body", [b"[", b"[1]", b'"x"', b"[" * 20_000, b"\xff", b"x" * 20_000])
def test_callback_door_bears_garbage(body: bytes) -> None:
    answer = Client().post("/thanh-toan/goi-lai/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["MaLoi"]) == (400, "99")


def test_callback_door_bears_text_no_database_keeps() -> None:
    body = b'{"MaThamChieu": "\\u0000\\ud800", "\\u0000": "x", "nested": {"a": 1}, "SoTien": 5}'
    answer = Client().post("/thanh-toan/goi-lai/", body, content_type="application/json")
    assert (answer.status_code, Callback.objects.get().outcome) == (403, Outcome.FORGED)


def statement(*rows: str) -> SimpleUploadedFile:
    head = "ma_giao_dich,ma_tham_chieu,so_tien,noi_dung,thoi_gian"
    return SimpleUploadedFile("sao-ke.csv", "\n".join([head, *rows]).encode())


def test_day_is_compared_explained_and_exported() -> None:
    order = make.order()
    api.receive_callback(raw=make.message(order.reference), at=make.AT + timedelta(minutes=6))
    cashier = make.official_browser()
    sent = {"on": "2026-03-02", "statement": statement(f"GD1,{order.reference},50000,,", "=X9,,7000,,")}
    assert cashier.post("/so-lieu/doi-soat/", sent).status_code == 302
    (lost,) = api.latest_reconciliation(on=make.AT.date()).differences  # type: ignore[union-attr]
    path = f"/so-lieu/doi-soat/sai-lech/{lost.difference_id}/"
    assert cashier.post(path, {"note": " "}).status_code == 422
    assert cashier.post(path, {"note": "Ngân hàng gửi nhầm"}).status_code == 302
    page = cashier.get("/so-lieu/doi-soat/2026-03-02/").content.decode()
    export = cashier.get("/so-lieu/doi-soat/2026-03-02/sai-lech.csv").content.decode("utf-8-sig")
    assert ("Ngân hàng gửi nhầm" in page, "'=X9,,,7000,Ngân hàng gửi nhầm" in export) == (True, True)
    assert cashier.get("/so-lieu/doi-soat/2026-03-03/").status_code == 404
    assert cashier.get("/so-lieu/doi-soat/khong/").status_code == 404


def test_broken_statement_is_told_and_nothing_kept() -> None:
    cashier = make.official_browser()
    for file, said in [(SimpleUploadedFile("a.csv", b"\xff\xfe"), "CSV"), (statement("GD1,,abc,,"), "dòng 2")]:
        page = cashier.post("/so-lieu/doi-soat/", {"on": "2026-03-02", "statement": file})
        assert (page.status_code, said in page.content.decode()) == (422, True)
    assert cashier.post("/so-lieu/doi-soat/", {}).status_code == 422
    assert list(api.reconciliations()) == []


def test_days_page_is_for_whom_the_rights_table_says() -> None:
    path = "/so-lieu/doi-soat/"
    assert make.official_browser(None, "operator").get(path).status_code == 200
    assert make.official_browser(None, "data_officer").get(path).status_code == 403
    assert make.official_browser(None, "specialist").get(path).status_code == 403
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_days_page_asks_the_database_as_often_for_many_rows(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        api.receive_callback(raw=make.message("DT22222222", number=f"GD{number}"), at=make.AT)
        api.receive_callback(raw={"MaThamChieu": f"X{number}"}, at=make.AT)
        on = make.AT.date() - timedelta(days=number)
        api.reconcile(by=SYSTEM, at=make.AT, on=on, statement=[api.StatementRow("Z", "", 1)])
    browser = make.official_browser()
    browser.get("/so-lieu/doi-soat/")
    with django_assert_num_queries(6):
        assert browser.get("/so-lieu/doi-soat/").status_code == 200


def test_cashier_notes_money_given_back() -> None:
    api.receive_callback(raw=make.message("DT22222222"), at=make.AT)
    (money,) = api.waiting_money()
    path = f"/so-lieu/doi-soat/tien-cho/{money.money_id}/"
    assert make.official_browser(None, "data_officer").post(path, {"note": "x"}).status_code == 403
    cashier = make.official_browser()
    assert cashier.post(path, {"note": "Đã trả"}).status_code == 302
    assert cashier.post(path, {"note": "Đã trả"}).status_code == 409
    assert (Money.objects.get().returned_note, Money.objects.get().reason) == ("Đã trả", Unmatched.NO_ORDER)
