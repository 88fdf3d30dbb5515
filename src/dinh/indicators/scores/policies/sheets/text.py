"""CSV in any of the ways spreadsheets and old programs write it."""

import csv
import io

from dinh.indicators.scores.policies.sheets.fonts import Lettering, lettering_of, rewritten
from dinh.indicators.scores.policies.sheets.grid import Cell, CellKind, Line, Sheet, SheetFault

MOST_LINES = 20_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = (";", "\t", ",", "|")


def read_csv(data: bytes, name: str = "") -> tuple[Sheet, ...]:
    """Return the one sheet of a CSV file; raises SheetFault when it is no text or too long."""
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetFault("broken")
    text = _decoded(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise SheetFault("broken") from error
    if len(rows) > MOST_LINES:
        raise SheetFault("too_large")
    # One file is written one way: what one cell gives away holds for all of them.
    lettering = lettering_of(text)
    lines = tuple(Line(at, tuple(_cell(one, lettering) for one in row)) for at, row in enumerate(rows, start=1))
    return (Sheet(name, lines),)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Western letters: what Excel writes by default, and what TCVN3 and VNI hide in. No byte is lost.
        return data.decode("cp1252", errors="replace") if b"\x81" not in data else data.decode("latin-1")


def _separator(text: str) -> str:
    """Return the mark that cuts most lines into equally many parts."""
    sample = [line for line in text.splitlines()[:30] if line.strip()]
    counts = {mark: [line.count(mark) for line in sample] for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: (sum(many > 0 for many in counts[mark]), sum(counts[mark])))


def _cell(text: str, lettering: Lettering) -> Cell:
    bare = text.strip()
    if not bare:
        return Cell()
    return Cell(rewritten(bare, lettering), CellKind.TEXT, None, Lettering.UNICODE if bare.isascii() else lettering)
