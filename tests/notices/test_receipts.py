"""Text messages over HTTP, both ways: our signed request; receipts true, forged, repeated, late, out of order."""

import json
from typing import Any

import pytest
from django.test import Client

from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import NotFound
from dinh.ledger import api as ledger
from dinh.notices import api
from dinh.notices.models import DeliveryReceipt, Message, SimulatedArrival
from dinh.notices.plugins.assembly import SIMULATED_SMS, simulated
from dinh.notices.plugins.sms_http.gateway import SIGNATURE, SmsGateway
from dinh.notices.plugins.sms_http.simulator.phone import Answering, answer, receipt_body
from dinh.notices.policies.signature import sign
from dinh.notices.registry.providers import ProviderDown, Refused, set_providers
from dinh.notices.types import Outgoing
from tests.notices import make

pytestmark = pytest.mark.django_db
OUTCOME = api.ReceiptOutcome


@pytest.fixture
def gateway() -> SmsGateway:
    found = simulated(public_url="http://127.0.0.1:9", secret_key="test")[api.Way.SMS][0]
    assert isinstance(found, SmsGateway)
    set_providers(api.Way.SMS, (found,))
    return found


def sent(key: str = "k") -> Message:
    """A message the gateway has taken."""
    make.told(key=key)
    row = Message.objects.get(notice__dedupe_key=key, way="sms")
    row.state, row.next_at, row.sent_at, row.provider = "sent", None, make.AT, SIMULATED_SMS
    row.save()
    return row


def take(body: bytes, secret: str) -> api.ReceiptOutcome:
    headers = {SIGNATURE: sign(body, secret)}
    return api.receive_receipt(by=SYSTEM, at=make.AT, provider_name=SIMULATED_SMS, body=body, headers=headers)


def state(row: Message) -> str:
    return Message.objects.get(pk=row.pk).state


def test_a_receipt_says_that_it_arrived_once(gateway: SmsGateway) -> None:
    row = sent()
    body = receipt_body(row.public_id, "delivered", make.AT)
    assert [take(body, gateway.secret) for _ in range(3)] == [OUTCOME.DELIVERED] * 3
    assert state(row) == "delivered"
    assert DeliveryReceipt.objects.get().times == 3
    ledger.seal()
    kinds = [one.kind for one in ledger.entries_of(row.notice.public_id)]
    assert kinds.count("notices.message.delivered") == 1


def test_a_forged_receipt_changes_nothing_and_is_recorded_once(gateway: SmsGateway) -> None:
    row = sent()
    body = receipt_body(row.public_id, "delivered", make.AT)
    assert [take(body, "another"), take(body, "another")] == [OUTCOME.FORGED] * 2
    assert state(row) == "sent"
    ledger.seal()
    kinds = [one.kind for one in ledger.entries_of(f"provider:{SIMULATED_SMS}")]
    assert kinds == ["notices.receipt.refused"]
    # The true one with the very same bytes counts all the same.
    assert take(body, gateway.secret) == OUTCOME.DELIVERED


def test_the_order_of_receipts_does_not_matter(gateway: SmsGateway) -> None:
    first, second = sent("a"), sent("b")
    for row, order in ((first, ("delivered", "undelivered")), (second, ("undelivered", "delivered"))):
        for said in order:
            take(receipt_body(row.public_id, said, make.AT), gateway.secret)
    assert (state(first), state(second)) == ("delivered", "delivered")


def test_not_arrived_is_a_failure_on_record(gateway: SmsGateway) -> None:
    row = sent()
    assert take(receipt_body(row.public_id, "undelivered", make.AT), gateway.secret) == OUTCOME.UNDELIVERED
    assert state(row) == "failed"


def test_a_receipt_that_comes_before_our_own_note_counts(gateway: SmsGateway) -> None:
    make.told()
    row = Message.objects.get(way="sms")
    assert take(receipt_body(row.public_id, "undelivered", make.AT), gateway.secret) == OUTCOME.IGNORED
    assert state(row) == "queued"
    assert take(receipt_body(row.public_id, "delivered", make.AT), gateway.secret) == OUTCOME.DELIVERED
    assert api.deliver_due(by=SYSTEM, at=make.AT).sent == 1  # only the mail
    assert state(row) == "delivered"


@pytest.mark.parametrize("body", [b"", b"[]", b"not json", b'{"id": 1, "status": "delivered"}', b'{"status": "read"}'])
def test_a_signed_receipt_that_says_nothing_is_malformed(gateway: SmsGateway, body: bytes) -> None:
    assert take(body, gateway.secret) == OUTCOME.MALFORMED


def test_a_receipt_for_an_unknown_message_or_provider(gateway: SmsGateway) -> None:
    assert take(receipt_body("msg_none", "delivered", make.AT), gateway.secret) == OUTCOME.UNKNOWN
    with pytest.raises(NotFound):
        api.receive_receipt(by=SYSTEM, at=make.AT, provider_name="none", body=b"", headers={})


def test_the_door_for_receipts_looks_at_the_signature_only(gateway: SmsGateway, client: Client) -> None:
    row = sent()
    body = receipt_body(row.public_id, "delivered", make.AT)

    door = f"/thong-bao/goi-lai/{SIMULATED_SMS}/"

    def post(signature: str) -> Any:
        return client.post(
            f"/thong-bao/goi-lai/{SIMULATED_SMS}/",
            body,
            content_type="application/json",
            headers={SIGNATURE: signature},
        )

    assert post("").status_code == 403
    assert post(sign(body, gateway.secret)).json() == {"outcome": "delivered"}
    assert client.post("/thong-bao/goi-lai/none/", body, content_type="application/json").status_code == 404
    assert client.post(door, "x" * 20_000, content_type="text/plain").status_code == 413


@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
def test_the_simulated_gateway_over_a_real_socket(live_server: Any) -> None:
    found = simulated(public_url=live_server.url, secret_key="test")[api.Way.SMS][0]
    assert isinstance(found, SmsGateway)
    set_providers(api.Way.SMS, (found,))
    make.told()
    row = Message.objects.get(way="sms")
    asked = Outgoing(row.public_id, row.address, row.name, "", row.text)
    assert found.send(asked) == found.send(asked)
    assert SimulatedArrival.objects.get().times == 2
    assert api.deliver_due(by=SYSTEM, at=make.AT).sent == 2
    said = [
        one.status
        for how in (Answering.FORGED, Answering.REORDERED, Answering.TWICE)
        for one in answer(key=row.public_id, how=how, at=make.AT, url=found.callback, secret=found.secret)
    ]
    assert said == [403, 200, 200, 200, 200]
    assert state(row) == "delivered"
    with pytest.raises(Refused):
        SmsGateway("x", found.url, "wrong", "D", "").send(asked)
    with pytest.raises(ProviderDown):
        SmsGateway("x", "http://127.0.0.1:9/", "s", "D", "").send(asked)


def test_receipts_hold_no_address() -> None:
    assert "0912" not in json.loads(receipt_body("msg_1", "undelivered", make.AT))["reason"]
