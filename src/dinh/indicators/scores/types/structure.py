"""A composite index as data: a tree of parts with maxima or weights, and the ways to treat what is missing.

Names of methods follow OECD and JRC, Handbook on Constructing Composite Indicators (2008): imputation, normalisation,
weighting and aggregation, robustness and sensitivity.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class ShapeKind(StrEnum):
    """How a component makes points of what was entered."""

    RATIO = "ratio"
    THRESHOLD = "threshold"
    STEP = "step"
    CHOICE = "choice"
    HALVES = "halves"
    SURVEY = "survey"
    GIVEN = "given"
    NONE = "none"


class MissingData(StrEnum):
    REFUSE = "refuse"
    ZERO = "zero"
    SKIP = "skip"
    CARRY = "carry"


class Normalisation(StrEnum):
    NONE = "none"
    MIN_MAX = "min_max"
    Z_SCORE = "z_score"


class Aggregation(StrEnum):
    """POINTS adds points over the maximum, ARITHMETIC weighs, GEOMETRIC multiplies: no weak part is bought off."""

    POINTS = "points"
    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Mark(StrEnum):
    """How sure we are of what a definition says."""

    READ = "read"
    SECONDARY = "read2"
    DERIVED = "derived"
    MEMORY = "memory"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    name: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Shape:
    """How points are made; `steps` are (at least, share of the maximum), `target` and `scale` what is divided by."""

    kind: ShapeKind
    target: Fraction | None = None
    scale: Fraction | None = None
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    options: tuple[Option, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the tree; with a shape it is a component. `points` of None on a scored part: nobody told us yet."""

    code: str
    parent: str
    name: str
    points: Fraction | None = None
    weight: Fraction | None = None
    aggregation: Aggregation = Aggregation.POINTS
    is_scored: bool = True
    expected: int | None = None
    cap: Fraction | None = None
    direction: Direction = Direction.HIGHER
    missing: MissingData | None = None
    shape: Shape | None = None
    evidence: str = ""
    source: str = ""
    verifier: str = ""
    is_synthetic: bool = False

    @property
    def pull(self) -> Fraction | None:
        """Return what the part weighs beside its neighbours; None when that is not known."""
        return self.weight if self.weight is not None else self.points


@dataclass(frozen=True, slots=True)
class Pillar:
    """A second reading of the same parts: several pillars may hold the same part."""

    code: str
    name: str
    parts: tuple[str, ...]
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LevelMark:
    """A class of values, from `least` upwards."""

    name: str
    least: Fraction


@dataclass(frozen=True, slots=True)
class Index:
    """One version of an index. Values of versions with another `series` are never joined into one line."""

    code: str
    version: str
    name: str
    instrument: str
    mark: Mark
    series: str
    years: tuple[int, ...]
    parts: tuple[Part, ...]
    points: Fraction | None = None
    aggregation: Aggregation = Aggregation.POINTS
    missing: MissingData = MissingData.REFUSE
    normalisation: Normalisation = Normalisation.NONE
    winsorised: int = 0
    precision: int = 40
    places: int = 4
    expected: int | None = None
    subject: str = "province"
    issued_on: date | None = None
    pillars: tuple[Pillar, ...] = ()
    levels: tuple[LevelMark, ...] = ()
    notes: tuple[str, ...] = ()
    by_code: dict[str, Part] = field(default_factory=dict, compare=False, repr=False)
    by_parent: dict[str, tuple[Part, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.by_code.update({one.code: one for one in self.parts})
        for one in self.parts:
            self.by_parent[one.parent] = (*self.by_parent.get(one.parent, ()), one)

    @property
    def mains(self) -> tuple[Part, ...]:
        """Return the parts directly below the index."""
        return self.by_parent.get("", ())

    @property
    def components(self) -> tuple[Part, ...]:
        return tuple(one for one in self.parts if one.shape is not None)

    def main_of(self, code: str) -> Part:
        """Return the main part a part lies in; itself when it is one."""
        part = self.by_code[code]
        while part.parent:
            part = self.by_code[part.parent]
        return part
