"""The stages between what was entered and what is weighed: screening, imputation, treatment, normalisation.

Method names: OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 3 to 5.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.policies.numbers import root
from dinh.indicators.scores.policies.shapes import share_of
from dinh.indicators.scores.types.results import Entry, Flag, Panel
from dinh.indicators.scores.types.structure import Direction, Index, MissingData, Normalisation, Part

_NIL = Fraction(0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entered part of one unit, before weighing."""

    entry: Entry | None
    raw: Fraction | None
    treated: Fraction | None
    normalised: Fraction | None
    flags: tuple[Flag, ...]


Leaves = dict[str, dict[str, Leaf]]


def leaves_of(index: Index, panel: Panel) -> Leaves:
    """Return the entered parts of every unit with all stages; raises ScoreFault naming what is missing or wrong."""
    entered: Leaves = {}
    for unit, entries in panel.entries.items():
        _screen(index, entries)
        carried = panel.carried.get(unit, {})
        made = {part.code: _leaf(index, part, entries, carried) for part in entered_parts(index, entries)}
        _refuse_missing(made, index)
        entered[unit] = made
    _each_part(entered, lambda values: _winsorised(values, index.winsorised), Flag.WINSORISED)
    return _normalised(index, entered)


def entered_parts(index: Index, entries: Mapping[str, Entry]) -> list[Part]:
    """Return the scored parts whose value is entered, not made of others: given ones, else components, else leaves."""
    found, stack = [], [one for one in index.mains if one.is_scored]
    while stack:
        part = stack.pop()
        below = [one for one in index.by_parent.get(part.code, ()) if one.is_scored]
        if part.code in entries or not below:
            found.append(part)
        else:
            stack += below
    return sorted(found, key=lambda one: one.code)


def _screen(index: Index, entries: Mapping[str, Entry]) -> None:
    strange = sorted(set(entries) - set(index.by_code))
    if strange:
        raise ScoreFault(
            _("%(index)s has no part %(code)s.") % {"index": index.version, "code": strange[0]}, (*strange,)
        )
    for code in entries:
        one = index.by_code[code]
        while one.parent:
            one = index.by_code[one.parent]
            if one.code in entries:
                raise ScoreFault(
                    _("%(part)s is given as a whole and made of parts at once; keep one of the two.")
                    % {"part": f"{one.code} {one.name}"},
                    (one.code, code),
                )


def _leaf(index: Index, part: Part, entries: Mapping[str, Entry], carried: Mapping[str, Entry]) -> Leaf:
    entry = entries.get(part.code)
    raw, flags = share_of(part, entry)
    if raw is not None:
        return Leaf(entry, raw, raw, None, flags)
    policy = part.missing or index.missing
    if policy is MissingData.CARRY and part.code in carried:
        before, more = share_of(part, carried[part.code])
        if before is not None:
            return Leaf(entry, None, before, None, (*flags, *more, Flag.CARRIED))
    if policy is MissingData.ZERO:
        return Leaf(entry, None, _NIL, None, (*flags, Flag.ZEROED))
    if policy is MissingData.SKIP:
        return Leaf(entry, None, None, None, (*flags, Flag.SKIPPED))
    return Leaf(entry, None, None, None, flags)


def _refuse_missing(made: Mapping[str, Leaf], index: Index) -> None:
    lacking = [code for code, leaf in made.items() if leaf.treated is None and Flag.SKIPPED not in leaf.flags]
    if lacking:
        names = ", ".join(f"{code} {index.by_code[code].name}" for code in lacking[:3])
        more = _(" and %(many)s more") % {"many": len(lacking) - 3} if len(lacking) > 3 else ""  # noqa: PLR2004
        raise ScoreFault(_("No value for %(names)s%(more)s.") % {"names": names, "more": more}, tuple(lacking))


def _winsorised(values: Mapping[str, Fraction], count: int) -> Mapping[str, Fraction]:
    """Draw the `count` highest and lowest values in to the next one."""
    if not count or len(values) <= 2 * count:
        return values
    ordered = sorted(values.values())
    low, high = ordered[count], ordered[-count - 1]
    return {unit: min(max(value, low), high) for unit, value in values.items()}


def _each_part(entered: Leaves, treat: Callable[[Mapping[str, Fraction]], Mapping[str, Fraction]], flag: Flag) -> None:
    for code in _codes(entered):
        values = {unit: leaf.treated for unit, made in entered.items() if (leaf := made.get(code))}
        present = {unit: value for unit, value in values.items() if value is not None}
        for unit, value in treat(present).items():
            leaf = entered[unit][code]
            if value != leaf.treated:
                entered[unit][code] = replace(leaf, treated=value, flags=(*leaf.flags, flag))


def _codes(entered: Leaves) -> Iterable[str]:
    return sorted({code for made in entered.values() for code in made})


def _normalised(index: Index, entered: Leaves) -> Leaves:
    for code in _codes(entered):
        part = index.by_code[code]
        present = {
            unit: leaf.treated
            for unit, made in entered.items()
            if (leaf := made.get(code)) and leaf.treated is not None
        }
        for unit, value in normalise(index, part, present).items():
            entered[unit][code] = replace(entered[unit][code], normalised=value)
    return entered


def normalise(index: Index, part: Part, values: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Return the values of one part on a common scale: as they are, min-max, or z-scores (population deviation).

    Raises ScoreFault when all units are equal, for then neither tells anything.
    """
    turn = -1 if part.direction is Direction.LOWER else 1
    if index.normalisation is Normalisation.NONE:
        return values if turn > 0 else {unit: 1 - value for unit, value in values.items()}
    if not values:
        return values
    low, high = min(values.values()), max(values.values())
    if low == high:
        raise ScoreFault(
            _("All units have the same value in %(part)s, so it cannot be spread between them.")
            % {"part": f"{part.code} {part.name}"},
            (part.code,),
        )
    if index.normalisation is Normalisation.MIN_MAX:
        base = low if turn > 0 else high
        return {unit: abs(value - base) / (high - low) for unit, value in values.items()}
    mean = sum(values.values(), _NIL) / len(values)
    spread = root(sum(((value - mean) ** 2 for value in values.values()), _NIL) / len(values), index.precision)
    return {unit: turn * (value - mean) / spread for unit, value in values.items()}
