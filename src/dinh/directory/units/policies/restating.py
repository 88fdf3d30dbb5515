"""Values of units of one day, told on the map of another: exact, conserved, and silent about nothing.

A step of succession carries a known share, or none. What is known is moved; what is not known stays a sum with the list
of where it may be. Known plus unknown is always what was put in.
"""

from collections.abc import Callable, Mapping, Sequence
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

    @property
    def single(self) -> int | None:
        """The one unit that surely has everything, if there is one."""
        return next(iter(self.known)) if len(self.known) == 1 and not self.unknown else None

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

    def _walk(self, unit_id: int, day: date) -> Outcome:
        done = self._done.get((unit_id, day))
        if done is None:
            done = self._forward(unit_id, day) if day <= self.to else self._backward(unit_id, day)
            self._done[unit_id, day] = done
        return done

    def _forward(self, unit_id: int, day: date) -> Outcome:
        steps = [edge for edge in self.graph.out.get(unit_id, ()) if day < edge.effective_on <= self.to]
        if not steps:
            return self._stay(unit_id)
        when = min(edge.effective_on for edge in steps)
        here = [edge for edge in steps if edge.effective_on == when]
        branches = [Branch(edge.to_id, edge.share(self.basis), edge.is_presumed) for edge in here]
        if self.graph.is_alive(unit_id, when) and unit_id not in {edge.to_id for edge in here}:
            branches.append(Branch(unit_id, None))
        return self._mix(unit_id, branches, lambda to: self._walk(to, when))

    def _backward(self, unit_id: int, day: date) -> Outcome:
        steps = [edge for edge in self.graph.into.get(unit_id, ()) if self.to < edge.effective_on <= day]
        if not steps:
            return self._stay(unit_id)
        when = max(edge.effective_on for edge in steps)
        here = [edge for edge in steps if edge.effective_on == when and edge.share(self.basis) != 0]
        began = self.graph.lives[unit_id][0]
        sources: dict[int | None, bool] = {edge.from_id: edge.is_presumed for edge in here}
        if began is None or began < when:
            sources[unit_id] = False
        # A share says how much of the old unit came, not how much of the new one it is: only a single source is sure.
        share = _ONE if len(sources) == 1 and None not in sources else None
        branches = [Branch(source, share, is_presumed) for source, is_presumed in sources.items()]
        return self._mix(unit_id, branches, lambda source: self._walk(source, when - timedelta(days=1)))

    def _stay(self, unit_id: int) -> Outcome:
        if not self.graph.is_alive(unit_id, self.to):
            raise Invalid(
                "DU22",
                _("Unit %(unit)s does not exist on %(day)s and no decision says where it went.")
                % {"unit": unit_id, "day": f"{self.to:%d/%m/%Y}"},
            )
        return Outcome(known={unit_id: _ONE})

    def _mix(self, unit_id: int, branches: Sequence[Branch], follow: Callable[[int], Outcome]) -> Outcome:
        mixed, rest = Outcome(), _ONE
        for branch in branches:
            if branch.share and branch.to is not None:
                rest -= branch.share
                mixed.add(follow(branch.to), branch.share, is_presumed=branch.is_presumed)
        open_ends = [branch for branch in branches if branch.share is None]
        if rest < 0 or (rest > 0 and not open_ends):
            raise Invalid("DU23", _("The shares of unit %(unit)s do not add up to the whole.") % {"unit": unit_id})
        if rest > 0:
            self._spread(mixed, rest, open_ends, follow)
        return mixed

    @staticmethod
    def _spread(mixed: Outcome, rest: Fraction, open_ends: Sequence[Branch], follow: Callable[[int], Outcome]) -> None:
        """Give the rest to the one unit all ways lead to, or keep it as unknown among all they reach."""
        outcomes = [follow(branch.to) for branch in open_ends if branch.to is not None]
        ends = {outcome.single for outcome in outcomes}
        if len(ends) == 1 and None not in ends and len(outcomes) == len(open_ends):
            is_presumed = any(branch.is_presumed for branch in open_ends) or any(one.presumed for one in outcomes)
            mixed.add(outcomes[0], rest, is_presumed=is_presumed)
        else:
            is_open = len(outcomes) != len(open_ends) or any(outcome.is_open for outcome in outcomes)
            mixed.unknown.append(Lost(rest, frozenset().union(*(outcome.reach for outcome in outcomes)), is_open))


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

    An unknown part becomes known where every unit it may be in leads to the same one.
    """
    moved = restate_values(graph, told.values, to, basis, since)
    known, unknown = dict(moved.values), list(moved.unknown)
    restating = Restating(graph, to, basis)
    for part in told.unknown:
        outcomes = [restating.place(one, since) for one in part.candidates]
        ends = {outcome.single for outcome in outcomes}
        if len(ends) == 1 and not part.is_open and (end := next(iter(ends))) is not None:
            known[end] = known.get(end, Fraction(0)) + part.value
        else:
            reach = frozenset[int]().union(*(outcome.reach for outcome in outcomes))
            is_open = part.is_open or any(outcome.is_open for outcome in outcomes)
            unknown.append(UnknownPart(part.from_unit_id, part.value, tuple(sorted(reach)), is_open))
    return Restated(dict(sorted(known.items())), tuple(unknown), told.total, told.presumed + moved.presumed)
