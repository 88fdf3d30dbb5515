"""What an indicator may be made of. Each refusal is a sentence that says where and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from dinh.indicators.figures.types import Definition, Formula, Measure

Book = Mapping[str, tuple[Definition, ...]]
NUMERATOR, DENOMINATOR = "numerator", "denominator"


class FormulaFault(ValueError):
    """A formula that would give a wrong number; `part` is the field of the definition it stands in."""

    def __init__(self, said: str, part: str = "") -> None:
        super().__init__(said)
        self.part = part


def in_force(versions: Sequence[Definition], on: date) -> Definition | None:
    """Return the version in force on a day, None where there is none."""
    found = [one for one in versions if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)]
    return found[-1] if found else None


def followed(versions: Sequence[Definition]) -> tuple[Definition, ...]:
    """Return versions in their order, one that is open and followed ending on the day before the next begins."""
    closed = [
        replace(old, valid_to=new.valid_from - timedelta(days=1))
        if old.valid_to is None and old.valid_from < new.valid_from
        else old
        for old, new in pairwise(versions)
    ]
    return (*closed, *versions[-1:])


def resolved(one: Definition, book: Book, measures: Mapping[str, Measure]) -> Definition:
    """Return an indicator with its formulas down to measures and the day it counts by.

    A formula may name another indicator that is a plain count: its version of the day this one begins, so that what
    is in force never changes by a later version of another. Raises FormulaFault for a circle, a share inside a
    formula, an unknown word, sums of what cannot be added, and a numerator and denominator by different days.
    """
    numerator = _expanded(one, one.numerator, NUMERATOR, book, measures)
    denominator = _expanded(one, one.denominator, DENOMINATOR, book, measures) if one.denominator else None
    used = [measures[name] for name in (*numerator.measures, *(denominator.measures if denominator else ()))]
    days = dict.fromkeys(measure.by for measure in used)
    if len(days) > 1:
        said = ", ".join(_("%(code)s counts by %(day)s") % {"code": one.code, "day": one.by} for one in used)
        raise FormulaFault(_("%(said)s; a share of different days is no share") % {"said": said}, DENOMINATOR)
    if len({measure.fact for measure in used}) > 1:
        raise FormulaFault(_("numerator and denominator are of different facts"), DENOMINATOR)
    _addable(numerator, NUMERATOR, measures)
    if denominator is not None:
        _addable(denominator, DENOMINATOR, measures)
    return replace(one, numerator=numerator, denominator=denominator, attribution=next(iter(days)))


def _expanded(
    one: Definition,
    formula: Formula,
    part: str,
    book: Book,
    measures: Mapping[str, Measure],
    path: tuple[str, ...] = (),
) -> Formula:
    path = path or (one.code,)
    found: list[tuple[int, str]] = []
    for factor, name in formula.terms:
        if name in measures:
            found.append((factor, name))
            continue
        inner = _inner(one, name, part, book, path)
        expanded = _expanded(one, inner.numerator, part, book, measures, (*path, name))
        found += [(factor * theirs, measure) for theirs, measure in expanded.terms]
    return Formula(tuple(found))


def _inner(one: Definition, name: str, part: str, book: Book, path: tuple[str, ...]) -> Definition:
    if name in path:
        raise FormulaFault(_("a circle: %(path)s") % {"path": " → ".join((*path, name))}, part)
    if name not in book and name.endswith("_code"):
        said = _("%(name)s is an official code; one code names other units on other days, so nothing is counted by it")
        raise FormulaFault(said % {"name": name}, part)
    if name not in book:
        raise FormulaFault(_("%(name)s is neither a measure nor an indicator") % {"name": name}, part)
    inner = in_force(book[name], one.valid_from)
    if (inner or book[name][-1]).denominator is not None:
        said = _("%(name)s is a share; shares are not averaged or added, take the measures above and below its line")
        raise FormulaFault(said % {"name": name}, part)
    if inner is None:
        said = _("%(name)s is not in force on %(day)s, when this begins")
        raise FormulaFault(said % {"name": name, "day": f"{one.valid_from:%d/%m/%Y}"}, part)
    return inner


def _addable(formula: Formula, part: str, measures: Mapping[str, Measure]) -> None:
    if len(formula.terms) > 1:
        for name in formula.measures:
            if not measures[name].is_additive:
                said = _("%(name)s is a %(kind)s; it cannot be added to or taken from %(formula)s")
                told = {"name": name, "kind": measures[name].kind.value, "formula": str(formula)}
                raise FormulaFault(said % told, part)


def check_versions(code: str, versions: Sequence[Definition]) -> None:
    """Refuse gaps in the numbers, spans that overlap, and a new formula whose series runs on without a break mark."""
    numbers = [one.version for one in versions]
    if numbers != list(range(1, len(numbers) + 1)):
        told = {"code": code, "numbers": ", ".join(map(str, numbers)), "many": len(numbers)}
        raise FormulaFault(_("%(code)s: versions are %(numbers)s, not 1 to %(many)s") % told, "version")
    for old, new in pairwise(versions):
        told = {"code": code, "new": new.version, "old": old.version}
        if old.valid_to is None or old.valid_to >= new.valid_from:
            said = _("%(code)s: version %(new)s begins before version %(old)s ends")
            raise FormulaFault(said % told, "valid_from")
        if _formula(old) != _formula(new) and not new.is_break:
            said = _(
                "%(code)s: version %(new)s counts otherwise than version %(old)s; one line may not mix them,"
                " write break = true"
            )
            raise FormulaFault(said % told, "break")


def _formula(one: Definition) -> tuple[object, ...]:
    return one.numerator, one.denominator, one.unit, one.source_kind
