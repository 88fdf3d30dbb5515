"""The plain shapes of the workbench: a question, its table, its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from dinh.indicators.figures.api import Period


class Dimension(StrEnum):
    UNIT = "unit"
    MONTH = "month"
    FIELD = "field"
    PROCEDURE = "procedure"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Question:
    """What an analyst asks: indicators of a unit over months, by one or two dimensions, with filters, on a map day."""

    codes: tuple[str, ...]
    unit_id: int
    first: date
    last: date
    on: date
    rows: Dimension
    columns: Dimension | None = None
    channel: int = 0
    field: str = ""
    procedure_code: str = ""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return (
            (self.rows,)
            if self.columns in {None, self.rows}
            else (self.rows, *([self.columns] if self.columns else []))
        )


@dataclass(frozen=True, slots=True)
class Key:
    """What tells one cell from another; what the question does not break down by is left at all of it."""

    unit_id: int
    period: Period
    procedure_code: str = ""
    field: str = ""
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """Two whole numbers of one indicator; `being_counted` where its cells are made anew."""

    numerator: int
    denominator: int | None
    version: int
    being_counted: bool = False

    @property
    def value(self) -> Fraction | None:
        if self.being_counted:
            return None
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def plus(self, other: "Number") -> "Number":
        below = None if self.denominator is None else self.denominator + (other.denominator or 0)
        return Number(
            self.numerator + other.numerator, below, max(self.version, other.version),
            self.being_counted or other.being_counted,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """All cells of a question by key and indicator, with the ledger position they are counted up to."""

    question: Question
    cells: Mapping[Key, Mapping[str, Number]]
    watermark: int


@dataclass(frozen=True, slots=True)
class ViewShown:
    view_id: str
    name: str
    query: str
    is_shared: bool
    is_own: bool
    kept_name: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of one indicator, flat; whole numbers stay whole, a value that is not there is empty."""

    indicator: str
    definition_version: int
    unit_id: int
    unit_code: str
    unit_name: str
    first: date
    last: date
    procedure: str
    field: str
    channel: str
    numerator: int
    denominator: int | None
    unit: str
    missing: str
    source_kind: str
    map_day: date
    ledger_position: int
    link: str
