"""Putting an order into words for its pages."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.kernel.errors import Words
from dinh.payments.api import OrderState, OrderView, vietqr
from dinh.payments.types import FeeKind, LineView

STATE_WORDS: dict[OrderState, Words] = {
    OrderState.OPEN: _("Not paid yet"),
    OrderState.AWAITING: _("Waiting for the bank"),
    OrderState.SETTLED: _("Paid"),
    OrderState.CANCELLED: _("Cancelled"),
    OrderState.REFUNDED: _("Refunded"),
    OrderState.EXPIRED: _("Time is over"),
}
STATE_TONES = {
    OrderState.OPEN: "warning",
    OrderState.AWAITING: "info",
    OrderState.SETTLED: "good",
    OrderState.EXPIRED: "quiet",
    OrderState.CANCELLED: "quiet",
    OrderState.REFUNDED: "quiet",
}
METHOD_WORDS: dict[str, Words] = {"online": _("Online"), "cash": _("Cash"), "transfer": _("Bank transfer")}
KIND_WORDS: dict[FeeKind, Words] = {
    FeeKind.PHI: _("Fee (phí)"),
    FeeKind.LE_PHI: _("Charge (lệ phí)"),
    FeeKind.UNKNOWN: _("Fee or charge"),
}


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the buttons of a page lead; `bank` and `gateway` "" where there is none."""

    state: str
    ask: str
    bank: str
    gateway: str


@dataclass(frozen=True, slots=True)
class LineShown:
    line: LineView
    kind: Words


@dataclass(frozen=True, slots=True)
class Shown:
    """An order on a page. `is_over`: unpaid and its time ran out, even before the clock's task closed it."""

    order: OrderView
    state: Words
    tone: str
    is_payable: bool
    is_over: bool
    agency: str
    method: Words
    qr: str
    lines: tuple[LineShown, ...]
    ways: Ways

    @property
    def change_vnd(self) -> int:
        return (self.order.received_vnd or 0) - self.order.total_vnd


def agency_name(agency_id: str) -> str:
    return directory.agency(agency_id=agency_id).name


def own_ways(order: OrderView) -> Ways:
    here = reverse("payments:order", args=[order.order_id])
    return Ways(
        state=reverse("payments:state", args=[order.order_id]),
        ask=reverse("payments:ask", args=[order.order_id]),
        bank=_bank(order, here),
        gateway=reverse("payments:leave", args=[order.order_id]) if order.qr_text else "",
    )


def token_ways(order: OrderView) -> Ways:
    here = reverse("payments:open_order", args=[order.page_token])
    return Ways(
        state=reverse("payments:open_state", args=[order.page_token]),
        ask=reverse("payments:open_ask", args=[order.page_token]),
        bank=_bank(order, here),
        gateway="",
    )


def _bank(order: OrderView, here: str) -> str:
    if not settings.DINH_SIMULATORS or not order.qr_text:
        return ""
    return f"{reverse('payments:bank')}?{urlencode({'qr': order.qr_text, 've': here})}"


def shown(order: OrderView, ways: Ways, now: datetime) -> Shown:
    is_over = order.is_due and now > order.expires_at
    state = OrderState.EXPIRED if is_over else order.state
    is_payable = order.is_due and not is_over
    return Shown(
        order=order,
        state=STATE_WORDS[state],
        tone=STATE_TONES[state],
        is_payable=is_payable,
        is_over=is_over or order.state is OrderState.EXPIRED,
        agency=agency_name(order.payee_agency_id),
        method=METHOD_WORDS.get(order.method, ""),
        qr=vietqr.svg(order.qr_text) if is_payable and order.qr_text else "",
        lines=tuple(LineShown(line=line, kind=KIND_WORDS[line.kind]) for line in order.lines),
        ways=ways,
    )
