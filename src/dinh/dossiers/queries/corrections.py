"""Corrections of the calendar: what is not counted anew yet, and every date that moved, to whom it concerns."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from dinh.dossiers.models import Correction, Dossier, Recount
from dinh.dossiers.policies.corrections import check_may_read, days_between, reads_all
from dinh.dossiers.registry import references
from dinh.dossiers.types.corrections import CorrectionView, RecountRow, StaleCalendar
from dinh.dossiers.workflow import OPEN
from dinh.kernel import calendars
from dinh.kernel.actor import Actor

__all__ = ["changed_days", "correction", "corrections", "moved_dates", "newer_versions", "stale_calendars"]

_SHOWN = 20
_OPEN = [status.value for status in OPEN]


def newer_versions() -> Mapping[str, str]:
    """Return today's calendar for each older one that an open dossier stands on."""
    versions = Dossier.objects.filter(status__in=_OPEN).values_list("calendar_version", flat=True).distinct()
    newer = {version: calendars.for_hours(version.split(".")[1]).version for version in versions}
    return {old: new for old, new in newer.items() if old != new}


def changed_days(old: str, new: str) -> list[dict[str, str]]:
    """Return the days that differ; none can be named where the older calendar is not kept any more."""
    try:
        return days_between(calendars.load(old), calendars.load(new))
    except calendars.CalendarUnknown:
        return []


def stale_calendars(*, by: Actor) -> tuple[StaleCalendar, ...]:
    """Return the older calendars open dossiers stand on, with how many and what differs. Raises NotAllowed HS130."""
    check_may_read(by)
    newer = newer_versions()
    rows = Dossier.objects.filter(status__in=_OPEN, calendar_version__in=newer).order_by("calendar_version")
    counts = rows.values_list("calendar_version").annotate(many=Count("pk"))
    return tuple(
        StaleCalendar(version, many, tuple(day["vi"] for day in changed_days(version, newer[version])))
        for version, many in counts
    )


def corrections(*, by: Actor) -> tuple[CorrectionView, ...]:
    """Return the newest corrections, with how many of the dates the reader may see moved. Raises NotAllowed HS130."""
    check_may_read(by)
    return tuple(_views(by, Correction.objects.order_by("-id")[:_SHOWN]))


def correction(*, by: Actor, correction_id: str) -> CorrectionView | None:
    check_may_read(by)
    return next(iter(_views(by, Correction.objects.filter(public_id=correction_id))), None)


def _views(by: Actor, rows: QuerySet[Correction]) -> list[CorrectionView]:
    found = list(rows)
    moved = _seen(by).filter(correction__in=found).values_list("correction_id")
    counts = {
        pk: (dossiers, answers)
        for pk, dossiers, answers in moved.annotate(
            dossiers=Count("pk", filter=Q(dossier__isnull=False)), answers=Count("pk", filter=Q(dossier__isnull=True))
        )
    }
    return [_view(row, *counts.get(row.pk, (0, 0))) for row in found]


def _view(row: Correction, dossiers: int, answers: int) -> CorrectionView:
    days = tuple(day["vi"] for day in row.days)
    failed = (
        tuple(Dossier.objects.filter(public_id__in=row.failed).values_list("code", flat=True)) if row.failed else ()
    )
    return CorrectionView(
        row.public_id, row.ordered_at, row.by_name, row.reason, days, row.done_at, dossiers, answers, failed
    )


def _seen(by: Actor) -> QuerySet[Recount]:
    """The dates that moved, cut down to the own agency for who does not watch over the province."""
    rows = Recount.objects.filter(is_moved=True)
    return rows if reads_all(by) else rows.filter(agency_id__in=references.with_forerunners(by.agency_id))


def moved_dates(
    *, by: Actor, correction_id: str, after: int = 0, size: int = 100
) -> tuple[tuple[RecountRow, ...], int]:
    """Return the dates a correction moved, in the order they were counted, and where to go on (0 on the last page).

    Who watches over the province reads all, others those of their agency; one query. Raises NotAllowed HS130.
    """
    check_may_read(by)
    rows = _seen(by).filter(correction__public_id=correction_id, pk__gt=after)
    found = list(rows.select_related("dossier", "submission").order_by("pk")[: size + 1])
    shown = tuple(
        RecountRow(
            dossier_id=row.dossier.public_id if row.dossier else "",
            submission_id=row.submission.public_id,
            code=row.dossier.code if row.dossier else "",
            procedure_name=row.submission.procedure_name,
            old_at=row.old_at,
            new_at=row.new_at,
        )
        for row in found[:size]
    )
    return shown, found[size - 1].pk if len(found) > size else 0
