"""The door of processes: versions of internal processes, and where cases stand in them."""

from dinh.processes.operations.runs import cancel_run, complete_step, start_run
from dinh.processes.operations.versions import drop_draft, load_shipped, publish, save_draft
from dinh.processes.queries.runs import open_steps, steps_of
from dinh.processes.queries.versions import check, history, process_for, search, version
from dinh.processes.types import (
    Act,
    Condition,
    Drawn,
    Finding,
    Flow,
    ImportedModel,
    Kept,
    Node,
    NodeKind,
    OpenStep,
    ProcessModel,
    RunView,
    Severity,
    StepDone,
    StepView,
    VersionState,
    VersionView,
)

__all__ = [
    "Act",
    "Condition",
    "Drawn",
    "Finding",
    "Flow",
    "ImportedModel",
    "Kept",
    "Node",
    "NodeKind",
    "OpenStep",
    "ProcessModel",
    "RunView",
    "Severity",
    "StepDone",
    "StepView",
    "VersionState",
    "VersionView",
    "cancel_run",
    "check",
    "complete_step",
    "drop_draft",
    "history",
    "load_shipped",
    "open_steps",
    "process_for",
    "publish",
    "save_draft",
    "search",
    "start_run",
    "steps_of",
    "version",
]
