"""The points of a unit, of its children, of its departments."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.figures.api import OpenCount, Period, Question
from dinh.indicators.quality import registry
from dinh.indicators.quality.policies.scoring import score
from dinh.indicators.quality.queries.reported import reported
from dinh.indicators.quality.types import Edition, Reported, Scored, Scores
from dinh.kernel import law
from dinh.kernel.clock import VN, local

COMMUNE, DEPARTMENT, PROVINCE = "commune", "department", "province"


def decimals_of(period: Period, edition: Edition) -> int:
    """Return to how many decimals the act rounds rates."""
    return int(law.value("indicator.rate_decimals", max(period.last, edition.valid_from)))


def end_of(period: Period) -> datetime:
    """Return the moment a period ends."""
    return datetime.combine(period.last + timedelta(days=1), time.min, tzinfo=VN)


def _moment(period: Period, at: datetime) -> datetime:
    """Return the moment open dossiers are judged at: the end of the period, or now where it is not over."""
    return min(at, end_of(period))


def scores_of(
    *, unit_id: int, period: Period, at: datetime, agency_id: str = "", edition: str = registry.DEFAULT
) -> Scores:
    """Compute the points of a unit (children counted in), or of one agency in it, over any days, as of a moment.

    Basis: 766/QĐ-TTg. Raises NotFound for a unit that is not on the map of that day, KeyError for an unknown edition.
    """
    one, on, moment = registry.edition(edition), local(at).date(), _moment(period, at)
    is_province = directory.unit(unit_id=unit_id, on=on).level == directory.Level.PROVINCE
    level = DEPARTMENT if agency_id else PROVINCE if is_province else COMMUNE
    sheet = figures.sheet(codes=one.figures, unit_id=unit_id, period=period, on=on, agency_id=agency_id)
    opened = figures.open_at(asked=Question(unit_id, period, on, agency_id=agency_id), moment=moment)
    told = reported(period=period, unit_ids=[unit_id], agency_id=agency_id).get(unit_id, {})
    return Scores(one, unit_id, agency_id, period, on, _items(one, level, sheet, told, period, opened), moment)


def scores_of_children(
    *, unit_id: int, period: Period, at: datetime, edition: str = registry.DEFAULT
) -> tuple[Scores, ...]:
    """Compute the points of every commune of a province; what belongs to none alone is left out."""
    one, on, moment = registry.edition(edition), local(at).date(), _moment(period, at)
    sheets = figures.child_sheets(codes=one.figures, unit_id=unit_id, period=period, on=on)
    opened = figures.open_by_child(asked=Question(unit_id, period, on), moment=moment)
    told = reported(period=period, unit_ids=list(sheets))
    return tuple(
        Scores(
            one, child, "", period, on,
            _items(one, COMMUNE, sheet, told.get(child, {}), period, opened.get(child)), moment,
        )
        for child, sheet in sheets.items()
        if child != unit_id
    )  # fmt: skip


def scores_of_departments(
    *, unit_id: int, period: Period, at: datetime, edition: str = registry.DEFAULT
) -> tuple[Scores, ...]:
    """Compute the points of every agency of the province itself (no commune's) with dossiers in the period.

    That is: received or ended in it, or open at its end.
    """
    one, on, moment = registry.edition(edition), local(at).date(), _moment(period, at)
    own = {agency.agency_id for agency in directory.agencies(unit_id=unit_id, on=on)}
    opened = figures.open_by_agency(asked=Question(unit_id, period, on), moment=moment)
    sheets = figures.agency_sheets(codes=one.figures, unit_id=unit_id, period=period, on=on, also=own & opened.keys())
    return tuple(
        Scores(
            one, unit_id, agency, period, on,
            _items(one, DEPARTMENT, sheet, {}, period, opened.get(agency)), moment,
        )
        for agency, sheet in sheets.items()
        if agency in own
    )  # fmt: skip


def _items(
    one: Edition,
    level: str,
    sheet: figures.Sheet,
    told: Mapping[str, Reported],
    period: Period,
    opened: OpenCount | None,
) -> tuple[Scored, ...]:
    decimals = decimals_of(period, one)
    return score(one, level=level, figures=sheet, reported=told, decimals=decimals, opened=opened)
