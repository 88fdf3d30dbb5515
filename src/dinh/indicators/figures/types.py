"""The plain shapes of figures: measures, definitions, cells, figures and their explanations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum


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


class Measure(StrEnum):
    """What is counted. The order is the order of the columns of a cell."""

    RECEIVED = "received"
    RECEIVED_ONLINE = "received_online"
    WITH_FEE = "with_fee"
    PAID_ONLINE = "paid_online"
    DIGITISED = "digitised"
    REUSED = "reused"
    CLOSED = "closed"
    CLOSED_ON_TIME = "closed_on_time"


MEASURES: tuple[Measure, ...] = tuple(Measure)


class Attribution(StrEnum):
    """By which date a dossier counts."""

    RECEIVED_ON = "received_on"
    CLOSED_ON = "closed_on"


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


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of an indicator; `denominator` is None for a plain count, `threshold_percent` caps the score."""

    code: str
    version: int
    name_vi: str
    name_en: str
    unit: str
    numerator: Measure
    denominator: Measure | None
    attribution: Attribution
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

    @property
    def is_share(self) -> bool:
        return self.denominator is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """Whole numbers of one unit (or many summed) over one period, by measure."""

    values: Mapping[Measure, int] = field(default_factory=dict)

    def of(self, measure: Measure) -> int:
        return self.values.get(measure, 0)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` up to and with `last`."""

    first: date
    last: date

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

    @property
    def is_missing(self) -> bool:
        return self.missing is not None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One dossier behind a figure, by its public id; `in_numerator` tells whether it counts above the line."""

    dossier_id: str
    code: str
    procedure_code: str
    unit_id: int
    received_on: date
    closed_on: date | None
    due_at: datetime | None
    in_numerator: bool


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with open dossiers past their due moment."""

    unit_id: int
    late: int
    open: int
    oldest_due_at: datetime
