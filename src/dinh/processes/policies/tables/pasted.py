"""Rows out of a sheet: tabs, semicolons or commas, one line of headings, an arrow before each output."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinh.kernel.errors import Invalid
from dinh.kernel.text import fold, nfc
from dinh.processes.policies.tables.editing import name_for, new_table
from dinh.processes.policies.tables.feel import FeelFault, read_literal, read_tests
from dinh.processes.policies.tables.reading import MOST_COLUMNS, MOST_RULES
from dinh.processes.policies.tables.values import WORDS, fits, output_from_words, test_from_words
from dinh.processes.types.tables import Column, ColumnType, Rule, Table

ARROWS = ("→", "=>", "->")
_NOTES = {"can cu", "ghi chu", "co so phap ly", "annotation", "note"}
_LARGEST = 500_000
_TRIED = (ColumnType.BOOL, ColumnType.DATE, ColumnType.NUMBER, ColumnType.DECIMAL)


def read_pasted(text: str, name: str) -> Table:
    """Return a new table of pasted rows; types are read off the cells. Raises Invalid TB40-TB42 saying which line."""
    head, rows = _rows(text)
    sides = [_side(cell) for cell in head]
    if "input" not in sides or "output" not in sides:
        raise Invalid(
            "TB41",
            gettext_lazy("The headings name no condition or no result."),
            gettext_lazy("Put an arrow before each result, for example “→ Mức thu”."),
        )
    table = new_table(name)
    columns: dict[str, list[Column]] = {"input": [], "output": []}
    for place, (side, cell) in enumerate(zip(sides, head, strict=True)):
        if side != "note":
            taken = [one.name for one in columns[side]]
            label = _bare(cell)
            made = Column(f"{side}_{len(taken) + 1}", name_for(label, taken), label, ColumnType.TEXT)
            columns[side].append(_typed(made, side, [row[place] for row in rows]))
    inputs, outputs = tuple(columns["input"]), tuple(columns["output"])
    rules = tuple(_rule(f"rule_{at}", row, sides, inputs, outputs) for at, row in enumerate(rows, 1))
    return Table(table.id, table.decision_id, name, table.hit_policy, inputs, outputs, rules)


def paste_rules(table: Table, text: str) -> Table:
    """Return the table with its rules replaced by pasted rows under the same headings. Raises Invalid TB40-TB43."""
    head, rows = _rows(text)
    order = [_bare(cell) for cell in head if _side(cell) != "note"]
    wanted = [column.label for column in (*table.inputs, *table.outputs)]
    if [fold(one) for one in order] != [fold(one) for one in wanted]:
        words = gettext_lazy("The headings must be: %(wanted)s.") % {"wanted": " | ".join(wanted)}
        raise Invalid("TB43", words)
    arrows = iter(["input"] * len(table.inputs) + ["output"] * len(table.outputs))
    sides = ["note" if _side(cell) == "note" else next(arrows) for cell in head]
    rules = tuple(_rule(f"rule_{at}", row, sides, table.inputs, table.outputs) for at, row in enumerate(rows, 1))
    return Table(
        table.id, table.decision_id, table.name, table.hit_policy, table.inputs, table.outputs, rules, table.aggregation
    )


def write_sheet(table: Table) -> str:
    """Return the table as CSV a spreadsheet opens and `read_pasted` reads back; cells are FEEL."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = [column.label for column in table.inputs] + [f"→ {column.label}" for column in table.outputs]
    writer.writerow([*heads, _("Basis")])
    for rule in table.rules:
        writer.writerow([_inert(cell) for cell in (*rule.tests, *rule.outputs, rule.note)])
    return out.getvalue()


def _inert(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f" {cell}" if cell[:1] in {"=", "+", "@"} else cell


def _rows(text: str) -> tuple[list[str], list[list[str]]]:
    text = nfc(text.lstrip("\ufeff").replace("\x00", ""))
    if len(text) > _LARGEST:
        raise Invalid("TB40", gettext_lazy("This is more than a decision table can hold."))
    first = text.strip("\n").partition("\n")[0]
    mark = next((one for one in "\t;" if one in first), ",")
    lines = [line for line in csv.reader(io.StringIO(text.strip("\n")), delimiter=mark) if any(map(str.strip, line))]
    if len(lines) < 2:  # noqa: PLR2004 - headings and one rule
        raise Invalid("TB40", gettext_lazy("Paste the line of headings and one rule at least."))
    head = [cell.strip() for cell in lines[0]]
    while head and not head[-1]:
        head.pop()
    if len(lines) - 1 > MOST_RULES or len(head) > MOST_COLUMNS + 1:
        raise Invalid("TB40", gettext_lazy("This is more than a decision table can hold."))
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line[len(head) :]):
            words = gettext_lazy("Line %(line)s has more cells than there are headings.") % {"line": number}
            raise Invalid("TB42", words)
        rows.append([*line, *[""] * len(head)][: len(head)])
    return head, rows


def _side(cell: str) -> str:
    if cell.startswith(ARROWS):
        return "output"
    return "note" if fold(cell) in _NOTES | {fold(_("Basis"))} else "input"


def _bare(cell: str) -> str:
    for arrow in ARROWS:
        cell = cell.removeprefix(arrow)
    return cell.strip()


def _typed(column: Column, side: str, cells: Sequence[str]) -> Column:
    """Return the column with the first type all its cells are of."""
    filled = [cell for cell in cells if cell.strip() not in {"", "-"}]
    for kind in _TRIED:
        tried = Column(column.id, column.name, column.label, kind)
        if filled and all(_reads(tried, side, cell) for cell in filled):
            return tried
    return column


def _reads(column: Column, side: str, cell: str) -> bool:
    try:
        if side == "output":
            return fits(column, read_literal(output_from_words(column, cell)))
        parts = read_tests(test_from_words(column, cell)).parts
    except FeelFault:
        return False
    values = [getattr(part, "value", getattr(part, "low", None)) for part in parts]
    return bool(values) and all(value is not None and fits(column, value) for value in values)


def _rule(
    rule_id: str, row: Sequence[str], sides: Sequence[str], inputs: Sequence[Column], outputs: Sequence[Column]
) -> Rule:
    cells = {
        side: [cell.strip() for cell, at in zip(row, sides, strict=True) if at == side]
        for side in ("input", "output", "note")
    }
    tests = tuple(test_from_words(column, cell) for column, cell in zip(inputs, cells["input"], strict=True))
    said = tuple(
        output_from_words(column, cell) if cell or column.type in WORDS else ""
        for column, cell in zip(outputs, cells["output"], strict=True)
    )
    return Rule(rule_id, tests, said, " ".join(cells["note"]))
