"""What a person may do with a submission or a dossier just now: the workflow's moves cut down to their rights."""

from datetime import date

from dinh.directory import api as directory
from dinh.dossiers.models import Dossier, Submission, Subtask
from dinh.dossiers.policies.subtasks import may_finish
from dinh.dossiers.queries.absences import may_act_for
from dinh.dossiers.queries.places import lent_by
from dinh.dossiers.registry import references
from dinh.dossiers.types import Doing, PartSource, ResultStanding, StepNow, SubmissionState
from dinh.dossiers.workflow import OPEN, RUNNING, Move, Status, moves
from dinh.kernel.actor import Actor, ActorKind, Role

Action = directory.Action
_OF_MOVE = {
    Move.START: Doing.START,
    Move.REQUEST_SUPPLEMENT: Doing.REQUEST_SUPPLEMENT,
    Move.PROVIDE_SUPPLEMENT: Doing.PROVIDE_SUPPLEMENT,
    Move.REQUEST_OBLIGATION: Doing.REQUEST_OBLIGATION,
    Move.STOP: Doing.STOP,
    Move.WITHDRAW: Doing.WITHDRAW,
    Move.DECIDE: Doing.DECIDE,
    Move.HAND_OVER: Doing.HAND_OVER,
}
_BY_HANDLER = frozenset(
    {Doing.START, Doing.REQUEST_SUPPLEMENT, Doing.REQUEST_OBLIGATION, Doing.STOP, Doing.EXTEND, Doing.PROPOSE,
     Doing.FINISH_STEP,
     Doing.ASSIGN, Doing.PROVIDE_SUPPLEMENT, Doing.GIVE_BACK, Doing.DELEGATE}
)  # fmt: skip
_BY_HEAD = _BY_HANDLER | {Doing.DECIDE, Doing.CORRECT, Doing.ANNUL, Doing.TAKE_OVER, Doing.CALL_BACK}
_BY_DESK = frozenset({Doing.PROVIDE_SUPPLEMENT, Doing.WITHDRAW, Doing.HAND_OVER, Doing.DIGITISE, Doing.PRINT_RECEIPT})
_BY_CITIZEN = frozenset({Doing.PROVIDE_SUPPLEMENT, Doing.WITHDRAW, Doing.PRINT_RECEIPT})
_ORDER = {doing: place for place, doing in enumerate(Doing)}


def is_person_of(by: Actor, row: Submission) -> bool:
    return by.person_id != "" and by.person_id in {row.applicant_id, row.submitter_id}


def may_read(by: Actor, row: Submission, dossier: Dossier | None, on: date) -> bool:
    """Tell whether the actor may open this case: its people, its desk, who handles it."""
    if by.kind is ActorKind.SYSTEM or (by.is_citizen and is_person_of(by, row)):
        return True
    if by.is_citizen:
        return directory.may(
            by=by, action=Action.DOSSIER_READ, on=on, procedure_code=row.procedure_code, person_id=row.applicant_id
        )
    if not by.is_official or (row.state == SubmissionState.DRAFT and row.opened_agency_id != by.agency_id):
        return False
    agency_id = dossier.handling_agency_id if dossier else row.competent_agency_id or row.opened_agency_id
    here = references.agency_today(agency_id, on).agency_id
    if directory.may(by=by, action=Action.DOSSIER_READ, on=on, agency_id=here, procedure_code=row.procedure_code):
        return True
    return dossier is not None and _has_task(by, dossier)


def _has_task(by: Actor, dossier: Dossier) -> bool:
    """An office that is asked for something reads what it is asked about, from then on."""
    own = references.with_forerunners(by.agency_id) if by.agency_id else ()
    is_working = by.has_role(Role.SPECIALIST, Role.HEAD, Role.LEADER, Role.MOT_CUA)
    return is_working and Subtask.objects.filter(dossier=dossier, agency_id__in=own).exists()


def of_submission(by: Actor, row: Submission) -> tuple[Doing, ...]:
    """Return what may be done with a submission; the caller has checked that it may be read."""
    state = SubmissionState(row.state)
    is_own = by.is_citizen or (by.is_official and bool(row.opened_agency_id))
    if state is SubmissionState.DRAFT:
        return (Doing.EDIT, Doing.FILE) if is_own else ()
    if state is not SubmissionState.FILED:
        return ()
    if by.is_official and by.has_role(Role.MOT_CUA):
        return (Doing.RECEIVE, Doing.DECLINE)
    return (Doing.WITHDRAW,) if by.is_citizen else ()


def of_dossier(
    by: Actor,
    row: Dossier,
    sources: frozenset[PartSource],
    on: date,
    *,
    step: StepNow | None = None,
) -> tuple[Doing, ...]:
    """Return what may be done with a dossier; the caller has checked that it may be read."""
    possible = {_OF_MOVE[one.move] for one in moves(Status(row.status)) if one.move in _OF_MOVE}
    giver = lent_by(row) if by.is_official else None
    possible |= _beside_the_table(row, sources) | _places(by, row, giver)
    if step is not None and may_finish(by, step.role):
        possible.add(Doing.FINISH_STEP)
    allowed = possible & _rights(by, row, on, giver)
    return tuple(sorted(allowed, key=lambda doing: _ORDER[doing]))


def _beside_the_table(row: Dossier, sources: frozenset[PartSource]) -> set[Doing]:
    """Acts that do not move the status."""
    found = {Doing.PRINT_RECEIPT}
    if row.status in OPEN:
        found.add(Doing.ASSIGN)
    if row.status in RUNNING and not row.extensions and row.due_at is not None:
        found.add(Doing.EXTEND)
    if row.status == Status.PROCESSING:
        found.add(Doing.PROPOSE)
    if row.result_paper_id and row.result_standing != ResultStanding.ANNULLED:
        found |= {Doing.CORRECT, Doing.ANNUL}
    if PartSource.PAPER_SCANNED in sources:
        found.add(Doing.DIGITISE)
    return found


def _places(by: Actor, row: Dossier, giver: str | None) -> set[Doing]:
    """Where it can go from whoever has it: back, to a colleague for a time, home to its giver, or to the head."""
    if row.status not in OPEN or not row.assignee_post:
        return set()
    found = {Doing.GIVE_BACK, Doing.DELEGATE if giver is None else Doing.CALL_BACK}
    return found | ({Doing.TAKE_OVER} if row.assignee_post != by.post_id else set())


def _rights(by: Actor, row: Dossier, on: date, giver: str | None) -> frozenset[Doing]:
    if by.is_citizen:
        return _BY_CITIZEN
    found: frozenset[Doing] = _BY_DESK if by.has_role(Role.MOT_CUA) else frozenset()
    if not by.agency_id:
        return found
    handles = references.agency_today(row.handling_agency_id, on).agency_id
    if references.agency_today(by.agency_id, on).agency_id == handles:
        if by.has_role(Role.HEAD):
            found |= _BY_HEAD
        elif by.has_role(Role.SPECIALIST) and may_act_for(by, row.assignee_post, on):
            found |= _BY_HANDLER
        if giver == by.post_id and by.has_role(Role.SPECIALIST):
            found |= {Doing.CALL_BACK}
    return found
