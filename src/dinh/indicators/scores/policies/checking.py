"""A definition is checked whole before anything is computed by it: a wrong one is refused with where it is wrong."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.faults import DefinitionFault
from dinh.indicators.scores.types.structure import Aggregation, Index, Part, Shape, ShapeKind

_MOST_DIGITS = 200


def check(where: str, index: Index) -> None:
    """Raise DefinitionFault for the first fault of a definition; `where` begins its sentence."""
    fault = next(faults(index), "")
    if fault:
        raise DefinitionFault(f"{where}: {fault}")


def faults(index: Index) -> Iterator[str]:
    """Give every fault of a definition as a sentence that names the part."""
    yield from _codes(index)
    yield from _tree(index)
    if not any(_tree(index)):
        for part in index.parts:
            yield from _part(index, part)
        yield from _sums(index, "", index.points, index.aggregation)
        yield from _pillars(index)
    yield from _method(index)


def _codes(index: Index) -> Iterator[str]:
    if not index.parts:
        yield _("the index has no parts")
    for code, many in Counter(one.code for one in index.parts).items():
        if many > 1:
            yield _("part %(code)s stands there %(many)s times") % {"code": code, "many": many}
    if any(not one.code for one in index.parts):
        yield _("a part has no code")


def _tree(index: Index) -> Iterator[str]:
    for part in index.parts:
        seen, one = {part.code}, part
        while one.parent:
            if one.parent not in index.by_code:
                yield _("part %(code)s: its parent %(parent)s does not exist") % {
                    "code": one.code,
                    "parent": one.parent,
                }
                break
            if one.parent in seen:
                yield _("part %(code)s lies inside itself") % {"code": part.code}
                break
            seen.add(one.parent)
            one = index.by_code[one.parent]


def _part(index: Index, part: Part) -> Iterator[str]:
    named = {"code": part.code}
    if part.shape is not None and part.code in index.by_parent:
        yield _("part %(code)s has a shape and parts below it; it can have only one") % named
    if any(number is not None and number < 0 for number in (part.points, part.weight, part.cap)):
        yield _("part %(code)s: points, weights and caps are not negative") % named
    if not part.is_scored and part.points:
        yield _("part %(code)s is not scored and yet has points") % named
    if part.expected is not None and len(index.by_parent.get(part.code, ())) > part.expected:
        yield _("part %(code)s has more components than the %(many)s of its instrument") % {
            "code": part.code,
            "many": part.expected,
        }
    if part.shape is not None:
        yield from (f"{part.code}: {fault}" for fault in _shape(part.shape))
    if part.code in index.by_parent:
        yield from _sums(index, part.code, part.points, part.aggregation)


def _shape(shape: Shape) -> Iterator[str]:
    shares = [share for _least, share in shape.steps] + [one.share for one in shape.options]
    if any(not 0 <= share <= 1 for share in shares):
        yield _("the share of a step or choice lies between 0 and 1")
    if shape.kind is ShapeKind.STEP and not shape.steps:
        yield _("a step shape needs steps")
    if sorted(shares) != shares and shape.kind is ShapeKind.STEP:
        yield _("a higher step may not give fewer points")
    if len({least for least, _share in shape.steps}) < len(shape.steps):
        yield _("two steps begin at the same number")
    if shape.kind is ShapeKind.CHOICE and len({one.code for one in shape.options}) < max(len(shape.options), 1):
        yield _("choices need names of their own, and at least one")
    if shape.kind is ShapeKind.HALVES and len(set(shape.conditions)) < max(len(shape.conditions), 1):
        yield _("conditions need names of their own, and at least one")
    yield from _divisors(shape)


def _divisors(shape: Shape) -> Iterator[str]:
    if shape.kind is ShapeKind.THRESHOLD and not (shape.target and shape.target > 0):
        yield _("the threshold must be above zero")
    if shape.kind is ShapeKind.RATIO and shape.target is not None:
        yield _("a plain ratio has no threshold; use the shape “threshold”")
    if shape.kind is ShapeKind.SURVEY and not (shape.scale and shape.scale > 0):
        yield _("the scale of a survey must be above zero")


def _sums(index: Index, code: str, points: Fraction | None, aggregation: Aggregation) -> Iterator[str]:
    children = [one for one in index.by_parent.get(code, ()) if one.is_scored]
    said = {"code": code or index.code}
    expected = index.by_code[code].expected if code else None
    is_whole = expected is None or len(index.by_parent.get(code, ())) == expected
    is_told = bool(children) and all(one.points is not None for one in children)
    total = sum((one.points or Fraction(0) for one in children), Fraction(0))
    if aggregation is Aggregation.POINTS and points not in (None, total) and is_whole and is_told:
        words = _("the parts of %(code)s add up to %(total)s points, not %(points)s")
        yield words % {**said, "total": total, "points": points}
    pulls = [one.pull for one in children]
    if children and all(pull is not None for pull in pulls) and not any(pulls):
        yield _("all parts of %(code)s weigh nothing") % said


def _pillars(index: Index) -> Iterator[str]:
    for pillar in index.pillars:
        strange = [code for code in pillar.parts if code not in index.by_code]
        if strange:
            yield _("pillar %(pillar)s names the part %(code)s, which does not exist") % {
                "pillar": pillar.name,
                "code": strange[0],
            }
            continue
        points = [index.by_code[code].points for code in pillar.parts]
        known = [one for one in points if one is not None]
        total = sum(known, Fraction(0))
        if pillar.points is not None and len(known) == len(points) and total != pillar.points:
            yield _("pillar %(pillar)s adds up to %(total)s points, not %(points)s") % {
                "pillar": pillar.name,
                "total": total,
                "points": pillar.points,
            }


def _method(index: Index) -> Iterator[str]:
    if not 1 <= index.precision <= _MOST_DIGITS:
        yield _("the number of digits lies between 1 and %(most)s") % {"most": _MOST_DIGITS}
    if index.winsorised < 0:
        yield _("the number of winsorised values is not negative")
    least = [one.least for one in index.levels]
    if sorted(set(least)) != least:
        yield _("levels are named from the lowest upwards, each with a mark of its own")
