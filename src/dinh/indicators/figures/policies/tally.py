"""The plain recount: facts one by one, by nothing but adding and sorting in Python. The engines must agree with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import product
from operator import attrgetter
from typing import Any

from dinh.indicators.figures.policies.counting import Counting, Way, ranked
from dinh.indicators.figures.policies.plans import Cells, Plan
from dinh.indicators.figures.types import Measure, MeasureKind

Codes = tuple[str, ...]
# Where a fact of one day counts: the number of the day's periods, then its dimensions as they stand in the fact.
Group = tuple[int, ...]
Told = defaultdict[tuple[int, ...], dict[str, int]]


class Tally:
    """The cells of a plan, filled fact by fact.

    A fact is counted once on each of its days; days that lie in the same periods are put together, and only at the end
    each of these sums is added to all its periods and homes.
    """

    def __init__(self, plan: Plan, counting: Counting) -> None:
        self._plan = plan
        self._counting = counting
        self._wanted = {measure.code: measure for measure, _ in plan.measures}
        days = _days(plan)
        self._inside = tuple(dict.fromkeys(days.values()))
        numbered = {places: number for number, places in enumerate(self._inside)}
        self._days = {day: numbered[places] for day, places in days.items()}
        self._homes: Mapping[int, list[int]] = _homes(plan)
        self._of = attrgetter(*plan.by) if len(plan.by) > 1 else lambda fact: (getattr(fact, plan.by[0]),)
        self._asked: dict[Way, tuple[tuple[str, Codes, tuple[Measure, ...]], ...]] = {}
        self._counts: dict[tuple[Group, Codes], int] = defaultdict(int)
        self._sums: dict[tuple[Group, str], int] = defaultdict(int)
        self._seen: dict[tuple[Group, str], list[int]] = defaultdict(list)

    def take(self, fact: Any) -> None:
        """Count one fact wherever it belongs."""
        if any(getattr(fact, name) != number for name, number in self._plan.only):
            return
        way = self._counting.way(fact)
        asked = self._asked.get(way)
        if asked is None:
            asked = self._asked[way] = self._ask(way)
        dimensions = self._of(fact)
        for by, counted, valued in asked:
            number = self._days.get(getattr(fact, by))
            if number is not None:
                group = (number, *dimensions)
                if counted:
                    self._counts[group, counted] += 1
                for measure in valued:
                    self._value(group, measure, getattr(fact, measure.of))

    def _ask(self, way: Way) -> tuple[tuple[str, Codes, tuple[Measure, ...]], ...]:
        """Return by each day what facts of this way are counted in, and the measures that look at their numbers."""
        met = [one for one in way.measures if one.code in self._wanted]
        return tuple(
            (
                by,
                tuple(one.code for one in met if one.by == by and one.kind is MeasureKind.COUNT),
                tuple(one for one in met if one.by == by and one.kind is not MeasureKind.COUNT),
            )
            for by in dict.fromkeys(one.by for one in met)
        )

    def _value(self, group: Group, measure: Measure, value: int | None) -> None:
        if value is None:
            return
        if measure.kind is MeasureKind.SUM:
            self._sums[group, measure.code] += value
        else:
            self._seen[group, measure.code].append(value)

    def _keys(self, group: Group) -> Iterable[tuple[int, ...]]:
        """Return the cells a group counts in: its periods with each home of its unit."""
        number, *numbers = group
        places = self._inside[number]
        if not self._plan.homes:
            return ((place, *numbers) for place in places)
        at = self._plan.by.index("unit_id")
        return (
            (place, *numbers[:at], home, *numbers[at + 1 :])
            for place, home in product(places, self._homes.get(numbers[at], ()))
        )

    def cells(self) -> Cells:
        """Return what was counted; the tally is empty afterwards."""
        told: Told = defaultdict(dict)
        while self._counts:
            (group, codes), number = self._counts.popitem()
            for key in self._keys(group):
                cell = told[key]
                for code in codes:
                    cell[code] = cell.get(code, 0) + number
        while self._sums:
            (group, code), number = self._sums.popitem()
            for key in self._keys(group) if number else ():
                told[key][code] = told[key].get(code, 0) + number
                if not told[key][code]:
                    del told[key][code]
        self._tell_seen(told)
        return {key: numbers for key, numbers in told.items() if numbers}

    def _tell_seen(self, told: Told) -> None:
        """Count apart, and rank, what cannot be added: all values of a cell have to be together first."""
        values: dict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
        for (group, code), found in self._seen.items():
            for key in self._keys(group):
                values[key, code] += found
        self._seen.clear()
        for (key, code), found in values.items():
            measure = self._wanted[code]
            is_distinct = measure.kind is MeasureKind.DISTINCT
            told[key][code] = len(set(found)) if is_distinct else ranked(found, measure.share)


def _days(plan: Plan) -> Mapping[date, tuple[int, ...]]:
    found: dict[date, list[int]] = defaultdict(list)
    for place, period in enumerate(plan.periods):
        for n in range((period.last - period.first).days + 1):
            found[period.first + timedelta(days=n)].append(place)
    return {day: tuple(places) for day, places in found.items()}


def _homes(plan: Plan) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for unit, home in plan.homes:
        found[unit].append(home)
    return found


def tallied(plan: Plan, counting: Counting, facts: Iterable[Any]) -> Cells:
    """Return the cells of a plan counted from facts one by one."""
    tally = Tally(plan, counting)
    for fact in facts:
        tally.take(fact)
    return tally.cells()
