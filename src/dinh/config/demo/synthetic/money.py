"""Orders of a story: opened, paid in one way or another, receipts with numbers of the provider that does not exist."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dinh.config.demo.synthetic.names import made_id, spoken
from dinh.config.demo.synthetic.teller import Teller
from dinh.kernel.actor import SYSTEM, Actor
from dinh.ledger import api as ledger
from dinh.payments import registry
from dinh.payments.events import OrderCancelled, OrderExpired, OrderOpened, OrderSettled, ReceiptIssued
from dinh.payments.models import Money, Order, OrderLine, Receipt, SimulatedReceipt
from dinh.payments.plugins.demo_receipts.provider import FORMS
from dinh.payments.policies.references import PREFIX
from dinh.payments.types import FeeKind, Method, MoneyState, OrderState, Quote


@dataclass(frozen=True, slots=True)
class Bill:
    """One order as it was opened; its row is written when its end is known."""

    key: int
    order_id: str
    subject_id: str
    quote: Quote
    row: dict[str, object]
    opened_at: datetime


class Cashier:
    """Writes the orders of one story exactly as the operations of payments do."""

    def __init__(self, teller: Teller) -> None:
        self._tell = teller

    def open(
        self, quote: Quote, *, by: Actor, at: datetime, subject_id: str, payer: tuple[str, str], payee: tuple[str, str]
    ) -> Bill:
        """Open what is due. `payer` is name and person id, `payee` agency id and code."""
        tell, rng = self._tell, self._tell.rng
        order_id, key = made_id("ord", at, rng), tell.leaf.take_key(Order)
        bank = registry.find_payee(payee[1])
        expires_at = at + timedelta(hours=registry.own_terms().expires_hours)
        row: dict[str, object] = {
            "id": key, "public_id": order_id, "reference": PREFIX + spoken(rng, 8), "page_token": spoken(rng, 24),
            "subject_id": subject_id, "payer_name": payer[0], "payer_person_id": payer[1], "payee_agency_id": payee[0],
            "opened_agency_id": by.agency_id, "bank_bin": bank.bank_bin if bank else "",
            "bank_name": bank.bank_name if bank else "", "account": bank.account if bank else "",
            "account_name": bank.name if bank else "", "total_vnd": quote.total_vnd, "channel": quote.channel,
            "quoted_version": quote.version_id, "opened_at": at, "expires_at": expires_at,
        }  # fmt: skip
        event = OrderOpened(
            order_id=order_id, dossier_id=subject_id, reference=str(row["reference"]), total_vnd=quote.total_vnd,
            full_vnd=sum(line.full_amount_vnd for line in quote.lines), channel=quote.channel,
            payee_agency_id=payee[0],
            discount_rules=tuple(sorted({line.discount_rule for line in quote.lines if line.discount_rule})),
            lines=len(quote.lines), expires_at=expires_at,
        )  # fmt: skip
        tell.record(event, by=by, at=at, subjects=(subject_id, order_id), channel=quote.channel)
        return Bill(key, order_id, subject_id, quote, row, at)

    def settle(self, bill: Bill, *, by: Actor, at: datetime, method: Method) -> None:
        """Take the money and give the receipts; money over the platform leaves its own row."""
        tell, is_zero = self._tell, bill.quote.total_vnd == 0
        is_transfer = method is Method.ONLINE and not is_zero
        number = f"MAU{tell.rng.getrandbits(40):012d}" if is_transfer else ""
        event = OrderSettled(
            order_id=bill.order_id, dossier_id=bill.subject_id, amount_vnd=bill.quote.total_vnd, method=method,
            is_zero=is_zero, payee_agency_id=str(bill.row["payee_agency_id"]), transaction_no=number,
        )  # fmt: skip
        channel = bill.quote.channel
        tell.record(event, by=by, at=at, subjects=(bill.subject_id, bill.order_id), channel=channel)
        received = bill.quote.total_vnd if method is Method.CASH else None
        self._write(
            bill, state=OrderState.SETTLED, settled_at=at, method=method, settled_by_post=by.post_id,
            received_vnd=received,
        )  # fmt: skip
        if is_transfer:
            tell.leaf.add(
                Money,
                {
                    "public_id": made_id("mon", at, tell.rng), "reference": bill.row["reference"],
                    "transaction_no": number, "order_id": bill.key, "amount_vnd": bill.quote.total_vnd,
                    "bank": "Ngân hàng giả lập", "paid_at": at, "received_at": at, "state": MoneyState.SETTLING,
                },
            )  # fmt: skip
        for kind in sorted({line.kind for line in bill.quote.lines}):
            self._receipt(bill, kind, at)

    def _receipt(self, bill: Bill, kind: str, at: datetime) -> None:
        tell = self._tell
        amount = sum(line.amount_vnd for line in bill.quote.lines if line.kind == kind)
        receipt_id, key = made_id("rct", at, tell.rng), tell.leaf.take_key(SimulatedReceipt)
        symbol, number = f"MAU-{at:%y}E", f"{key:07d}"
        tell.leaf.add(
            SimulatedReceipt, {"id": key, "key": f"{bill.order_id}:{kind}", "kind": kind, "amount_vnd": amount}
        )
        tell.leaf.add(
            Receipt,
            {
                "public_id": receipt_id, "order_id": bill.key, "kind": kind, "form": FORMS[FeeKind(kind)],
                "symbol": symbol,
                "number": number, "provider": "demo", "is_demo": True, "amount_vnd": amount, "issued_at": at,
            },
        )  # fmt: skip
        event = ReceiptIssued(
            receipt_id=receipt_id, order_id=bill.order_id, dossier_id=bill.subject_id, kind=kind,
            number=f"{symbol} {number}", amount_vnd=amount, is_demo=True,
        )  # fmt: skip
        tell.record(event, by=SYSTEM, at=at, subjects=(bill.subject_id, bill.order_id, receipt_id))

    def cancel(self, bill: Bill, *, at: datetime, reason: str) -> None:
        event = OrderCancelled(
            order_id=bill.order_id, dossier_id=bill.subject_id,
            reason=ledger.digest(reason, str(bill.row["page_token"])),
        )  # fmt: skip
        subjects = (bill.subject_id, bill.order_id)
        self._tell.record(event, by=SYSTEM, at=at, subjects=subjects, channel=bill.quote.channel)
        self._write(bill, state=OrderState.CANCELLED, closed_at=at, closed_reason=reason)

    def leave(self, bill: Bill, *, now: datetime) -> None:
        """Nobody paid: open while there is time, else expired."""
        expires_at = bill.opened_at + timedelta(hours=registry.own_terms().expires_hours)
        if expires_at >= now:
            self._write(bill, state=OrderState.OPEN)
            return
        at = expires_at + timedelta(minutes=1)
        event = OrderExpired(order_id=bill.order_id, dossier_id=bill.subject_id)
        subjects = (bill.subject_id, bill.order_id)
        self._tell.record(event, by=SYSTEM, at=at, subjects=subjects, channel=bill.quote.channel)
        self._write(bill, state=OrderState.EXPIRED, closed_at=at)

    def _write(self, bill: Bill, **end: object) -> None:
        leaf = self._tell.leaf
        leaf.add(Order, {**bill.row, **end})
        for seq, line in enumerate(bill.quote.lines, start=1):
            leaf.add(
                OrderLine,
                {
                    "order_id": bill.key, "seq": seq, "kind": line.kind, "name": line.name,
                    "amount_vnd": line.amount_vnd, "full_amount_vnd": line.full_amount_vnd,
                    "discount_rule": line.discount_rule, "basis": line.basis,
                },
            )  # fmt: skip
