"""A process as it is drawn: nodes and the flows between them. Element ids are those of BPMN and never change."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from dinh.kernel.worktime import Limit

Value = str | int | bool
# The act of a step at the office that happens to hold the case.
ANYWHERE = ""


class NodeKind(StrEnum):
    START = "start"
    END = "end"
    STEP = "step"
    # A step of another agency under its own limit, within the same dossier (joint procedure).
    SUBTASK = "subtask"
    PARALLEL = "parallel"
    EXCLUSIVE = "exclusive"
    # Drawn by an outside modeller and kept, but nothing happens there: tokens go straight through.
    PASS = "pass"  # noqa: S105 (no password)
    # Kept as drawn; a process that holds one cannot be published.
    FOREIGN = "foreign"


WORK = frozenset({NodeKind.STEP, NodeKind.SUBTASK})


class Act(StrEnum):
    """What is done at a step."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    PROCESS = "process"
    VERIFY = "verify"
    CONSULT = "consult"
    SIGN = "sign"
    HAND_OVER = "hand_over"


class Operator(StrEnum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison with a value of the case or an output of a decision table (`table.output`).

    `text` is what the model says; a text nobody can read has no `name` and is refused before publishing.
    """

    text: str
    name: str = ""
    operator: Operator = Operator.EQ
    value: Value = ""

    @property
    def is_readable(self) -> bool:
        return self.name != ""


@dataclass(frozen=True, slots=True)
class Node:
    """One element. `share` is a percentage of the whole limit; a step has either `limit` or `share`, or no time.

    `agency` says where: receiving, competent, or a kind of agency. `repeats` lets a loop pass through this step.
    `needs` of a join is how many branches it waits for (0: all); those that are late then are cancelled. `silence` is
    the document by which no answer within the limit counts as agreement; "" nothing is taken from silence.
    """

    id: str
    kind: NodeKind
    name: str = ""
    role: str = ""
    agency: str = ANYWHERE
    act: Act | None = None
    limit: Limit | None = None
    share: int = 0
    repeats: bool = False
    needs: int = 0
    silence: str = ""

    @property
    def is_work(self) -> bool:
        return self.kind in WORK


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: Condition | None = None
    is_default: bool = False


class Point(NamedTuple):
    x: int
    y: int


class Bounds(NamedTuple):
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class ProcessModel:
    """Nodes and flows in the order they are written; ways in and out are found once."""

    id: str
    name: str
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    shapes: dict[str, Bounds] = field(default_factory=dict, compare=False)
    edges: dict[str, tuple[Point, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def flow_by_id(self) -> dict[str, Flow]:
        return {flow.id: flow for flow in self.flows}

    @cached_property
    def outgoing(self) -> dict[str, tuple[Flow, ...]]:
        return self._ways("source")

    @cached_property
    def incoming(self) -> dict[str, tuple[Flow, ...]]:
        return self._ways("target")

    def _ways(self, side: str) -> dict[str, tuple[Flow, ...]]:
        found: dict[str, list[Flow]] = {node.id: [] for node in self.nodes}
        for flow in self.flows:
            found.setdefault(getattr(flow, side), []).append(flow)
        return {node_id: tuple(flows) for node_id, flows in found.items()}

    @cached_property
    def steps(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.is_work)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names of the values its conditions look at."""
        return frozenset(flow.condition.name for flow in self.flows if flow.condition and flow.condition.name)
