"""Units that share land with one unit on any day: whose values may belong to it, and who it is on another map."""

from collections.abc import Iterable
from datetime import date

from dinh.directory import api as directory


def kin(unit_id: int) -> frozenset[int]:
    """Return all units, before and after, that hold some of this unit's land, with those below them."""
    return directory.kept_with_map(f"kin {unit_id}", lambda: _kin(unit_id))


def _kin(unit_id: int) -> frozenset[int]:
    last = directory.lives(unit_id=unit_id)[-1]
    own = {*directory.lineage_ids(unit_id=unit_id), *_below(last)}
    return frozenset({unit_id} | own | _closure(own, is_forward=False) | _closure(own, is_forward=True))


def _below(of: directory.UnitView) -> tuple[int, ...]:
    on = of.valid_from or directory.FIRST_DAY
    return directory.descendant_ids(unit_id=of.unit_id, on=max(on, directory.FIRST_DAY))


def _closure(start: Iterable[int], *, is_forward: bool) -> set[int]:
    step = directory.successors if is_forward else directory.predecessors
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        for one in step(unit_id=waiting.pop()):
            if one.unit is not None and one.unit.unit_id not in found:
                found.add(one.unit.unit_id)
                waiting.append(one.unit.unit_id)
    return found


def same_level(unit_id: int) -> tuple[directory.UnitView, ...]:
    """Return the kin of the unit's own level, each as it was last, those that came first first."""
    last = directory.lives(unit_id=unit_id)[-1]
    views = [directory.lives(unit_id=one)[-1] for one in kin(unit_id) | {unit_id}]
    found = [one for one in views if one.level is last.level]
    return tuple(sorted(found, key=lambda one: (one.valid_to or date.max, one.code)))


def on_map(unit_id: int, on: date) -> tuple[directory.UnitView, ...]:
    """Return who holds the unit's land on a day: itself, its successors or its predecessors; several after a split.

    Raises NotFound for days without a map.
    """
    there = directory.units(unit_ids=[unit_id], on=on)
    if there:
        return tuple(there.values())
    lives = directory.lives(unit_id=unit_id)
    ended = lives[-1].valid_to
    is_past = ended is not None and ended <= on
    found = (directory.successors if is_past else directory.predecessors)(unit_id=unit_id, on=on)
    return tuple(one.unit for one in found if one.unit is not None and one.unit.level is lives[-1].level)


def sources(unit_id: int, to: date, on: date) -> tuple[tuple[int, bool], ...]:
    """Return the units of day `on` that make up this unit of day `to`, each with whether it lies in it whole."""
    if directory.units(unit_ids=[unit_id], on=on):
        return ((unit_id, True),)
    if on > to:
        found = directory.successors(unit_id=unit_id, on=on)
        return tuple((one.unit.unit_id, _is_sole(one.unit.unit_id, to)) for one in found if one.unit is not None)
    before = directory.predecessors(unit_id=unit_id, on=on)
    level = directory.lives(unit_id=unit_id)[-1].level
    return tuple(
        (one.unit.unit_id, one.people_share == 1) for one in before if one.unit is not None and one.unit.level is level
    )


def _is_sole(unit_id: int, on: date) -> bool:
    return len(directory.predecessors(unit_id=unit_id, on=on)) == 1
