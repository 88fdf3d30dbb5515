"""Which cut of a fee holds: dated rules by who set the fee, its kind, the channel at submission, the area and the day.

A rule that asks what the data do not say is *undecided*: it is named to the officer and never applied by itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dinh.kernel.text import fold
from dinh.payments.types import Fee, FeeKind, Quote, QuoteLine, Setter, Verdict

__all__ = ["Circumstances", "DiscountRule", "quote_of", "verdict"]

_CENT = 100


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """One rule of a resolution: pay `pays_percent` of the full amount. Empty tuples ask nothing.

    `areas` are codes of the 63 former provinces. `subjects` are words (without tones) one of which must stand in the
    fee's or the procedure's name; of `excluded` none may.
    `list_known` False: the resolution has a list of fees that is not at hand, so the rule stays undecided.
    """

    code: str
    instrument: str
    valid_from: date
    valid_to: date | None
    areas: tuple[str, ...]
    channels: tuple[str, ...]
    kinds: tuple[FeeKind, ...]
    setters: tuple[Setter, ...]
    subjects: tuple[str, ...]
    excluded: tuple[str, ...]
    pays_percent: int
    list_known: bool
    mark: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a rule may ask about besides the fee; `area` is the old province code, "" when not known for certain."""

    channel: str
    on: date
    area: str
    procedure_name: str = ""
    field: str = ""


def _has(words: Iterable[str], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def _of(wanted: Sequence[str], said: str, unknown: str) -> Verdict:
    if not wanted or said in wanted:
        return Verdict.APPLIES
    return Verdict.UNDECIDED if said == unknown else Verdict.NOT


def _kind(rule: DiscountRule, fee: Fee) -> Verdict:
    if {FeeKind.PHI, FeeKind.LE_PHI} <= set(rule.kinds):
        return Verdict.APPLIES
    return _of(rule.kinds, fee.kind, FeeKind.UNKNOWN)


def _subject(rule: DiscountRule, fee: Fee, about: Circumstances) -> Verdict:
    text = fold(f"{fee.name} {about.procedure_name} {about.field}")
    if _has(rule.excluded, text):
        return Verdict.NOT
    if rule.subjects and not _has(rule.subjects, text):
        return Verdict.NOT
    return Verdict.APPLIES if rule.list_known else Verdict.UNDECIDED


def verdict(rule: DiscountRule, fee: Fee, about: Circumstances) -> Verdict:
    """Say whether the rule holds for this fee: one "no" decides, else one unknown leaves it undecided."""
    is_in_force = rule.valid_from <= about.on and (rule.valid_to is None or about.on <= rule.valid_to)
    if not is_in_force or about.channel not in rule.channels or fee.amount_vnd == 0:
        return Verdict.NOT
    asked = {
        _of(rule.areas, about.area, ""),
        _kind(rule, fee),
        _of(rule.setters, fee.setter, Setter.UNKNOWN),
        _subject(rule, fee, about),
    }
    if Verdict.NOT in asked:
        return Verdict.NOT
    return Verdict.UNDECIDED if Verdict.UNDECIDED in asked else Verdict.APPLIES


def discounted(full_vnd: int, pays_percent: int) -> int:
    """Return the part to pay in whole đồng; half a đồng is left to the payer's favour."""
    return full_vnd * pays_percent // _CENT


def line_of(fee: Fee, rules: Sequence[DiscountRule], about: Circumstances) -> QuoteLine:
    """Return the line with the cut best for the payer among the rules that hold."""
    verdicts = [(rule, verdict(rule, fee, about)) for rule in rules]
    holding = [rule for rule, said in verdicts if said is Verdict.APPLIES]
    best = min(holding, key=lambda rule: (rule.pays_percent, rule.code)) if holding else None
    return QuoteLine(
        kind=fee.kind,
        name=fee.name,
        amount_vnd=fee.amount_vnd if best is None else discounted(fee.amount_vnd, best.pays_percent),
        full_amount_vnd=fee.amount_vnd,
        discount_rule="" if best is None else best.code,
        basis=fee.basis,
        undecided_rules=tuple(rule.code for rule, said in verdicts if said is Verdict.UNDECIDED),
    )


def quote_of(
    fees: Sequence[Fee], rules: Sequence[DiscountRule], about: Circumstances, *, is_known: bool, note: str = ""
) -> Quote:
    """Return the quote of these fees; where `is_known` is False nothing is summed, the desk decides."""
    lines = tuple(line_of(fee, rules, about) for fee in fees)
    total = sum(line.amount_vnd for line in lines) if is_known else 0
    return Quote(lines=lines, total_vnd=total, is_known=is_known, channel=about.channel, on=about.on, note=note)
