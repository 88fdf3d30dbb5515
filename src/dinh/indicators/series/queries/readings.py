"""The three readings of a series: the units of their day, the map of one day for all, and what was published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from dinh.directory import api as directory
from dinh.indicators.figures.api import Period, SourceKind
from dinh.indicators.series import registry
from dinh.indicators.series.policies import placing
from dinh.indicators.series.queries import kin
from dinh.indicators.series.queries.observations import former_codes, known_series, months_between, observations, year
from dinh.indicators.series.types import (
    Line,
    Merging,
    Method,
    Observation,
    Part,
    Point,
    Quantity,
    Reading,
    Series,
    View,
    Why,
)

_YEAR_DAYS = 360


def read(*, code: str, unit_id: int, on: date, view: View, until: date) -> Reading:
    """Return a series of a unit up to a day, read one way; `on` is the map day of a restated reading.

    Raises KeyError for an unknown code, NotFound for an unknown unit or a day without a map.
    """
    of = known_series(code, until)
    if of is None:
        raise KeyError(code)
    if view is View.RESTATED:
        return _restated(of, unit_id, on, until)
    units = kin.same_level(unit_id)
    everybody = frozenset[int]().union(*(kin.kin(one.unit_id) for one in units))
    by_period = _by_period(observations(of, unit_ids=everybody, until=until), until)
    asked = _as_was if view is View.AS_WAS else _published
    lines = [
        Line(one.unit_id, tuple(asked(one, period, _own(of, one, period, by_period[period])) for period in by_period))
        for one in units
    ]
    return Reading(view, unit_id, on, tuple(line for line in lines if _says_something(line, unit_id)))


def _says_something(line: Line, unit_id: int) -> bool:
    return line.unit_id == unit_id or any(point.value is not None for point in line.points)


def _by_period(found: Sequence[Observation], until: date) -> dict[Period, list[Observation]]:
    """Return what was said by period, with the months and years of which nobody said anything: a gap is no zero."""
    made: dict[Period, list[Observation]] = defaultdict(list)
    for one in found:
        made[one.period].append(one)
    if found and (found[-1].period.last - found[-1].period.first).days > _YEAR_DAYS:
        for number in range(found[0].period.first.year, until.year + 1):
            made[year(number)] = made.get(year(number), [])
    elif found:
        for period in months_between(found[0].period, found[-1].period):
            made[period] = made.get(period, [])
    return dict(sorted(made.items(), key=lambda item: item[0].first))


def _said(one: Observation, why: Why | None = None) -> Point:
    value = one.value
    return Point(
        one.unit_id, one.period, value, why=why or (Why.ZERO if value is None else None), map_day=one.map_day,
        source=one.source, url=one.url,
    )  # fmt: skip


def _as_was(unit: directory.UnitView, period: Period, own: Observation | None) -> Point:
    """Return what was said of a unit on the map of the period itself."""
    if not kin_alive(unit.unit_id, period.last):
        return Point(unit.unit_id, period, why=Why.UNIT_NOT_THERE)
    if own is None:
        return Point(unit.unit_id, period, why=Why.NOT_PUBLISHED)
    is_of_its_day = own.map_day <= max(period.last, directory.FIRST_DAY)
    return _said(own) if is_of_its_day else Point(unit.unit_id, period, why=Why.OTHER_MAP)


def kin_alive(unit_id: int, on: date) -> bool:
    return bool(directory.units(unit_ids=[unit_id], on=max(on, directory.FIRST_DAY)))


def _own(of: Series, unit: directory.UnitView, period: Period, told: Sequence[Observation]) -> Observation | None:
    """Return what was said of the unit itself; what the house counted of the units below it is its own too."""
    members = {unit.unit_id}
    if of.source_kind is SourceKind.MEASURED:
        for day in {max(period.first, directory.FIRST_DAY), max(period.last, directory.FIRST_DAY)}:
            members |= set(directory.descendant_ids(unit_id=unit.unit_id, on=day))
    found = [one for one in told if one.unit_id in members]
    if not found:
        return None
    below = (
        None if found[0].denominator is None else sum((one.denominator or Fraction(0) for one in found), Fraction(0))
    )
    above = sum((one.numerator for one in found), Fraction(0))
    return replace(found[0], unit_id=unit.unit_id, numerator=above, denominator=below)


def _published(unit: directory.UnitView, period: Period, own: Observation | None) -> Point:
    return _said(own) if own else Point(unit.unit_id, period, why=Why.NOT_PUBLISHED)


def _restated(of: Series, unit_id: int, on: date, until: date) -> Reading:
    there = kin.on_map(unit_id, on)
    if not there:
        return Reading(View.RESTATED, unit_id, on, ())
    here, others = there[0], tuple(one.unit_id for one in there[1:])
    by_period = _by_period(observations(of, unit_ids=kin.kin(here.unit_id), until=until), until)
    points = tuple(_point(of, here, on, period, told) for period, told in by_period.items())
    return Reading(View.RESTATED, here.unit_id, on, (Line(here.unit_id, points),), others)


def _point(of: Series, unit: directory.UnitView, on: date, period: Period, told: Sequence[Observation]) -> Point:
    if not told:
        return Point(unit.unit_id, period, why=Why.NOT_PUBLISHED)
    if of.quantity in {Quantity.COUNT, Quantity.SHARE}:
        return _added(unit, on, period, told)
    own = next((one for one in told if one.unit_id == unit.unit_id and kin_alive(unit.unit_id, one.map_day)), None)
    if of.quantity is Quantity.RANK:
        return _rank(unit, on, period, own)
    return _said(own) if own else _mean(unit, on, period, told)


def _rank(unit: directory.UnitView, on: date, period: Period, own: Observation | None) -> Point:
    if own is None or len(directory.provinces(on=own.map_day)) != len(directory.provinces(on=on)):
        return Point(unit.unit_id, period, why=Why.RANK)
    return _said(own)


def _mean(unit: directory.UnitView, on: date, period: Period, told: Sequence[Observation]) -> Point:
    day = told[0].map_day
    made_of = kin.sources(unit.unit_id, on, day)
    values = {one.unit_id: one.value for one in told if one.map_day == day}
    parts = tuple(Part(unit_id, values.get(unit_id)) for unit_id, _ in made_of)
    if not all(is_whole for _, is_whole in made_of):
        why = Why.PART_OF_WHOLE if day > on else Why.SPLIT
        return Point(unit.unit_id, period, why=why, parts=parts, map_day=day)
    sure = placing.mean_of(parts, {method: weights(method) for method in Method})
    return _as_point(unit.unit_id, period, sure, parts=parts, map_day=day)


def _as_point(
    unit_id: int, period: Period, sure: placing.Sure, *, parts: tuple[Part, ...] = (), map_day: date
) -> Point:
    return Point(unit_id, period, sure.value, sure.low, sure.high, sure.why, sure.estimates, parts, map_day=map_day)


def _added(unit: directory.UnitView, on: date, period: Period, told: Sequence[Observation]) -> Point:
    """Restate a count, or both counts of a share, and say what lies in the unit and below it."""
    members = {unit.unit_id, *directory.descendant_ids(unit_id=unit.unit_id, on=on)}
    above = placing.inside(_restate({one.unit_id: one.numerator for one in told}, told[0].map_day, on), members)
    if told[0].denominator is None:
        sure = placing.count_of(above, is_whole=True)
    else:
        below = _restate({one.unit_id: one.denominator or Fraction(0) for one in told}, told[0].map_day, on)
        sure = placing.share_of(above, placing.inside(below, members), is_whole=True)
    return replace(_as_point(unit.unit_id, period, sure, map_day=told[0].map_day), unknown=above.unknown)


def _restate(values: Mapping[int, Fraction], counted_on: date, to: date) -> tuple[directory.Restated, ...]:
    """Restate what was counted in one month; units that began after its first day are followed from their own."""
    there = directory.units(unit_ids=values, on=counted_on)
    old = {unit_id: value for unit_id, value in values.items() if unit_id in there}
    new = {unit_id: value for unit_id, value in values.items() if unit_id not in there}
    return (
        directory.restate(values=old, to=to, counted_on=counted_on),
        directory.restate(values=new, to=to),
    )


def weights(method: Method) -> Mapping[int, Fraction]:
    """Return the weights of former provinces by unit: equal, people known, or area; for guesses only."""
    told = registry.former_weights()
    codes = former_codes()
    if method is Method.PLAIN:
        return {codes[code]: Fraction(1) for code in told}
    place = 0 if method is Method.PEOPLE else 1
    return {codes[code]: Fraction(str(found[place])) for code, found in told.items()}


def people_gaps(unit_ids: Iterable[int]) -> tuple[int, ...]:
    """Return those of the former provinces whose people are not known of every commune."""
    codes = {unit_id: code for code, unit_id in former_codes().items()}
    return tuple(one for one in unit_ids if one in codes and not registry.former_weights()[codes[one]][2])


def merging(*, code: str, unit_id: int, on: date) -> Merging | None:
    """Return the last year of which every former unit has a value, by both rules; None where there is none."""
    of = known_series(code, on)
    if of is None or of.quantity is not Quantity.MEAN:
        return None
    line = read(code=code, unit_id=unit_id, on=on, view=View.RESTATED, until=on).lines
    mixed = [point for one in line for point in one.points if point.why is Why.MIXED]
    if not mixed:
        return None
    last, people = mixed[-1], weights(Method.PEOPLE)
    plain = placing.weighted(last.parts, weights(Method.PLAIN))
    if plain is None:
        return None
    later = [point for one in line for point in one.points if point.value is not None and len(point.parts) == 0]
    return Merging(
        period=last.period,
        published=later[-1] if later else None,
        plain=plain,
        weighted=placing.weighted(last.parts, people),
        gap=placing.gap(last.parts, people),
    )


def map_of(*, code: str, on: date, period: Period) -> dict[int, Point]:
    """Return the point of every province of the map of `on` for one period. Raises KeyError for an unknown code."""
    of = known_series(code, on)
    if of is None:
        raise KeyError(code)
    there = directory.provinces(on=on)
    units = {one.unit_id for one in there} | set(former_codes().values())
    told = [one for one in observations(of, unit_ids=units, until=period.last) if one.period == period]
    return {one.unit_id: _point(of, one, on, period, told) for one in there}


def periods_of(*, code: str, on: date) -> tuple[Period, ...]:
    """Return the periods anybody was told of, in order of time."""
    of = known_series(code, on)
    if of is None:
        raise KeyError(code)
    units = {one.unit_id for one in directory.provinces(on=on)} | set(former_codes().values())
    return tuple(dict.fromkeys(one.period for one in observations(of, unit_ids=units, until=on)))
