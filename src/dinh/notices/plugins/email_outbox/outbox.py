"""Mail that goes nowhere: a simulated mailbox for demonstrations, one row per message."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from dinh.kernel import clock
from dinh.notices.models import SimulatedArrival
from dinh.notices.registry.providers import Forged
from dinh.notices.types import Outgoing, SignedReceipt, Way


@dataclass(frozen=True, slots=True)
class Outbox:
    name: str = "hop-thu-gia-lap"
    kind: str = "email_outbox"

    def send(self, message: Outgoing) -> str:
        row, is_new = SimulatedArrival.objects.get_or_create(
            key=message.key,
            defaults={
                "way": Way.EMAIL, "address": message.address, "title": message.title, "text": message.text,
                "arrived_at": clock.now(),
            },
        )  # fmt: skip
        if not is_new:
            SimulatedArrival.objects.filter(pk=row.pk).update(times=F("times") + 1)
        return f"GL{row.pk:08d}"

    def read_receipt(self, body: bytes, headers: Mapping[str, str]) -> SignedReceipt:
        del body, headers
        raise Forged
