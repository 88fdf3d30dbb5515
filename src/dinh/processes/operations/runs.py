"""Moving a case: start its run, close a step, cancel the run. Three statements a step, ledger included."""

from collections.abc import Callable, Iterable, Mapping
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
from dinh.processes.queries.runs import RunRows, StepRow, rows_of, state_of, step_view
from dinh.processes.queries.versions import in_force, published_model
from dinh.processes.types import Completed, ProcessModel, RunState, RunView, Started, StepDone, StepView, Value

__all__ = ["cancel_run", "complete_step", "pass_steps", "start_run"]

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
    SELECT new.public_id, closed.run_id, new.no, new.step_id, new.role, new.agency_id, new.assignee_post_id, %(at)s,
        new.due_at, '', '', '{}'::jsonb, false, false
    FROM closed, jsonb_to_recordset(%(opened)s::jsonb) AS new(public_id text, no int, step_id text, role text,
        agency_id text, assignee_post_id text, due_at timestamptz)
), spared AS (
    UPDATE processes_steprun SET closed_at = %(at)s, is_cancelled = true
    WHERE id = ANY(%(spared)s::bigint[]) AND closed_at IS NULL AND run_id = (SELECT run_id FROM closed)
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
    return RunView(run.public_id, subject_id, version.public_id, run.state, _views(model, subject_id, made))


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
        rows = _running(subject_id)
        done = _complete(rows, _open(rows, step_id), by, at, outcome, facts, assignees)
        if done is not None:
            return done
    raise _moved_on()


def pass_steps(
    *,
    by: Callable[[StepView], Actor],
    at: datetime,
    subject_id: str,
    passes: Callable[[StepView], bool],
    outcome: str,
    facts: Mapping[str, Value] | None = None,
) -> tuple[StepDone, ...] | None:
    """Close every open step that one act passes: this function will return what each led to, None without a run.

    `by` says in whose name each is closed. A step that comes round again within one act stays open: it asks for new
    work. One read for the act and two queries for each step. Raises as `complete_step` does.
    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    rows, found = rows_of(subject_id), list[StepDone]()
    seen: set[str] = set()
    tries = _TRIES
    while rows is not None:
        step = next((one for one in rows.views if one.step_id not in seen and passes(one)), None)
        if step is None:
            break
        done = _complete(rows, _open(rows, step.step_id), by(step), at, outcome, facts, None)
        tries -= done is None
        if tries == 0:
            raise _moved_on()
        if done is not None:
            seen.add(step.step_id)
            found.append(done)
            others = [one for one in rows.views if one.step_id != step.step_id and one.step_run_id not in done.spared]
            if not any(one.step_id not in seen and passes(one) for one in (*others, *done.opened)):
                break
        rows = rows_of(subject_id)
    return tuple(found) if rows is not None or found else None


def _running(subject_id: str) -> RunRows:
    rows = rows_of(subject_id)
    if rows is None:
        raise NotFound("PR31", _("This case is not in a process."))
    return rows


def _complete(
    rows: RunRows,
    step: StepRow,
    by: Actor,
    at: datetime,
    outcome: str,
    facts: Mapping[str, Value] | None,
    assignees: Mapping[str, str] | None,
) -> StepDone | None:
    """Close one step of a run as it was read; None when somebody moved the run since."""
    check_can_complete(by, agency_id=step.agency_id, role=step.role)
    kept, model = _asked(rows.model, facts), rows.model
    state = state_of(rows)
    after = advance(model, state, Completed(step.step_id, kept))
    made = _made(
        model, after.open - (state.open - {step.step_id}), at, rows.agencies, rows.whole_seconds,
        rows.calendar_version, assignees, len(rows.steps) + 1,
    )  # fmt: skip
    spared = [one for one in rows.open if one.step_id in state.open - {step.step_id} - after.open]
    is_late = step.due_at is not None and at > step.due_at
    event = _closed(rows, step, outcome, made, spared, is_late=is_late, is_ended=after.is_ended)
    # What is refused is refused before anything is written, so a caller's transaction needs no savepoint here.
    with transaction.atomic(savepoint=False):
        if not _moved(rows, step, by, at, kept, made, [one.pk for one in spared], event):
            return None
        ledger.record(event=event, by=by, at=at, subjects=(rows.subject_id, rows.run_id))
    ids = tuple(one.step_run_id for one in spared)
    return StepDone(step.step_run_id, is_late, _views(model, rows.subject_id, made), after.is_ended, ids)


def _moved_on() -> Conflict:
    return Conflict("PR32", _("This step is not open, or somebody has just done it."))


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
    rows: RunRows,
    step: StepRow,
    outcome: str,
    made: list[Made],
    spared: list[StepRow],
    *,
    is_late: bool,
    is_ended: bool,
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
        spared=tuple(one.step_run_id for one in spared),
    )


def _asked(model: ProcessModel, facts: Mapping[str, Value] | None) -> dict[str, Value]:
    return {name: value for name, value in (facts or {}).items() if name in model.asked}


def _open(rows: RunRows, step_id: str) -> StepRow:
    step = next((one for one in rows.open if one.step_id == step_id), None)
    if step is None:
        raise _moved_on()
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
                "assignee_post_id": (assignees or {}).get(node.id, ""),
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
        assignee_post_id=made["assignee_post_id"],
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
    spared: list[int],
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
        "spared": spared,
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


def _views(model: ProcessModel, subject_id: str, made: list[Made]) -> tuple[StepView, ...]:
    return tuple(step_view(model, subject_id, one) for one in made)
