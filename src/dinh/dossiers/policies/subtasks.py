"""The life of a sub-task as a table, and which steps of a process are sub-tasks."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.types.subtasks import SubtaskMove, SubtaskState
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Conflict, NotAllowed
from dinh.processes.api import Act, Following, StepView

__all__ = ["LIVE", "after", "check_may_finish", "is_apart", "is_own_next", "is_own_work", "may_finish", "moves"]

_S, _M = SubtaskState, SubtaskMove
LIVE = frozenset({_S.SENT, _S.RECEIVED, _S.LAID, _S.RETURNED})
_TABLE: dict[tuple[SubtaskState, SubtaskMove], SubtaskState] = {
    (_S.SENT, _M.RECEIVE): _S.RECEIVED,
    (_S.SENT, _M.RETURN): _S.RETURNED,
    (_S.RECEIVED, _M.RETURN): _S.RETURNED,
    (_S.RETURNED, _M.RESEND): _S.SENT,
    (_S.RECEIVED, _M.ANSWER): _S.LAID,
    (_S.LAID, _M.SEND_BACK): _S.RECEIVED,
    (_S.LAID, _M.CONFIRM): _S.DONE,
    (_S.SENT, _M.RECORD): _S.DONE,
    **{(state, move): state for state in LIVE for move in (_M.ASK_TIME, _M.GIVE_TIME, _M.REFUSE_TIME, _M.PASS_LIMIT)},
    **{(state, _M.FALL_SILENT): _S.SILENT for state in LIVE},
    **{(state, _M.CANCEL): _S.CANCELLED for state in LIVE},
}


def moves(state: SubtaskState) -> tuple[SubtaskMove, ...]:
    """Return what may happen next."""
    return tuple(move for before, move in _TABLE if before is state)


def after(state: SubtaskState, move: SubtaskMove) -> SubtaskState:
    """Return the state a move leads to, or raise Conflict HS70 when the sub-task has moved on meanwhile."""
    found = _TABLE.get((state, move))
    if found is None:
        raise Conflict(
            "HS70",
            _("This task has already moved on, so this can no longer be done."),
            _("Open it again to see where it stands."),
        )
    return found


def is_apart(step: StepView, own: Collection[str]) -> bool:
    """Tell whether a step is done apart from the acts on the dossier.

    So is one of another office, one beside other steps, and what one's own office checks before others go on: the
    decision, which comes behind those, cannot pass it.
    """
    is_foreign = bool(step.agency_id) and step.agency_id not in own
    is_own_page = step.is_beside or step.is_before_others or step.act == Act.CONSULT
    return step.is_subtask or is_foreign or is_own_page


def is_own_work(step: StepView, own: Collection[str]) -> bool:
    """Tell whether a step is work on the dossier at the office that holds it, beside receiving, giving and deciding."""
    return step.act in {Act.PROCESS, Act.VERIFY} and not is_apart(step, own)


def is_own_next(step: Following, own: Collection[str]) -> bool:
    """Tell the same of a step that may come; what a head checks ends with the signature."""
    is_here = not step.agency_id or step.agency_id in own
    is_work = step.act == Act.PROCESS or (step.act == Act.VERIFY and step.role not in {Role.HEAD, Role.LEADER})
    return is_here and is_work and not step.is_apart


def may_finish(by: Actor, role: str) -> bool:
    return role not in {Role.HEAD, Role.LEADER} or by.has_role(Role.HEAD, Role.LEADER)


def check_may_finish(by: Actor, role: str) -> None:
    """Refuse with NotAllowed HS79 whoever is no head for a step that is a head's."""
    if not may_finish(by, role):
        raise NotAllowed("HS79", _("This step belongs to the head of the office."))
