"""Many figures of one period at once: for a unit or agency, for each child, for each agency."""

from collections.abc import Iterable, Sequence
from datetime import date

from dinh.indicators.figures import registry
from dinh.indicators.figures.queries import cells
from dinh.indicators.figures.queries.cells import standing, wanted
from dinh.indicators.figures.queries.figures import make
from dinh.indicators.figures.queries.scope import homes_of_members, scope
from dinh.indicators.figures.types import Cell, Definition, Figure, Period

Sheet = dict[str, Figure]


def _definitions(codes: Iterable[str], period: Period) -> list[Definition]:
    return [registry.definition(code, period.last) for code in codes]


def sheet(*, codes: Sequence[str], unit_id: int, period: Period, on: date, agency_id: str = "") -> Sheet:
    """Compute several figures of a unit (children summed), or of one agency in it, over any days: code -> figure."""
    told, at = _definitions(codes, period), standing()
    members = scope(unit_id=unit_id, on=on).members
    counted = cells.cell(members=members, period=period, of=wanted(told), agency_id=agency_id)
    return {
        one.code: make(
            definition=one, counted=counted, unit_id=unit_id, period=period, map_day=on, at=at, agency_id=agency_id
        )
        for one in told
    }


def child_sheets(*, codes: Sequence[str], unit_id: int, period: Period, on: date) -> dict[int, Sheet]:
    """Compute several figures of each child of a unit; what belongs to no child alone stands under the unit itself."""
    told, at = _definitions(codes, period), standing()
    of_child = homes_of_members(unit_id=unit_id, on=on)
    homes = {member: of_child.get(member, unit_id) for member in scope(unit_id=unit_id, on=on).members}
    found = cells.by_home(homes=homes, period=period, of=wanted(told))
    return {
        home: {
            one.code: make(
                definition=one, counted=found.get(home, Cell()), unit_id=home, period=period, map_day=on, at=at
            )
            for one in told
        }
        for home in sorted({*of_child.values(), unit_id})
    }


def agency_sheets(
    *, codes: Sequence[str], unit_id: int, period: Period, on: date, also: Iterable[str] = ()
) -> dict[str, Sheet]:
    """Compute several figures of each agency that settled dossiers of a unit: agency id -> code -> figure.

    Those of `also` have a sheet even where nothing counted.
    """
    told, at = _definitions(codes, period), standing()
    found = cells.by_agency(members=scope(unit_id=unit_id, on=on).members, period=period, of=wanted(told))
    return {
        agency: {
            one.code: make(
                definition=one,
                counted=found.get(agency, Cell()),
                unit_id=unit_id,
                period=period,
                map_day=on,
                at=at,
                agency_id=agency,
            )
            for one in told
        }
        for agency in sorted({*found, *also})
    }
