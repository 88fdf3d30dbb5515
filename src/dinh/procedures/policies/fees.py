"""How a fee of the source is read: an amount only where the source states one, otherwise none."""

import re
from dataclasses import dataclass
from decimal import Decimal

from dinh.kernel.text import fold
from dinh.procedures.types import FaultKind, FeeKind, FeeLine

# The crawl kept 200 letters of a fee: what reaches that length has lost its end.
CUT_AT = 200
# No public fee is under a thousand đồng: "50 VNĐ" stands for 50.000, "155 VNĐ" for 155 USD, and we may not choose.
LEAST_PLAUSIBLE_VND = 1000
NOTHING_ENTERED = "mien phi"

_PLAIN = re.compile(r"^([\d.,]+)\s*(?:Việt Nam Đồng|VNĐ|Đồng|đồng)$")
_DOLLARS = re.compile(r"^([\d.,]+)\s*USD$")
_LABEL = re.compile(r"(Lệ phí|Phí)\s*:\s*")
_LABELLED = re.compile(r"^(?:([\d.,]+|[Kk]hông)\s+(Đồng|USD))\s*(?P<note>.*)$", re.DOTALL)
_GROUPED = re.compile(r"^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")
_DECIMAL = re.compile(r"^\d{1,6}(?:[.,]\d{1,2})?$")


@dataclass(frozen=True, slots=True)
class FeeReading:
    """`lines` as read; `faults` what the source left unclear; `is_choice`: the lines are alternatives, not a sum."""

    lines: tuple[FeeLine, ...] = ()
    faults: tuple[FaultKind, ...] = ()
    is_choice: bool = False

    @property
    def is_amount_entered(self) -> bool:
        return any(line.amount_vnd is not None or line.amount_text for line in self.lines)


def read_vnd(text: str) -> int | None:
    """Return the whole đồng of "50,000", "2.000.000" or "20000"; None where the digits do not say which."""
    if text.isascii() and text.isdigit():
        return int(text)
    return int(re.sub(r"[.,]", "", text)) if _GROUPED.match(text) else None


def read_dollars(text: str) -> str:
    """Return dollars as written in the source, in plain decimal form ("03" is 3, "1,5" is 1.5); empty if unclear."""
    if _DECIMAL.match(text):
        return format(Decimal(text.replace(",", ".")).normalize(), "f")
    if _GROUPED.match(text):
        return re.sub(r"[.,]", "", text)
    return ""


def _bracketed(note: str) -> str:
    """Return the remark in brackets that the portal prints right behind the amount."""
    if not note.startswith("("):
        return ""
    depth = 0
    for place, letter in enumerate(note):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return note[1:place].strip()
    return note[1:].strip()


def _line(kind: FeeKind, number: str, unit: str, note: str) -> tuple[FeeLine, tuple[FaultKind, ...]]:
    if unit == "USD":
        dollars = read_dollars(number)
        faults = () if dollars else (FaultKind.FEE_UNREADABLE,)
        return FeeLine(kind=kind, amount_vnd=None, currency="USD", amount_text=dollars, note=note), faults
    amount = 0 if number.lower() == "không" else read_vnd(number)
    if amount is None:
        return FeeLine(kind=kind, amount_vnd=None, currency="VND", note=note), (FaultKind.FEE_UNREADABLE,)
    if 0 < amount < LEAST_PLAUSIBLE_VND:
        return FeeLine(kind=kind, amount_vnd=None, currency="VND", note=note), (FaultKind.FEE_SUSPICIOUS,)
    return FeeLine(kind=kind, amount_vnd=amount, currency="VND", note=note), ()


def _labelled(raw: str) -> FeeReading:
    _before, *pieces = _LABEL.split(raw)
    lines: list[FeeLine] = []
    faults: list[FaultKind] = []
    for label, piece in zip(pieces[::2], pieces[1::2], strict=True):
        kind = FeeKind.LE_PHI if label == "Lệ phí" else FeeKind.PHI
        found = _LABELLED.match(piece.strip())
        if found:
            line, wrong = _line(kind, found[1], found[2], _bracketed(found["note"]) or found["note"].strip())
        else:
            line, wrong = FeeLine(kind, None, "VND", note=piece.strip()), (FaultKind.FEE_UNREADABLE,)
        lines.append(line)
        faults += wrong
    return FeeReading(tuple(lines), tuple(faults), is_choice=len(lines) > 1)


def read_fee(raw: str, note: str = "") -> FeeReading:
    """Return what a fee text states. "Miễn phí" is what the portal prints when no amount is entered: nothing."""
    raw = raw.strip()
    if not raw:
        return FeeReading(faults=(FaultKind.FEE_BLANK,))
    if fold(raw) == NOTHING_ENTERED:
        return FeeReading(faults=(FaultKind.FEE_NOT_ENTERED,))
    cut = (FaultKind.FEE_CUT,) if len(raw) >= CUT_AT else ()
    for pattern, unit in ((_PLAIN, "VND"), (_DOLLARS, "USD")):
        found = pattern.match(raw)
        if found:
            line, faults = _line(FeeKind.UNKNOWN, found[1], unit, _bracketed(note))
            return FeeReading((line,), (*faults, *cut))
    if _LABEL.match(raw):
        read = _labelled(raw)
        return FeeReading(read.lines, tuple(dict.fromkeys((*read.faults, *cut))), read.is_choice)
    line = FeeLine(FeeKind.UNKNOWN, None, "VND", note=raw)
    return FeeReading((line,), (FaultKind.FEE_UNREADABLE, *cut))
