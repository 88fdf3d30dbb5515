"""The formula of a part with the numbers in it, in words."""

from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores import api
from dinh.indicators.scores.web.numbers import short, value


def formula(part: api.Part, entry: api.Entry | None) -> str:
    """Return how the points come about, with the numbers; nothing when nothing was entered."""
    if entry is None or entry.is_empty:
        return ""
    top = short(part.points) if part.points is not None else _("maximum not known")
    if entry.share is not None:
        return f"{value(entry.share)} × {top}"
    kind = part.shape.kind if part.shape else None
    if kind in (api.ShapeKind.RATIO, api.ShapeKind.THRESHOLD) and part.shape is not None:
        ratio = f"{short(entry.a)} / {short(entry.b)}"
        target = part.shape.target
        return f"{ratio} × {top}" if target is None else f"min(1; ({ratio}) / {short(target)}) × {top}"
    if kind is api.ShapeKind.SURVEY and part.shape is not None:
        return f"{short(entry.a)} / {short(part.shape.scale)} × {top}"
    return entry_words(entry)


def entry_words(entry: api.Entry) -> str:
    """Return what was entered, as one would say it."""
    if entry.share is not None:
        return value(entry.share)
    if entry.choice:
        return entry.choice
    if entry.met is not None:
        return ", ".join(entry.met) or _("none met")
    told = [short(one, 4) for one in (entry.a, entry.b) if one is not None]
    return " / ".join(told) or _("rank only")


def steps(part: api.Part) -> list[str]:
    """Return the steps, choices or conditions of a shape with their points."""
    shape, top = part.shape, part.points or Fraction(0)
    if shape is None:
        return []
    said = [
        _("from %(least)s: %(points)s points") % {"least": short(least), "points": short(share * top)}
        for least, share in reversed(shape.steps)
    ]
    said += [
        _("%(name)s: %(points)s points") % {"name": one.name, "points": short(one.share * top)} for one in shape.options
    ]
    said += [
        _("%(name)s: %(points)s points") % {"name": one, "points": short(top / len(shape.conditions))}
        for one in shape.conditions
    ]
    if shape.target is not None:
        said.append(_("threshold %(target)s") % {"target": short(shape.target, 4)})
    return said
