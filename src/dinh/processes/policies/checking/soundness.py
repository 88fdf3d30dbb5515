"""Walk every way a case can go: it must always be able to end, and never stand twice on one step."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dinh.processes.policies.running import Tokens, outcomes
from dinh.processes.types import (
    Completed,
    Finding,
    Flow,
    ModelBroken,
    NodeKind,
    ProcessModel,
    RunState,
    Severity,
    Started,
)

__all__ = ["check_soundness"]

# A process of an office has dozens of states; with more than this the check says that it stopped looking.
_MOST = 4000
Graph = dict[Tokens, list[Tokens]]


class _TooManyStates(Exception):
    pass


def check_soundness(model: ProcessModel) -> Iterator[Finding]:
    try:
        graph = _explore(model)
    except ModelBroken as broken:
        yield _broken(model, str(broken))
        return
    except _TooManyStates:
        said = _("This process branches too often to walk every way, so not every way was checked.")
        yield Finding("not_walked", "", said, Severity.WARNING)
        return
    yield from _stuck(model, graph)


def _every(flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
    return flows


def _explore(model: ProcessModel) -> Graph:
    begin = outcomes(model, RunState(), Started(), _every)
    graph: Graph = {}
    stack = list(begin)
    while stack:
        at = stack.pop()
        if at in graph:
            continue
        if len(graph) >= _MOST:
            raise _TooManyStates
        state = RunState(open=at[0], waiting=at[1], is_started=True)
        graph[at] = [after for step in sorted(at[0]) for after in outcomes(model, state, Completed(step), _every)]
        stack += graph[at]
    return graph


def _broken(model: ProcessModel, told: str) -> Finding:
    element = told.rsplit(" ", 1)[-1]
    node = model.by_id.get(element)
    if node is None and element in model.flow_by_id:
        node = model.by_id.get(model.flow_by_id[element].target)
    if node is None:
        return Finding("split_without_join", "", _("Gateways form a circle without any step between them."))
    said = _("Several parallel branches reach “%(name)s” one by one. Put a joining parallel gateway before it.")
    return Finding("split_without_join", node.id, said % {"name": node.name or node.id})


def _stuck(model: ProcessModel, graph: Graph) -> Iterator[Finding]:
    """Find joins that wait for a branch that was not taken."""
    told: set[str] = set()
    for opened, waiting in graph:
        if opened or not waiting:
            continue
        for gateway in sorted({model.flow_by_id[flow].target for flow in waiting} - told):
            told.add(gateway)
            name = model.by_id[gateway].name or gateway
            said = _("The join “%(name)s” can wait for ever for a branch that was not taken.")
            yield Finding("join_never_full", gateway, said % {"name": name})
    if not told and not any(node.kind is NodeKind.END for node in model.nodes):
        yield Finding("no_end", "", _("This process has no end."))
