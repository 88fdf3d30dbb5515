"""Who is away today, who stands in for whom, and for whom an officer acts just now."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from dinh.dossiers.models import Absence
from dinh.dossiers.policies.placing import WORKERS, stand_in
from dinh.dossiers.types.work import AbsenceReason, AbsenceView
from dinh.kernel.actor import Actor, Role

__all__ = [
    "absence_view", "absences_now", "absences_of", "behalf_of", "in_force", "may_act_for", "stands_in_for",
    "stood_in_by",
]  # fmt: skip


def in_force(on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(is_void=False, first_on__lte=on, last_on__gte=on)


def absence_view(row: Absence) -> AbsenceView:
    return AbsenceView(
        absence_id=row.public_id,
        agency_id=row.agency_id,
        post_id=row.post_id,
        name=row.post_name,
        substitute_post_id=row.substitute_post,
        substitute_name=row.substitute_name,
        reason=AbsenceReason(row.reason),
        first_on=row.first_on,
        last_on=row.last_on,
    )


def absences_now(agencies: Iterable[str], on: date) -> Mapping[str, AbsenceView]:
    """Return who is away that day at these agencies, by post; one query."""
    rows = in_force(on).filter(agency__in=tuple(agencies)).order_by("last_on", "id")
    return {row.post_id: absence_view(row) for row in rows}


def absences_of(*, by: Actor, on: date, limit: int = 100) -> tuple[AbsenceView, ...]:
    """Return absences under way or to come that this officer may end: their own, a head those of the agency.

    Nobody else reads why somebody is away. One query.
    """
    if not (by.is_official and by.post_id):
        return ()
    rows = Absence.objects.filter(is_void=False, last_on__gte=on).order_by("first_on", "id")
    mine = rows.filter(agency__public_id=by.agency_id) if by.has_role(Role.HEAD) else rows.filter(post_id=by.post_id)
    return tuple(absence_view(row) for row in mine[:limit])


def stands_in_for(post_id: str, agencies: Iterable[str], on: date) -> tuple[AbsenceView, ...]:
    """Return those away today whose work this post has, through others away if need be; one query."""
    away = absences_now(agencies, on)
    links = {one.post_id: one.substitute_post_id for one in away.values()}
    return tuple(one for one in away.values() if one.post_id != post_id and stand_in(one.post_id, links) == post_id)


def stood_in_by(post_id: str, on: date) -> Mapping[str, AbsenceView]:
    """Return through whom work for this post goes that day, link by link; nothing when the post is there."""
    links: dict[str, AbsenceView] = {}
    here = post_id
    while here and here not in links:
        row = in_force(on).filter(post_id=here).first()
        if row is None:
            break
        links[here] = absence_view(row)
        here = row.substitute_post
    return links


def behalf_of(by: Actor, assignee_post: str, on: date) -> AbsenceView | None:
    """Return the absence in which `by` acts for the officer who has the dossier, None when they act for themselves."""
    is_other = bool(assignee_post) and assignee_post != by.post_id
    if not (is_other and by.is_official and by.has_role(*WORKERS)):
        return None
    links = stood_in_by(assignee_post, on)
    stands = stand_in(assignee_post, {post: one.substitute_post_id for post, one in links.items()})
    return links[assignee_post] if links and stands == by.post_id else None


def may_act_for(by: Actor, assignee_post: str, on: date) -> bool:
    """Tell whether a dossier of this officer is this actor's to work on: their own, their unit's, or as substitute."""
    if assignee_post in {"", by.post_id} or by.has_role(Role.HEAD):
        return True
    return behalf_of(by, assignee_post, on) is not None
