"""Walking a drawing: what is reached, what goes in circles, what comes first."""

from collections.abc import Collection, Mapping

from dinh.processes.types import Act, Flow, Node, NodeKind, ProcessModel

__all__ = [
    "back_flows",
    "before_others",
    "beyond",
    "cycles",
    "is_apart",
    "is_beside",
    "is_midway",
    "next_work",
    "ordered",
]

_STEPS = frozenset({NodeKind.STEP, NodeKind.SUBTASK})
_AFTERWARDS = frozenset({Act.SIGN, Act.HAND_OVER})
_HEADS = frozenset({"head", "leader"})


def beyond(begin: Collection[str], ways: Mapping[str, tuple[Flow, ...]], side: str) -> set[str]:
    """Return everything that can be reached from `begin`, itself included."""
    found, stack = set(begin), list(begin)
    while stack:
        for flow in ways.get(stack.pop(), ()):
            other = getattr(flow, side)
            if other not in found:
                found.add(other)
                stack.append(other)
    return found


def cycles(model: ProcessModel, without: Collection[str] = ()) -> list[set[str]]:
    """Return the circles of the drawing as sets of nodes, after leaving out the nodes `without`."""
    ways = {
        node.id: [flow.target for flow in model.outgoing[node.id] if flow.target not in without]
        for node in model.nodes
        if node.id not in without
    }
    return [group for group in _components(ways) if len(group) > 1 or any(one in ways[one] for one in group)]


def _components(ways: Mapping[str, list[str]]) -> list[set[str]]:
    """Group nodes that reach each other (Kosaraju, without recursion)."""
    order: list[str] = []
    seen: set[str] = set()
    for begin in ways:
        _finish(begin, ways, seen, order)
    reverse: dict[str, list[str]] = {node: [] for node in ways}
    for node, targets in ways.items():
        for target in targets:
            reverse[target].append(node)
    found, taken = [], set[str]()
    for node in reversed(order):
        if node not in taken:
            group: list[str] = []
            _finish(node, reverse, taken, group)
            found.append(set(group))
    return found


def _finish(begin: str, ways: Mapping[str, list[str]], seen: set[str], order: list[str]) -> None:
    """Append the nodes newly reached from `begin`, each after all it leads to."""
    if begin in seen:
        return
    seen.add(begin)
    stack = [(begin, iter(ways[begin]))]
    while stack:
        node, rest = stack[-1]
        following = next((one for one in rest if one not in seen), None)
        if following is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(ways[following])))


def back_flows(model: ProcessModel) -> set[str]:
    """Return flows that lead back into a circle, so that without them nothing goes in circles."""
    found: set[str] = set()
    state: dict[str, int] = {}
    for begin in model.nodes:
        if begin.id in state:
            continue
        state[begin.id] = 1
        stack = [(begin.id, iter(model.outgoing[begin.id]))]
        while stack:
            node, rest = stack[-1]
            flow = next(rest, None)
            if flow is None:
                state[node] = 2
                stack.pop()
            elif state.get(flow.target) == 1:
                found.add(flow.id)
            elif flow.target not in state and flow.target in model.by_id:
                state[flow.target] = 1
                stack.append((flow.target, iter(model.outgoing[flow.target])))
    return found


def ordered(model: ProcessModel) -> list[str]:
    """Return node ids so that each stands behind what leads to it, loops aside; written order breaks ties."""
    back = back_flows(model)
    left = {
        node.id: sum(1 for flow in model.incoming[node.id] if flow.id not in back and flow.source in model.by_id)
        for node in model.nodes
    }
    ready = [node.id for node in model.nodes if left[node.id] == 0]
    found: list[str] = []
    while ready:
        node = ready.pop(0)
        found.append(node)
        freed = []
        for flow in model.outgoing[node]:
            if flow.id not in back and flow.target in left:
                left[flow.target] -= 1
                if left[flow.target] == 0:
                    freed.append(flow.target)
        ready = [*freed, *ready]
    return found


def is_beside(model: ProcessModel, step_id: str) -> bool:
    """Tell whether a step stands in a parallel group."""
    before = [model.by_id[flow.source] for flow in model.incoming[step_id]]
    return any(one.kind is NodeKind.PARALLEL and len(model.outgoing[one.id]) > 1 for one in before)


def before_others(model: ProcessModel, step_id: str) -> bool:
    """Tell whether somebody else's step may come between this one and the signature.

    Steps of the same agency that only check again are walked through; everything else ends the walk.
    """
    agency, seen, stack = model.by_id[step_id].agency, {step_id}, [step_id]
    while stack:
        for flow in model.outgoing[stack.pop()]:
            node = model.by_id[flow.target]
            if node.id in seen:
                continue
            seen.add(node.id)
            if _is_of_others(model, node, agency):
                return True
            if node.kind not in _STEPS or node.act is Act.VERIFY:
                stack.append(node.id)
    return False


def _is_of_others(model: ProcessModel, node: Node, agency: str) -> bool:
    if node.kind not in _STEPS or node.act in _AFTERWARDS:
        return False
    apart = node.kind is NodeKind.SUBTASK or node.act is Act.CONSULT or node.agency != agency
    return apart or is_beside(model, node.id)


def is_apart(model: ProcessModel, step_id: str) -> bool:
    """Tell whether a step is a sub-task, an opinion, beside others, or checked before others go on."""
    node = model.by_id[step_id]
    is_first = node.act is Act.VERIFY and before_others(model, step_id)
    return node.kind is NodeKind.SUBTASK or node.act is Act.CONSULT or is_beside(model, step_id) or is_first


def next_work(model: ProcessModel, step_id: str) -> tuple[Node, ...]:
    """Return the steps that may open behind one, through gateways and on every branch; ways back aside."""
    back, seen, stack = back_flows(model), {step_id}, [step_id]
    found: list[Node] = []
    while stack:
        for flow in model.outgoing[stack.pop()]:
            node = model.by_id[flow.target]
            if flow.id in back or node.id in seen:
                continue
            seen.add(node.id)
            if node.is_work:
                found.append(node)
            else:
                stack.append(node.id)
    return tuple(found)


def is_midway(model: ProcessModel, step_id: str) -> bool:
    """Tell whether more work follows behind a step than what ends with the signature.

    The check of a head and the signature are one act at the desk of whoever signs.
    """
    return not all(_ends_here(model, node) for node in next_work(model, step_id))


def _ends_here(model: ProcessModel, node: Node) -> bool:
    is_check = node.act is Act.VERIFY and node.role in _HEADS and node.kind is NodeKind.STEP
    if is_check and not is_beside(model, node.id):
        return not is_midway(model, node.id)
    return node.act in _AFTERWARDS
