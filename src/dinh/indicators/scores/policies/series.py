"""Values over the years: cut where the edition changes, so that no line is drawn across a break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from dinh.indicators.scores.types.structure import Index


@dataclass(frozen=True, slots=True)
class Segment:
    """Years that may stand in one line: all of one edition."""

    series: str
    instrument: str
    points: tuple[tuple[int, Fraction | None], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Between two years another edition began."""

    before: int
    after: int
    old_instrument: str
    new_instrument: str


class BrokenSeries(ValueError):
    """Somebody asked for one line across a break."""


def segments(values: Mapping[int, Fraction | None], editions: Sequence[Index]) -> tuple[Segment, ...]:
    """Return the values cut into lines that may be drawn."""
    return tuple(
        Segment(one.series, one.instrument, tuple((year, values[year]) for year in sorted(one.years) if year in values))
        for one in sorted(editions, key=lambda one: one.years)
        if any(year in values for year in one.years)
    )


def breaks(years: Sequence[int], editions: Sequence[Index]) -> tuple[Break, ...]:
    """Return the breaks between these years."""
    of_year = {year: one for one in editions for year in one.years}
    known = sorted(set(years) & of_year.keys())
    return tuple(
        Break(before, after, of_year[before].instrument, of_year[after].instrument)
        for before, after in pairwise(known)
        if of_year[before].series != of_year[after].series
    )


def one_line(years: Sequence[int], editions: Sequence[Index]) -> None:
    """Raise BrokenSeries when these years do not belong to one edition."""
    found = breaks(years, editions)
    if found:
        raise BrokenSeries(
            f"{found[0].before} | {found[0].after}: {found[0].old_instrument}, {found[0].new_instrument}"
        )
