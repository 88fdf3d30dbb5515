"""Which values a test lets in, as cells of a partition that all rules of a column share.

A cut is a place between values: (v, 0) stands just before v, (v, 1) just after it. An interval is a half-open span of
cuts, so open and closed ends are the same thing. Whole numbers and days have no value between neighbours: there
(v, 1) is the same place as (v + 1, 0), which makes (3..5) and [4..4] one and the same cell.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dinh.processes.policies.tables.feel import Between, Compare, Part, Tests
from dinh.processes.policies.tables.values import ORDERED
from dinh.processes.types.tables import Column, ColumnType, Value

Cut = tuple[int, Any, int]
# Infinity sorts by its first part, so that numbers and days need no largest value.
LOWEST: Cut = (-1, 0, 0)
HIGHEST: Cut = (1, 0, 0)
_ANY_DAY = date(2026, 1, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One class of values no rule tells apart: a span of cuts, or one word (None: any other word)."""

    low: Cut = LOWEST
    high: Cut = HIGHEST
    word: str | bool | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """The cells of one column in order, and for each rule the set of its cells as bits."""

    column: Column
    cells: tuple[Cell, ...]
    masks: tuple[int, ...]

    @property
    def all(self) -> int:
        return (1 << len(self.cells)) - 1


def _cut(column: Column, value: Any, after: int) -> Cut:
    if after and column.type is not ColumnType.DECIMAL:
        if isinstance(value, date):
            return HIGHEST if value == date.max else (0, value + _DAY, 0)
        return (0, value + 1, 0)
    # Nothing lies before the first day of the calendar.
    return LOWEST if isinstance(value, date) and value == date.min else (0, value, after)


def _spans(column: Column, part: Part) -> list[tuple[Cut, Cut]]:
    if isinstance(part, Between):
        low = _cut(column, part.low, int(not part.is_low_in))
        high = _cut(column, part.high, int(part.is_high_in))
        return [(low, high)] if low < high else []
    before, after = _cut(column, part.value, 0), _cut(column, part.value, 1)
    return {
        "=": [(before, after)],
        "!=": [(LOWEST, before), (after, HIGHEST)],
        "<": [(LOWEST, before)],
        "<=": [(LOWEST, after)],
        ">": [(after, HIGHEST)],
        ">=": [(before, HIGHEST)],
    }[part.op]


def _ordered(column: Column, tests: Sequence[Tests]) -> Partition:
    spans = [[span for part in one.parts for span in _spans(column, part)] for one in tests]
    cuts = sorted({LOWEST, HIGHEST, *(cut for found in spans for span in found for cut in span)})
    cells = tuple(Cell(low=low, high=high) for low, high in pairwise(cuts))
    whole = (1 << len(cells)) - 1
    masks = []
    for one, found in zip(tests, spans, strict=True):
        mask = 0
        for low, high in found:
            mask |= (1 << bisect_left(cuts, high)) - (1 << bisect_left(cuts, low))
        masks.append(whole & ~mask if one.is_not else mask)
    return Partition(column, cells, tuple(masks))


def _word_mask(part: Part, places: dict[Any, int], whole: int) -> int:
    if not isinstance(part, Compare):
        return 0
    own = 1 << places[part.value] if part.value in places else 0
    return whole & ~own if part.op == "!=" else own


def _words(column: Column, tests: Sequence[Tests]) -> Partition:
    if column.type is ColumnType.BOOL:
        names: list[Any] = [False, True]
    else:
        said = (part.value for one in tests for part in one.parts if isinstance(part, Compare))
        names = list(dict.fromkeys([*column.values, *(said if not column.values else ())]))
    cells = [Cell(word=name) for name in names]
    if column.type is not ColumnType.BOOL and not column.values:
        cells.append(Cell(others=tuple(names)))
    places = {name: place for place, name in enumerate(names)}
    whole = (1 << len(cells)) - 1
    masks = []
    for one in tests:
        mask = 0
        for part in one.parts:
            mask |= _word_mask(part, places, whole)
        masks.append(whole & ~mask if one.is_not else mask)
    return Partition(column, tuple(cells), tuple(masks))


def partition(column: Column, tests: Sequence[Tests]) -> Partition:
    """Return the coarsest cells in which every test of the column is constant."""
    return _ordered(column, tests) if column.type in ORDERED else _words(column, tests)


def sample(column: Column, cell: Cell) -> Value:
    """Return one value out of the cell."""
    if column.type not in ORDERED:
        return cell.word if cell.word is not None else _other_word(cell.others)
    low, high = cell.low, cell.high
    if low == LOWEST and high == HIGHEST:
        return _ANY_DAY if column.type is ColumnType.DATE else 0
    if low == LOWEST:
        return _before(high[1])
    if low[2] == 0:
        return _plain(low[1])
    if high == HIGHEST:
        return _plain(low[1] + 1)
    return _plain((Decimal(low[1]) + Decimal(high[1])) / 2)


def _plain(value: Any) -> Value:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    found: Value = value
    return found


def _before(value: Any) -> Value:
    if isinstance(value, date):
        return value - _DAY if value > date.min else value
    return _plain(value - 1)


def _other_word(taken: Sequence[str]) -> str:
    word = "khác"
    while word in taken:
        word += "+"
    return word


def lowest_bit(mask: int) -> int:
    """Return the place of the lowest set bit of a mask that is not 0."""
    return (mask & -mask).bit_length() - 1


def bits(mask: int) -> list[int]:
    """Return the places of all set bits, lowest first."""
    found = []
    while mask:
        found.append(lowest_bit(mask))
        mask &= mask - 1
    return found


def rules_by_cell(part: Partition) -> list[int]:
    """Return for each cell of the column the rules that hold in it, as bits."""
    found = [0] * len(part.cells)
    for number, mask in enumerate(part.masks):
        for place in bits(mask):
            found[place] |= 1 << number
    return found
