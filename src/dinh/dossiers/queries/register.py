"""The register of what a desk received (form 07), by days."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Act, Dossier
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Channel, RegisterPage, RegisterRow
from dinh.kernel.actor import Actor
from dinh.kernel.clock import VN
from dinh.kernel.errors import Invalid

__all__ = ["register"]

PAGE = 200
_LONGEST_DAYS = 366


def register(
    *,
    by: Actor,
    since: date,
    until: date,
    after: int = 0,
    size: int = PAGE,
    applicant_person_id: str = "",
    on_paper: bool = False,
) -> RegisterPage:
    """Return what the actor's own agency received from `since` to `until` (both included), oldest first.

    `after` is the `next_after` of the page before; `applicant_person_id` keeps to what one person handed in, `on_paper`
    to what did not come online. Two queries a page. Raises NotAllowed, Invalid HS71 (days in the wrong order or more
    than a year).
    Basis: 03/2025/TT-VPCP, Mẫu số 07; 01/2018/TT-VPCP, Mẫu số 06.
    """
    directory.check_may(by=by, action=directory.Action.DOSSIER_SEARCH, on=until, agency_id=by.agency_id)
    if until < since or (until - since).days > _LONGEST_DAYS:
        sentence = _("Please give two days in order, at most a year apart.")
        raise Invalid("HS71", sentence, fields={"since": sentence})
    found = _rows(by.agency_id, since, until, after)
    if applicant_person_id:
        found = found.filter(applicant__public_id=applicant_person_id)
    if on_paper:
        found = found.exclude(channel=Channel.ONLINE)
    rows = list(found[: size + 1])
    shown = rows[:size]
    returned = _returned(shown)
    made = tuple(replace(_row(one), returned_at=returned.get(one.submission_id)) for one in shown)
    return RegisterPage(made, next_after=shown[-1].pk if len(rows) > size else 0)


def _rows(agency_id: str, since: date, until: date, after: int) -> QuerySet[Dossier]:
    start = datetime.combine(since, time.min, VN)
    end = datetime.combine(until + timedelta(days=1), time.min, VN)
    found = Dossier.objects.filter(receiving_agency__public_id=agency_id, received_at__gte=start, received_at__lt=end)
    if after:
        last = Dossier.objects.only("received_at").filter(pk=after).first()
        if last is None:
            return Dossier.objects.none()
        found = found.filter(Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=after))
    return found.order_by("received_at", "id")


def _returned(rows: list[Dossier]) -> dict[int, datetime]:
    acts = Act.objects.filter(submission__in=[one.submission_id for one in rows], kind=ActKind.HANDED_OVER)
    return dict(acts.values_list("submission_id", "at"))


def _row(row: Dossier) -> RegisterRow:
    handling = references.agency(row.handling_agency_id)
    return RegisterRow(
        dossier_id=row.public_id,
        code=row.code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        handling_agency_id=handling.agency_id,
        handling_name=handling.short_name,
        channel=row.channel,
        status=row.status,
        received_at=row.received_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        returned_at=None,
        note=row.due_reason,
    )
