"""The story of a case: its own acts, and what other offices did with their tasks, in the order they happened."""

from dinh.dossiers.models import Act, Submission, SubtaskLine
from dinh.dossiers.queries.wording import act_title, task_title
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, ActView
from dinh.dossiers.types.subtasks import SubtaskMove
from dinh.kernel.compiled import Compiled
from dinh.processes import api as processes

__all__ = ["story_of"]

_ACTS = Compiled(Act.objects, lambda rows: rows.filter(submission_id=0).order_by("at", "id"))
_TASKS = Compiled(
    SubtaskLine.objects,
    lambda rows: rows.select_related("subtask").filter(subtask__dossier__submission_id=0).order_by("at", "id"),
)
_M = SubtaskMove
# What goes on inside another office, and between it and who asked, is no matter of the people of the case.
_PUBLIC = frozenset(
    {_M.SEND, _M.RECEIVE, _M.RETURN, _M.RESEND, _M.CONFIRM, _M.RECORD, _M.GIVE_TIME, _M.FALL_SILENT, _M.CANCEL}
)


def story_of(row: Submission, *, is_public_only: bool, is_received: bool = True) -> tuple[ActView, ...]:
    """Return the story, oldest first; to citizens only what concerns them, and no officer's name.

    One query before the receipt, two behind it.
    """
    acts = [
        _act(one, is_public_only=is_public_only) for one in _ACTS.ask(row.pk) if one.is_public or not is_public_only
    ]
    lines = _TASKS.ask(row.pk) if is_received else ()
    tasks = [
        _task(one, is_public_only=is_public_only) for one in lines if _M(one.move) in _PUBLIC or not is_public_only
    ]
    # Sorting is stable: of what happened at one moment, the act comes before the tasks it sent out.
    return tuple(sorted([*acts, *tasks], key=lambda one: one.at)) if tasks else tuple(acts)


def _act(one: Act, *, is_public_only: bool) -> ActView:
    return ActView(
        act_id=one.public_id,
        kind=ActKind(one.kind),
        title=act_title(one.kind),
        at=one.at,
        by_name="" if is_public_only else one.by_name,
        agency_name=one.agency_name,
        note=one.note,
        paper_id=one.paper_id,
        entry_id=one.entry_id,
        is_public=one.is_public,
    )


def _task(one: SubtaskLine, *, is_public_only: bool) -> ActView:
    """Opinions and reasons pass between offices: people read what happened, not what was written."""
    task, move = one.subtask, SubtaskMove(one.move)
    office = references.agency(task.agency_id).name if task.agency_id else processes.place_words(task.place)
    return ActView(
        act_id=one.entry_id,
        kind=ActKind.TASK_MOVED,
        title=task_title(move, task.name, office),
        at=one.at,
        by_name="" if is_public_only else one.by_name,
        agency_name="" if is_public_only else one.agency_name,
        note="" if is_public_only else one.note,
        paper_id="",
        entry_id=one.entry_id,
        is_public=move in _PUBLIC,
    )
