"""A new due date of the whole case reaches the steps that are open."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel import calendars
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.kernel.worktime import working_seconds_between
from dinh.ledger import api as ledger
from dinh.processes.events import DueMoved, RunDueMoved, StepGivenTime
from dinh.processes.models import Run, StepRun
from dinh.processes.policies.access import check_can_run
from dinh.processes.policies.timing import moved, whole_seconds

__all__ = ["give_time", "move_due"]


@transaction.atomic
def move_due(
    *, by: Actor, at: datetime, subject_id: str, due_at: datetime, reason: str, calendar_version: str = ""
) -> int:
    """Tell a run that its case is due at another time: this function will return how many open steps moved with it.

    `reason` is "waited" (the clock stood still: steps behind keep their shares), "extended" (more time to share out) or
    "calendar" (days off were corrected; `calendar_version` is the one counted with from now on). Open steps move by the
    same working time as the whole case; closed ones stay as they were judged. The first due date of a case that had
    none moves no step. Raises NotFound PR31, NotAllowed PR13.
    """
    check_can_run(by)
    run = Run.objects.select_for_update(no_key=True).filter(subject_id=subject_id, state="running").first()
    if run is None:
        raise NotFound("PR31", _("This case is not in a process."))
    calendar = calendars.load(calendar_version or run.calendar_version)
    old = run.whole_due_at
    steps = list(StepRun.objects.filter(run=run, closed_at__isnull=True, due_at__isnull=False)) if old else []
    seconds = working_seconds_between(old, due_at, calendar) if old else 0
    for step in steps:
        if step.due_at is not None:
            step.due_at = moved(step.due_at, seconds, calendar)
    StepRun.objects.bulk_update(steps, ["due_at"])
    if old is None:
        run.whole_seconds = whole_seconds(run.started_at, due_at, calendar)
    elif reason == "extended":
        run.whole_seconds = max(0, run.whole_seconds + seconds)
    run.whole_due_at, run.calendar_version = due_at, calendar.version
    run.save(update_fields=["whole_due_at", "whole_seconds", "calendar_version"])
    told = tuple(DueMoved(step_run_id=step.public_id, due_at=step.due_at) for step in steps)
    event = RunDueMoved(
        run_id=run.public_id, subject_id=subject_id, reason=reason, old_due_at=old, new_due_at=due_at, steps=told
    )
    ledger.record(event=event, by=by, at=at, subjects=(subject_id, run.public_id))
    return len(steps)


@transaction.atomic
def give_time(*, by: Actor, at: datetime, step_run_id: str, due_at: datetime) -> None:
    """Give one open step more time: this function will move its due moment, and that of no other step.

    Raises NotFound PR33, Conflict PR32 (it is closed), Invalid PR34 (no more time than before), NotAllowed PR13.
    """
    check_can_run(by)
    step = StepRun.objects.select_for_update(of=("self",), no_key=True).select_related("run").filter(
        public_id=step_run_id
    ).first()  # fmt: skip
    if step is None:
        raise NotFound("PR33", _("There is no such step."))
    if step.closed_at is not None:
        raise Conflict("PR32", _("This step is not open, or somebody has just done it."))
    if due_at <= max(at, step.due_at or at):
        raise Invalid("PR34", _("The new time must lie behind the one there is, and ahead of now."))
    old, step.due_at = step.due_at, due_at
    step.save(update_fields=["due_at"])
    event = StepGivenTime(
        run_id=step.run.public_id,
        subject_id=step.run.subject_id,
        step_run_id=step_run_id,
        agency_id=step.agency_id,
        old_due_at=old,
        new_due_at=due_at,
    )
    ledger.record(event=event, by=by, at=at, subjects=(step.run.subject_id, step.run.public_id))
