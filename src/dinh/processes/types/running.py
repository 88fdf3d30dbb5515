"""Where a run stands, and what may happen to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dinh.processes.types.model import Value


@dataclass(frozen=True, slots=True)
class Started:
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completed:
    step_id: str
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunState:
    """Open steps, and flows whose token waits for the others at a join. A run without tokens has ended."""

    open: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    facts: Mapping[str, Value] = field(default_factory=dict, hash=False)
    is_started: bool = False

    @property
    def is_ended(self) -> bool:
        return self.is_started and not self.open and not self.waiting


class StepNotOpen(ValueError):
    """The event does not fit the state: the step is not open, or the run has started already."""


class ModelBroken(ValueError):
    """The model sent two tokens to one step, no way was open, or tokens ran in a circle: the check refuses such."""
