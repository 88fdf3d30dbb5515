"""How one dossier counts. Pure: a fact in, whole numbers by day out; live, rebuilt and explained figures all use this.

What is counted stands in `definitions/measures`; here is only how a declared measure meets a fact.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from dinh.indicators.figures.policies.expressions import Node, columns_of, holds, valued_of
from dinh.indicators.figures.types import Measure, MeasureKind

Vector = tuple[int, ...]
# Facts differ in few ways: their conditions are decided once per way and remembered.
_WAYS = 1 << 16


class Way:
    """A way facts are alike: the measures they meet, and what they add to the cells of each of their days."""

    def __init__(self, measures: Sequence[Measure], size: int) -> None:
        self.measures = tuple(measures)
        self.days = tuple(self._day(by, size) for by in dict.fromkeys(one.by for one in measures if one.place))

    def _day(self, by: str, size: int) -> tuple[str, Vector, tuple[tuple[int, str], ...]]:
        """Return the column of a day, the counts by place, and the places whose sums add a column."""
        placed = [one for one in self.measures if one.place and one.by == by]
        counts = [0] * size
        for one in placed:
            counts[one.place - 1] += one.kind is MeasureKind.COUNT
        return by, tuple(counts), tuple((one.place - 1, one.of) for one in placed if one.kind is MeasureKind.SUM)


class Counting:
    """The measures of one fact, ready to meet its rows."""

    def __init__(self, measures: Sequence[tuple[Measure, Node]]) -> None:
        self.measures = {measure.code: measure for measure, _ in measures}
        self.size = max((measure.place for measure, _ in measures), default=0)
        self._nodes = {measure.code: node for measure, node in measures}
        valued = set().union(*map(valued_of, self._nodes.values())) | {"channel", "closing"}
        self._known = tuple(sorted(set().union(*map(columns_of, self._nodes.values())) - valued))
        self._columns = (*sorted(valued), *self._known)
        self._flags = attrgetter(*sorted(valued))
        self._way: Callable[[tuple[Any, ...]], Way] = lru_cache(_WAYS)(self._decide)
        self._looks_at = {code: tuple(sorted(columns_of(node))) for code, node in self._nodes.items()}
        self._said: dict[tuple[Any, ...], bool] = {}

    def _decide(self, flags: tuple[Any, ...]) -> Way:
        row = dict(zip(self._columns, flags, strict=True))
        return Way([one for code, one in self.measures.items() if self._holds(code, row)], self.size)

    def _holds(self, code: str, row: Mapping[str, Any]) -> bool:
        """Tell whether a condition holds; each looks at few columns, so its answers are few as well."""
        key = (code, *(row[name] for name in self._looks_at[code]))
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = holds(self._nodes[code], row) is True
        return said

    def way(self, fact: Any) -> Way:
        """Return the way a fact counts; one and the same for facts that differ only in days, keys and sums."""
        # A number that is only asked whether it is known would make a way of its own for each number.
        known = [None if getattr(fact, name) is None else True for name in self._known]
        return self._way((*self._flags(fact), *known))

    def met(self, fact: Any) -> tuple[Measure, ...]:
        """Return the measures whose condition a fact meets, whatever the day."""
        return self.way(fact).measures

    def number(self, fact: Any, code: str) -> int:
        """Return what a fact adds to a measure: 1 or its column where the condition holds and the day is known."""
        measure = self.measures[code]
        if measure not in self.met(fact) or getattr(fact, measure.by) is None:
            return 0
        return 1 if measure.kind is MeasureKind.COUNT else getattr(fact, measure.of) or 0

    def contribution(self, fact: Any) -> dict[date, Vector]:
        """Return what a fact adds to the cells of its unit and procedure, by day."""
        found: dict[date, Vector] = {}
        for by, counts, sums in self.way(fact).days:
            day = getattr(fact, by)
            if day is not None:
                vector = list(counts)
                for place, of in sums:
                    vector[place] += getattr(fact, of) or 0
                found[day] = add(found[day], tuple(vector)) if day in found else tuple(vector)
        return {day: vector for day, vector in found.items() if any(vector)}


def difference(before: Mapping[date, Vector], after: Mapping[date, Vector]) -> dict[date, Vector]:
    """Return after minus before, without days that do not change."""
    changed = {}
    for day in before.keys() | after.keys():
        old, new = before.get(day), after.get(day)
        delta = add(new or (), tuple(-one for one in old or ()))
        if any(delta):
            changed[day] = delta
    return changed


def add(one: Vector, other: Vector) -> Vector:
    """Return the sum place by place; the shorter one is as if filled with zeros."""
    if len(one) < len(other):
        one, other = other, one
    return (*(a + b for a, b in zip(one, other, strict=False)), *one[len(other) :])


def total(vectors: Iterable[Vector]) -> Vector:
    summed: Vector = ()
    for vector in vectors:
        summed = add(summed, vector)
    return summed


def trimmed(vector: Sequence[int]) -> Vector:
    """Return a vector without the zeros at its end: how two cells are compared whatever was declared when."""
    end = len(vector)
    while end and not vector[end - 1]:
        end -= 1
    return tuple(vector[:end])


def ranked(values: Sequence[int], share: tuple[int, int]) -> int:
    """Return the value at a percentile: the first, from below, with that share of all values at or under it."""
    up, down = share
    return sorted(values)[max(0, -(-len(values) * up // down) - 1)]
