"""From what was entered to a share of the maximum: the shapes a component can have."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.types.results import Entry, Flag
from dinh.indicators.scores.types.structure import Part, Shape, ShapeKind

Made = tuple[Fraction | None, tuple[Flag, ...]]
NOTHING: Made = (None, (Flag.MISSING,))
_ONE = Fraction(1)


def share_of(part: Part, entry: Entry | None) -> Made:
    """Return the share of the maximum an entry earns, at most 1, with what was noticed; None when nothing was entered.

    A base of zero is no data. Raises ScoreFault for what cannot be: negative counts, an unknown choice, a share over 1.
    """
    if entry is None or entry.is_empty:
        return NOTHING
    if part.shape is None or entry.share is not None:
        return _told(part, entry)
    return _MAKERS[part.shape.kind](part, part.shape, entry)


def _refuse(part: Part, sentence: str) -> ScoreFault:
    return ScoreFault(f"{part.code} {part.name}: {sentence}", (part.code,))


def _told(part: Part, entry: Entry) -> Made:
    if entry.share is None:
        raise _refuse(part, _("this part takes a value between 0 and 1, not counts."))
    if not 0 <= entry.share <= 1:
        raise _refuse(part, _("a share lies between 0 and 1."))
    return entry.share, (Flag.GIVEN,)


def _counted(part: Part, value: Fraction | None) -> Fraction | None:
    if value is not None and value < 0:
        raise _refuse(part, _("a count cannot be below zero."))
    return value


def _ratio(part: Part, shape: Shape, entry: Entry) -> Made:
    a, b = _counted(part, entry.a), _counted(part, entry.b)
    if a is None or b is None:
        return NOTHING
    if b == 0:
        return None, (Flag.MISSING, Flag.ZERO_BASE)
    ratio = a / b
    over = (Flag.OVER_ONE,) if ratio > 1 else ()
    reached = ratio / (shape.target or _ONE)
    return (_ONE, (*over, Flag.CAPPED)) if reached > 1 else (reached, over)


def _step(part: Part, shape: Shape, entry: Entry) -> Made:
    a = _counted(part, entry.a)
    if a is None:
        return NOTHING
    return max((share for least, share in shape.steps if a >= least), default=Fraction(0)), ()


def _choice(part: Part, shape: Shape, entry: Entry) -> Made:
    if not entry.choice:
        return NOTHING
    for option in shape.options:
        if option.code == entry.choice:
            return option.share, ()
    raise _refuse(part, _("there is no choice “%(choice)s”.") % {"choice": entry.choice})


def _halves(part: Part, shape: Shape, entry: Entry) -> Made:
    if entry.met is None:
        return NOTHING
    strange = set(entry.met) - set(shape.conditions)
    if strange:
        raise _refuse(part, _("there is no condition “%(name)s”.") % {"name": min(strange)})
    return Fraction(len(set(entry.met)), len(shape.conditions)), ()


def _survey(part: Part, shape: Shape, entry: Entry) -> Made:
    a = _counted(part, entry.a)
    if a is None:
        return NOTHING
    if shape.scale is None or a > shape.scale:
        raise _refuse(part, _("the mark lies above the scale of the survey."))
    return a / shape.scale, ()


def _given(part: Part, shape: Shape, entry: Entry) -> Made:
    del shape
    a = _counted(part, entry.a)
    if a is None:
        return NOTHING
    if not part.points or a > part.points:
        raise _refuse(part, _("more points than the maximum."))
    return a / part.points, (Flag.GIVEN,)


def _none(part: Part, shape: Shape, entry: Entry) -> Made:
    del part, shape, entry
    return None, (Flag.UNSCORED,)


_MAKERS: Mapping[ShapeKind, Callable[[Part, Shape, Entry], Made]] = {
    ShapeKind.RATIO: _ratio,
    ShapeKind.THRESHOLD: _ratio,
    ShapeKind.STEP: _step,
    ShapeKind.CHOICE: _choice,
    ShapeKind.HALVES: _halves,
    ShapeKind.SURVEY: _survey,
    ShapeKind.GIVEN: _given,
    ShapeKind.NONE: _none,
}
