"""Figures from cells: sums of whole numbers, then one division, told with everything needed to do it again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Subquery

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import Publication, PublicationState, Watermark
from dinh.indicators.figures.queries import cells
from dinh.indicators.figures.queries.cells import Standing, standing, wanted
from dinh.indicators.figures.queries.scope import homes_of_members, scope
from dinh.indicators.figures.types import Cell, Definition, Figure, Formula, MeasureKind, Missing, Period


def month(day: date) -> Period:
    """Return the calendar month a day lies in."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Period(first=first, last=after - timedelta(days=1))


def months_before(day: date, count: int) -> tuple[Period, ...]:
    """Return the `count` months ending with that of `day`, oldest first."""
    found = [month(day)]
    while len(found) < count:
        found.append(month(found[-1].first - timedelta(days=1)))
    return tuple(reversed(found))


def watermark() -> int:
    """Return the ledger position the figures have reached; -1 before the first entry."""
    position = Watermark.objects.filter(id=1).values_list("position", flat=True).first()
    return -1 if position is None else position


def state() -> str:
    """Return what differs whenever a figure may differ: position, when its entry was recorded, definitions, held."""
    last = Subquery(Publication.objects.order_by("-id").values("state")[:1])
    found = Watermark.objects.filter(id=1).values_list("position", "told_at", "recounts", last).first()
    position, told_at, recounts, published = found or (-1, None, 0, None)
    mark = f"{position}-{told_at.timestamp():.6f}" if told_at else str(position)
    mark = "-".join(filter(None, (mark, str(recounts or ""), registry.edition())))
    return f"{mark}-held" if published == PublicationState.HELD else mark


def _missing(
    definition: Definition, counted: Cell, denominator: int | None, period: Period, stale: frozenset[str]
) -> Missing | None:
    if definition.has_ended(period.first):
        return Missing.ENDED
    if stale.intersection(definition.measures):
        return Missing.BEING_COUNTED
    if denominator == 0:
        return Missing.ZERO_DENOMINATOR
    has_rank = any(registry.measure(name).kind is MeasureKind.PERCENTILE for name in definition.numerator.measures)
    return Missing.NO_DATA if has_rank and not counted.values.keys() & {*definition.numerator.measures} else None


def make(
    *,
    definition: Definition,
    counted: Cell,
    unit_id: int,
    period: Period,
    map_day: date,
    at: Standing,
    procedure_code: str = "",
    agency_id: str = "",
    unknown: int = 0,
) -> Figure:
    """Return the figure of a definition over a cell; a zero denominator is "no data", never 0 % or 100 %."""
    numerator = counted.of(definition.numerator)
    denominator = counted.of(definition.denominator) if definition.denominator is not None else None
    said = {
        "code": definition.code,
        "definition_version": definition.version,
        "unit_id": unit_id,
        "procedure_code": procedure_code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "map_day": map_day.isoformat(),
        "numerator": numerator,
        "denominator": denominator,
        "watermark": at.position,
        "unknown": unknown,
        **({"agency_id": agency_id} if agency_id else {}),
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return Figure(
        code=definition.code,
        definition_version=definition.version,
        unit_id=unit_id,
        procedure_code=procedure_code,
        period=period,
        map_day=map_day,
        numerator=numerator,
        denominator=denominator,
        missing=_missing(definition, counted, denominator, period, at.stale),
        watermark=at.position,
        unknown=unknown,
        hash=digest,
        agency_id=agency_id,
    )


def figure(
    *, code: str, unit_id: int, period: Period, on: date, procedure_code: str = "", agency_id: str = ""
) -> Figure:
    """Compute one figure of a unit (children summed) over a period, drawn on the map of `on`.

    `agency_id` keeps the dossiers one agency settles. Raises KeyError for an unknown code.
    """
    definition = registry.definition(code, period.last)
    members = scope(unit_id=unit_id, on=on).members
    counted = cells.cell(
        members=members, period=period, of=wanted([definition]), procedure_code=procedure_code, agency_id=agency_id
    )
    return make(
        definition=definition,
        counted=counted,
        unit_id=unit_id,
        period=period,
        map_day=on,
        at=standing(),
        procedure_code=procedure_code,
        agency_id=agency_id,
    )


def board(*, unit_id: int, periods: Sequence[Period], on: date, name: str = "wall") -> dict[str, tuple[Figure, ...]]:
    """Compute every indicator of a board for a unit over consecutive months in one scan: code -> figures in order."""
    return _months(registry.board_codes(name), unit_id, periods, on)


def series(*, code: str, unit_id: int, periods: Sequence[Period], on: date) -> tuple[Figure, ...]:
    """Compute one indicator over consecutive months."""
    return _months((code,), unit_id, periods, on)[code]


def tried_series(*, definition: Definition, unit_id: int, periods: Sequence[Period], on: date) -> tuple[Figure, ...]:
    """Compute a definition that nobody has published over consecutive months; nothing is written."""
    return _lines({definition.code: [definition] * len(periods)}, unit_id, periods, on)[definition.code]


def version_breaks(line: Sequence[Figure]) -> tuple[tuple[int, Definition], ...]:
    """Return the places in a line of figures where a version begins that counts otherwise, each with that version."""
    found = []
    for place, (one, other) in enumerate(pairwise(line), start=1):
        new = registry.definition(other.code, other.period.last)
        if one.definition_version != other.definition_version and new.is_break:
            found.append((place, new))
    return tuple(found)


def versions_within(code: str, period: Period) -> tuple[Definition, ...]:
    """Return the versions that begin in the middle of a period: it is counted as a whole by the last of them."""
    return tuple(one for one in registry.versions(code)[1:] if period.first < one.valid_from <= period.last)


def _months(codes: Sequence[str], unit_id: int, periods: Sequence[Period], on: date) -> dict[str, tuple[Figure, ...]]:
    told = {code: [registry.definition(code, period.last) for period in periods] for code in codes}
    return _lines(told, unit_id, periods, on)


def _lines(
    told: Mapping[str, Sequence[Definition]], unit_id: int, periods: Sequence[Period], on: date
) -> dict[str, tuple[Figure, ...]]:
    of = wanted(one for versions in told.values() for one in versions)
    members, at = scope(unit_id=unit_id, on=on).members, standing()
    found = cells.monthly(members=members, periods=periods, of=of)
    return {
        code: tuple(
            make(definition=one, counted=found[period.first], unit_id=unit_id, period=period, map_day=on, at=at)
            for one, period in zip(versions, periods, strict=True)
        )
        for code, versions in told.items()
    }


def children_figures(*, code: str, unit_id: int, period: Period, on: date) -> tuple[tuple[Figure, ...], Figure]:
    """Compute an indicator for each child of a unit over whole months, and for what no child can claim alone.

    The second value holds the unit's own agencies (departments) and former units that were split between children.
    The sums of both are the unit's own figure exactly, unless its measures cannot be added over units.
    """
    definition = registry.definition(code, period.last)
    of_child, at = homes_of_members(unit_id=unit_id, on=on), standing()
    homes = {member: of_child.get(member, unit_id) for member in scope(unit_id=unit_id, on=on).members}
    found = cells.by_home(homes=homes, period=period, of=wanted([definition]))

    def told(home: int) -> Figure:
        counted = found.get(home, Cell())
        return make(definition=definition, counted=counted, unit_id=home, period=period, map_day=on, at=at)

    return tuple(told(child) for child in sorted(set(of_child.values()))), told(unit_id)


def procedure_figures(*, code: str, unit_id: int, period: Period, on: date, limit: int = 50) -> tuple[Figure, ...]:
    """Compute an indicator for each procedure with something to count, the largest base first."""
    members, at = scope(unit_id=unit_id, on=on).members, standing()
    definition = registry.definition(code, period.last)
    base: Formula = definition.denominator or definition.numerator
    found = cells.by_procedure(members=members, period=period, of=wanted([definition]))
    largest = sorted(found, key=lambda procedure: (-found[procedure].of(base), procedure))
    return tuple(
        make(
            definition=definition,
            counted=found[procedure],
            unit_id=unit_id,
            period=period,
            map_day=on,
            at=at,
            procedure_code=procedure,
        )
        for procedure in largest[:limit]
        if found[procedure].of(base)
    )
