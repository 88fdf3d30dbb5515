"""Values of a series as they were said, each with its unit, its period and the day whose map it was told on."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.scores import api as scores
from dinh.indicators.series import registry
from dinh.indicators.series.types import Break, Observation, Quantity, Series

# Which figures of the house's own have a series: as many months as a chart can be read with.
MONTHS = 25
_PERCENT = "%"


def known_series(code: str, on: date) -> Series | None:
    """Return the definition of a series: published by others, or made from an indicator of the house."""
    found = registry.known(code)
    if found or code not in figures.codes():
        return found
    definition = figures.definition(code, on)
    return Series(
        code=code,
        source=f"figures:{code}",
        name_vi=definition.name_vi,
        name_en=definition.name_en,
        unit=definition.unit,
        places=1 if definition.unit == _PERCENT else 0,
        quantity=Quantity.SHARE if definition.is_share else Quantity.COUNT,
        source_kind=definition.source_kind,
        publisher_vi="Đình, tính từ sổ cái",
        publisher_en="Đình, counted from the ledger",
        licence="",
        notes_vi=definition.notes_vi,
        notes_en=definition.notes_en,
        breaks=tuple(_break(one) for one in figures.versions(code) if one.is_break),
    )


def _break(one: figures.Definition) -> Break:
    """Return where a version begins that counts otherwise: a month is counted by the version of its last day."""
    day = f"{one.valid_from:%d/%m/%Y}"
    return Break(
        one.valid_from.replace(day=1),
        f"Từ {day} tính theo phiên bản {one.version}, khác trước: không nối thành một đường.",
        f"From {day} on counted by version {one.version}, otherwise than before: not one line.",
    )


def measured_codes(on: date) -> tuple[str, ...]:
    """Return the indicators whose measures add over units: only these can be told on another map."""
    return tuple(
        code
        for code in figures.codes()
        if all(figures.measure(name).is_additive for name in figures.definition(code, on).measures)
    )


def observations(of: Series, *, unit_ids: Iterable[int], until: date) -> tuple[Observation, ...]:
    """Return every value of these units up to a day, in order of time."""
    kind, _, rest = of.source.partition(":")
    units = frozenset(unit_ids)
    found = {"papi": _papi, "scores": _scores, "figures": _figures}[kind](rest, units, until)
    return tuple(sorted(found, key=lambda one: (one.period.first, one.unit_id)))


def year(number: int) -> figures.Period:
    return figures.Period(date(number, 1, 1), date(number, 12, 31))


def months_between(first: figures.Period, last: figures.Period) -> tuple[figures.Period, ...]:
    """Return every month from one to another, both with it."""
    many = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month + 1
    return figures.months_before(last.first, many)


def former_codes() -> dict[str, int]:
    """Return the units of the map that published files name, by code."""
    on = registry.FORMER_DAY
    return directory.kept_with_map(
        f"codes of {on}", lambda: {one.code: one.unit_id for one in directory.provinces(on=on)}
    )


def _papi(rest: str, units: frozenset[int], until: date) -> Iterable[Observation]:
    del until
    column, _, label = rest.partition(":")
    codes = former_codes()
    for told, code, value in registry.papi().get((column, label), ()):
        if codes[code] in units:
            yield Observation(
                codes[code], year(told), _map_day(told), Fraction(value), source="PAPI", url="https://papi.org.vn"
            )


def _map_day(told: int) -> date:
    """Return the last day of a year, or the first map there is: the provinces were the same ones since 2008."""
    return max(min(date(told, 12, 31), registry.FORMER_DAY), directory.FIRST_DAY)


def _scores(part: str, units: frozenset[int], until: date) -> Iterable[Observation]:
    del until
    found = scores.whole_values(index_code=scores.DTI, unit_ids=units, kind=scores.ValueKind.PUBLISHED)
    for unit_id, years in found.items():
        for told, one in years.items():
            number = one.entry.share if part == "value" else one.rank
            if number is None:
                continue
            day = directory.REFORM_DAY if told >= scores.MERGED_FROM else _map_day(told)
            yield Observation(unit_id, year(told), day, Fraction(number), source=one.source, url=one.source_url)


def _figures(code: str, units: frozenset[int], until: date) -> Iterable[Observation]:
    periods = figures.months_before(until, MONTHS)
    for (first, unit_id), (above, below) in figures.unit_months(code=code, unit_ids=units, periods=periods).items():
        period = figures.month(first)
        under = None if below is None else Fraction(below)
        yield Observation(unit_id, period, max(first, directory.FIRST_DAY), Fraction(above), under)
