"""Dossiers with an appointment that were open at a moment: counted, by unit and agency, and one by one.

The appointment is the last one given. One that waits for the citizen is within it; more than one supplement request is
late, as in the indicator (766/QĐ-TTg, 2.1).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from dinh.indicators.figures.models import DossierFact
from dinh.indicators.figures.queries.behind import Question, whose
from dinh.indicators.figures.queries.scope import homes_of_members
from dinh.indicators.figures.types import Closing, OpenCount, OpenRow, OpenSide, common
from dinh.kernel import law
from dinh.kernel.clock import local

PAGE = 50


def _stood(asked: Question, moment: datetime) -> QuerySet[DossierFact]:
    # A moment is where a day ends: midnight belongs to the day before.
    day = local(moment - timedelta(microseconds=1)).date()
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return whose(asked).filter(is_open, received_on__lte=day, due_at__isnull=False)


def _of(side: OpenSide, moment: datetime) -> Q:
    running = Q(is_paused=False)
    past = running & Q(due_at__lt=moment)
    most = int(law.value("indicator.supplement_requests_before_overdue", local(moment).date()))
    late = past | Q(supplement_requests__gt=most)
    return {
        OpenSide.ALL: Q(),
        OpenSide.RUNNING: running,
        OpenSide.PAST: past,
        OpenSide.LATE: late,
        OpenSide.WITHIN: ~late,
    }[side]


def open_counts(*, asked: Question, moment: datetime) -> Mapping[OpenSide, int]:
    """Count the dossiers open at a moment, side by side, one query."""
    every = {side.value: Count("id", filter=_of(side, moment)) for side in OpenSide if side is not OpenSide.ALL}
    found = _stood(asked, moment).aggregate(all=Count("id"), **every)
    return {side: found[side.value] for side in OpenSide}


def open_at(*, asked: Question, moment: datetime) -> OpenCount:
    """Count the dossiers that were open at a moment: those within their appointment, and those late."""
    found = open_counts(asked=asked, moment=moment)
    return OpenCount(found[OpenSide.WITHIN], found[OpenSide.LATE])


def open_by_child(*, asked: Question, moment: datetime) -> dict[int, OpenCount]:
    """Count them for each child of the unit; what belongs to no child alone stands under the unit itself."""
    homes = homes_of_members(unit_id=asked.unit_id, on=asked.on)
    found: dict[int, OpenCount] = {}
    for row in _grouped(asked, moment, "unit_id"):
        home = homes.get(row["unit_id"], asked.unit_id)
        before = found.get(home, OpenCount())
        found[home] = OpenCount(before.within + row["every"] - row["late"], before.late + row["late"])
    return found


def open_by_agency(*, asked: Question, moment: datetime) -> dict[str, OpenCount]:
    """Count them for each agency that settles them."""
    return {
        row["agency__agency_id"]: OpenCount(row["every"] - row["late"], row["late"])
        for row in _grouped(asked, moment, "agency__agency_id")
    }


def _grouped(asked: Question, moment: datetime, by: str) -> Iterable[Mapping[str, Any]]:
    rows: Any = _stood(asked, moment).select_related(None).order_by().values(by)
    found: Iterable[Mapping[str, Any]] = rows.annotate(
        every=Count("id"), late=Count("id", filter=_of(OpenSide.LATE, moment))
    )
    return found


def open_rows(
    *, asked: Question, moment: datetime, side: OpenSide, after: int = 0, limit: int = PAGE
) -> tuple[OpenRow, ...]:
    """Return the dossiers of a side, the earliest due first, from row `after` on."""
    found = _stood(asked, moment).filter(_of(side, moment)).order_by("due_at", "id")
    return tuple(_row(fact, moment) for fact in found[after : after + limit])


def open_until(*, asked: Question, at: datetime, until: datetime, limit: int) -> tuple[OpenRow, ...]:
    """Return open dossiers that do not wait for the citizen and are due before `until`, the earliest first."""
    open_now = Q(closing=Closing.OPEN, is_paused=False, due_at__lt=until)
    return tuple(_row(fact, at) for fact in whose(asked).filter(open_now).order_by("due_at", "id")[:limit])


def _row(fact: Any, moment: datetime) -> OpenRow:
    return OpenRow(
        **common(fact, fact.procedure.code),
        is_late=fact.due_at < moment and not fact.is_paused,
        is_waiting=fact.is_paused,
        requests=fact.supplement_requests,
    )
