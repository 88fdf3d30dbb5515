"""From points that are missing down to the dossiers they were lost with, and what can still be saved."""

from datetime import datetime

from dinh.indicators.figures import api as figures
from dinh.indicators.quality.policies.losing import cost_of_one, costly
from dinh.indicators.quality.queries.scoring import end_of
from dinh.indicators.quality.types import Costly, Scored, Scores

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
        found.append((one, (*rows, *(_late_and_open(scores, asked) if one.opened else ()))))
    return costly(found)


def has_list(one: Scored) -> bool:
    """Tell whether an item lost points with dossiers that can be named; procedures told apart cannot."""
    if one.figure is None or not cost_of_one(one):
        return False
    told = figures.definition(one.item.figure, one.figure.period.last)
    return all(figures.measure(name).is_additive for name in told.measures)


def _late_and_open(scores: Scores, asked: figures.Question) -> tuple[figures.LostRow, ...]:
    """Return the dossiers that were open and late at the end of the period, or are now; late they stay."""
    rows = figures.open_rows(asked=asked, moment=scores.moment, side=figures.OpenSide.LATE, limit=MOST)
    return tuple(figures.LostRow(**figures.common(row, row.procedure_code), lost=1, can_be_saved=False) for row in rows)


def running_out(scores: Scores, *, at: datetime, limit: int = 50) -> tuple[figures.OpenRow, ...]:
    """Return the open dossiers that would cost points of 2.1 by the end of the period, those due first in front."""
    asked = figures.Question(scores.unit_id, scores.period, scores.map_day, agency_id=scores.agency_id)
    return figures.open_until(asked=asked, at=at, until=end_of(scores.period), limit=limit)
