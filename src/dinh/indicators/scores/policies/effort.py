"""Where points are still lost, and which next step brings most of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil

from dinh.indicators.scores.policies.computing import compute_one
from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.types.results import Entry, Gain, Lost, Scored
from dinh.indicators.scores.types.structure import Index, MissingData, Part, ShapeKind

_ONE = Fraction(1)
Step = tuple[Entry, Fraction]


def lost(index: Index, scored: Scored) -> tuple[Lost, ...]:
    """Return the entered parts that lack points, most first; a part without a value lacks all of its points."""
    found = []
    for code, one in scored.stages.items():
        part = index.by_code[code]
        is_entered = part.is_scored and (one.entry is not None or code not in index.by_parent)
        if is_entered and part.pull:
            found.append(Lost(code, part.pull - (one.points or 0), part.pull))
    return tuple(sorted((one for one in found if one.points > 0), key=lambda one: (-one.points, one.code)))


def gains(index: Index, entries: Mapping[str, Entry], costs: Mapping[str, Fraction] | None = None) -> tuple[Gain, ...]:
    """Return what the next step of each component would bring, most per unit first (per cost, where it is given).

    A ratio takes one more above the line (never above the base), a step the next threshold, a choice the next better,
    conditions one more. Surveys and given points have no step one can take. Components nobody entered are left out.
    """
    told = replace(index, missing=MissingData.ZERO, by_code={}, by_parent={})
    now = compute_one(told, entries).value
    found = []
    for part in index.components:
        step = next_step(part, entries.get(part.code))
        if step is None or not part.is_scored:
            continue
        entry, units = step
        after = compute_one(told, {**entries, part.code: entry}).value
        if after > now:
            found.append(Gain(part.code, units, after - now, (costs or {}).get(part.code)))
    return tuple(sorted(found, key=lambda one: (-(one.per_cost or 0), -one.per_unit, one.code)))


def next_step(part: Part, entry: Entry | None) -> Step | None:
    """Return the entry after the next step and how many units that step takes; None where there is none."""
    if part.shape is None or entry is None or entry.is_empty or entry.share is not None:
        return None
    maker = _NEXT.get(part.shape.kind)
    return maker(part, entry) if maker else None


def _more(part: Part, entry: Entry) -> Step | None:
    del part
    if entry.a is None or entry.b is None or entry.a + 1 > entry.b:
        return None
    return replace(entry, a=entry.a + 1), _ONE


def _climb(part: Part, entry: Entry) -> Step | None:
    a = entry.a
    if part.shape is None or a is None:
        return None
    above = [least for least, _share in part.shape.steps if least > a]
    return (replace(entry, a=above[0]), Fraction(ceil(above[0] - a))) if above else None


def _better(part: Part, entry: Entry) -> Step | None:
    if part.shape is None:
        return None
    now = next((one.share for one in part.shape.options if one.code == entry.choice), None)
    if now is None:
        raise ScoreFault(f"{part.code}: {entry.choice}", (part.code,))
    above = sorted((one.share, one.code) for one in part.shape.options if one.share > now)
    return (replace(entry, choice=above[0][1]), _ONE) if above else None


def _another(part: Part, entry: Entry) -> Step | None:
    if part.shape is None or entry.met is None:
        return None
    left = [one for one in part.shape.conditions if one not in entry.met]
    return (replace(entry, met=(*entry.met, left[0])), _ONE) if left else None


_NEXT: Mapping[ShapeKind, Callable[[Part, Entry], Step | None]] = {
    ShapeKind.RATIO: _more,
    ShapeKind.THRESHOLD: _more,
    ShapeKind.STEP: _climb,
    ShapeKind.CHOICE: _better,
    ShapeKind.HALVES: _another,
}
