"""What if: the same computation with one assumption changed, and what that does to value and rank."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.computing import compute
from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.policies.ranking import ranks_of
from dinh.indicators.scores.types.results import Entry, Panel, Result
from dinh.indicators.scores.types.structure import Aggregation, Index, MissingData, Normalisation


@dataclass(frozen=True, slots=True)
class Change:
    """Assumptions that differ: entries by unit and part (None takes one away), weights by part, and methods."""

    entries: Mapping[tuple[str, str], Entry | None] = field(default_factory=dict)
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    caps: Mapping[str, Fraction | None] = field(default_factory=dict)
    missing: MissingData | None = None
    normalisation: Normalisation | None = None
    aggregation: Aggregation | None = None
    winsorised: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Change()


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit before and after."""

    unit: str
    before: Fraction
    after: Fraction
    rank_before: int
    rank_after: int

    @property
    def value(self) -> Fraction:
        return self.after - self.before


def changed_index(index: Index, change: Change) -> Index:
    """Return the index with other weights or methods; ScoreFault for a part without weight and for negative ones."""
    for code, weight in change.weights.items():
        if code not in index.by_code or not index.by_code[code].is_scored:
            raise ScoreFault(_("Part %(code)s has no weight to change.") % {"code": code}, (code,))
        if weight < 0:
            raise ScoreFault(_("A weight cannot be below zero."), (code,))
    parts = tuple(
        replace(
            one,
            weight=change.weights.get(one.code, one.weight),
            cap=change.caps.get(one.code, one.cap),
        )
        for one in index.parts
    )
    return replace(
        index,
        parts=parts,
        missing=change.missing or index.missing,
        normalisation=change.normalisation or index.normalisation,
        aggregation=change.aggregation or index.aggregation,
        winsorised=index.winsorised if change.winsorised is None else change.winsorised,
        by_code={},
        by_parent={},
    )


def changed_panel(panel: Panel, change: Change) -> Panel:
    """Return the panel with other entries."""
    entries = {unit: dict(of) for unit, of in panel.entries.items()}
    for (unit, code), entry in change.entries.items():
        if unit not in entries:
            raise ScoreFault(_("The unit of this change is not among those compared."), (code,))
        if entry is None:
            entries[unit].pop(code, None)
        else:
            entries[unit][code] = entry
    return Panel(entries, panel.carried)


def what_if(index: Index, panel: Panel, change: Change) -> Result:
    """Compute with some assumptions changed; with none changed the hash is that of the plain computation."""
    return compute(changed_index(index, change), changed_panel(panel, change))


def differences(before: Result, after: Result) -> tuple[Difference, ...]:
    """Return every unit that is in both, in order of its rank after."""
    first = {one.unit: one for one in ranks_of(before)}
    return tuple(
        Difference(one.unit, first[one.unit].value, one.value, first[one.unit].rank, one.rank)
        for one in ranks_of(after)
        if one.unit in first
    )
