"""The points of a unit, of its children, of its departments."""

from collections.abc import Mapping
from datetime import date

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.figures.api import Period
from dinh.indicators.quality import registry
from dinh.indicators.quality.policies.scoring import score
from dinh.indicators.quality.queries.reported import reported
from dinh.indicators.quality.types import Edition, Reported, Scored, Scores
from dinh.kernel import law

COMMUNE, DEPARTMENT, PROVINCE = "commune", "department", "province"


def decimals_of(period: Period, edition: Edition) -> int:
    """Return to how many decimals the act rounds rates."""
    return int(law.value("indicator.rate_decimals", max(period.last, edition.valid_from)))


def scores_of(
    *, unit_id: int, period: Period, on: date, agency_id: str = "", edition: str = registry.DEFAULT
) -> Scores:
    """Compute the points of a unit (children counted in), or of one agency in it, over any days.

    Basis: 766/QĐ-TTg. Raises NotFound for a unit that is not on the map of `on`, KeyError for an unknown edition.
    """
    one = registry.edition(edition)
    is_province = directory.unit(unit_id=unit_id, on=on).level == directory.Level.PROVINCE
    level = DEPARTMENT if agency_id else PROVINCE if is_province else COMMUNE
    sheet = figures.sheet(codes=one.figures, unit_id=unit_id, period=period, on=on, agency_id=agency_id)
    told = reported(period=period, unit_ids=[unit_id], agency_id=agency_id).get(unit_id, {})
    items = score(one, level=level, figures=sheet, reported=told, decimals=decimals_of(period, one))
    return Scores(one, unit_id, agency_id, period, on, items)


def scores_of_children(
    *, unit_id: int, period: Period, on: date, edition: str = registry.DEFAULT
) -> tuple[Scores, ...]:
    """Compute the points of every commune of a province; what belongs to none alone is left out."""
    one = registry.edition(edition)
    sheets = figures.child_sheets(codes=one.figures, unit_id=unit_id, period=period, on=on)
    told = reported(period=period, unit_ids=list(sheets))
    return tuple(
        Scores(one, child, "", period, on, _items(one, COMMUNE, sheet, told.get(child, {}), period))
        for child, sheet in sheets.items()
        if child != unit_id
    )


def scores_of_departments(
    *, unit_id: int, period: Period, on: date, edition: str = registry.DEFAULT
) -> tuple[Scores, ...]:
    """Compute the points of every agency of the province itself (no commune's) that settled dossiers in the period."""
    one = registry.edition(edition)
    own = {agency.agency_id for agency in directory.agencies(unit_id=unit_id, on=on)}
    sheets = figures.agency_sheets(codes=one.figures, unit_id=unit_id, period=period, on=on)
    return tuple(
        Scores(one, unit_id, agency, period, on, _items(one, DEPARTMENT, sheet, {}, period))
        for agency, sheet in sheets.items()
        if agency in own
    )


def _items(
    one: Edition, level: str, sheet: figures.Sheet, told: Mapping[str, Reported], period: Period
) -> tuple[Scored, ...]:
    return score(one, level=level, figures=sheet, reported=told, decimals=decimals_of(period, one))
