"""Reading where cases stand, from rows only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any

from django.utils.translation import gettext_lazy as _

from dinh.kernel.compiled import Compiled, binding_at_the_server
from dinh.kernel.errors import NotFound
from dinh.processes.models import StepRun
from dinh.processes.policies.graph import before_others, is_apart, is_beside, is_midway, next_work
from dinh.processes.policies.running import replay
from dinh.processes.queries.versions import published_model
from dinh.processes.types import (
    Act,
    Completed,
    Following,
    NodeKind,
    OpenWork,
    ProcessModel,
    RunState,
    Started,
    StepView,
    Value,
)

__all__ = ["RunRows", "open_steps", "open_work", "rows_of", "state_of", "step", "step_view", "steps_of"]

_OF_ROW = (
    "public_id", "step_id", "role", "agency_id", "assignee_post_id", "opened_at", "due_at", "closed_at", "outcome",
    "is_late", "is_cancelled",
)  # fmt: skip

_ROWS = """
SELECT r.id, r.public_id, r.moves, r.whole_seconds, r.calendar_version, r.agencies, r.facts, v.public_id,
       s.id, s.public_id, s.step_id, s.opened_no, s.closed_no, s.agency_id, s.role, s.due_at, s.facts, s.opened_at,
       s.assignee_post_id, s.is_cancelled
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
    opened_at: datetime
    assignee_post_id: str
    is_cancelled: bool

    @property
    def is_open(self) -> bool:
        return self.closed_no is None and not self.is_cancelled


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
        return tuple(step for step in self.steps if step.is_open)

    @property
    def views(self) -> tuple[StepView, ...]:
        """The open steps as strangers see them."""
        return tuple(step_view(self.model, self.subject_id, _said(step)) for step in self.open)


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
        steps=tuple(StepRow(*(*row[8:16], _mapping(row[16]), *row[17:20])) for row in found),
    )


def _said(step: StepRow) -> dict[str, Any]:
    return {
        "public_id": step.step_run_id,
        "step_id": step.step_id,
        "role": step.role,
        "agency_id": step.agency_id,
        "assignee_post_id": step.assignee_post_id,
        "opened_at": step.opened_at,
        "due_at": step.due_at,
    }


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


def open_work(subject_id: str) -> tuple[OpenWork, ...]:
    """Tell where a case stands and what comes next: this function will return its open steps; one query.

    Empty where nothing runs. What follows is every branch: which one is taken is decided when the step is closed.
    """
    rows = rows_of(subject_id)
    return tuple(_open_work(rows, view) for view in rows.views) if rows else ()


def _open_work(rows: RunRows, view: StepView) -> OpenWork:
    following = tuple(
        Following(
            name=node.name,
            act=node.act.value if node.act else "",
            role=node.role,
            place=node.agency,
            agency_id=rows.agencies.get(node.agency, ""),
            is_apart=is_apart(rows.model, node.id),
        )
        for node in next_work(rows.model, view.step_id)
    )
    return OpenWork(view, is_midway(rows.model, view.step_id), following)


def step(*, step_run_id: str) -> StepView:
    """Look up one step: this function will return it, open or closed. Raises NotFound PR33."""
    found = StepRun.objects.filter(public_id=step_run_id).select_related("run__version")
    row = found.defer("run__version__bpmn", "run__version__model").first()
    if row is None:
        raise NotFound("PR33", _("There is no such step."))
    return view_of(row)


def view_of(row: StepRun) -> StepView:
    model = published_model(row.run.version.public_id)
    return step_view(model, row.run.subject_id, {name: getattr(row, name) for name in _OF_ROW})


def step_view(model: ProcessModel, subject_id: str, said: Mapping[str, Any]) -> StepView:
    """One step as strangers see it, from its row or from what is being written just now."""
    node = model.by_id[said["step_id"]]
    return StepView(
        step_run_id=said["public_id"],
        subject_id=subject_id,
        step_id=node.id,
        name=node.name,
        act=node.act.value if node.act else "",
        role=said["role"],
        agency_id=said["agency_id"],
        assignee_post_id=said["assignee_post_id"],
        opened_at=said["opened_at"],
        due_at=said["due_at"],
        closed_at=said.get("closed_at"),
        outcome=said.get("outcome", ""),
        is_late=said.get("is_late", False),
        is_subtask=node.kind is NodeKind.SUBTASK,
        is_cancelled=said.get("is_cancelled", False),
        is_beside=is_beside(model, node.id),
        is_before_others=node.act is Act.VERIFY and before_others(model, node.id),
        place=node.agency,
        silence=node.silence,
    )
