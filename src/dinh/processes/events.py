"""What happens to processes and to the steps of a case. `subject_id` is the case the run belongs to."""

from datetime import date, datetime

from dinh.ledger.events import Event, event, part


@event("processes.draft.saved", version=1)
class DraftSaved(Event):
    version_id: str
    procedure_code: str
    kind: str
    number: int
    revision: int
    digest: str


@event("processes.version.published", version=1)
class VersionPublished(Event):
    version_id: str
    procedure_code: str
    kind: str
    number: int
    digest: str
    valid_from: date
    replaced_id: str


@event("processes.draft.dropped", version=1)
class DraftDropped(Event):
    version_id: str
    procedure_code: str


@part
class StepOpened:
    step_run_id: str
    step_id: str
    agency_id: str
    role: str
    due_at: datetime | None


@event("processes.run.started", version=1)
class RunStarted(Event):
    run_id: str
    subject_id: str
    version_id: str
    opened: tuple[StepOpened, ...]


@event("processes.step.closed", version=1)
class StepClosed(Event):
    """A step was done; the steps this opened stand beside it, since they open in the same moment."""

    run_id: str
    subject_id: str
    version_id: str
    step_run_id: str
    step_id: str
    agency_id: str
    outcome: str
    due_at: datetime | None
    is_late: bool
    opened: tuple[StepOpened, ...]
    is_run_ended: bool
    # Open steps of others that nobody waits for any more, since enough of their group were done.
    spared: tuple[str, ...] = ()


@part
class DueMoved:
    step_run_id: str
    due_at: datetime | None


@event("processes.run.due_moved", version=1)
class RunDueMoved(Event):
    run_id: str
    subject_id: str
    reason: str
    old_due_at: datetime | None
    new_due_at: datetime
    steps: tuple[DueMoved, ...]


@event("processes.step.given_time", version=1)
class StepGivenTime(Event):
    """One step got another due moment, at the wish of its agency and with a reason."""

    run_id: str
    subject_id: str
    step_run_id: str
    agency_id: str
    old_due_at: datetime | None
    new_due_at: datetime


@event("processes.run.cancelled", version=1)
class RunCancelled(Event):
    run_id: str
    subject_id: str
    reason: str
    open_steps: tuple[str, ...]


@event("processes.table.saved", version=1)
class TableSaved(Event):
    """A draft of a decision table; `digest` is the SHA-256 of its one written form."""

    table_id: str
    code: str
    number: int
    revision: int
    digest: str


@event("processes.table.published", version=1)
class TablePublished(Event):
    table_id: str
    code: str
    number: int
    digest: str
    valid_from: date
    replaced_id: str


@event("processes.table.retired", version=1)
class TableRetired(Event):
    table_id: str
    code: str
    number: int
    valid_to: date


@event("processes.table.dropped", version=1)
class TableDropped(Event):
    table_id: str
    code: str
    number: int
