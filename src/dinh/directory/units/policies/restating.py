"""Values of units of one day, told on the map of another: exact, conserved, and silent about nothing.

A step of succession carries a known share, or none. What is known is moved; what is not known stays a sum with the list
of where it may be. Known plus unknown is always what was put in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.directory.units.types import Basis, EdgeRow, Restated, UnknownPart
from dinh.kernel.errors import Invalid

Life = tuple[date | None, date | None]
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Graph:
    """Who lived from when to when, and the edges by the unit they leave and by the unit they reach."""

    lives: Mapping[int, Life]
    out: Mapping[int, Sequence[EdgeRow]]
    into: Mapping[int, Sequence[EdgeRow]]

    def is_alive(self, unit_id: int, on: date) -> bool:
        began, ended = self.lives[unit_id]
        return (began is None or began <= on) and (ended is None or on < ended)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way a unit's value goes: to whom (None: nobody known), with which share (None: not known)."""

    to: int | None
    share: Fraction | None
    is_presumed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a unit's value next: by which ways, what no share tells, and the day to go on from."""

    day: date
    branches: Sequence[Branch]
    rest: Fraction


@dataclass(frozen=True, slots=True)
class Meeting:
    """The unit in which all ways of a value come together, and since when."""

    unit_id: int
    day: date
    is_presumed: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A share that is in one of these units; open: or in one that nobody names."""

    share: Fraction
    candidates: frozenset[int]
    is_open: bool


@dataclass(slots=True)
class Outcome:
    """Where one whole unit's value is on the target map, in shares of 1."""

    known: dict[int, Fraction] = field(default_factory=dict)
    presumed: Fraction = Fraction(0)
    unknown: list["Lost"] = field(default_factory=list)

    @property
    def reach(self) -> frozenset[int]:
        return frozenset(self.known).union(*(part.candidates for part in self.unknown))

    @property
    def is_open(self) -> bool:
        return any(part.is_open for part in self.unknown)

    def add(self, other: "Outcome", share: Fraction, *, is_presumed: bool) -> None:
        for unit_id, part in other.known.items():
            self.known[unit_id] = self.known.get(unit_id, Fraction(0)) + share * part
        self.presumed += share * (sum(other.known.values(), Fraction(0)) if is_presumed else other.presumed)
        self.unknown += [Lost(share * part.share, part.candidates, part.is_open) for part in other.unknown]


class Restating:
    """Follows units to one day on one basis; every unit and day is worked out once."""

    def __init__(self, graph: Graph, to: date, basis: Basis) -> None:
        self.graph, self.to, self.basis = graph, to, basis
        self._done: dict[tuple[int, date], Outcome] = {}

    def place(self, unit_id: int, counted_on: date | None = None) -> Outcome:
        """Return where a unit's value is on the target map.

        `counted_on` is the day the value was counted; without it a unit that exists on the target day keeps its value,
        and any other is followed from its last day, or back from its first. Raises Invalid for a unit that is unknown,
        was not there when counted, or has no edge to follow.
        """
        if unit_id not in self.graph.lives:
            raise Invalid("DU20", _("No administrative unit has the number %(unit)s.") % {"unit": unit_id})
        began, ended = self.graph.lives[unit_id]
        if counted_on is not None:
            if not self.graph.is_alive(unit_id, counted_on):
                raise Invalid(
                    "DU21",
                    _("Unit %(unit)s did not exist on %(day)s.") % {"unit": unit_id, "day": f"{counted_on:%d/%m/%Y}"},
                )
            return self._walk(unit_id, counted_on)
        if self.graph.is_alive(unit_id, self.to):
            return Outcome(known={unit_id: _ONE})
        if ended is not None and ended <= self.to:
            return self._walk(unit_id, ended - timedelta(days=1))
        return self._walk(unit_id, began or self.to)

    def after(self, places: Iterable[int | None], day: date) -> Outcome:
        """Return where a value is that was in one of these units on that day, nobody knows in which (None: elsewhere).

        From the day on which all ways meet in one unit it is known, and is shared out from there like any other value.
        """
        here = frozenset(places)
        met = self._meet(here, day)
        outcome = Outcome()
        if met is not None:
            outcome.add(self._walk(met.unit_id, met.day), _ONE, is_presumed=met.is_presumed)
        else:
            ends = [self._walk(unit_id, day) for unit_id in here if unit_id is not None]
            is_open = None in here or any(end.is_open for end in ends)
            outcome.unknown.append(Lost(_ONE, frozenset().union(*(end.reach for end in ends)), is_open))
        return outcome

    def _meet(self, here: frozenset[int | None], day: date) -> Meeting | None:
        is_presumed = False
        while len(here) > 1:
            steps = {unit_id: step for unit_id in here if unit_id is not None and (step := self._step(unit_id, day))}
            if not steps:
                return None
            days = [step.day for step in steps.values()]
            day = min(days) if day < self.to else max(days)
            ways = {unit_id: step.branches for unit_id, step in steps.items() if step.day == day}
            taken = [branch for branches in ways.values() for branch in branches]
            here = (here - ways.keys()) | {branch.to for branch in taken}
            is_presumed |= any(branch.is_presumed for branch in taken)
        (last,) = here
        return None if last is None else Meeting(last, day, is_presumed)

    def _walk(self, unit_id: int, day: date) -> Outcome:
        done = self._done.get((unit_id, day))
        if done is None:
            step = self._step(unit_id, day)
            done = self._stay(unit_id) if step is None else self._mix(step)
            self._done[unit_id, day] = done
        return done

    def _step(self, unit_id: int, day: date) -> Step | None:
        found = self._forward(unit_id, day) if day < self.to else self._backward(unit_id, day)
        if found is None:
            return None
        since, branches = found
        rest = _ONE - sum((branch.share for branch in branches if branch.share is not None), Fraction(0))
        if rest < 0 or (rest > 0 and all(branch.share is not None for branch in branches)):
            raise Invalid("DU23", _("The shares of unit %(unit)s do not add up to the whole.") % {"unit": unit_id})
        return Step(since, [branch for branch in branches if (rest if branch.share is None else branch.share)], rest)

    def _forward(self, unit_id: int, day: date) -> tuple[date, list[Branch]] | None:
        steps = [edge for edge in self.graph.out.get(unit_id, ()) if day < edge.effective_on <= self.to]
        if not steps:
            return None
        when = min(edge.effective_on for edge in steps)
        here = [edge for edge in steps if edge.effective_on == when]
        # A share that went to nobody known is not a known share.
        shares = [edge.share(self.basis) if edge.to_id is not None else None for edge in here]
        branches = [Branch(edge.to_id, share, edge.is_presumed) for edge, share in zip(here, shares, strict=True)]
        if self.graph.is_alive(unit_id, when) and unit_id not in {edge.to_id for edge in here}:
            branches.append(Branch(unit_id, None))
        return when, branches

    def _backward(self, unit_id: int, day: date) -> tuple[date, list[Branch]] | None:
        steps = [edge for edge in self.graph.into.get(unit_id, ()) if self.to < edge.effective_on <= day]
        if not steps:
            return None
        when = max(edge.effective_on for edge in steps)
        here = [edge for edge in steps if edge.effective_on == when and edge.share(self.basis) != 0]
        began = self.graph.lives[unit_id][0]
        sources: dict[int | None, bool] = {edge.from_id: edge.is_presumed for edge in here}
        if began is None or began < when:
            sources[unit_id] = False
        # A share says how much of the old unit came, not how much of the new one it is: only a single source is sure.
        share = _ONE if len(sources) == 1 and None not in sources else None
        branches = [Branch(source, share, is_presumed) for source, is_presumed in sources.items()]
        return when - timedelta(days=1), branches

    def _stay(self, unit_id: int) -> Outcome:
        if not self.graph.is_alive(unit_id, self.to):
            raise Invalid(
                "DU22",
                _("Unit %(unit)s does not exist on %(day)s and no decision says where it went.")
                % {"unit": unit_id, "day": f"{self.to:%d/%m/%Y}"},
            )
        return Outcome(known={unit_id: _ONE})

    def _mix(self, step: Step) -> Outcome:
        mixed = Outcome()
        for branch in step.branches:
            if branch.share is not None and branch.to is not None:
                mixed.add(self._walk(branch.to, step.day), branch.share, is_presumed=branch.is_presumed)
        if step.rest:
            open_ends = [branch for branch in step.branches if branch.share is None]
            is_presumed = any(branch.is_presumed for branch in open_ends)
            rest = self.after((branch.to for branch in open_ends), step.day)
            mixed.add(rest, step.rest, is_presumed=is_presumed)
        return mixed


def restate_values(
    graph: Graph, values: Mapping[int, int | Fraction], to: date, basis: Basis, counted_on: date | None = None
) -> Restated:
    """Return the values on the map of `to`; raises Invalid for what is not exact or cannot be followed."""
    restating = Restating(graph, to, basis)
    known: dict[int, Fraction] = {}
    unknown: list[UnknownPart] = []
    presumed = Fraction(0)
    for unit_id, raw in values.items():
        if isinstance(raw, bool) or not isinstance(raw, int | Fraction):
            raise Invalid(
                "DU24", _("The value of unit %(unit)s is not a whole number or a fraction.") % {"unit": unit_id}
            )
        value = Fraction(raw)
        outcome = restating.place(unit_id, counted_on)
        for target, share in outcome.known.items():
            known[target] = known.get(target, Fraction(0)) + value * share
        presumed += value * outcome.presumed
        unknown += [_part(unit_id, value, lost) for lost in outcome.unknown]
    total = sum(known.values(), Fraction(0)) + sum((part.value for part in unknown), Fraction(0))
    if total != sum(map(Fraction, values.values()), Fraction(0)):
        raise Invalid("DU25", _("Restating did not conserve the sum."))
    return Restated(values=dict(sorted(known.items())), unknown=tuple(unknown), total=total, presumed=presumed)


def _part(unit_id: int, value: Fraction, lost: Lost) -> UnknownPart:
    return UnknownPart(unit_id, value * lost.share, tuple(sorted(lost.candidates)), lost.is_open)


def carry_on(graph: Graph, told: Restated, since: date, to: date, basis: Basis) -> Restated:
    """Return what was told on the map of `since`, told on that of `to`: the same as in one step from the first map.

    An unknown part becomes known where all units it may be in lead to the same one.
    """
    moved = restate_values(graph, told.values, to, basis, since)
    known, unknown, presumed = dict(moved.values), list(moved.unknown), told.presumed + moved.presumed
    restating = Restating(graph, to, basis)
    for part in told.unknown:
        outcome = restating.after((*part.candidates, None) if part.is_open else part.candidates, since)
        for unit_id, share in outcome.known.items():
            known[unit_id] = known.get(unit_id, Fraction(0)) + part.value * share
        presumed += part.value * outcome.presumed
        unknown += [_part(part.from_unit_id, part.value, lost) for lost in outcome.unknown]
    return Restated(dict(sorted(known.items())), tuple(unknown), told.total, presumed)
