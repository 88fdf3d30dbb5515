"""From a sheet to the values of an index: finds the heading, reads row by row, and says of every row what became of it.

Nothing is lost: a row is taken, left out with its reason, or faulty with its sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.policies.shapes import share_of
from dinh.indicators.scores.policies.sheets.fonts import Lettering
from dinh.indicators.scores.policies.sheets.grid import Cell, CellKind, Line, Sheet
from dinh.indicators.scores.policies.sheets.numbers import Doubt, NotANumber, is_empty, read_number
from dinh.indicators.scores.types.results import Entry
from dinh.indicators.scores.types.structure import Index, Part, ShapeKind
from dinh.kernel.text import fold


class Column(StrEnum):
    CODE = "code"
    NAME = "name"
    A = "a"
    B = "b"
    VALUE = "value"
    CHOICE = "choice"
    NOTE = "note"


class Fate(StrEnum):
    TAKEN = "taken"
    LEFT = "left"
    FAULTY = "faulty"


# Headings as provinces write them, without tones; the first that fits a column is taken.
_HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.CODE: ("ma chi so", "ma so", "ma tieu chi", "ma", "stt", "so tt", "tt", "code"),
    Column.A: ("tu so", "so dat duoc", "so luong", "a"),
    Column.B: ("mau so", "tong so", "b"),
    Column.VALUE: ("gia tri", "ket qua", "diem tu danh gia", "tu danh gia", "diem tu cham", "ty le", "value", "diem"),
    Column.CHOICE: ("lua chon", "phuong an", "muc dat", "choice"),
    Column.NOTE: ("giai trinh", "ghi chu", "tai lieu kiem chung", "minh chung", "note"),
    Column.NAME: ("ten chi so", "chi so thanh phan", "chi so", "tieu chi", "noi dung", "ten", "name"),
}
_VALUES = frozenset({Column.A, Column.B, Column.VALUE, Column.CHOICE})
_HEADING_ROWS = 30
_CODE = re.compile(r"^\(?([0-9]+(?:\.[0-9]+)*)\.?\)?$")
_NO = frozenset({"khong", "khong co", "khong dat", "no", "none", "0", "false"})
_YES = frozenset({"x", "co", "dat", "yes", "1", "true"})


@dataclass(frozen=True, slots=True)
class Read:
    """One row of a sheet: what became of it, the part and entry it gives, and sentences about it."""

    sheet: str
    line: int
    told: tuple[str, ...]
    fate: Fate
    part: str = ""
    entry: Entry | None = None
    note: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a file with their fates, and what holds for the whole file."""

    rows: tuple[Read, ...]
    sentences: tuple[str, ...]

    @property
    def entries(self) -> dict[str, Entry]:
        return {one.part: one.entry for one in self.rows if one.fate is Fate.TAKEN and one.entry is not None}

    @property
    def notes(self) -> dict[str, str]:
        return {one.part: one.note for one in self.rows if one.fate is Fate.TAKEN and one.note}

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.rows)


def read_sheets(sheets: Sequence[Sheet], index: Index) -> Reading:
    """Read every sheet of a file against an index; a part told twice is faulty where it stands again."""
    rows: list[Read] = []
    sentences: list[str] = []
    for sheet in sheets:
        columns, heading = _heading(sheet)
        filled = [line for line in sheet.lines if not line.is_empty]
        if not columns:
            if filled:
                sentences.append(
                    _("Sheet “%(name)s” has no heading with a code and a value; none of it was read.")
                    % {"name": sheet.name}
                )
            rows += [_left(sheet, line, _("no heading was found on this sheet")) for line in filled]
            continue
        sentences += _about(sheet, columns)
        for line in filled:
            rows.append(
                _left(sheet, line, _("heading")) if line.number <= heading else _row(sheet, line, columns, index)
            )
    return Reading(tuple(_once(rows)), tuple(sentences))


def _about(sheet: Sheet, columns: Mapping[Column, int]) -> list[str]:
    said = []
    if sheet.is_hidden:
        said.append(_("Sheet “%(name)s” is hidden; it was read all the same.") % {"name": sheet.name})
    if sheet.hidden_columns:
        said.append(
            _("Sheet “%(name)s” has hidden columns: %(columns)s.")
            % {"name": sheet.name, "columns": ", ".join(sheet.hidden_columns)}
        )
    if any(one.lettering is not Lettering.UNICODE for line in sheet.lines for one in line.cells):
        said.append(
            _("Sheet “%(name)s” holds letters of old fonts (TCVN3 or VNI); they were brought to Unicode.")
            % {"name": sheet.name}
        )
    if Column.B in columns and Column.A not in columns:
        said.append(_("Sheet “%(name)s” has a column for b and none for a.") % {"name": sheet.name})
    return said


def _heading(sheet: Sheet) -> tuple[dict[Column, int], int]:
    """Return which column is what and the last row of the heading; nothing when no row is one.

    A heading may take two rows ("Số liệu" over "a" and "b"): what the lower one names goes first.
    """
    lines = [line for line in sheet.lines[:_HEADING_ROWS] if not line.is_empty]
    for at, line in enumerate(lines):
        found = _named(line)
        if not (Column.CODE in found or Column.NAME in found):
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        more = _named(below) if below else {}
        if more and not _has_code(below, found.get(Column.CODE)):
            found = {**{name: place for name, place in found.items() if place not in more.values()}, **more}
            if _VALUES & found.keys():
                return found, below.number if below else line.number
        if _VALUES & found.keys():
            return found, line.number
    return {}, 0


def _has_code(line: Line | None, column: int | None) -> bool:
    return line is not None and column is not None and bool(_CODE.match(_text(line, column)))


def _named(line: Line) -> dict[Column, int]:
    found: dict[Column, int] = {}
    folded = [fold(one.text) for one in line.cells]
    taken: set[int] = set()
    for column, names in _HEADINGS.items():
        place = next((_place(folded, name, taken) for name in names if _place(folded, name, taken) is not None), None)
        if place is not None:
            found[column] = place
            taken.add(place)
    return found


def _place(folded: Sequence[str], name: str, taken: set[int]) -> int | None:
    """Return the column that is called so, or begins so where the name is longer than a letter or two."""
    free = [(at, text) for at, text in enumerate(folded) if at not in taken]
    exact = next((at for at, text in free if text.strip(" ().:*") == name), None)
    if exact is not None or len(name) < 4:  # noqa: PLR2004 - short names must be whole
        return exact
    return next((at for at, text in free if text.startswith(name)), None)


def _text(line: Line, column: int | None) -> str:
    return line.cells[column].text if column is not None and column < len(line.cells) else ""


def _told(line: Line) -> tuple[str, ...]:
    return tuple(one.text for one in line.cells)


def _left(sheet: Sheet, line: Line, why: str) -> Read:
    return Read(sheet.name, line.number, _told(line), Fate.LEFT, sentences=(why,))


def _row(sheet: Sheet, line: Line, columns: Mapping[Column, int], index: Index) -> Read:
    base = Read(sheet.name, line.number, _told(line), Fate.LEFT, note=_text(line, columns.get(Column.NOTE)))
    part, why = _part(line, columns, index)
    if part is None:
        has_value = any(not is_empty(_text(line, columns.get(column))) for column in _VALUES)
        return replace(base, fate=Fate.FAULTY if has_value else Fate.LEFT, sentences=(why,))
    hidden = (_("this row is hidden in the file"),) if line.is_hidden else ()
    try:
        entry, doubts = _entry(line, columns, part)
    except ScoreFault as fault:
        return replace(base, part=part.code, fate=Fate.FAULTY, sentences=(*hidden, str(fault)))
    if entry is None:
        return replace(base, part=part.code, sentences=(*hidden, _("no value entered")))
    return replace(base, part=part.code, entry=entry, fate=Fate.TAKEN, sentences=(*hidden, *doubts))


def _part(line: Line, columns: Mapping[Column, int], index: Index) -> tuple[Part | None, str]:
    told = _text(line, columns.get(Column.CODE)).strip()
    code = _CODE.match(told)
    name = fold(_text(line, columns.get(Column.NAME)))
    by_name = [one for one in index.parts if name and fold(one.name) == name]
    by_code = index.by_code.get(code[1]) if code else index.by_code.get(told)
    if by_code is not None and by_name and by_code not in by_name:
        return None, _("code %(code)s and name “%(name)s” belong to two different parts") % {
            "code": by_code.code,
            "name": _text(line, columns.get(Column.NAME)),
        }
    if by_code is not None:
        return by_code, ""
    if len(by_name) == 1 and not code:
        return by_name[0], ""
    return None, _("no part of %(index)s has this code or name") % {"index": index.instrument}


def _entry(line: Line, columns: Mapping[Column, int], part: Part) -> tuple[Entry | None, tuple[str, ...]]:
    doubts: list[str] = []
    kind = part.shape.kind if part.shape else None
    if kind in (ShapeKind.CHOICE, ShapeKind.HALVES):
        column = columns.get(Column.CHOICE, columns.get(Column.VALUE))
        with _telling_cell(line, column):
            entry = (_choice if kind is ShapeKind.CHOICE else _met)(part, _text(line, column))
    else:
        entry = _numbers(line, columns, part, doubts)
    if entry is None or entry.is_empty:
        return None, tuple(doubts)
    share_of(part, entry)
    return entry, tuple(doubts)


def _choice(part: Part, text: str) -> Entry | None:
    if is_empty(text) or part.shape is None:
        return None
    found = next((one for one in part.shape.options if fold(text) in (fold(one.code), fold(one.name))), None)
    if found is None:
        raise ScoreFault(_("“%(text)s” is none of the choices.") % {"text": text}, (part.code,))
    return Entry(choice=found.code)


def _met(part: Part, text: str) -> Entry | None:
    if is_empty(text) or part.shape is None:
        return None
    if fold(text) in _YES:
        return Entry(met=part.shape.conditions)
    if fold(text) in _NO:
        return Entry(met=())
    named = {fold(one): one for one in part.shape.conditions}
    told = [one for one in re.split(r"[;\n]", text) if one.strip()]
    strange = next((one for one in told if fold(one) not in named), None)
    if strange is not None:
        raise ScoreFault(_("“%(text)s” is none of the conditions.") % {"text": strange.strip()}, (part.code,))
    return Entry(met=tuple(named[fold(one)] for one in told))


def _numbers(line: Line, columns: Mapping[Column, int], part: Part, doubts: list[str]) -> Entry | None:
    a, below = _number(line, columns.get(Column.A), part, doubts)
    b, _none = _number(line, columns.get(Column.B), part, doubts)
    value, value_below = _number(line, columns.get(Column.VALUE), part, doubts)
    if part.shape is None:
        return _whole(part, a, b if below is None else below, value, value_below)
    if part.shape.kind in (ShapeKind.RATIO, ShapeKind.THRESHOLD):
        if a is None and value is not None and value_below is not None:
            a, b = value, value_below
        if a is None and value is not None:
            raise ScoreFault(_("this part needs a and b; a share alone cannot be checked"), (part.code,))
        return Entry(a=a, b=b if below is None else below)
    return Entry(a=value if a is None else a)


def _whole(
    part: Part, a: Fraction | None, b: Fraction | None, value: Fraction | None, below: Fraction | None
) -> Entry | None:
    """A main part given as a whole: a share, or points of its maximum."""
    if value is not None and below:
        return Entry(share=value / below)
    if value is None and a is not None and b:
        return Entry(share=a / b)
    told = a if value is None else value
    if told is None:
        return None
    if told > 1 and part.points and told <= part.points:
        return Entry(share=told / part.points)
    return Entry(share=told)


def _number(line: Line, column: int | None, part: Part, doubts: list[str]) -> tuple[Fraction | None, Fraction | None]:
    if column is None or column >= len(line.cells) or is_empty(line.cells[column].text):
        return None, None
    found: list[str] = []
    with _telling_cell(line, column):
        read = _read(line.cells[column], part, found)
    doubts += [_of_cell(line, column, one) for one in found]
    return read


def _of_cell(line: Line, column: int, said: str) -> str:
    return _("Cell %(place)s: %(said)s") % {"place": f"{get_column_letter(column + 1)}{line.number}", "said": said}


@contextmanager
def _telling_cell(line: Line, column: int | None) -> Iterator[None]:
    """Say in what is refused which cell it stands in."""
    try:
        yield
    except ScoreFault as fault:
        said = str(fault) if column is None else _of_cell(line, column, str(fault))
        raise ScoreFault(said, fault.codes) from fault


def _read(cell: Cell, part: Part, doubts: list[str]) -> tuple[Fraction, Fraction | None]:
    if cell.is_merged:
        raise ScoreFault(
            _("this number stands in a merged cell over several rows; which of them it counts for is not said"),
            (part.code,),
        )
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        return Fraction(cell.number), None
    return _typed(cell, part, doubts)


def _typed(cell: Cell, part: Part, doubts: list[str]) -> tuple[Fraction, Fraction | None]:
    if cell.kind is CellKind.DATE:
        raise ScoreFault(
            _("“%(text)s” is a date, not a number; the program may have changed what was typed") % {"text": cell.text},
            (part.code,),
        )
    if cell.kind is CellKind.ERROR:
        raise ScoreFault(_("the formula of this cell gives the error %(text)s") % {"text": cell.text}, (part.code,))
    try:
        read = read_number(cell.text)
    except NotANumber as error:
        raise ScoreFault(_("“%(text)s” is no number") % {"text": cell.text}, (part.code,)) from error
    doubts += [_doubt(one, cell.text) for one in read.doubts if one is not Doubt.RATIO]
    return read.value, read.below


def _doubt(one: Doubt, text: str) -> str:
    return {
        Doubt.THOUSANDS: _("“%(text)s” was read as thousands; please check"),
        Doubt.DECIMAL_COMMA: _("“%(text)s” was read with a decimal comma; please check"),
        Doubt.PERCENT: _("“%(text)s” was read as a share of one hundred"),
        Doubt.UNIT: _("the words after the number in “%(text)s” were left out"),
    }[one] % {"text": text}


def _once(rows: Sequence[Read]) -> list[Read]:
    seen: dict[str, Read] = {}
    made = []
    for one in rows:
        first = seen.get(one.part) if one.fate is Fate.TAKEN else None
        if first is not None:
            told = _("part %(code)s stands already in row %(line)s") % {"code": one.part, "line": first.line}
            made.append(replace(one, fate=Fate.FAULTY, entry=None, sentences=(*one.sentences, told)))
            continue
        if one.fate is Fate.TAKEN:
            seen[one.part] = one
        made.append(one)
    return made
