"""Rows of sub-tasks beside the steps of a process: opened with them, closed with them, told in their history."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import SubtaskMoved
from dinh.dossiers.models import Dossier, Subtask, SubtaskLine
from dinh.dossiers.operations.basics import lock_dossier, record
from dinh.dossiers.policies.subtasks import LIVE, after, is_apart
from dinh.dossiers.queries.offices import own_offices
from dinh.dossiers.registry import references
from dinh.dossiers.types.subtasks import SubtaskMove, SubtaskState
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.errors import NotFound
from dinh.processes import api as processes

__all__ = [
    "cancel_rows",
    "close_row",
    "go_on",
    "lock_row",
    "move_rows",
    "open_rows",
    "set_state",
    "told",
]

# Kept as it is told, like every note: the house writes Vietnamese.
_SPARED = "Đã đủ số ý kiến cần thiết"


def lock_row(subtask_id: str) -> Subtask:
    """Return the row, its dossier locked before it; raise NotFound HS71."""
    found = Subtask.objects.filter(public_id=subtask_id).values_list("dossier__public_id", flat=True).first()
    if found is None:
        raise NotFound("HS71", _("There is no such task."))
    held = lock_dossier(found)
    row = Subtask.objects.select_for_update(of=("self",), no_key=True).get(public_id=subtask_id)
    row.dossier = held
    return row


def set_state(row: Subtask, move: SubtaskMove) -> None:
    row.state = after(SubtaskState(row.state), move)


def close_row(row: Subtask, at: datetime) -> None:
    """Close it: lateness is judged by its own limit and belongs to its own office."""
    row.closed_at = at
    row.is_late = row.due_at is not None and at > row.due_at
    row.asked_until = None
    row.save()


def told(row: Subtask, move: SubtaskMove, *, by: Actor, at: datetime, note: str = "") -> None:
    """Record one move, and write its line."""
    event = SubtaskMoved(
        dossier_id=row.dossier.public_id,
        subtask_id=row.public_id,
        step_id=row.step_id,
        agency_id=row.agency_id or "",
        move=move,
        state=row.state,
        opinion=row.opinion,
        due_at=row.due_at,
        is_late=row.due_at is not None and at > row.due_at,
    )
    entry_id = record(row.dossier, event, by=by, at=at)
    SubtaskLine.objects.create(
        subtask=row,
        move=move,
        at=at,
        by_name=by.display_name if by.is_official else "",
        by_post=by.post_id,
        agency_name=references.agency(by.agency_id).short_name if by.agency_id else "",
        note=note,
        entry_id=entry_id,
    )


def open_rows(held: Dossier, steps: Iterable[processes.StepView], at: datetime) -> None:
    """Send out a sub-task for each of these steps that is done apart."""
    for step in steps:
        if not is_apart(step, own_offices(held)):
            continue
        row = Subtask(
            dossier=held,
            step_run_id=step.step_run_id,
            step_id=step.step_id,
            name=step.name,
            act=step.act,
            role=step.role,
            place=step.place,
            agency_id=step.agency_id or None,
            opened_at=at,
            due_at=step.due_at,
            silence=step.silence,
        )
        row.save(force_insert=True)
        told(row, SubtaskMove.SEND, by=SYSTEM, at=at)


def go_on(row: Subtask, *, outcome: str, at: datetime) -> None:
    """Let the result flow back: close the step, send out what opened, cancel what nobody waits for any more."""
    done = processes.complete_step(
        by=SYSTEM, at=at, subject_id=row.dossier.public_id, step_id=row.step_id, outcome=outcome,
        facts={"y_kien": row.opinion},
    )  # fmt: skip
    open_rows(row.dossier, done.opened, at)
    if done.spared:
        cancel_rows(
            Subtask.objects.filter(step_run_id__in=done.spared).select_related("dossier"), at=at, reason=_SPARED
        )


def cancel_rows(rows: Iterable[Subtask], *, at: datetime, reason: str, by: Actor = SYSTEM) -> None:
    """Cancel the live ones of these, and tell their offices why."""
    for row in rows:
        if row.state in LIVE:
            set_state(row, SubtaskMove.CANCEL)
            close_row(row, at)
            told(row, SubtaskMove.CANCEL, by=by, at=at, note=reason)


def move_rows(held: Dossier) -> None:
    """Let the limits of the live sub-tasks follow their steps."""
    live = {row.step_run_id: row for row in Subtask.objects.filter(dossier=held, state__in=LIVE)}
    if not live:
        return
    for step in processes.steps_of(held.public_id):
        if step.step_run_id in live:
            live[step.step_run_id].due_at = step.due_at
    Subtask.objects.bulk_update(live.values(), ["due_at"])
