"""From points that are missing down to the dossiers they were lost with, and what can still be saved."""

from datetime import datetime, time, timedelta

from dinh.indicators.figures import api as figures
from dinh.indicators.quality.policies.losing import cost_of_one, costly
from dinh.indicators.quality.policies.scoring import points_of, rate_of
from dinh.indicators.quality.queries.scoring import decimals_of
from dinh.indicators.quality.types import Costly, Scored, Scores, WithOpen
from dinh.kernel.clock import VN

MOST = 5_000


def lost_with(scores: Scores, *, item: str = "") -> tuple[Costly, ...]:
    """Return the dossiers that cost points, of one item or of all: those still to save first, then the dearest.

    At most `MOST` dossiers an item are looked at. Items made of procedures, not dossiers, have no such list.
    """
    asked = figures.Question(scores.unit_id, scores.period, scores.map_day, agency_id=scores.agency_id)
    found = []
    for one in scores.items:
        if (item and one.item.code != item) or not has_list(one):
            continue
        rows = figures.lost(code=one.item.figure, asked=asked, can_be_saved=one.item.saves, limit=MOST)
        found.append((one, rows))
    return costly(found)


def has_list(one: Scored) -> bool:
    """Tell whether an item lost points with dossiers that can be named; procedures told apart cannot."""
    if one.figure is None or not cost_of_one(one):
        return False
    told = figures.definition(one.item.figure, one.figure.period.last)
    return all(figures.measure(name).is_additive for name in told.measures)


def with_open(scores: Scores, *, at: datetime) -> dict[str, WithOpen]:
    """Read the items that ask for it with the dossiers still open at the end of the period, or now: item -> reading.

    Basis: 766/QĐ-TTg, 2.1: what is done or still within time, of what was received and handled.
    """
    end = min(at, _end(scores))
    asked = figures.Question(scores.unit_id, scores.period, scores.map_day, agency_id=scores.agency_id)
    found = {}
    for one in scores.items:
        if not one.item.open_vi or one.figure is None or one.figure.denominator is None:
            continue
        within, late = figures.open_at(asked=asked, moment=end)
        above, below = one.figure.numerator + within, one.figure.denominator + within + late
        if below:
            rate = rate_of(above, below, decimals_of(scores.period, scores.edition))
            found[one.item.code] = WithOpen(above, below, within, late, rate, points_of(one.item, rate))
    return found


def _end(scores: Scores) -> datetime:
    return datetime.combine(scores.period.last + timedelta(days=1), time.min, tzinfo=VN)


def running_out(scores: Scores, *, at: datetime, limit: int = 50) -> tuple[figures.OpenRow, ...]:
    """Return the open dossiers that would cost points of 2.1 by the end of the period, those due first in front."""
    asked = figures.Question(scores.unit_id, scores.period, scores.map_day, agency_id=scores.agency_id)
    return tuple(figures.open_until(asked=asked, at=at, until=_end(scores), limit=limit))
