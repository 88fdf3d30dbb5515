"""Comparing a day of our records with the bank's statement of that day.

Basis: 45/2020/NĐ-CP, Điều 13: daily reconciliation, differences investigated.
"""

from collections import Counter
from collections.abc import Sequence

from dinh.payments.types import DifferenceFound, DifferenceKind, OurMoney, StatementRow

__all__ = ["compare", "doubled"]


def doubled(statement: Sequence[StatementRow]) -> tuple[str, ...]:
    """Return transaction numbers that stand more than once: such a statement cannot be compared."""
    counted = Counter(row.transaction_no for row in statement)
    return tuple(sorted(number for number, times in counted.items() if times > 1))


def _judge(ours: OurMoney | None, bank: StatementRow | None) -> DifferenceKind | None:
    if ours is None:
        return DifferenceKind.ONLY_BANK
    if bank is None:
        return DifferenceKind.ONLY_OURS
    if ours.amount_vnd != bank.amount_vnd:
        return DifferenceKind.AMOUNT_DIFFERS
    return None if ours.is_settling else DifferenceKind.NOT_SETTLED


def compare(ours: Sequence[OurMoney], statement: Sequence[StatementRow]) -> tuple[int, tuple[DifferenceFound, ...]]:
    """Return how many transactions agree, and the differences in order of transaction number."""
    mine = {money.transaction_no: money for money in ours}
    theirs = {row.transaction_no: row for row in statement}
    found, matched = [], 0
    for number in sorted(mine.keys() | theirs.keys()):
        our, bank = mine.get(number), theirs.get(number)
        kind = _judge(our, bank)
        if kind is None:
            matched += 1
            continue
        found.append(
            DifferenceFound(
                kind=kind,
                transaction_no=number,
                reference=our.reference if our else bank.reference if bank else "",
                ours_vnd=our.amount_vnd if our else None,
                bank_vnd=bank.amount_vnd if bank else None,
            )
        )
    return matched, tuple(found)
