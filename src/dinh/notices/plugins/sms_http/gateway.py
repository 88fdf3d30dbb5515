"""Text messages through an HTTP gateway: our request and its delivery receipts are signed over their bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from dinh.notices.policies.signature import is_genuine, sign
from dinh.notices.registry.providers import Forged, ProviderDown, Refused, TryLater
from dinh.notices.types import Outgoing, SignedReceipt

__all__ = ["SIGNATURE", "SmsGateway"]

SIGNATURE = "X-Signature"
_SECONDS = 8.0
_TOO_MANY, _BROKEN, _WRONG = 429, 500, 400
_ARRIVED = {"delivered": True, "undelivered": False}


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """`sender` is the registered brand name (brandname), `callback` where the gateway sends its receipts."""

    name: str
    url: str
    secret: str
    sender: str
    callback: str
    kind: str = "sms_http"

    def send(self, message: Outgoing) -> str:
        asked = {
            "id": message.key, "to": message.address, "from": self.sender, "text": message.text,
            "callback": self.callback,
        }  # fmt: skip
        body = json.dumps(asked, ensure_ascii=False).encode()
        headers = {SIGNATURE: sign(body, self.secret), "Content-Type": "application/json"}
        try:
            answer = httpx2.post(self.url, content=body, headers=headers, timeout=_SECONDS)
        except httpx2.HTTPError as fault:
            raise ProviderDown(type(fault).__name__) from fault
        return _reference(answer)

    def read_receipt(self, body: bytes, headers: Mapping[str, str]) -> SignedReceipt:
        if not is_genuine(body, headers.get(SIGNATURE, ""), self.secret):
            raise Forged
        said = json.loads(body)
        if not isinstance(said, dict) or said.get("status") not in _ARRIVED or not isinstance(said.get("id"), str):
            raise ValueError("not a delivery receipt")
        return SignedReceipt(said["id"], _ARRIVED[said["status"]], str(said.get("reason", "")))


def _reference(answer: httpx2.Response) -> str:
    """Return the gateway's own number of the message, or say in our terms why there is none."""
    status = answer.status_code
    if status == _TOO_MANY:
        raise TryLater("429")
    if status >= _BROKEN:
        raise ProviderDown(str(status))
    if status >= _WRONG:
        raise Refused(f"{status} {answer.text[:120]}")
    try:
        said = answer.json()
    except ValueError as fault:
        raise ProviderDown("an answer that cannot be read") from fault
    if not isinstance(said, dict) or not isinstance(said.get("ref"), str):
        raise ProviderDown("an answer without a reference")
    return str(said["ref"])
