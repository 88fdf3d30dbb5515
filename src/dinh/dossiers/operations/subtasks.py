"""Sub-tasks of a dossier: received, worked, answered, confirmed; sent back as incomplete; given more time.

Every act locks the dossier first, so two offices that answer at the same moment stand one behind the other.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, Subtask
from dinh.dossiers.operations.basics import Action, check_at, lock_dossier
from dinh.dossiers.operations.placing import check_assigned
from dinh.dossiers.operations.subtask_rows import close_row, go_on, lock_row, set_state, told
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.queries.subtasks import is_of
from dinh.dossiers.types.subtasks import Answer, SubtaskMove, SubtaskState
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.processes import api as processes

__all__ = [
    "answer_subtask",
    "answer_time",
    "ask_time",
    "confirm_subtask",
    "pass_limit",
    "receive_subtask",
    "record_subtask",
    "resend_subtask",
    "return_subtask",
    "send_back_subtask",
]

_M = SubtaskMove
_HEADS = (Role.HEAD, Role.LEADER)


@transaction.atomic
def receive_subtask(*, by: Actor, at: datetime, subtask_id: str) -> None:
    """Take a sub-task in at its own office; whoever takes it has it. Raises NotAllowed HS72, Conflict HS70."""
    row = _of_office(by, at, subtask_id)
    set_state(row, _M.RECEIVE)
    row.assignee_post, row.assignee_name = by.post_id, by.display_name
    row.save(update_fields=["state", "assignee_post", "assignee_name"])
    told(row, _M.RECEIVE, by=by, at=at)


@transaction.atomic
def return_subtask(*, by: Actor, at: datetime, subtask_id: str, reason: str) -> None:
    """Send a sub-task back as incomplete, with what is missing. Raises as `receive_subtask`, Invalid HS20."""
    row = _of_office(by, at, subtask_id)
    said = check_reason(reason)
    set_state(row, _M.RETURN)
    row.save(update_fields=["state"])
    told(row, _M.RETURN, by=by, at=at, note=said)


@transaction.atomic
def resend_subtask(*, by: Actor, at: datetime, subtask_id: str, note: str) -> None:
    """Send a sub-task out again with what was missing, as who holds the dossier. Raises NotAllowed, HS70, HS20."""
    row = _of_holder(by, at, subtask_id)
    said = check_reason(note, "note")
    set_state(row, _M.RESEND)
    row.save(update_fields=["state"])
    told(row, _M.RESEND, by=by, at=at, note=said)


@transaction.atomic
def answer_subtask(*, by: Actor, at: datetime, subtask_id: str, answer: Answer) -> None:
    """Write the opinion or the result of the office and lay it before its head.

    Raises NotAllowed HS72, Conflict HS70, HS33 (a colleague has it), Invalid HS20 (nothing was said).
    """
    row = _of_office(by, at, subtask_id)
    if row.assignee_post not in {"", by.post_id} and not by.has_role(*_HEADS):
        raise Conflict("HS33", _("Another officer of your agency has this dossier."))
    set_state(row, _M.ANSWER)
    _take(row, answer)
    row.save()
    told(row, _M.ANSWER, by=by, at=at, note=row.text)


def _take(row: Subtask, answer: Answer) -> None:
    row.text, row.opinion = check_reason(answer.text, "text"), answer.opinion
    row.document = answer.document.strip()
    if answer.file_id:
        row.file_id, row.file_name = answer.file_id, answer.file_name[:255]


@transaction.atomic
def send_back_subtask(*, by: Actor, at: datetime, subtask_id: str, reason: str) -> None:
    """Give an answer back to the officer who wrote it, as head of the office.

    Raises NotAllowed HS72, HS73 (no head), Conflict HS70, Invalid HS20.
    """
    row = _of_head(by, at, subtask_id)
    said = check_reason(reason)
    set_state(row, _M.SEND_BACK)
    row.save(update_fields=["state"])
    told(row, _M.SEND_BACK, by=by, at=at, note=said)


@transaction.atomic
def confirm_subtask(*, by: Actor, at: datetime, subtask_id: str) -> None:
    """Confirm the answer as head of the office: the result flows back and opens what comes next.

    Raises NotAllowed HS72, HS73 (no head), Conflict HS70. Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    row = _of_head(by, at, subtask_id)
    set_state(row, _M.CONFIRM)
    _close(row, _M.CONFIRM, by=by, at=at)


@transaction.atomic
def record_subtask(*, by: Actor, at: datetime, subtask_id: str, answer: Answer) -> None:
    """Write down what an agency outside the province's directory answered on paper, as who holds the dossier.

    The number of its document is needed. Raises NotAllowed, Conflict HS70, HS74 (the agency answers itself), Invalid
    HS20.
    """
    row = _of_holder(by, at, subtask_id)
    if row.agency_id:
        raise Conflict("HS74", _("This office answers here itself, so nobody answers for it."))
    check_reason(answer.document, "document")
    set_state(row, _M.RECORD)
    _take(row, answer)
    _close(row, _M.RECORD, by=by, at=at)


def _close(row: Subtask, move: SubtaskMove, *, by: Actor, at: datetime) -> None:
    close_row(row, at)
    told(row, move, by=by, at=at, note=row.text)
    go_on(row, outcome=row.opinion, at=at)


@transaction.atomic
def ask_time(*, by: Actor, at: datetime, subtask_id: str, until: datetime, reason: str) -> None:
    """Ask who holds the dossier for more time, with the reason. Raises NotAllowed HS72, HS70, Invalid HS20, HS75."""
    row = _of_office(by, at, subtask_id)
    said = check_reason(reason)
    if until <= max(at, row.due_at or at):
        sentence = _("The new time must lie behind the one there is.")
        raise Invalid("HS75", sentence, fields={"until": sentence})
    set_state(row, _M.ASK_TIME)
    row.asked_until, row.asked_why = until, said
    row.save(update_fields=["asked_until", "asked_why"])
    told(row, _M.ASK_TIME, by=by, at=at, note=said)


@transaction.atomic
def answer_time(*, by: Actor, at: datetime, subtask_id: str, is_given: bool, reason: str) -> None:
    """Give or refuse the time that was asked for, as who holds the dossier; a late office stays late until it is given.

    Raises NotAllowed, Conflict HS70, HS76 (nobody asked), Invalid HS20, PR34.
    """
    row = _of_holder(by, at, subtask_id)
    said, until = check_reason(reason), row.asked_until
    if until is None:
        raise Conflict("HS76", _("Nobody has asked for more time here."))
    move = _M.GIVE_TIME if is_given else _M.REFUSE_TIME
    set_state(row, move)
    row.asked_until, row.asked_why = None, ""
    if is_given:
        processes.give_time(by=by, at=at, step_run_id=row.step_run_id, due_at=until)
        row.due_at, row.late_told_at = until, None
    row.save(update_fields=["asked_until", "asked_why", "due_at", "late_told_at"])
    told(row, move, by=by, at=at, note=said)


@transaction.atomic
def pass_limit(*, by: Actor, at: datetime, subtask_id: str) -> bool:
    """Write down that the limit of a sub-task has passed in silence: this function will return whether anything was.

    Where the process in force names the document by which silence is agreement, the step goes on; else it stays open
    and late. Once each; only the system asks. Raises NotAllowed HS35.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotAllowed("HS35", _("Only the clock says that a limit has passed."))
    row = lock_row(subtask_id)
    is_due = row.due_at is not None and at > row.due_at and row.late_told_at is None
    if not is_due or row.closed_at is not None:
        return False
    row.late_told_at = at
    if row.silence and row.state != SubtaskState.LAID:
        set_state(row, _M.FALL_SILENT)
        close_row(row, at)
        told(row, _M.FALL_SILENT, by=by, at=at, note=row.silence)
        go_on(row, outcome=_M.FALL_SILENT, at=at)
        return True
    row.save(update_fields=["late_told_at"])
    told(row, _M.PASS_LIMIT, by=by, at=at)
    return True


def _of_office(by: Actor, at: datetime, subtask_id: str) -> Subtask:
    row = lock_row(subtask_id)
    if not is_of(by, row, local(at).date()):
        raise NotAllowed("HS72", _("This task belongs to another office."))
    return row


def _of_head(by: Actor, at: datetime, subtask_id: str) -> Subtask:
    row = _of_office(by, at, subtask_id)
    if not by.has_role(*_HEADS):
        raise NotAllowed("HS73", _("The head of the office confirms what it says."))
    return row


def _of_holder(by: Actor, at: datetime, subtask_id: str) -> Subtask:
    row = lock_row(subtask_id)
    held: Dossier = lock_dossier(row.dossier.public_id)
    check_at(by, Action.DOSSIER_PROCESS, at, held)
    check_assigned(by, held, at)
    return row
