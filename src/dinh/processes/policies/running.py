"""The runner: where tokens go. Pure and small; the whole state of a run is found again from its rows."""

from collections.abc import Callable, Iterable, Mapping

from dinh.processes.policies.conditions import holds
from dinh.processes.types import (
    Completed,
    Flow,
    ModelBroken,
    NodeKind,
    ProcessModel,
    RunState,
    Started,
    StepNotOpen,
    Value,
)

__all__ = ["advance", "outcomes", "replay"]

Event = Started | Completed
# Which flows may be taken out of an exclusive gateway: one when running, all when exploring.
Choose = Callable[[tuple[Flow, ...]], tuple[Flow, ...]]
Tokens = tuple[frozenset[str], frozenset[str]]


def advance(model: ProcessModel, state: RunState, event: Event) -> RunState:
    """Return the state after the event. Raises StepNotOpen or ModelBroken."""
    facts: Mapping[str, Value] = {**state.facts, **event.facts} if event.facts else state.facts
    after = outcomes(model, state, event, lambda flows: (_taken(flows, facts),))
    opened, waiting = after[0]
    return RunState(open=opened, waiting=waiting, facts=facts, is_started=True)


def replay(model: ProcessModel, events: Iterable[Event]) -> RunState:
    """Return the state that these events, in their order, lead to."""
    state = RunState()
    for event in events:
        state = advance(model, state, event)
    return state


def outcomes(model: ProcessModel, state: RunState, event: Event, choose: Choose) -> list[Tokens]:
    """Return every pair (open, waiting) the event can lead to under `choose`."""
    if isinstance(event, Started):
        if state.is_started:
            raise StepNotOpen("this run has started already")
        starts = [node.id for node in model.nodes if node.kind is NodeKind.START]
        pending = [flow for start in starts for flow in model.outgoing[start]]
        return _settle(model, pending, frozenset(), frozenset(), choose)
    if event.step_id not in state.open:
        raise StepNotOpen(f"{event.step_id} is not open")
    return _settle(model, list(model.outgoing[event.step_id]), state.open - {event.step_id}, state.waiting, choose)


def _taken(flows: tuple[Flow, ...], facts: Mapping[str, Value]) -> Flow:
    for flow in flows:
        if not flow.is_default and (flow.condition is None or holds(flow.condition, facts)):
            return flow
    for flow in flows:
        if flow.is_default:
            return flow
    raise ModelBroken(f"no way out of {flows[0].source if flows else 'a gateway'} is open")


def _settle(
    model: ProcessModel, pending: list[Flow], opened: frozenset[str], waiting: frozenset[str], choose: Choose
) -> list[Tokens]:
    """Let tokens on `pending` run until each stands on a step, waits at a join, or is gone."""
    # More moves than this within one event can only be a circle of gateways.
    stack = [(tuple(pending), opened, waiting, 4 * len(model.flows) + 8)]
    done: list[Tokens] = []
    while stack:
        flows, opened, waiting, fuel = stack.pop()
        if not flows:
            done.append((opened, waiting))
        elif fuel == 0:
            raise ModelBroken("tokens run in a circle without a step")
        else:
            stack += [
                ((*flows[1:], *ways), opened, waiting, fuel - 1)
                for ways, opened, waiting in _enter(model, flows[0], opened, waiting, choose)
            ]
    return done


Entered = tuple[tuple[Flow, ...], frozenset[str], frozenset[str]]


def _enter(
    model: ProcessModel, flow: Flow, opened: frozenset[str], waiting: frozenset[str], choose: Choose
) -> list[Entered]:
    """Let one token into the node at the end of its flow; return what each way it may take leads to."""
    node = model.by_id[flow.target]
    if node.is_work:
        if node.id in opened:
            raise ModelBroken(f"two tokens on {node.id}")
        return [((), opened | {node.id}, waiting)]
    if node.kind is NodeKind.PARALLEL:
        ways, waiting = _join(model, flow, waiting)
        return [(ways, opened - _spared(model, node.id, opened) if ways else opened, waiting)]
    if node.kind is NodeKind.EXCLUSIVE:
        return [((way,), opened, waiting) for way in choose(model.outgoing[node.id])]
    return [(model.outgoing[node.id], opened, waiting)]


def _join(model: ProcessModel, flow: Flow, waiting: frozenset[str]) -> tuple[tuple[Flow, ...], frozenset[str]]:
    """Keep the token until enough ways into the gateway have theirs; then let one through to each way out."""
    if flow.id in waiting:
        raise ModelBroken(f"two tokens on {flow.id}")
    wanted = frozenset(one.id for one in model.incoming[flow.target])
    held = waiting | {flow.id}
    needed = model.by_id[flow.target].needs or len(wanted)
    if len(wanted & held) < needed:
        return (), held
    return model.outgoing[flow.target], held - wanted


def _spared(model: ProcessModel, gateway: str, opened: frozenset[str]) -> frozenset[str]:
    """Return the open steps before a join that was satisfied without them: nobody waits for them any more."""
    return opened & {flow.source for flow in model.incoming[gateway]} if model.by_id[gateway].needs else frozenset()
