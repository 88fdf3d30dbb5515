"""A citizen says how a dossier was settled: in their own name, after it, and never as a condition of anything."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import DossierRated, RatedAnswer
from dinh.dossiers.models import Dossier, Rating
from dinh.dossiers.operations.basics import day_of, lock_dossier, record
from dinh.dossiers.queries.rating import change_until, questions_on, rating_view
from dinh.dossiers.queries.rights import is_person_of
from dinh.dossiers.types.ratings import Level, RatingView
from dinh.dossiers.workflow import CLOSED, Status
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.kernel.text import nfc

__all__ = ["rate"]

_LONGEST = 1000


@transaction.atomic
def rate(
    *,
    by: Actor,
    at: datetime,
    dossier_id: str,
    level: str,
    comment: str = "",
    answers: Mapping[str, str] | None = None,
) -> RatingView:
    """Keep what the applicant or the submitter says of a settled dossier; said again, it takes the old one's place.

    There is one rating for a dossier. It may be changed for some days after it was first given, each change an entry
    of its own; the same said twice changes nothing. The applicant's word stands above the submitter's. The ledger has
    the level and the answers, never the comment. Raises NotAllowed HS80 (nobody else, whatever their post or
    mandate), NotFound HS02, Conflict HS81 (before the result), HS82 (too late to change), HS83 (the applicant has
    rated), Invalid HS84. Basis: 61/2018/NĐ-CP, Điều 28-33; 118/2025/NĐ-CP.
    """
    row = lock_dossier(dossier_id)
    _check_person(by, row)
    if Status(row.status) not in CLOSED:
        raise Conflict("HS81", _("There is no result yet, so there is nothing to rate."))
    said = _checked(row, level, comment, answers or {})
    given = Rating.objects.filter(dossier=row).first()
    if given is None:
        given = Rating(dossier=row, created_at=at)
    else:
        _check_change(by, at, row, given)
        if (given.person_id, given.level, given.comment, given.answers) == (by.person_id, *said):
            return rating_view(given, row.public_id)
    is_change = given.pk is not None
    given.person_id, given.changed_at = by.person_id, at
    given.level, given.comment, given.answers = said
    given.save()
    event = DossierRated(
        dossier_id=row.public_id,
        level=given.level,
        criteria=tuple(RatedAnswer(question=key, answer=value) for key, value in sorted(given.answers.items())),
        is_change=is_change,
    )
    record(row, event, by=by, at=at)
    return rating_view(given, row.public_id)


def _check_person(by: Actor, row: Dossier) -> None:
    """A post, an agency or a mandate rates nothing: only the people of the dossier, in sessions of their own."""
    if not by.is_citizen or not is_person_of(by, row.submission):
        raise NotAllowed("HS80", _("Only the person whose dossier it is, or who sent it, can rate how it was settled."))


def _check_change(by: Actor, at: datetime, row: Dossier, given: Rating) -> None:
    if by.person_id not in (given.person_id, row.applicant_id):
        raise Conflict("HS83", _("The person whose dossier it is has rated it already."))
    if at > change_until(given):
        raise Conflict("HS82", _("The time to change this rating is over."))


def _checked(row: Dossier, level: str, comment: str, answers: Mapping[str, str]) -> tuple[str, str, dict[str, str]]:
    """Return what was said as it is kept; answers only to questions that are asked."""
    if level not in list(Level):
        sentence = _("Please choose one of the three answers.")
        raise Invalid("HS84", sentence, fields={"level": sentence})
    words = nfc(comment).replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > _LONGEST:
        sentence = _("Please write in at most 1000 signs.")
        raise Invalid("HS84", sentence, fields={"comment": sentence})
    known = {one.code: dict(one.answers) for one in questions_on(day_of(row.received_at))}
    kept = {key: value for key, value in answers.items() if value}
    for key, value in kept.items():
        if value not in known.get(key, {}):
            sentence = _("This is not one of the answers offered.")
            raise Invalid("HS84", sentence, fields={key: sentence})
    return str(Level(level)), words, kept
