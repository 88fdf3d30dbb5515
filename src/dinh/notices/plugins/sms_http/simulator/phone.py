"""The gateway that does not exist: keeps text messages on a page like a phone, sends receipts true and false."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import httpx2
from django.db.models import F

from dinh.kernel.clock import local
from dinh.notices.models import SimulatedArrival
from dinh.notices.plugins.sms_http.gateway import SIGNATURE
from dinh.notices.policies.signature import sign
from dinh.notices.types import Way

_SECONDS = 8.0


class Answering(StrEnum):
    """What the phone's network says of a message."""

    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    TWICE = "twice"
    REORDERED = "reordered"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the house answered to one receipt; 0 when it did not."""

    label: str
    status: int
    text: str


def arrive(*, way: Way, key: str, address: str, title: str, text: str, at: datetime) -> str:
    """Take a message in; the same key again is the same message. Return the number it has here."""
    row, is_new = SimulatedArrival.objects.get_or_create(
        key=key, defaults={"way": way, "address": address, "title": title, "text": text, "arrived_at": at}
    )
    if not is_new:
        SimulatedArrival.objects.filter(pk=row.pk).update(times=F("times") + 1)
    return f"GL{row.pk:08d}"


def receipt_body(key: str, status: str, at: datetime) -> bytes:
    said = {"id": key, "status": status, "at": local(at).isoformat(), "reason": "" if status == "delivered" else "off"}
    return json.dumps(said).encode()


def answer(*, key: str, how: Answering, at: datetime, url: str, secret: str) -> tuple[Answer, ...]:
    """Send receipts from server to server, in the way asked for."""
    good, bad = receipt_body(key, "delivered", at), receipt_body(key, "undelivered", at)
    if how is Answering.FORGED:
        return (_send(good, url, "not the secret", "forged"),)
    bodies = {
        Answering.DELIVERED: [good],
        Answering.UNDELIVERED: [bad],
        Answering.TWICE: [good, good],
        Answering.REORDERED: [good, bad],
    }[how]
    return tuple(_send(body, url, secret, json.loads(body)["status"]) for body in bodies)


def _send(body: bytes, url: str, secret: str, label: str) -> Answer:
    try:
        said = httpx2.post(url, content=body, headers={SIGNATURE: sign(body, secret)}, timeout=_SECONDS)
    except httpx2.HTTPError as fault:
        return Answer(label, 0, type(fault).__name__)
    return Answer(label, said.status_code, said.text[:80])
