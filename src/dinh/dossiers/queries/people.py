"""Finding people: never anybody but those whose case the officer may open, and their dossiers."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Dossier, Submission
from dinh.dossiers.queries.finding import FoundPage, found_rows, reach_of
from dinh.dossiers.queries.paging import cursor_of, read_cursor
from dinh.dossiers.queries.queues import dossier_row
from dinh.dossiers.types import SubmissionState
from dinh.kernel.actor import Actor
from dinh.kernel.clock import now
from dinh.kernel.errors import NotFound

__all__ = ["open_to", "people_page", "person_dossiers"]


def people_page(*, by: Actor, text: str, cursor: str, size: int, at: datetime) -> directory.PeoplePage:
    """Return people who asked for something the officer may open. `look_up_people` writes down who looked."""
    return directory.find_people(text=text, among=open_to(by, at).values("applicant_id"), cursor=cursor, size=size)


def open_to(by: Actor, at: datetime) -> QuerySet[Submission]:
    """Return what was sent and this officer may open, as a query to be narrowed. Raises NotAllowed HS43."""
    reach = reach_of(by, at)
    rows = Submission.objects.exclude(state=SubmissionState.DRAFT)
    if reach.agencies:
        unanswered = Q(dossier__isnull=True, competent_agency__in=reach.agencies)
        rows = rows.filter(Q(dossier__handling_agency__in=reach.agencies) | unanswered)
    return rows.filter(procedure_code__in=reach.procedures) if reach.procedures else rows


def person_dossiers(
    *, by: Actor, person_id: str, cursor: str = "", size: int = 25, at: datetime | None = None
) -> tuple[directory.PersonView, FoundPage]:
    """Return a person with the dossiers in their name that the officer may open, newest first.

    Raises NotAllowed HS43, Invalid HS42 (cursor), NotFound HS136 where nothing of the person may be opened.
    """
    moment = at or now()
    rows: QuerySet[Dossier] = found_rows().filter(reach_of(by, moment).plain, Q(applicant=person_id))
    if cursor:
        rows = rows.filter(pk__lt=read_cursor(cursor)[1])
    found = list(rows.order_by("-id")[: size + 1])
    # Who sent something that nobody answered yet has no dossier, but may be seen.
    if not found and not open_to(by, moment).filter(Q(applicant=person_id)).exists():
        raise NotFound("HS136", _("There is nobody here whose dossiers you may see."))
    more = cursor_of(found[size - 1].received_at, found[size - 1].pk) if len(found) > size else ""
    page = FoundPage(tuple(dossier_row(row, moment) for row in found[:size]), more)
    return directory.person(person_id=person_id), page
