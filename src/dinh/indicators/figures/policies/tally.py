"""The plain recount: facts one by one, by nothing but adding and sorting in Python. The engines must agree with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

from dinh.indicators.figures.policies.counting import Counting, ranked
from dinh.indicators.figures.policies.plans import Cells, Plan
from dinh.indicators.figures.types import Measure, MeasureKind


class Tally:
    """The cells of a plan, filled fact by fact."""

    def __init__(self, plan: Plan, counting: Counting) -> None:
        self._plan = plan
        self._counting = counting
        self._wanted = {measure.code: measure for measure, _ in plan.measures}
        self._days = _days(plan)
        self._homes: Mapping[int, list[int]] = _homes(plan)
        self._sums: dict[tuple[int, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._seen: dict[tuple[int, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))

    def take(self, fact: Any) -> None:
        """Count one fact wherever it belongs."""
        if any(getattr(fact, name) != number for name, number in self._plan.only):
            return
        dimensions = self._dimensions(fact)
        for measure in self._counting.met(fact):
            day = getattr(fact, measure.by)
            if measure.code in self._wanted and day in self._days:
                self._count(measure, fact, ((place, *one) for place, one in product(self._days[day], dimensions)))

    def _count(self, measure: Measure, fact: Any, groups: Iterable[tuple[int, ...]]) -> None:
        value = 1 if measure.kind is MeasureKind.COUNT else getattr(fact, measure.of)
        for group in groups if value is not None else ():
            if measure.place:
                self._sums[group][measure.code] += value
            else:
                self._seen[group][measure.code].append(value)

    def _dimensions(self, fact: Any) -> list[tuple[int, ...]]:
        if not self._plan.homes:
            return [tuple(getattr(fact, name) for name in self._plan.by)]
        return [
            tuple(home if name == "unit_id" else getattr(fact, name) for name in self._plan.by)
            for home in self._homes.get(fact.unit_id, ())
        ]

    def cells(self) -> Cells:
        """Return what was counted."""
        for group, found in self._seen.items():
            for code, values in found.items():
                measure = self._counting.measures[code]
                is_distinct = measure.kind is MeasureKind.DISTINCT
                self._sums[group][code] = len(set(values)) if is_distinct else ranked(values, measure.share)
        self._seen.clear()
        ranks = {one.code for one in self._wanted.values() if one.kind is MeasureKind.PERCENTILE}
        told = {
            key: {code: number for code, number in numbers.items() if number or code in ranks}
            for key, numbers in self._sums.items()
        }
        return {key: numbers for key, numbers in told.items() if numbers}


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
