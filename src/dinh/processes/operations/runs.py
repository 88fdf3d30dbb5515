"""Moving a case: start its run, close a step, cancel the run. Three statements a step, ledger included."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from json import dumps
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel import calendars
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.compiled import binding_at_the_server
from dinh.kernel.errors import Conflict, NotFound
from dinh.kernel.ids import new_id
from dinh.ledger import api as ledger
from dinh.processes.events import RunCancelled, RunStarted, StepClosed, StepOpened
from dinh.processes.models import Run, StepRun
from dinh.processes.policies.access import check_can_complete, check_can_run
from dinh.processes.policies.running import advance
from dinh.processes.policies.timing import step_due, whole_seconds
from dinh.processes.queries.runs import RunRows, StepRow, opened_view, rows_of, state_of
from dinh.processes.queries.versions import in_force, published_model
from dinh.processes.types import Completed, ProcessModel, RunState, RunView, Started, StepDone, Value

__all__ = ["cancel_run", "complete_step", "start_run"]

Made = dict[str, Any]
_TRIES = 5
# Rows are opened only after the step was closed, and that only by whoever saw the run as it still stands.
_MOVE = """
WITH moved AS (
    UPDATE processes_run SET moves = moves + 1, state = %(state)s, ended_at = %(ended_at)s
    WHERE id = %(run)s AND moves = %(moves)s AND state = 'running' RETURNING id
), closed AS (
    UPDATE processes_steprun SET closed_at = %(at)s, closed_no = %(moves)s + 1, closed_by_post = %(post)s,
        outcome = %(outcome)s, facts = %(facts)s::jsonb, is_late = %(is_late)s
    WHERE id = %(step)s AND closed_at IS NULL AND run_id = (SELECT id FROM moved) RETURNING run_id
), opened AS (
    INSERT INTO processes_steprun (public_id, run_id, opened_no, step_id, role, agency_id, assignee_post_id, opened_at,
        due_at, closed_by_post, outcome, facts, is_late, is_cancelled)
    SELECT new.public_id, closed.run_id, new.no, new.step_id, new.role, new.agency_id, new.post_id, %(at)s, new.due_at,
        '', '', '{}'::jsonb, false, false
    FROM closed, jsonb_to_recordset(%(opened)s::jsonb) AS new(public_id text, no int, step_id text, role text,
        agency_id text, post_id text, due_at timestamptz)
)
SELECT count(*) FROM closed
"""


@transaction.atomic
def start_run(
    *,
    by: Actor,
    at: datetime,
    subject_id: str,
    procedure_code: str,
    kind: str = "one_stop",
    on: date | None = None,
    due_at: datetime | None = None,
    calendar_version: str = "",
    agencies: Mapping[str, str] | None = None,
    facts: Mapping[str, Value] | None = None,
    assignees: Mapping[str, str] | None = None,
) -> RunView:
    """Begin the internal process of a case: this function will return the run with its first open steps.

    Takes the version in force on `on` (the day of `at` by default) and keeps it to the end. `due_at` is the appointment
    of the whole case, of which steps have shares; `agencies` gives the agency id for each kind a step names
    ("receiving", "competent", "tax" …); `facts` the values conditions look at, others are not kept; `assignees` posts
    by step id. Raises NotFound PR20 (no process), Conflict PR30 (the case has a run already), NotAllowed PR13.
    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    check_can_run(by)
    version = in_force(procedure_code=procedure_code, kind=kind, on=on or local(at).date())
    if version is None:
        raise NotFound("PR20", _("No process is in force for this procedure."), _("Publish one, or load the defaults."))
    if Run.objects.filter(subject_id=subject_id, state="running").exists():
        raise Conflict("PR30", _("This case is already in its process."))
    model = published_model(version.public_id)
    kept = _asked(model, facts)
    state = advance(model, RunState(), Started(kept))
    calendar = calendars.load(calendar_version or None)
    run = Run.objects.create(
        subject_id=subject_id,
        version=version,
        whole_due_at=due_at,
        whole_seconds=whole_seconds(at, due_at, calendar),
        calendar_version=calendar.version,
        agencies=dict(agencies or {}),
        facts=kept,
        started_at=at,
    )
    made = _made(model, state.open, at, run.agencies, run.whole_seconds, run.calendar_version, assignees, 1)
    StepRun.objects.bulk_create(_row(run, one) for one in made)
    event = RunStarted(
        run_id=run.public_id, subject_id=subject_id, version_id=version.public_id, opened=_told(made)
    )  # fmt: skip
    ledger.record(event=event, by=by, at=at, subjects=(subject_id, run.public_id))
    return RunView(run.public_id, subject_id, version.public_id, run.state, _views(model, made))


def complete_step(
    *,
    by: Actor,
    at: datetime,
    subject_id: str,
    step_id: str,
    outcome: str = "",
    facts: Mapping[str, Value] | None = None,
    assignees: Mapping[str, str] | None = None,
) -> StepDone:
    """Close one open step: this function will return which steps opened behind it and whether the run ended.

    Three queries. `facts` are values learnt at this step that conditions look at; others are not kept. Lateness is that
    of this step at its agency. Raises NotFound PR31 (nothing runs), Conflict PR32 (the step is not open, also when two
    officers press at once), NotAllowed PR13, PR14 (another agency's step), PR15 (another role's).
    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    for _try in range(_TRIES):
        rows = rows_of(subject_id)
        if rows is None:
            raise NotFound("PR31", _("This case is not in a process."))
        step = _open(rows, step_id)
        check_can_complete(by, agency_id=step.agency_id, role=step.role)
        kept = _asked(rows.model, facts)
        state = state_of(rows)
        after = advance(rows.model, state, Completed(step_id, kept))
        opened = after.open - (state.open - {step_id})
        made = _made(
            rows.model, opened, at, rows.agencies, rows.whole_seconds, rows.calendar_version, assignees,
            len(rows.steps) + 1,
        )  # fmt: skip
        is_late = step.due_at is not None and at > step.due_at
        event = _closed(rows, step, outcome, made, is_late=is_late, is_ended=after.is_ended)
        # What is refused is refused before anything is written, so a caller's transaction needs no savepoint here.
        with transaction.atomic(savepoint=False):
            if _moved(rows, step, by, at, kept, made, event):
                ledger.record(event=event, by=by, at=at, subjects=(subject_id, rows.run_id))
                return StepDone(step.step_run_id, is_late, _views(rows.model, made), after.is_ended)
    raise Conflict("PR32", _("This step is not open, or somebody has just done it."))


@transaction.atomic
def cancel_run(*, by: Actor, at: datetime, subject_id: str, reason: str) -> None:
    """End a run before its end: this function will close its open steps without an outcome.

    For a case that was withdrawn, stopped or refused. Raises NotFound PR31, NotAllowed PR13.
    """
    check_can_run(by)
    run = Run.objects.select_for_update(no_key=True).filter(subject_id=subject_id, state="running").first()
    if run is None:
        raise NotFound("PR31", _("This case is not in a process."))
    steps = StepRun.objects.filter(run=run, closed_at__isnull=True)
    ids = tuple(steps.values_list("public_id", flat=True))
    steps.update(closed_at=at, is_cancelled=True, closed_by_post=by.post_id)
    run.state, run.ended_at, run.moves = "cancelled", at, run.moves + 1
    run.save(update_fields=["state", "ended_at", "moves"])
    event = RunCancelled(run_id=run.public_id, subject_id=subject_id, reason=reason, open_steps=ids)
    ledger.record(event=event, by=by, at=at, subjects=(subject_id, run.public_id))


def _closed(
    rows: RunRows, step: StepRow, outcome: str, made: list[Made], *, is_late: bool, is_ended: bool
) -> StepClosed:
    return StepClosed(
        run_id=rows.run_id,
        subject_id=rows.subject_id,
        version_id=rows.version_id,
        step_run_id=step.step_run_id,
        step_id=step.step_id,
        agency_id=step.agency_id,
        outcome=outcome,
        due_at=step.due_at,
        is_late=is_late,
        opened=_told(made),
        is_run_ended=is_ended,
    )


def _asked(model: ProcessModel, facts: Mapping[str, Value] | None) -> dict[str, Value]:
    return {name: value for name, value in (facts or {}).items() if name in model.asked}


def _open(rows: RunRows, step_id: str) -> StepRow:
    step = next((one for one in rows.open if one.step_id == step_id), None)
    if step is None:
        raise Conflict("PR32", _("This step is not open, or somebody has just done it."))
    return step


def _made(
    model: ProcessModel,
    opened: Iterable[str],
    at: datetime,
    agencies: Mapping[str, str],
    seconds: int,
    calendar_version: str,
    assignees: Mapping[str, str] | None,
    first_no: int,
) -> list[Made]:
    calendar = calendars.load(calendar_version)
    made = []
    for no, node in enumerate((model.by_id[step_id] for step_id in sorted(opened)), start=first_no):
        made.append(
            {
                "public_id": new_id("stp"),
                "no": no,
                "step_id": node.id,
                "role": node.role,
                "agency_id": agencies.get(node.agency, ""),
                "post_id": (assignees or {}).get(node.id, ""),
                "opened_at": at,
                "due_at": step_due(node, at, seconds, calendar),
            }
        )
    return made


def _row(run: Run, made: Made) -> StepRun:
    return StepRun(
        public_id=made["public_id"],
        run=run,
        opened_no=made["no"],
        step_id=made["step_id"],
        role=made["role"],
        agency_id=made["agency_id"],
        assignee_post_id=made["post_id"],
        opened_at=made["opened_at"],
        due_at=made["due_at"],
    )


def _moved(
    rows: RunRows,
    step: StepRow,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Value],
    made: list[Made],
    event: StepClosed,
) -> bool:
    """Close the step and open the next in one statement; False when somebody moved the run since it was read."""
    values = {
        "run": rows.pk,
        "moves": rows.moves,
        "state": "ended" if event.is_run_ended else "running",
        "ended_at": at if event.is_run_ended else None,
        "at": at,
        "post": by.post_id,
        "outcome": event.outcome,
        "facts": dumps(facts),
        "is_late": event.is_late,
        "step": step.pk,
        "opened": dumps(made, default=datetime.isoformat),
    }
    with binding_at_the_server() as cursor:
        cursor.execute(_MOVE, values)
        found = cursor.fetchone()
    return bool(found and found[0])


def _told(made: list[Made]) -> tuple[StepOpened, ...]:
    return tuple(
        StepOpened(
            step_run_id=one["public_id"],
            step_id=one["step_id"],
            agency_id=one["agency_id"],
            role=one["role"],
            due_at=one["due_at"],
        )
        for one in made
    )


def _views(model: ProcessModel, made: list[Made]) -> Any:
    return tuple(opened_view(model, one) for one in made)
