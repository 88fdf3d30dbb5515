"""The plain shapes of figures: measures, definitions, cells, figures and their explanations."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

# By which rules facts are made from entries. Raised when an act tells a fact something that older facts do not have:
# the worker then makes all facts anew from the ledger.
TOLD = 2


class Channel(IntEnum):
    """Dense codes of the channel, as the national system numbers them."""

    DESK = 1
    ONLINE = 2
    POST = 3


class Closing(IntEnum):
    """How a dossier ended, by its national status; OPEN has not ended."""

    OPEN = 0
    WITHDRAWN = 7
    STOPPED = 8
    DECIDED = 9


class Paid(IntEnum):
    NOT = 0
    ONLINE = 1
    OTHERWISE = 2


class Outcome(IntEnum):
    APPROVED = 1
    REJECTED = 2


class Rating(IntEnum):
    NOT_SATISFIED = 1
    SATISFIED = 2
    VERY_SATISFIED = 3


class SourceKind(StrEnum):
    MEASURED = "measured"
    SELF_REPORTED = "self_reported"
    SURVEY = "survey"
    OFFICIAL = "official_statistics"


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Missing(StrEnum):
    """Why a figure is not there; shown as words, never as a number."""

    NO_DATA = "no_data"
    ZERO_DENOMINATOR = "zero_denominator"
    BEING_COUNTED = "being_counted"
    ENDED = "ended"


class ColumnKind(StrEnum):
    """What a column of a fact holds: yes or no, a whole number, one of a few words, a day, the number of a thing."""

    FLAG = "flag"
    NUMBER = "number"
    WORD = "word"
    DAY = "day"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact; `words` are the dense codes of a WORD; figures break down by an `is_dimension`."""

    name: str
    kind: ColumnKind
    words: Mapping[str, int]
    is_dimension: bool
    can_be_unknown: bool
    about: str

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table with one row per thing. `unit` and `procedure` name the columns that place a row."""

    name: str
    table: str
    columns: Mapping[str, Column]

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.columns.items() if column.is_dimension)


class MeasureKind(StrEnum):
    """COUNT and SUM are kept in cells and added; DISTINCT and PERCENTILE are made from facts each time."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    PERCENTILE = "percentile"


@dataclass(frozen=True, slots=True)
class Measure:
    """A declared sum or count over one fact.

    `place` is its place in the arrays of the cells, from 1 and never given again; 0 for what no cell holds. `by` is
    the day it counts by, `where` its condition in canonical words, `of` the column summed, told apart or ranked,
    `share` the percentile as two whole numbers. `formula` is a digest of all that decides the number.
    """

    code: str
    place: int
    fact: str
    kind: MeasureKind
    by: str
    where: str
    of: str
    share: tuple[int, int]
    over_time: bool
    over_units: bool
    name_vi: str
    name_en: str
    formula: str

    @property
    def is_additive(self) -> bool:
        return self.kind in {MeasureKind.COUNT, MeasureKind.SUM}


@dataclass(frozen=True, slots=True)
class Formula:
    """Measures added and taken away: pairs of a whole factor and a measure."""

    terms: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        words = ""
        for factor, measure in self.terms:
            sign = ("- " if factor < 0 else "+ ") if words else ("-" if factor < 0 else "")
            words += f"{' ' if words else ''}{sign}{'' if abs(factor) == 1 else f'{abs(factor)} * '}{measure}"
        return words

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(measure for _, measure in self.terms)


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold of every figure of an indicator; `limit` in per cent.

    Where it `blocks`, a figure that breaks it may not be published; else the page only says so.
    """

    kind: str
    limit: int
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of an indicator; `denominator` is None for a plain count, `threshold_percent` caps the score."""

    code: str
    version: int
    name_vi: str
    name_en: str
    unit: str
    numerator: Formula
    denominator: Formula | None
    attribution: str
    direction: Direction
    source_kind: SourceKind
    legal_basis: str
    base_vi: str
    base_en: str
    notes_vi: tuple[str, ...]
    notes_en: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    threshold_percent: int | None = None
    is_break: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def is_share(self) -> bool:
        return self.denominator is not None

    def has_ended(self, day: date) -> bool:
        """Tell whether a day lies after the last day in force."""
        return self.valid_to is not None and self.valid_to < day

    @property
    def measures(self) -> tuple[str, ...]:
        return (*self.numerator.measures, *(self.denominator.measures if self.denominator else ()))


@dataclass(frozen=True, slots=True)
class Cell:
    """Whole numbers of one unit (or many summed) over one period, by measure."""

    values: Mapping[str, int] = field(default_factory=dict)

    def of(self, formula: Formula) -> int:
        return sum(factor * self.values.get(measure, 0) for factor, measure in formula.terms)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` up to and with `last`."""

    first: date
    last: date

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    @property
    def label(self) -> str:
        whole_month = self.first.day == 1 and (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return (
            f"{self.first.month:02d}/{self.first.year}"
            if whole_month
            else f"{self.first:%d/%m/%Y}-{self.last:%d/%m/%Y}"
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with everything needed to recompute it; `hash` is over all other fields."""

    code: str
    definition_version: int
    unit_id: int
    procedure_code: str
    period: Period
    map_day: date
    numerator: int
    denominator: int | None
    missing: Missing | None
    watermark: int
    unknown: int
    hash: str
    agency_id: str = ""

    @property
    def is_missing(self) -> bool:
        return self.missing is not None


@dataclass(frozen=True, slots=True)
class Behind:
    """A dossier behind a figure, by its public id."""

    dossier_id: str
    code: str
    procedure_code: str
    unit_id: int
    received_on: date
    closed_on: date | None
    due_at: datetime | None


_SHARED = tuple(one.name for one in fields(Behind) if one.name != "procedure_code")


def common(one: Any, procedure_code: str) -> dict[str, Any]:
    """Return the fields of Behind, which every row about a dossier has, from a fact or from another row."""
    return {"procedure_code": procedure_code, **{name: getattr(one, name) for name in _SHARED}}


@dataclass(frozen=True, slots=True)
class FactRow(Behind):
    """One dossier of the base of a figure; `adds` is what it adds above the line, which may be below 0."""

    in_numerator: bool
    adds: int = 0


@dataclass(frozen=True, slots=True)
class LostRow(Behind):
    """A dossier that counts `lost` times less above the line of a figure than below it; `can_be_saved` still."""

    lost: int
    can_be_saved: bool


class OpenSide(StrEnum):
    """Which of the dossiers open at a moment: all, those whose time runs, those past it.

    Within time and late are as an indicator judges: one that waits for the citizen is within, one asked for papers too
    often is late.
    """

    ALL = "all"
    RUNNING = "running"
    PAST = "past"
    WITHIN = "within"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many dossiers with an appointment were open at a moment, within it and late."""

    within: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class OpenRow(Behind):
    """A dossier with an appointment, open at a moment; `is_late` when the appointment has passed."""

    is_late: bool
    is_waiting: bool = False
    requests: int = 0


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with open dossiers past their due moment."""

    unit_id: int
    late: int
    open: int
    oldest_due_at: datetime
