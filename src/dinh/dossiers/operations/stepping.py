"""Steps inside the office that holds a dossier: one is finished, the next begins, perhaps with another officer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.events import StepFinished
from dinh.dossiers.models import Dossier, Placement
from dinh.dossiers.operations.basics import Action, behalf, check_at, lock_dossier, moved, record, tell
from dinh.dossiers.operations.placing import check_assigned, check_works_there
from dinh.dossiers.operations.steps import closes_as, facts_of
from dinh.dossiers.operations.subtask_rows import open_rows
from dinh.dossiers.policies.subtasks import check_may_finish
from dinh.dossiers.queries.places import lent
from dinh.dossiers.queries.steps import own_work
from dinh.dossiers.types import ActKind, Moved
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict
from dinh.processes import api as processes

__all__ = ["finish_step"]


@transaction.atomic
def finish_step(*, by: Actor, at: datetime, dossier_id: str, step_id: str, note: str = "", post_id: str = "") -> Moved:
    """Finish the open step of one's own office where more work follows, and begin what comes next.

    `post_id` is the officer of the same agency who goes on; "" whoever has the dossier keeps it. What other offices do
    next is sent to them. Raises NotAllowed, HS79 (the step is a head's), NotFound HS02 or ID03, Conflict HS09, HS33,
    HS78 (that step is not open, or it ends with the decision), Invalid HS32. Basis: 118/2025/NĐ-CP (internal process
    of a procedure).
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    check_assigned(by, row, at)
    work = _open_step(row, step_id)
    check_may_finish(by, work.step.role)
    evidence = behalf(row, by=by, at=at)
    done = processes.complete_step(
        by=closes_as(by, work.step),
        at=at,
        subject_id=dossier_id,
        step_id=step_id,
        outcome=ActKind.STEP_FINISHED,
        facts=facts_of(row),
    )
    open_rows(row, done.opened, at)
    _hand_on(row, post_id, at)
    event = StepFinished(
        dossier_id=dossier_id,
        step_run_id=done.step_run_id,
        step_id=step_id,
        to_post_id=row.assignee_post,
        is_late=done.is_late,
    )
    entry_id = record(row, event, by=by, at=at, evidence=evidence)
    said = ". ".join(filter(None, (_sentence(work.step, done.opened, row), note.strip())))
    tell(row.submission, ActKind.STEP_FINISHED, by=by, at=at, entry_id=entry_id, note=said, is_public=False)
    return moved(row, entry_id=entry_id)


def _open_step(row: Dossier, step_id: str) -> processes.OpenWork:
    work = own_work(row) if row.status == Status.PROCESSING else None
    if work is None or work.step.step_id != step_id:
        raise Conflict(
            "HS78",
            _("This step is not open any more, or it ends with the decision."),
            _("Open the dossier again to see where it stands."),
        )
    return work


def _hand_on(row: Dossier, post_id: str, at: datetime) -> None:
    """Who goes on has the dossier as one that was assigned: what was lent for a time comes to its end."""
    if post_id in {"", row.assignee_post}:
        return
    post = directory.post(post_id=post_id)
    check_works_there(post, row, at)
    given = lent(row)
    if given is not None:
        Placement.objects.filter(pk=given.pk).update(settled_at=at)
    row.assignee_post, row.assignee_name = post.post_id, post.person_name
    row.save(update_fields=["assignee_post", "assignee_name"])


def _sentence(step: processes.StepView, opened: tuple[processes.StepView, ...], row: Dossier) -> str:
    """The story is kept in the language of the office, like every note in it."""
    following = ", ".join(f"“{one.name}”" for one in opened)
    return f"Xong “{step.name}”, sang {following} ({row.assignee_name})" if following else f"Xong “{step.name}”"
