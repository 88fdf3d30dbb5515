"""Being away: whose work goes to whom, from a day to a day. It moves work; rights stay with posts and mandates."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.events import AbsenceEnded, AbsenceSet
from dinh.dossiers.models import Absence
from dinh.dossiers.operations.basics import Action, day_of
from dinh.dossiers.policies.placing import check_days, check_substitute
from dinh.dossiers.queries.absences import absence_view
from dinh.dossiers.registry import references
from dinh.dossiers.types.work import AbsenceReason, AbsenceView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger

__all__ = ["end_absence", "set_absence"]


@transaction.atomic
def set_absence(
    *,
    by: Actor,
    at: datetime,
    post_id: str,
    substitute_post_id: str,
    first_on: date,
    last_on: date,
    reason: str = AbsenceReason.LEAVE,
) -> AbsenceView:
    """Say that an officer is away from a day to a day, both included, and who stands in.

    By the officer, or the head of the agency. From then on new work for the officer goes to the substitute, who also
    works on what the officer has. Raises NotAllowed HS100, NotFound ID03, Invalid HS93, HS94, Conflict HS101 (away on
    one of these days already, or the substitute is away then).
    """
    on = day_of(at)
    post = directory.post(post_id=post_id)
    _check_may_set(by, post, on)
    check_days(first_on=first_on, last_on=last_on, today=on)
    other = _substitute(post, substitute_post_id, first_on, last_on)
    if _is_away(other.post_id, first_on, last_on):
        raise Conflict("HS101", _("The substitute is away themselves on one of these days."))
    row = Absence(
        agency_id=references.agency_today(post.agency_id, on).agency_id,
        post_id=post.post_id,
        post_name=post.person_name,
        substitute_post=other.post_id,
        substitute_name=other.person_name,
        reason=AbsenceReason(reason),
        first_on=first_on,
        last_on=last_on,
        set_by_post=by.post_id,
        set_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict("HS101", _("An absence is written down for one of these days already.")) from fault
    event = AbsenceSet(
        absence_id=row.public_id,
        post_id=row.post_id,
        substitute_post_id=row.substitute_post,
        agency_id=row.agency_id,
        first_on=first_on,
        last_on=last_on,
    )
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, row.post_id, row.substitute_post])
    return absence_view(row)


@transaction.atomic
def end_absence(*, by: Actor, at: datetime, absence_id: str) -> None:
    """End an absence: one that has not begun is called off, one under way ends with yesterday.

    Raises NotAllowed HS100, NotFound HS102, Conflict HS103 (over already).
    """
    on = day_of(at)
    row = Absence.objects.select_for_update(no_key=True).filter(public_id=absence_id).first()
    if row is None:
        raise NotFound("HS102", _("This absence does not exist."))
    _check_may_set(by, directory.post(post_id=row.post_id), on)
    if row.is_void or row.last_on < on:
        raise Conflict("HS103", _("This absence is over already."))
    if row.first_on >= on:
        row.is_void = True
    else:
        row.last_on = on - timedelta(days=1)
    row.save(update_fields=["is_void", "last_on"])
    event = AbsenceEnded(absence_id=row.public_id, last_on=None if row.is_void else row.last_on)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, row.post_id, row.substitute_post])


def _check_may_set(by: Actor, post: directory.PostView, on: date) -> None:
    is_own = by.is_official and by.post_id == post.post_id
    here = references.agency_today(post.agency_id, on).agency_id
    if is_own or directory.may(by=by, action=Action.DOSSIER_ASSIGN, on=on, agency_id=here):
        return
    raise NotAllowed("HS100", _("Only the officer themselves or the head of the agency may write down an absence."))


def _substitute(post: directory.PostView, other_id: str, first_on: date, last_on: date) -> directory.PostView:
    other = directory.post(post_id=other_id)
    here = references.agency_today(post.agency_id, first_on).agency_id
    there = references.agency_today(other.agency_id, first_on).agency_id
    is_in_force = other.valid_from <= first_on and (other.valid_to is None or last_on < other.valid_to)
    if other.person_id == post.person_id or here != there or not is_in_force:
        sentence = _("The substitute must be another person with a post at the same agency on all of these days.")
        raise Invalid("HS94", sentence, fields={"substitute": sentence})
    check_substitute(post.roles, other.roles)
    return other


def _is_away(post_id: str, first_on: date, last_on: date) -> bool:
    rows = Absence.objects.filter(post_id=post_id, is_void=False, first_on__lte=last_on, last_on__gte=first_on)
    return rows.exists()
