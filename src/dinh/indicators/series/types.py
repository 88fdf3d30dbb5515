"""The plain shapes of series: what was published or counted, of which unit and day, and how it reads on another map."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from dinh.indicators.figures.api import Period, SourceKind


class Quantity(StrEnum):
    """What may be done with a value: counts are added, shares are two counts, means and ranks are neither."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    RANK = "rank"


class View(StrEnum):
    AS_WAS = "as_was"
    RESTATED = "restated"
    PUBLISHED = "published"


class Why(StrEnum):
    """Why a point has no value, or none that is sure."""

    NOT_PUBLISHED = "not_published"
    OTHER_MAP = "other_map"
    UNIT_NOT_THERE = "unit_not_there"
    PART_MISSING = "part_missing"
    MIXED = "mixed"
    SPLIT = "split"
    PART_OF_WHOLE = "part_of_whole"
    RANK = "rank"
    ZERO = "zero"


class Method(StrEnum):
    """Named ways to guess where no sure value is: each by weights that say what they are."""

    PLAIN = "plain"
    PEOPLE = "people"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Break:
    """From this day on the values are made otherwise: no line crosses it."""

    on: date
    why_vi: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Series:
    """One definition. `source` is where values are read: a file of the house, an index, or the house's figures."""

    code: str
    source: str
    name_vi: str
    name_en: str
    unit: str
    places: int
    quantity: Quantity
    source_kind: SourceKind
    publisher_vi: str
    publisher_en: str
    licence: str
    notes_vi: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One value as it was said: of a unit of the map of `map_day`, over a period."""

    unit_id: int
    period: Period
    map_day: date
    numerator: Fraction
    denominator: Fraction | None = None
    source: str = ""
    url: str = ""

    @property
    def value(self) -> Fraction | None:
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value by a named method, never drawn as if it were known; the note tells what its weights leave out."""

    method: Method
    value: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit of then brings to a point of another map; no value: nobody published it."""

    unit_id: int
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Point:
    """One unit and period: a sure value, or the ends it surely lies between, or neither, and why."""

    unit_id: int
    period: Period
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    why: Why | None = None
    estimates: tuple[Estimate, ...] = ()
    parts: tuple[Part, ...] = ()
    unknown: Fraction = Fraction(0)
    map_day: date | None = None
    source: str = ""
    url: str = ""

    @property
    def has_span(self) -> bool:
        return self.value is None and self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Line:
    """The points of one unit in order of time."""

    unit_id: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A series read one way: `unit_id` is the unit asked for on that map, `on` the map day of a restated reading."""

    view: View
    unit_id: int
    on: date
    lines: tuple[Line, ...]
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GapPart:
    """What one former unit adds to the gap between the plain mean and one by weight; together they are the gap."""

    unit_id: int
    value: Fraction
    weight: Fraction
    adds: Fraction


@dataclass(frozen=True, slots=True)
class Merging:
    """A merged unit by two rules: as ministries do it (every former unit counts the same), and by people.

    `published` is a value of the merged unit itself, of another period; none where nobody published one to us.
    """

    period: Period
    published: Point | None
    plain: Fraction
    weighted: Fraction | None
    gap: tuple[GapPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Something a programme promised, or a value it told, of a province of its day."""

    number: int
    unit_id: int | None
    indicator: str
    name_vi: str
    operator: str
    value: Fraction
    unit: str
    due_on: date
    scope: str
    is_target: bool
    source: str
    note: str


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    ON_WAY = "on_way"
    BEHIND = "behind"
    NO_MEASURE = "no_measure"
    OTHER_KIND = "other_kind"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Standing:
    """A target beside what is known of it; `path` is the sentence of numbers behind the verdict."""

    target: Target
    told: tuple[Target, ...]
    verdict: Verdict
    measured: Fraction | None = None
    measured_code: str = ""
    needed_per_month: Fraction | None = None
    gained_per_month: Fraction | None = None
    months: tuple[tuple[date, Fraction], ...] = field(default=())
