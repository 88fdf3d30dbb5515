"""A process made ready for the screen: rows of steps, choices, findings with their links, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinh.processes import api, registry
from dinh.processes.policies import editing
from dinh.processes.policies.bpmn.reading import read_bpmn
from dinh.processes.policies.differences import Difference, differences
from dinh.processes.queries.words import ACTS, AGENCY_PLACES, ROLES, time_words
from dinh.processes.types import Act, Finding, Flow, Kept, Node, NodeKind, ProcessModel, Severity

_FIELDS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Who"),
    "agency": gettext_lazy("Where"),
    "act": gettext_lazy("What is done"),
    "limit": gettext_lazy("Time"),
    "share": gettext_lazy("Share of the whole limit (%)"),
    "repeats": gettext_lazy("May be done again"),
    "needs": gettext_lazy("Goes on when so many are done"),
    "silence": gettext_lazy("No answer counts as agreement by"),
    "kind": gettext_lazy("Kind"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One step in the table; `group` numbers the parallel group it belongs to, 0 when it stands alone."""

    node: Node
    number: int
    role: str
    agency: str
    act: str
    time: str
    group: int
    is_first: bool
    is_last: bool
    is_conditional: bool
    when: str
    findings: tuple[Finding, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    typed_time: str = ""
    join: Node | None = None

    @property
    def is_wrong(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.findings)


@dataclass(frozen=True, slots=True)
class Choice:
    """One gateway where a case goes one of several ways."""

    node: Node
    behind: str
    ways: tuple[tuple[Flow, str], ...]


def rows(
    model: ProcessModel, found: Sequence[Finding], errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> list[Row]:  # fmt: skip
    listed = editing.rows(model)
    groups: dict[str, int] = {}
    made = []
    for number, (node, gate) in enumerate(listed, start=1):
        is_first_beside = bool(gate) and gate not in groups
        group = groups.setdefault(gate, len(groups) + 1) if gate else 0
        into = model.incoming[node.id]
        condition = into[0].condition if len(into) == 1 else None
        made.append(
            Row(
                node=node,
                number=number,
                role=str(ROLES.get(node.role, node.role)),
                agency=agency_words(node.agency),
                act=str(ACTS[node.act]) if node.act else "",
                time=time_words(node),
                group=group,
                is_first=number == 1,
                is_last=number == len(listed),
                is_conditional=editing.bypass(model, node.id) is not None,
                when=condition.text if condition else "",
                findings=tuple(one for one in found if one.element_id == node.id),
                errors={key.split(":")[0]: said for key, said in (errors or {}).items() if key.endswith(f":{node.id}")},
                typed_time=(typed or {}).get(node.id, typed_time(node)),
                join=_join(model, node) if is_first_beside else None,
            )
        )
    return made


def _join(model: ProcessModel, node: Node) -> Node | None:
    """The gateway right behind a step of a group, where the group comes together."""
    targets = (model.by_id[flow.target] for flow in model.outgoing[node.id])
    return next((one for one in targets if one.kind is NodeKind.PARALLEL), None)


def typed_time(node: Node) -> str:
    """Return the time as it is typed: always Vietnamese, since that is what is read back."""
    if node.limit is not None:
        return str(node.limit)
    return f"{node.share} %" if node.share else ""


def agency_words(code: str) -> str:
    return str(AGENCY_PLACES.get(code) or registry.agency_words().get(code, code))


def agency_choices() -> list[tuple[str, str]]:
    return [("", _("Anywhere")), *((code, agency_words(code)) for code in registry.agency_words())]


def role_choices() -> list[tuple[str, str]]:
    return [("", _("Choose a role")), *((code, str(words)) for code, words in ROLES.items())]


def act_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((act.value, str(ACTS[act])) for act in Act)]


def choices(model: ProcessModel) -> list[Choice]:
    """Return the gateways where something is chosen, each with where its ways lead."""
    found = []
    for node in model.nodes:
        ways = model.outgoing[node.id]
        if node.kind is NodeKind.EXCLUSIVE and len(ways) > 1:
            before = [ahead(model, flow.source, back=True) for flow in model.incoming[node.id]]
            said = ", ".join(dict.fromkeys(one for one in before if one))
            found.append(Choice(node, said, tuple((flow, ahead(model, flow.target)) for flow in ways)))
    return found


def ahead(model: ProcessModel, node_id: str, *, back: bool = False) -> str:
    """Return the name of the step (or end) behind gateways, in the words of the table."""
    seen: set[str] = set()
    while node_id in model.by_id and node_id not in seen:
        seen.add(node_id)
        node = model.by_id[node_id]
        if node.is_work:
            return node.name or node.id
        if node.kind in {NodeKind.START, NodeKind.END}:
            return node.name or (_("Start") if node.kind is NodeKind.START else _("End"))
        ways = model.incoming[node_id] if back else model.outgoing[node_id]
        if not ways:
            break
        node_id = ways[0].source if back else ways[0].target
    return node_id


def anchor(model: ProcessModel, finding: Finding) -> str:
    """Return the step of the page a finding leads to, "" when it is about the whole."""
    element = finding.element_id
    flow = model.flow_by_id.get(element)
    node = model.by_id.get(flow.source if flow else element)
    if node is None:
        return ""
    if node.is_work:
        return f"buoc-{node.id}"
    return f"re-{node.id}" if node.kind is NodeKind.EXCLUSIVE and len(model.outgoing[node.id]) > 1 else ""


def marks(found: Sequence[Finding]) -> dict[str, str]:
    return {one.element_id: "wrong" if one.severity is Severity.ERROR else "doubtful" for one in reversed(found)}


def pictures(
    model: ProcessModel, found: Sequence[Finding] = (), marked: Mapping[str, str] | None = None
) -> tuple[api.Drawn, ...]:
    """Return the drawing for a desk, and for a phone another one from top to bottom where nobody placed the steps."""
    links = [node.id for node in model.steps]
    marked = marks(found) if marked is None else marked
    wide = api.diagram_svg(model=model, marks=marked, links=links)
    tall = api.diagram_svg(model=model, marks=marked, links=links, is_tall=True)
    return (wide,) if tall.width >= wide.width else (wide, tall)


def kept_parts(source: str) -> tuple[Kept, ...]:
    return read_bpmn(source.encode()).kept if source else ()


def before(view: api.VersionView, versions: Sequence[api.VersionView]) -> api.VersionView | None:
    """Return the version this one is compared with: the one in force before it."""
    older = [one for one in versions if one.number < view.number and one.state is not api.VersionState.DRAFT]
    return older[0] if older else None


def changes(old: api.VersionView, new: api.VersionView) -> list[tuple[Difference, str]]:
    return [(_readable(one), str(_FIELDS.get(one.field, ""))) for one in differences(old.model, new.model)]


def _readable(one: Difference) -> Difference:
    from dataclasses import replace

    words = {"role": lambda said: str(ROLES.get(said, said)), "agency": agency_words}
    words["act"] = lambda said: str(ACTS[Act(said)]) if said else ""
    read = words.get(one.field)
    if read is None or one.what == "way":
        return one
    return replace(one, before=read(one.before) if one.before else "", after=read(one.after) if one.after else "")


def change_marks(found: Sequence[tuple[Difference, str]]) -> dict[str, str]:
    return {one.element_id: one.what for one, _field in found if one.what in {"added", "changed"}}


def names_of(codes: Sequence[str], on: date) -> Mapping[str, str]:
    from dinh.procedures import api as procedures

    return procedures.names(codes=[code for code in codes if code], on=on)
