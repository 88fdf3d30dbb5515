"""What an indicator may be made of. Each refusal is a sentence that says where and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dinh.indicators.figures.types import Definition, Formula, Measure

_AVERAGED = "is a share; shares are not averaged or added, take the measures above and below its line"
Book = Mapping[str, tuple[Definition, ...]]


class FormulaFault(ValueError):
    """A formula that would give a wrong number."""


def resolved(one: Definition, book: Book, measures: Mapping[str, Measure]) -> Definition:
    """Return an indicator with its formulas down to measures and the day it counts by.

    A formula may name another indicator that is a plain count. Raises FormulaFault for a circle, a share inside a
    formula, an unknown word, sums of what cannot be added, and a numerator and denominator by different days.
    """
    numerator = _expanded(one.numerator, book, measures, (one.code,))
    denominator = _expanded(one.denominator, book, measures, (one.code,)) if one.denominator else None
    used = [measures[name] for name in (*numerator.measures, *(denominator.measures if denominator else ()))]
    days = dict.fromkeys(measure.by for measure in used)
    if len(days) > 1:
        said = ", ".join(f"{measure.code} counts by {measure.by}" for measure in used)
        raise FormulaFault(f"{said}; a share of different days is no share")
    if len({measure.fact for measure in used}) > 1:
        raise FormulaFault("numerator and denominator are of different facts")
    for formula in filter(None, (numerator, denominator)):
        _addable(formula, measures)
    return replace(one, numerator=numerator, denominator=denominator, attribution=next(iter(days)))


def _expanded(formula: Formula, book: Book, measures: Mapping[str, Measure], path: tuple[str, ...]) -> Formula:
    found: list[tuple[int, str]] = []
    for factor, name in formula.terms:
        if name in measures:
            found.append((factor, name))
            continue
        if name in path:
            raise FormulaFault(f"a circle: {' → '.join((*path, name))}")
        if name not in book:
            raise FormulaFault(f"{name} is neither a measure nor an indicator")
        inner = book[name][-1]
        if inner.denominator is not None:
            raise FormulaFault(f"{name} {_AVERAGED}")
        expanded = _expanded(inner.numerator, book, measures, (*path, name))
        found += [(factor * theirs, measure) for theirs, measure in expanded.terms]
    return Formula(tuple(found))


def _addable(formula: Formula, measures: Mapping[str, Measure]) -> None:
    if len(formula.terms) > 1:
        for name in formula.measures:
            if not measures[name].is_additive:
                raise FormulaFault(f"{name} is a {measures[name].kind}; it cannot be added to or taken from {formula}")


def check_versions(code: str, versions: Sequence[Definition]) -> None:
    """Refuse gaps in the numbers, spans that overlap, and a new formula whose series runs on without a break mark."""
    numbers = [one.version for one in versions]
    if numbers != list(range(1, len(numbers) + 1)):
        raise FormulaFault(f"{code}: versions are {numbers}, not 1 to {len(numbers)}")
    for old, new in pairwise(versions):
        if old.valid_to is None or old.valid_to >= new.valid_from:
            raise FormulaFault(f"{code}: version {new.version} begins before version {old.version} ends")
        if _formula(old) != _formula(new) and not new.is_break:
            raise FormulaFault(
                f"{code}: version {new.version} counts otherwise than version {old.version}; one line may not mix them,"
                " write break = true"
            )


def _formula(one: Definition) -> tuple[object, ...]:
    return one.numerator, one.denominator, one.unit, one.source_kind
