"""Reading slips, and what waits to be put on one."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.desk.models import Slip, SlipRow
from dinh.desk.types import SlipLine, SlipView
from dinh.directory import api as directory
from dinh.dossiers import api as dossiers
from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotFound

__all__ = ["slip", "slip_row", "slip_view", "slips_here", "slips_sent", "to_hand_over"]

_LOOK_BACK = timedelta(days=7)
_PAGE = 500
_OPEN = frozenset({int(dossiers.Status.ACCEPTED), int(dossiers.Status.PROCESSING), int(dossiers.Status.SUPPLEMENT)})


def to_hand_over(*, by: Actor, on: date) -> tuple[dossiers.RegisterRow, ...]:
    """Return the open dossiers on paper of the last week that lie at the actor's desk for other agencies."""
    paper = [one for one in _on_paper(by, on) if one.handling_agency_id != by.agency_id and one.status in _OPEN]
    ids = [one.dossier_id for one in paper]
    gone = {str(one) for one in SlipRow.objects.filter(dossier__public_id__in=ids).values_list("dossier_id", flat=True)}
    return tuple(one for one in paper if one.dossier_id not in gone)


def _on_paper(by: Actor, on: date) -> Iterator[dossiers.RegisterRow]:
    """Everything of the week that did not come online, page by page: a busy desk has more than one."""
    after = -1
    while after:
        since = max(after, 0)
        page = dossiers.register(by=by, since=on - _LOOK_BACK, until=on, after=since, size=_PAGE, on_paper=True)
        yield from page.rows
        after = page.next_after


def slip_row(slip_id: str, *, is_locked: bool = False) -> Slip:
    rows = Slip.objects.select_for_update(no_key=True) if is_locked else Slip.objects.all()
    row = rows.filter(public_id=slip_id).first()
    if row is None:
        raise NotFound("DK22", _("This slip does not exist."))
    return row


def slip_view(row: Slip) -> SlipView:
    rows = row.rows.select_related("dossier").order_by("id")
    return SlipView(
        slip_id=row.public_id,
        number=row.number,
        from_agency_name=directory.agency(agency_id=row.from_agency_id).name,
        to_agency_id=row.to_agency_id,
        to_agency_name=directory.agency(agency_id=row.to_agency_id).name,
        made_at=row.made_at,
        made_by_name=row.made_by_name,
        accepted_at=row.accepted_at,
        accepted_by_name=row.accepted_by_name,
        lines=tuple(
            SlipLine(
                one.dossier_id, one.dossier.code, one.dossier.procedure_name, one.dossier.applicant_name,
                one.dossier.due_at,
            )
            for one in rows
        ),
    )  # fmt: skip


def slip(*, by: Actor, slip_id: str, on: date) -> SlipView:
    """Return a slip to those who sent it or are to take it. Raises NotFound DK22, NotAllowed."""
    row = slip_row(slip_id)
    if by.agency_id != row.from_agency_id:
        here = directory.successor_agency(agency_id=row.to_agency_id, on=on).agency_id
        directory.check_may(by=by, action=directory.Action.DOSSIER_READ, on=on, agency_id=here)
    return slip_view(row)


def _counted(rows: QuerySet[Slip], limit: int) -> list[dict[str, object]]:
    listed = rows.select_related("from_agency", "to_agency").annotate(size=Count("rows")).order_by("-id")[:limit]
    return [
        {
            "slip_id": row.public_id,
            "number": row.number,
            "size": row.size,
            "from_name": row.from_agency.short_name,
            "to_name": row.to_agency.short_name,
            "made_at": row.made_at,
            "accepted_at": row.accepted_at,
            "accepted_by_name": row.accepted_by_name,
        }
        for row in listed
    ]


def slips_sent(*, by: Actor, limit: int = 30) -> list[dict[str, object]]:
    """Return the latest slips the actor's agency wrote, newest first."""
    return _counted(Slip.objects.filter(from_agency__public_id=by.agency_id), limit)


def slips_here(*, by: Actor, limit: int = 30) -> list[dict[str, object]]:
    """Return the slips that wait to be signed for at the actor's agency, newest first."""
    return _counted(Slip.objects.filter(to_agency__public_id=by.agency_id, accepted_at__isnull=True), limit)
