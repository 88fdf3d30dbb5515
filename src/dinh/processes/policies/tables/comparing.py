"""What one version of a table changed against another: rules by their ids, cells by their columns."""

from dataclasses import dataclass
from enum import StrEnum

from dinh.processes.policies.tables.words import output_text, test_text
from dinh.processes.types.tables import Column, Rule, Table


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Row:
    """One rule in both versions; numbers count from 1, 0 where it is missing."""

    change: Change
    old_number: int
    new_number: int
    cells: tuple[Cell, ...]
    old_note: str
    new_note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    columns: tuple[Column, ...]
    column_changes: tuple[tuple[Change, Column], ...]
    rows: tuple[Row, ...]
    is_policy_changed: bool
    is_order_changed: bool

    @property
    def is_same(self) -> bool:
        rows = all(row.change is Change.SAME for row in self.rows)
        return rows and not (self.column_changes or self.is_policy_changed or self.is_order_changed)


def compare(old: Table, new: Table) -> Comparison:
    """Return the new version row by row beside the old one; dropped rows come last."""
    before = {rule.id: (number, rule) for number, rule in enumerate(old.rules, 1)}
    columns = (*new.inputs, *new.outputs)
    rows = []
    for number, rule in enumerate(new.rules, 1):
        old_number, old_rule = before.get(rule.id, (0, None))
        rows.append(_row(old, new, (old_number, old_rule), (number, rule)))
    kept = {rule.id for rule in new.rules}
    rows += [_row(old, new, (at, rule), (0, None)) for at, rule in before.values() if rule.id not in kept]
    shared = [row.old_number for row in rows if row.old_number and row.new_number]
    return Comparison(
        columns=columns,
        column_changes=_column_changes(old, new),
        rows=tuple(rows),
        is_policy_changed=(old.hit_policy, old.aggregation) != (new.hit_policy, new.aggregation),
        is_order_changed=shared != sorted(shared),
    )


def _column_changes(old: Table, new: Table) -> tuple[tuple[Change, Column], ...]:
    before = {one.id: one for one in (*old.inputs, *old.outputs)}
    after = {one.id: one for one in (*new.inputs, *new.outputs)}
    found = [(Change.ADDED, one) for key, one in after.items() if key not in before]
    found += [(Change.CHANGED, one) for key, one in after.items() if key in before and before[key] != one]
    return tuple(found + [(Change.DROPPED, one) for key, one in before.items() if key not in after])


def _said(table: Table, rule: Rule | None) -> dict[str, str]:
    """Return the cells of a rule in words, by the ids of their columns."""
    if rule is None:
        return {}
    tests = {one.id: test_text(one, text) or "–" for one, text in zip(table.inputs, rule.tests, strict=False)}
    outputs = {one.id: output_text(one, text) for one, text in zip(table.outputs, rule.outputs, strict=False)}
    return tests | outputs


def _row(old: Table, new: Table, before: tuple[int, Rule | None], after: tuple[int, Rule | None]) -> Row:
    was, now = _said(old, before[1]), _said(new, after[1])
    cells = tuple(Cell(one, was.get(one.id, ""), now.get(one.id, "")) for one in (*new.inputs, *new.outputs))
    notes = (before[1].note if before[1] else "", after[1].note if after[1] else "")
    change = Change.SAME
    if before[1] is None or after[1] is None:
        change = Change.ADDED if before[1] is None else Change.DROPPED
    elif was != now or notes[0] != notes[1]:
        change = Change.CHANGED
    return Row(change, before[0], after[0], cells, *notes)
