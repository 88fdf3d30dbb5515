"""What goes into an index and what comes out, stage by stage. Every number is exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from dinh.indicators.scores.types.structure import Index


class Flag(StrEnum):
    """What was noticed or done on the way; a number is never changed silently."""

    MISSING = "missing"
    ZERO_BASE = "zero_base"
    OVER_ONE = "over_one"
    CAPPED = "capped"
    ZEROED = "zeroed"
    SKIPPED = "skipped"
    CARRIED = "carried"
    WINSORISED = "winsorised"
    GIVEN = "given"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered for one part: a over b, a choice, conditions met, or a share told as it is (`share`, 0 to 1)."""

    a: Fraction | None = None
    b: Fraction | None = None
    choice: str = ""
    met: tuple[str, ...] | None = None
    share: Fraction | None = None

    @property
    def is_empty(self) -> bool:
        return self.a is None and not self.choice and self.met is None and self.share is None


Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Panel:
    """The entries of some units, by unit and part; `carried` are those of an earlier period."""

    entries: Mapping[str, Entries]
    carried: Mapping[str, Entries] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stages:
    """One part of one unit on its way: entry, share made of it, treated, normalised, weighted. None: not there."""

    code: str
    entry: Entry | None
    raw: Fraction | None
    treated: Fraction | None
    normalised: Fraction | None
    pull: Fraction
    share: Fraction | None
    points: Fraction | None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """One unit: every part with its stages, the pillars, and the value between 0 and 1 (before any rounding)."""

    unit: str
    stages: Mapping[str, Stages]
    pillars: Mapping[str, Fraction]
    value: Fraction
    level: str


@dataclass(frozen=True, slots=True)
class Result:
    """All units under one index; `hash` is over the definition, what was entered and what came out."""

    index: Index
    units: Mapping[str, Scored]
    hash: str


@dataclass(frozen=True, slots=True)
class Ranked:
    unit: str
    value: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class RankInterval:
    """Where a unit stands when the weights move: now, best, worst, and the middle ninety in a hundred draws."""

    unit: str
    rank: int
    best: int
    worst: int
    low: int
    high: int
    draws: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What the next step of a component would bring: `units` more of what is counted, `value` more of the index."""

    code: str
    units: Fraction
    value: Fraction
    cost: Fraction | None = None

    @property
    def per_unit(self) -> Fraction:
        return self.value / self.units if self.units else self.value

    @property
    def per_cost(self) -> Fraction | None:
        return self.value / (self.units * self.cost) if self.cost and self.units else None


@dataclass(frozen=True, slots=True)
class Lost:
    """Points a part lacks to its maximum."""

    code: str
    points: Fraction
    of: Fraction
