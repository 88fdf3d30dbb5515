"""XLSX as people make them: merged and hidden cells, dates, formulas, old fonts. Looked at before it is opened."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from dinh.indicators.scores.policies.sheets.fonts import to_unicode
from dinh.indicators.scores.policies.sheets.grid import Cell, CellKind, Line, Sheet, SheetFault

MOST_BYTES = 60_000_000
MOST_MEMBERS = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xlsx(data: bytes) -> tuple[Sheet, ...]:
    """Return every sheet with all its rows, hidden ones too; raises SheetFault for what is no workbook or too large."""
    _look(data)
    try:
        book = load_workbook(BytesIO(data), data_only=True)
    except Exception as error:  # the reader raises whatever a broken file leads it to
        raise SheetFault("broken") from error
    return tuple(_sheet(one) for one in book.worksheets)


def _look(data: bytes) -> None:
    """Refuse bombs and entities before anything is unpacked into memory."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as pack:
            members = pack.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_BYTES:
                raise SheetFault("too_large")
            for one in members:
                if one.filename.endswith((".xml", ".rels")) and _ENTITIES.search(pack.read(one)):
                    raise SheetFault("entities")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise SheetFault("broken") from error


def _sheet(source: Any) -> Sheet:
    if source.max_row > MOST_ROWS or source.max_column > MOST_COLUMNS:
        raise SheetFault("too_large")
    merged = _merged(source)
    lines = tuple(_lines(source, merged))
    hidden = tuple(
        get_column_letter(at)
        for at in range(1, source.max_column + 1)
        if source.column_dimensions[get_column_letter(at)].hidden
    )
    return Sheet(source.title, lines, source.sheet_state != "visible", hidden)


def _merged(source: Any) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Return for every covered cell the corner that holds what is seen there."""
    found = {}
    for area in source.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if (row, column) != (area.min_row, area.min_col):
                    found[row, column] = (area.min_row, area.min_col)
    return found


def _lines(source: Any, merged: Mapping[tuple[int, int], tuple[int, int]]) -> Iterator[Line]:
    for row in range(1, source.max_row + 1):
        cells = []
        for column in range(1, source.max_column + 1):
            corner = merged.get((row, column))
            cells.append(_cell(source.cell(*(corner or (row, column))), is_merged=corner is not None))
        while cells and cells[-1].kind is CellKind.EMPTY:
            cells.pop()
        yield Line(row, tuple(cells), bool(source.row_dimensions[row].hidden))


def _cell(source: Any, *, is_merged: bool) -> Cell:
    value = source.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return Cell()
    if isinstance(value, bool):
        return Cell("x" if value else "", CellKind.TRUTH, is_merged=is_merged)
    if isinstance(value, int | float):
        return _number(source, value, is_merged=is_merged)
    if isinstance(value, datetime | date | time):
        text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
        return Cell(text, CellKind.DATE, is_merged=is_merged)
    if source.data_type == "e":
        return Cell(str(value), CellKind.ERROR, is_merged=is_merged)
    text, lettering = to_unicode(str(value).strip(), source.font.name or "")
    return Cell(text, CellKind.TEXT, None, lettering, is_merged)


def _number(source: Any, value: float, *, is_merged: bool) -> Cell:
    # The shortest decimal that gives this float back is what was typed.
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    is_percent = "%" in (source.number_format or "")
    return Cell(f"{number.normalize():f}", CellKind.NUMBER, number, is_merged=is_merged, is_percent=is_percent)
