"""Weighs and adds: from the entered parts up to pillars, value and level, every stage kept."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.digests import digest_of
from dinh.indicators.scores.policies.faults import ScoreFault, WeightsUnknown
from dinh.indicators.scores.policies.numbers import product_of_powers
from dinh.indicators.scores.policies.treating import Leaf, Leaves, leaves_of
from dinh.indicators.scores.types.results import Entry, Flag, Panel, Result, Scored, Stages
from dinh.indicators.scores.types.structure import Aggregation, Index, Part

_NIL = Fraction(0)


def compute(index: Index, panel: Panel) -> Result:
    """Score every unit of a panel. All units are treated together, since some methods compare them.

    Raises WeightsUnknown when maxima were never told, ScoreFault (with the parts) for entries that cannot be scored.
    """
    check_weights(index)
    leaves = leaves_of(index, panel)
    units = {unit: _scored(index, unit, leaves) for unit in panel.entries}
    return Result(index, units, digest_of(index, panel, units))


def compute_one(index: Index, entries: Mapping[str, Entry], unit: str = "") -> Scored:
    """Score one unit by itself; only for indices whose normalisation needs no others."""
    return compute(index, Panel({unit: entries})).units[unit]


def check_weights(index: Index) -> None:
    """Raise WeightsUnknown when a scored part has neither points nor weight."""
    unknown = [one for one in index.parts if one.is_scored and one.pull is None]
    if unknown:
        raise WeightsUnknown(
            _(
                "The maximum points of %(many)s parts of %(instrument)s are not known (the first: %(name)s)."
                " Enter them from the text of the decision; they are not taken over from another decision."
            )
            % {"many": len(unknown), "instrument": index.instrument, "name": f"{unknown[0].code} {unknown[0].name}"},
            tuple(one.code for one in unknown),
        )


def _scored(index: Index, unit: str, leaves: Leaves) -> Scored:
    stages: dict[str, Stages] = {}
    for main in index.mains:
        _climb(index, main, leaves[unit], stages)
    value = _together(index, index.mains, index.aggregation, stages)
    if value is None:
        raise ScoreFault(_("Nothing was entered, so there is no value."))
    pillars = {}
    for pillar in index.pillars:
        parts = [index.by_code[code] for code in pillar.parts]
        share = _together(index, parts, index.aggregation, stages)
        if share is not None:
            pillars[pillar.code] = share
    return Scored(unit, stages, pillars, value, level_of(index, value))


def _climb(index: Index, part: Part, leaves: Mapping[str, Leaf], stages: dict[str, Stages]) -> None:
    pull = part.pull or _NIL
    if not part.is_scored:
        stages[part.code] = Stages(part.code, None, None, None, None, _NIL, None, None, (Flag.UNSCORED,))
        return
    if part.code in leaves:
        stages[part.code] = _ended(part, pull, leaves[part.code])
        return
    below = index.by_parent.get(part.code, ())
    for one in below:
        _climb(index, one, leaves, stages)
    share = _together(index, below, part.aggregation, stages)
    flags: tuple[Flag, ...] = (Flag.SKIPPED,) if share is None else ()
    share, flags = _capped(part, share, flags)
    stages[part.code] = Stages(part.code, None, share, share, share, pull, share, _points(part, share), flags)


def _ended(part: Part, pull: Fraction, leaf: Leaf) -> Stages:
    share, flags = _capped(part, leaf.normalised, leaf.flags)
    return Stages(
        part.code, leaf.entry, leaf.raw, leaf.treated, leaf.normalised, pull, share, _points(part, share), flags
    )


def _capped(part: Part, share: Fraction | None, flags: tuple[Flag, ...]) -> tuple[Fraction | None, tuple[Flag, ...]]:
    if share is None or part.cap is None or not part.points or share * part.points <= part.cap:
        return share, flags
    return part.cap / part.points, (*flags, Flag.CAPPED)


def _points(part: Part, share: Fraction | None) -> Fraction | None:
    return None if share is None or part.pull is None else share * part.pull


def _together(
    index: Index, parts: Sequence[Part], aggregation: Aggregation, stages: Mapping[str, Stages]
) -> Fraction | None:
    """Return the joint share of parts; those that were skipped weigh nothing. None when none is left."""
    present = [(share, one.pull) for part in parts if (share := (one := stages[part.code]).share) is not None]
    total = sum((pull for _share, pull in present), _NIL)
    if not total:
        return None
    if aggregation is Aggregation.GEOMETRIC:
        try:
            return product_of_powers([(share, pull / total) for share, pull in present], index.precision)
        except ValueError as error:
            raise ScoreFault(_("A geometric mean takes no values below zero.")) from error
    return sum((share * pull for share, pull in present), _NIL) / total


def level_of(index: Index, value: Fraction) -> str:
    """Return the name of the class a value falls into; nothing below the lowest or without classes."""
    return next((one.name for one in reversed(index.levels) if value >= one.least), "")
