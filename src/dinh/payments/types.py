"""The plain shapes of payments: states, kinds of fee, quotes, messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class FeeKind(StrEnum):
    """Phí covers the cost of a service, lệ phí is a fixed charge; the source does not always say which."""

    PHI = "phi"
    LE_PHI = "le_phi"
    UNKNOWN = "unknown"


class Setter(StrEnum):
    """Who fixed an amount; who may cut it follows from that."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    UNKNOWN = "unknown"


class OrderState(StrEnum):
    OPEN = "open"
    AWAITING = "awaiting"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    EXPIRED = "expired"


class Method(StrEnum):
    ONLINE = "online"
    CASH = "cash"
    TRANSFER = "transfer"


class Outcome(StrEnum):
    """What became of one message from the platform."""

    SETTLED = "settled"
    REPEATED = "repeated"
    FORGED = "forged"
    MALFORMED = "malformed"
    FAILED = "failed"
    UNMATCHED = "unmatched"
    CONTRADICTED = "contradicted"


class Unmatched(StrEnum):
    """Why money that came could not settle its order."""

    NO_ORDER = "no_order"
    WRONG_AMOUNT = "wrong_amount"
    ALREADY_SETTLED = "already_settled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class MoneyState(StrEnum):
    """Where money from the bank stands: it settled an order, waits to be given back, or was given back."""

    SETTLING = "settling"
    UNMATCHED = "unmatched"
    RETURNED = "returned"


class DifferenceKind(StrEnum):
    ONLY_OURS = "only_ours"
    ONLY_BANK = "only_bank"
    AMOUNT_DIFFERS = "amount_differs"
    NOT_SETTLED = "not_settled"


class Verdict(StrEnum):
    """Whether a discount rule holds for a fee; undecided where the data do not say what the rule asks."""

    APPLIES = "applies"
    NOT = "not"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Fee:
    """One amount asked for, before any discount; `basis` is the instrument or the national catalogue it stands in."""

    kind: FeeKind
    name: str
    amount_vnd: int
    basis: str
    setter: Setter = Setter.UNKNOWN


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line to pay: `amount_vnd` after, `full_amount_vnd` before the discount `discount_rule` (code, "" = none)."""

    kind: FeeKind
    name: str
    amount_vnd: int
    full_amount_vnd: int
    discount_rule: str
    basis: str = ""
    undecided_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeDecision:
    """How a decision table came to a fee: the version, its rules, why in words, and what it was asked.

    `is_answered` is false where the table has no answer for this case: then nothing is due until the desk says what.
    """

    table_id: str
    code: str
    number: int
    name: str
    rules: tuple[int, ...]
    why: tuple[str, ...]
    inputs: Mapping[str, object] = field(default_factory=dict)
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """What is due. Where `is_known` is False the lines are candidates: the desk chooses or enters amount and basis."""

    lines: tuple[QuoteLine, ...]
    total_vnd: int
    is_known: bool
    version_id: str = ""
    channel: str = ""
    on: date | None = None
    unit_id: int | None = None
    note: str = ""
    decision: FeeDecision | None = None


@dataclass(frozen=True, slots=True)
class Payee:
    """The account money goes to."""

    bank_bin: str
    account: str
    name: str
    bank_name: str = ""
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class GatewayMessage:
    """A call-back of the payment platform, read and its signature judged."""

    reference: str
    transaction_no: str
    amount_vnd: int
    bank: str
    paid_at: datetime
    error_code: str
    text: str

    @property
    def is_success(self) -> bool:
        return self.error_code == "00"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of the bank's statement."""

    transaction_no: str
    reference: str
    amount_vnd: int
    content: str = ""
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OurMoney:
    """Money of a day as our records have it."""

    transaction_no: str
    reference: str
    amount_vnd: int
    is_settling: bool


@dataclass(frozen=True, slots=True)
class DifferenceFound:
    kind: DifferenceKind
    transaction_no: str
    reference: str
    ours_vnd: int | None
    bank_vnd: int | None


@dataclass(frozen=True, slots=True)
class IssuedNumber:
    """A receipt number given by the e-receipt provider: mẫu số, ký hiệu, số."""

    form: str
    symbol: str
    number: str
    provider: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class ReceiptRequest:
    """What the provider is asked; `key` makes asking twice give the same number."""

    key: str
    kind: FeeKind
    payer_name: str
    amount_vnd: int
    subject_id: str
    lines: tuple[tuple[str, int], ...]
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What the platform needs to begin a payment."""

    reference: str
    amount_vnd: int
    text: str
    payee: Payee
    payer_name: str
    subject_id: str
    lines: tuple[tuple[str, str, int], ...]
    at: datetime
    ip: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Started:
    """The platform took the payment; the payer goes on at `url`."""

    url: str


@dataclass(frozen=True, slots=True)
class LineView:
    kind: FeeKind
    name: str
    amount_vnd: int
    full_amount_vnd: int
    discount_rule: str
    discount_instrument: str
    basis: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    receipt_id: str
    kind: FeeKind
    form: str
    symbol: str
    number: str
    provider: str
    is_demo: bool
    amount_vnd: int
    issued_at: datetime
    paper_id: str


@dataclass(frozen=True, slots=True)
class Taking:
    """One order settled at the counter by an officer. `amount_vnd` in đồng."""

    order_id: str
    reference: str
    payer_name: str
    amount_vnd: int
    method: Method
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as strangers see it; `qr_text` is "" where nothing can be transferred (nothing due, or no account)."""

    order_id: str
    reference: str
    subject_id: str
    state: OrderState
    total_vnd: int
    channel: str
    payer_name: str
    payer_person_id: str
    payee_agency_id: str
    opened_agency_id: str
    payee: Payee | None
    purpose: str
    qr_text: str
    page_token: str
    opened_at: datetime
    expires_at: datetime
    settled_at: datetime | None
    closed_at: datetime | None
    closed_reason: str
    method: str
    received_vnd: int | None
    lines: tuple[LineView, ...]
    receipts: tuple[ReceiptView, ...]

    @property
    def receipt_no(self) -> str:
        return ", ".join(f"{receipt.symbol} {receipt.number}" for receipt in self.receipts)

    @property
    def is_due(self) -> bool:
        return self.state in {OrderState.OPEN, OrderState.AWAITING}

    @property
    def full_vnd(self) -> int:
        return sum(line.full_amount_vnd for line in self.lines)


@dataclass(frozen=True, slots=True)
class CallbackOutcome:
    """What became of a message: `is_taken` tells the platform to stop repeating it."""

    outcome: Outcome
    order_id: str = ""
    money_id: str = ""
    reason: str = ""

    @property
    def is_taken(self) -> bool:
        return self.outcome not in {Outcome.FORGED, Outcome.MALFORMED, Outcome.CONTRADICTED}


@dataclass(frozen=True, slots=True)
class MoneyView:
    money_id: str
    reference: str
    transaction_no: str
    order_id: str
    amount_vnd: int
    paid_at: datetime
    received_at: datetime
    state: MoneyState
    reason: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    difference_id: str
    kind: DifferenceKind
    transaction_no: str
    reference: str
    ours_vnd: int | None
    bank_vnd: int | None
    resolved_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    """A day beside the bank's statement: sums in đồng, transactions that agree, and the differences."""

    reconciliation_id: str
    on: date
    made_at: datetime
    statement_rows: int
    matched: int
    ours_vnd: int
    bank_vnd: int
    differences: tuple[DifferenceView, ...]

    @property
    def unresolved(self) -> int:
        return sum(difference.resolved_at is None for difference in self.differences)
