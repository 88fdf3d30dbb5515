"""The drawing itself: ids, flows, ways in and out, loops, roles, conditions."""

from collections import Counter
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from dinh.kernel.actor import Role
from dinh.processes.policies.graph import beyond, cycles
from dinh.processes.types import Finding, Flow, Node, NodeKind, ProcessModel, Severity

__all__ = ["check_conditions", "check_loops", "check_shape", "check_steps"]

_ROLES = frozenset(role.value for role in Role)
# A gateway that cannot be executed is told once, not again for each of its arrows.
_CHOOSING = frozenset({NodeKind.EXCLUSIVE, NodeKind.FOREIGN})
_BRANCHING = _CHOOSING | {NodeKind.PARALLEL}


def _named(node: Node) -> str:
    return node.name or node.id


def check_shape(model: ProcessModel) -> Iterator[Finding]:
    if not model.steps:
        yield Finding("empty", "", _("This process has no step yet. Add the first step."))
        return
    yield from _doubled(model)
    yield from _dangling(model)
    yield from _ends(model)
    yield from _foreign(model)
    yield from _reach(model)
    yield from _ways(model)
    yield from _enough(model)


def _enough(model: ProcessModel) -> Iterator[Finding]:
    """A join that waits for some of its branches cancels the rest, so each branch must be one step."""
    for node in model.nodes:
        if not node.needs:
            continue
        most = len(model.incoming[node.id])
        known = {"name": _named(node), "count": node.needs, "most": most}
        if node.kind is not NodeKind.PARALLEL or node.needs > most:
            said = _("“%(name)s” waits for %(count)s branches, but only %(most)s lead to it.")
            yield Finding("too_many_needed", node.id, said % known)
        elif any(not model.by_id[flow.source].is_work for flow in model.incoming[node.id]):
            said = _("“%(name)s” goes on before all are done, so each branch before it must be one step.")
            yield Finding("branch_not_one_step", node.id, said % known)


def _doubled(model: ProcessModel) -> Iterator[Finding]:
    counts = Counter([node.id for node in model.nodes] + [flow.id for flow in model.flows])
    for element_id, count in counts.items():
        if count > 1:
            said = _("The id “%(id)s” stands %(count)s times. Each element needs an id of its own.")
            yield Finding("duplicate_id", element_id, said % {"id": element_id, "count": count})


def _dangling(model: ProcessModel) -> Iterator[Finding]:
    for flow in model.flows:
        if flow.source not in model.by_id or flow.target not in model.by_id:
            said = _("The arrow “%(id)s” has nothing at one end. Connect it or delete it.")
            yield Finding("dangling_flow", flow.id, said % {"id": flow.name or flow.id})


def _ends(model: ProcessModel) -> Iterator[Finding]:
    starts = [node for node in model.nodes if node.kind is NodeKind.START]
    if not starts:
        yield Finding("no_start", "", _("This process has no start."))
    for node in starts[1:]:
        yield Finding("many_starts", node.id, _("This process starts in more than one place. Keep one start."))
    if not any(node.kind is NodeKind.END for node in model.nodes):
        yield Finding("no_end", "", _("This process has no end."))


def _foreign(model: ProcessModel) -> Iterator[Finding]:
    for node in model.nodes:
        if node.kind is NodeKind.FOREIGN:
            said = _("“%(name)s” is of a kind that cannot be executed here. Replace it before publishing.")
            yield Finding("not_executable", node.id, said % {"name": _named(node)})


def _reach(model: ProcessModel) -> Iterator[Finding]:
    starts = {node.id for node in model.nodes if node.kind is NodeKind.START}
    ends = {node.id for node in model.nodes if node.kind is NodeKind.END}
    forward = beyond(starts, model.outgoing, "target")
    backward = beyond(ends, model.incoming, "source")
    for node in model.nodes:
        if node.id not in forward:
            said = _("No way from the start leads to “%(name)s”.")
            yield Finding("unreachable", node.id, said % {"name": _named(node)})
        elif node.id not in backward:
            said = _("From “%(name)s” no way leads to the end: the case would stay there for ever.")
            yield Finding("no_way_out", node.id, said % {"name": _named(node)})


def _ways(model: ProcessModel) -> Iterator[Finding]:
    for node in model.nodes:
        count = len(model.outgoing[node.id])
        if count > 1 and node.kind not in _BRANCHING:
            said = _("%(count)s arrows leave “%(name)s” at once. Put a parallel or a choosing gateway behind it.")
            yield Finding("split_without_gateway", node.id, said % {"count": count, "name": _named(node)})


def check_loops(model: ProcessModel) -> Iterator[Finding]:
    """A loop is allowed only through a step that says it may be done again, and only with a way out of the loop."""
    for circle in cycles(model):
        if not any(flow.target not in circle for node_id in circle for flow in model.outgoing[node_id]):
            yield Finding("loop_without_exit", min(circle), _("This loop has no way out: the case would never end."))
    for circle in cycles(model, without={node.id for node in model.steps if node.repeats}):
        steps = [_named(node) for node in model.nodes if node.id in circle and node.is_work]
        first = next((node.id for node in model.nodes if node.id in circle and node.is_work), min(circle))
        said = _("The steps %(names)s form a loop. Remove it, or mark one of them as a step that may be done again.")
        yield Finding("loop", first, said % {"names": ", ".join(f"“{name}”" for name in steps) or f"“{first}”"})


def check_steps(model: ProcessModel, agencies: Collection[str]) -> Iterator[Finding]:
    for node in model.steps:
        known = {"name": _named(node), "role": node.role, "agency": node.agency}
        if not node.role:
            yield Finding("missing_role", node.id, _("“%(name)s” does not say who does it: choose a role.") % known)
        elif node.role not in _ROLES:
            said = _("“%(name)s” names the role “%(role)s”, which does not exist here.") % known
            yield Finding("unknown_role", node.id, said)
        if node.agency and node.agency not in agencies:
            said = _("“%(name)s” names the kind of agency “%(agency)s”, which does not exist here.") % known
            yield Finding("unknown_agency", node.id, said)
        if node.kind is NodeKind.SUBTASK and not node.agency:
            said = _("“%(name)s” is a task of another agency but does not say of which kind.") % known
            yield Finding("missing_agency", node.id, said)
        if not node.name:
            yield Finding("missing_name", node.id, _("The step “%(id)s” has no name.") % {"id": node.id})


def check_conditions(model: ProcessModel) -> Iterator[Finding]:
    for node in model.nodes:
        flows = model.outgoing[node.id]
        if node.kind is NodeKind.EXCLUSIVE and len(flows) > 1:
            yield from _choice(node, flows)
    for flow in model.flows:
        source = model.by_id.get(flow.source)
        if flow.condition and source and source.kind not in _CHOOSING:
            said = _("The condition on the arrow behind “%(name)s” has no effect: no choice is made there.")
            yield Finding("condition_ignored", flow.id, said % {"name": _named(source)}, Severity.WARNING)


def _choice(node: Node, flows: tuple[Flow, ...]) -> Iterator[Finding]:
    for flow in flows:
        if flow.condition is not None and not flow.condition.is_readable:
            said = _("The condition “%(text)s” cannot be read. Write a name, a sign and a value: dien_tich > 100.")
            yield Finding("unreadable_condition", flow.id, said % {"text": flow.condition.text})
    defaults = [flow for flow in flows if flow.is_default]
    bare = [flow for flow in flows if flow.condition is None and not flow.is_default]
    if bare:
        said = _("A way out of “%(name)s” has no condition and is not the usual way.")
        yield Finding("missing_condition", bare[0].id, said % {"name": _named(node)})
    elif not defaults:
        said = _("“%(name)s” has no usual way: when no condition holds, the case cannot go on.")
        yield Finding("missing_default", node.id, said % {"name": _named(node)})
