"""A sheet as cells with what matters about them, whatever file it came from."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dinh.indicators.scores.policies.sheets.fonts import Lettering


class SheetFault(ValueError):
    """The file cannot be read as a sheet; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CellKind(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text in Unicode, its number where it is one; a merged cell repeats what stands in its corner."""

    text: str = ""
    kind: CellKind = CellKind.EMPTY
    number: Decimal | None = None
    lettering: Lettering = Lettering.UNICODE
    is_merged: bool = False
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet with its number as the program shows it."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return all(one.kind is CellKind.EMPTY for one in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    lines: tuple[Line, ...]
    is_hidden: bool = False
    hidden_columns: tuple[str, ...] = ()
