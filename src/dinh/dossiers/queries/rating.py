"""The citizen's rating, what its page asks, and the nine criteria of one dossier."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dinh.dossiers.models import Dossier, Rating
from dinh.dossiers.policies.ratings import criteria, pace_of, sheet_of
from dinh.dossiers.queries import rights
from dinh.dossiers.queries.cases import refused
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.queries.steps import steps_of
from dinh.dossiers.types import DossierView
from dinh.dossiers.types.ratings import (
    Criterion,
    Facts,
    Level,
    Pace,
    Question,
    RatingOffer,
    RatingView,
    Scale,
    Sheet,
    Standing,
)
from dinh.dossiers.types.work import StepLine
from dinh.dossiers.workflow import CLOSED, Status
from dinh.kernel import law
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.worktime import RowKind

__all__ = ["change_until", "questions_on", "rating_offer", "rating_sheet", "rating_view"]


def questions_on(on: date) -> tuple[Question, ...]:
    """Return what the law file asks beside the level, for dossiers received on this day."""
    if not law.history("rating.questions") or on < law.history("rating.questions")[0].valid_from:
        return ()
    return tuple(
        Question(one["code"], one["vi"], tuple((answer["code"], answer["vi"]) for answer in one["answers"]))
        for one in law.value("rating.questions", on)
    )


def change_until(row: Rating) -> datetime:
    """Return until when a rating may be changed."""
    return row.created_at + timedelta(days=int(law.value("rating.change.days", local(row.created_at).date())))


def rating_view(row: Rating, dossier_id: str) -> RatingView:
    return RatingView(dossier_id, Level(row.level), row.comment, dict(row.answers), row.created_at, row.changed_at)


def rating_offer(*, by: Actor, at: datetime, dossier_id: str) -> RatingOffer:
    """Return what the page of a rating shows the applicant or the submitter.

    `is_open` is False before the result, and once the time to change a rating is over. Raises NotAllowed HS40 for
    everybody else and for a dossier that does not exist.
    """
    row = Dossier.objects.select_related("submission", "rating").filter(public_id=dossier_id).first()
    if row is None or not by.is_citizen or not rights.is_person_of(by, row.submission):
        raise refused()
    given: Rating | None = getattr(row, "rating", None)
    until = change_until(given) if given else None
    is_own = given is None or by.person_id in {given.person_id, row.applicant_id}
    return RatingOffer(
        dossier_id=row.public_id,
        code=row.code,
        procedure_name=row.procedure_name,
        is_open=Status(row.status) in CLOSED and is_own and (until is None or at <= until),
        questions=questions_on(local(row.received_at).date()),
        given=rating_view(given, row.public_id) if given and is_own else None,
        change_until=until,
    )


def rating_sheet(view: DossierView, at: datetime) -> tuple[Sheet, RatingView | None] | None:
    """Return the criteria and the citizen's rating of a closed dossier the caller may read; None while it is open.

    Basis: 61/2018/NĐ-CP, Điều 28-33; the rules of the day the dossier was received.
    """
    on = local(view.received_at).date()
    if Status(view.status) not in CLOSED or on < law.history("rating.criteria")[0].valid_from:
        return None
    given = Rating.objects.filter(dossier__public_id=view.dossier_id).first()
    answers = dict(given.answers) if given else {}
    entry, names = law.entry("rating.points", on), law.value("rating.criteria", on)
    found = criteria(_facts(view, answers, at), _scale(entry.value))
    named = tuple(Criterion(one.number, one.points, one.why, names[one.number - 1], one.count) for one in found)
    classes = [(Standing(one["code"]), int(one["from"])) for one in law.value("rating.classes", on)]
    return sheet_of(named, classes, entry.basis), rating_view(given, view.dossier_id) if given else None


def _scale(points: Mapping[str, Any]) -> Scale:
    return Scale(points["time"], points["contacts"], points["agencies"], points["attitude"])


def _facts(view: DossierView, answers: dict[str, str], at: datetime) -> Facts:
    ended = view.decided_at or view.closed_at
    due = _legal_due(view.dossier_id)
    return Facts(
        is_settled=view.status != Status.WITHDRAWN,
        total=pace_of(ended, due) if ended and due else None,
        agencies=_paces(steps_of(view, at)),
        supplement_requests=len(view.supplements),
        contacts_told=int(answers["contacts"]) if "contacts" in answers else None,
        agencies_told=int(answers["agencies"]) if "agencies" in answers else None,
        attitude=answers.get("attitude", ""),
    )


def _legal_due(dossier_id: str) -> datetime | None:
    """Return the end of the time the law gives: an apology moved the appointment, not the law.

    None where the procedure has no limit, so that an officer set the day.
    """
    row = Dossier.objects.get(public_id=dossier_id)
    entries = [one for one in entries_of(row) if one.kind != RowKind.EXTEND]
    if not entries or entries[0].limit_value is None:
        return None
    return state_of(entries, rule_version=row.rule_version, calendar_version=row.calendar_version).due


def _paces(lines: Iterable[StepLine]) -> tuple[Pace, ...]:
    """Return one pace for each agency: late once is late, on the last day once is no longer early."""
    order, slowest = list(Pace), dict[str, Pace]()
    for line in lines:
        if line.closed_at is None or line.due_at is None:
            continue
        pace = Pace.LONGER if line.is_late else pace_of(line.closed_at, line.due_at)
        slowest[line.agency_name] = max(pace, slowest.get(line.agency_name, pace), key=order.index)
    return tuple(slowest.values())
