"""What strangers see of versions and runs."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dinh.processes.types.model import ProcessModel


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class VersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found: a code, the element (or ""), and a sentence in the language on screen."""

    code: str
    element_id: str
    sentence: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of an imported model that is kept and exported again, but not executed."""

    element_id: str
    what: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ImportedModel:
    model: ProcessModel
    source: str
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing and its size in pixels."""

    svg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version. `procedure_code` "" is the default for all procedures of its `kind`."""

    version_id: str
    procedure_code: str
    kind: str
    number: int
    name: str
    state: VersionState
    valid_from: date | None
    valid_to: date | None
    model: ProcessModel
    note: str
    created_at: datetime
    created_by: str
    edited_at: datetime
    approved_at: datetime | None
    approved_by: str
    is_shipped: bool
    revision: int
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a case, open or closed; lateness belongs to this step and its agency.

    `due_at` is None where the process states no time; `place` is the kind of agency the process names, `agency_id` ""
    where that kind has no agency here. `is_beside`: it stands in a parallel group. `is_before_others`: it is checked
    here before others go on, so the signature cannot pass it. `silence` is the document by which no answer in time
    counts as agreement.
    """

    step_run_id: str
    subject_id: str
    step_id: str
    name: str
    act: str
    role: str
    agency_id: str
    assignee_post_id: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    is_late: bool
    is_subtask: bool
    is_cancelled: bool = False
    is_beside: bool = False
    is_before_others: bool = False
    place: str = ""
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """A step that may open behind another, at the kind of agency `place`, which is `agency_id` in this case.

    `is_apart`: it is a sub-task, an opinion, beside others, or checked before others go on.
    """

    name: str
    act: str
    role: str
    place: str
    agency_id: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class OpenWork:
    """An open step and what follows. `is_midway`: more work comes before what ends with the signature."""

    step: StepView
    is_midway: bool
    following: tuple[Following, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    run_id: str
    subject_id: str
    version_id: str
    state: str
    opened: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class StepDone:
    """What one completed step led to; `spared` are the open steps of others that nobody waits for any more."""

    step_run_id: str
    is_late: bool
    opened: tuple[StepView, ...]
    is_ended: bool
    spared: tuple[str, ...] = ()
