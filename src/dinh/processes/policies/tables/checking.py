"""What is wrong with a table before anybody relies on it: each finding with rule numbers, a sentence and a witness.

Overlap, gap and death are exact: they are computed over the cells in which no test changes, never by trying values.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dinh.processes.policies.tables.compiled import Outputs, rank
from dinh.processes.policies.tables.reading import Cells, read_cells
from dinh.processes.policies.tables.regions import Cell, Partition, bits, lowest_bit, partition, rules_by_cell, sample
from dinh.processes.policies.tables.words import cells_words, input_words
from dinh.processes.types.tables import Finding, FindingKind, HitPolicy, Table, Value

_SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})
_MOST_GAPS = 12
_MOST_PAIRS = 50
# Covering is hard in the worst case; a table no person could read is told so instead of holding the server.
_MOST_WORK = 1_000_000
Box = tuple[int, ...]


class TooLarge(Exception):
    """The question would take more work than a table deserves."""


def check(table: Table) -> tuple[Finding, ...]:
    """Return everything found, blocking findings first; an empty result means ready to publish."""
    cells, findings = read_cells(table)
    if cells is not None:
        findings += _relations(table, cells)
    return tuple(sorted(findings, key=lambda one: not one.is_blocking))


def _relations(table: Table, cells: Cells) -> list[Finding]:
    columns = [partition(column, [rule[place] for rule in cells.tests]) for place, column in enumerate(table.inputs)]
    grid = Grid(table, tuple(columns), cells.outputs, tuple(rules_by_cell(one) for one in columns))
    found = list(_never(grid))
    if table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        found += _pairs(grid)
    is_too_large = False
    for look in (_dead, _gaps):
        grid.work = 0
        try:
            # One by one: what was found before it became too much stays found.
            for one in look(grid):
                found.append(one)
        except TooLarge:
            is_too_large = True
    if is_too_large:
        message = _("The table is too large to say for certain whether it has gaps or rules that never act.")
        found.append(Finding(FindingKind.TOO_LARGE, message, is_blocking=False))
    return found


@dataclass(slots=True)
class Grid:
    """The table as boxes over the cells of its columns."""

    table: Table
    columns: tuple[Partition, ...]
    outputs: tuple[Outputs, ...]
    rules_by_cell: tuple[list[int], ...] = ()
    work: int = 0

    def box(self, rule: int) -> Box:
        return tuple(column.masks[rule] for column in self.columns)

    def is_empty(self, rule: int) -> bool:
        return not all(self.box(rule))

    def common(self, one: int, other: int) -> Box | None:
        """Return the box both rules hold in, or None where there is none."""
        shared = tuple(a & b for a, b in zip(self.box(one), self.box(other), strict=True))
        return shared if all(shared) else None

    def witness(self, box: Box) -> dict[str, Value]:
        return {
            part.column.name: sample(part.column, part.cells[lowest_bit(mask)])
            for part, mask in zip(self.columns, box, strict=True)
        }

    def spend(self, cells: int) -> None:
        self.work += cells
        if self.work > _MOST_WORK:
            raise TooLarge


def uncovered(grid: Grid, box: Box, rules: Sequence[int]) -> Iterator[Box]:
    """Yield boxes that together are the part of `box` in which none of `rules` holds; TooLarge where it is hard."""
    covered: set[tuple[int, int]] = set()

    def below(place: int, alive: int) -> Iterator[Box]:
        """Yield the uncovered rest of the columns from `place` on, when only the rules of `alive` held so far."""
        if not alive:
            yield box[place:]
            return
        if place == len(box) or (place, alive) in covered:
            return
        grid.spend(len(grid.rules_by_cell[place]))
        is_covered = True
        for still, mask in _groups(grid.rules_by_cell[place], box[place], alive).items():
            for rest in below(place + 1, still):
                is_covered = False
                yield (mask, *rest)
        if is_covered:
            covered.add((place, alive))

    yield from below(0, sum(1 << rule for rule in rules))


def _groups(rules_by_cell: Sequence[int], within: int, alive: int) -> dict[int, int]:
    """Return the cells of one column by which rules go on holding in them."""
    groups: dict[int, int] = {}
    for place in bits(within):
        still = alive & rules_by_cell[place]
        groups[still] = groups.get(still, 0) | 1 << place
    return groups


def _never(grid: Grid) -> Iterator[Finding]:
    for rule in range(len(grid.table.rules)):
        if grid.is_empty(rule):
            empty = next(part.column for part, mask in zip(grid.columns, grid.box(rule), strict=True) if not mask)
            message = _("Rule %(rule)s can never hold: no value satisfies “%(label)s”.") % {
                "rule": rule + 1,
                "label": empty.label,
            }
            yield Finding(FindingKind.NEVER, message, is_blocking=False, rules=(rule + 1,), column=empty.name)


def _pairs(grid: Grid) -> Iterator[Finding]:
    told = 0
    is_any = grid.table.hit_policy is HitPolicy.ANY
    for one in range(len(grid.table.rules)):
        for other in range(one + 1, len(grid.table.rules)):
            shared = grid.common(one, other)
            if shared is None or (is_any and grid.outputs[one] == grid.outputs[other]):
                continue
            told += 1
            if told > _MOST_PAIRS:
                return
            yield _pair(grid, (one, other), shared)


def _pair(grid: Grid, rules: tuple[int, int], shared: Box) -> Finding:
    witness = grid.witness(shared)
    values = {"one": rules[0] + 1, "other": rules[1] + 1, "witness": input_words(grid.table, witness)}
    if grid.table.hit_policy is HitPolicy.ANY:
        kind = FindingKind.CONTRADICTION
        message = _("Rules %(one)s and %(other)s both hold and answer differently, for example when %(witness)s.")
    else:
        kind = FindingKind.OVERLAP
        message = _("Rules %(one)s and %(other)s both hold, for example when %(witness)s.")
    numbers = (rules[0] + 1, rules[1] + 1)
    return Finding(kind, message % values, is_blocking=True, rules=numbers, witness=witness)


def _before(grid: Grid) -> Callable[[int], list[int]] | None:
    """Return what gives the rules that always win over a rule; None where every hit counts."""
    count = range(len(grid.table.rules))
    if grid.table.hit_policy is HitPolicy.FIRST:
        return lambda rule: list(range(rule))
    if grid.table.hit_policy is HitPolicy.PRIORITY:
        order = [(rank(grid.table, outputs), place) for place, outputs in enumerate(grid.outputs)]
        return lambda rule: [other for other in count if order[other] < order[rule]]
    return None


def _dead(grid: Grid) -> Iterator[Finding]:
    before = _before(grid)
    if before is None:
        return
    for rule in range(len(grid.table.rules)):
        if grid.is_empty(rule):
            continue
        rivals = [other for other in before(rule) if grid.common(rule, other) is not None]
        if rivals and next(uncovered(grid, grid.box(rule), rivals), None) is None:
            message = _("Rule %(rule)s never acts: rules %(others)s always go before it.") % {
                "rule": rule + 1,
                "others": ", ".join(str(other + 1) for other in sorted(rivals)),
            }
            numbers = (rule + 1, *(other + 1 for other in sorted(rivals)))
            yield Finding(FindingKind.DEAD, message, is_blocking=False, rules=numbers)


def _gaps(grid: Grid) -> Iterator[Finding]:
    table = grid.table
    if table.hit_policy not in _SINGLE or all(column.default for column in table.outputs):
        return
    whole = tuple(part.all for part in grid.columns)
    for told, box in enumerate(uncovered(grid, whole, range(len(table.rules)))):
        if told == _MOST_GAPS:
            yield Finding(FindingKind.GAP, _("There are more gaps than are listed here."), is_blocking=False)
            return
        witness = grid.witness(box)
        message = _("No rule answers when %(box)s; for example %(witness)s.") % {
            "box": box_words(grid.columns, box),
            "witness": input_words(table, witness),
        }
        yield Finding(FindingKind.GAP, message, is_blocking=False, witness=witness)


def box_words(columns: Sequence[Partition], box: Box) -> str:
    """Return a box in words: only the columns that matter."""
    said = []
    for part, mask in zip(columns, box, strict=True):
        chosen: list[Cell] = [part.cells[place] for place in bits(mask)]
        if words := cells_words(part.column, chosen, are_all=mask == part.all):
            said.append(f"{part.column.label}: {words}")
    return "; ".join(said) or _("anything is entered")


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a table from being published."""
    return tuple(one for one in findings if one.is_blocking)


def by_rule(findings: Sequence[Finding]) -> Mapping[int, tuple[Finding, ...]]:
    """Return the findings beside each rule number they speak of."""
    found: dict[int, tuple[Finding, ...]] = {}
    for one in findings:
        for number in one.rules:
            found[number] = (*found.get(number, ()), one)
    return found
