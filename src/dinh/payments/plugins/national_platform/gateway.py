"""Our side of the National Payment Platform: INIT and QUERY over HTTPS, call-backs read and judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from django.utils.translation import gettext_lazy as _

from dinh.kernel import clock
from dinh.kernel.errors import Unavailable
from dinh.payments.plugins.national_platform import messages
from dinh.payments.policies.signature import CALLBACK_FIELDS, is_genuine
from dinh.payments.registry import Forged
from dinh.payments.types import GatewayMessage, Started, StartRequest

_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class NationalPlatform:
    """`url` of the platform, `partner` and `secret` as agreed with it."""

    url: str
    partner: str
    secret: str

    def read(self, raw: Mapping[str, str]) -> GatewayMessage:
        if not is_genuine(raw, CALLBACK_FIELDS, self.secret) or raw.get("MaDoiTac") != self.partner:
            raise Forged
        return messages.read_callback(raw)

    def start(self, asked: StartRequest) -> Started:
        """Return where the payer goes on; raise Unavailable PA33."""
        answer = self._send(messages.init(asked, self.partner, self.secret))
        url = answer.get("UrlThanhToan")
        if answer.get("MaLoi") != messages.SUCCESS or not isinstance(url, str):
            raise _silent()
        return Started(url=url)

    def ask(self, reference: str) -> Mapping[str, str] | None:
        """Return the message about a payment, None while the platform knows of none; raise Unavailable PA33."""
        answer = self._send(messages.query(reference, clock.now(), self.partner, self.secret))
        found = answer.get("KetQua")
        if not isinstance(found, dict):
            return None
        return {str(name): str(value) for name, value in found.items()}

    def _send(self, message: Mapping[str, object]) -> dict[str, Any]:
        try:
            response = httpx2.post(self.url, json=dict(message), timeout=_SECONDS)
            response.raise_for_status()
            answer = response.json()
        except (httpx2.HTTPError, ValueError) as fault:
            raise _silent() from fault
        if not isinstance(answer, dict):
            raise _silent()
        return answer


def _silent() -> Unavailable:
    return Unavailable(
        "PA33",
        _("The payment platform does not answer."),
        _("Your payment is not lost. You can scan the QR code, or try again in a minute."),
    )
