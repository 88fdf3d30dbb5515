"""Reading where cases stand, from rows only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any

from dinh.kernel.compiled import Compiled, binding_at_the_server
from dinh.processes.models import StepRun
from dinh.processes.policies.running import replay
from dinh.processes.queries.versions import published_model
from dinh.processes.types import Completed, OpenStep, ProcessModel, RunState, Started, StepView, Value

__all__ = ["RunRows", "open_steps", "rows_of", "state_of", "steps_of"]

_ROWS = """
SELECT r.id, r.public_id, r.moves, r.whole_seconds, r.calendar_version, r.agencies, r.facts, v.public_id,
       s.id, s.public_id, s.step_id, s.opened_no, s.closed_no, s.agency_id, s.role, s.due_at, s.facts
FROM processes_run r JOIN processes_processversion v ON v.id = r.version_id JOIN processes_steprun s ON s.run_id = r.id
WHERE r.subject_id = %s AND r.state = 'running' ORDER BY s.opened_no
"""

_STEPS = Compiled(
    StepRun.objects,
    lambda rows: (
        rows.filter(run__subject_id="")
        .select_related("run__version")
        .defer("run__version__bpmn", "run__version__model")
        .order_by("run__started_at", "run_id", "opened_no")
    ),
)


@dataclass(frozen=True, slots=True)
class StepRow:
    pk: int
    step_run_id: str
    step_id: str
    opened_no: int
    closed_no: int | None
    agency_id: str
    role: str
    due_at: datetime | None
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RunRows:
    """One running run with all its steps, read in one query."""

    pk: int
    run_id: str
    subject_id: str
    moves: int
    whole_seconds: int
    calendar_version: str
    agencies: Mapping[str, str]
    facts: Mapping[str, Value]
    version_id: str
    steps: tuple[StepRow, ...]

    @property
    def model(self) -> ProcessModel:
        return published_model(self.version_id)

    @property
    def events(self) -> Iterator[Started | Completed]:
        yield Started(self.facts)
        closed = (step for step in self.steps if step.closed_no is not None)
        for step in sorted(closed, key=lambda one: one.closed_no or 0):
            yield Completed(step.step_id, step.facts)

    @property
    def open(self) -> tuple[StepRow, ...]:
        return tuple(step for step in self.steps if step.closed_no is None)


def rows_of(subject_id: str) -> RunRows | None:
    """Return the running run of a case with its steps, one query; None when nothing runs."""
    with binding_at_the_server() as cursor:
        cursor.execute(_ROWS, [subject_id])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if not found:
        return None
    first = found[0]
    return RunRows(
        pk=first[0],
        run_id=first[1],
        subject_id=subject_id,
        moves=first[2],
        whole_seconds=first[3],
        calendar_version=first[4],
        agencies=_mapping(first[5]),
        facts=_mapping(first[6]),
        version_id=first[7],
        steps=tuple(StepRow(*(*row[8:16], _mapping(row[16]))) for row in found),
    )


def _mapping(said: Any) -> Any:
    # Django leaves jsonb as text on a bare cursor.
    return loads(said) if isinstance(said, str) else said


def state_of(rows: RunRows) -> RunState:
    """Return the state that the rows tell: nothing else is kept anywhere."""
    return replay(rows.model, rows.events)


def open_steps(
    *, agency_id: str = "", role: str = "", post_id: str = "", limit: int = 100, offset: int = 0
) -> Sequence[StepView]:
    """List work: this function will return open steps of an agency, role or post, the earliest due first.

    One query and a page of at most 100; a step without a time stands last.
    """
    rows = StepRun.objects.filter(closed_at__isnull=True).select_related("run__version")
    rows = rows.defer("run__version__bpmn", "run__version__model")
    for name, value in (("agency_id", agency_id), ("role", role), ("assignee_post_id", post_id)):
        if value:
            rows = rows.filter(**{name: value})
    found = rows.order_by("due_at", "id")[offset : offset + min(limit, 100)]
    return [view_of(row) for row in found]


def steps_of(subject_id: str) -> Sequence[StepView]:
    """Tell the story of a case: this function will return its steps, open and closed, in the order they opened."""
    return [view_of(row) for row in _STEPS.ask(subject_id)]


def view_of(row: StepRun) -> StepView:
    node = published_model(row.run.version.public_id).by_id[row.step_id]
    return StepView(
        step_run_id=row.public_id,
        subject_id=row.run.subject_id,
        step_id=row.step_id,
        name=node.name,
        act=node.act.value if node.act else "",
        role=row.role,
        agency_id=row.agency_id,
        assignee_post_id=row.assignee_post_id,
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        is_late=row.is_late,
        is_subtask=node.kind.value == "subtask",
    )


def opened_view(model: ProcessModel, made: Mapping[str, Any]) -> OpenStep:
    node = model.by_id[made["step_id"]]
    return OpenStep(
        step_run_id=made["public_id"],
        step_id=node.id,
        name=node.name,
        act=node.act.value if node.act else "",
        role=node.role,
        agency_id=made["agency_id"],
        assignee_post_id=made["post_id"],
        opened_at=made["opened_at"],
        due_at=made["due_at"],
    )
