"""What of a file is kept and exported again, but never happens here: told by name, so that nobody is surprised."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from dinh.processes.policies.bpmn.names import BPMNDI, DINH, KINDS, local, q
from dinh.processes.types import Kept

__all__ = ["kept_of"]

# Parts of elements we execute that say nothing more than their flows do.
_PLAIN = frozenset(
    {"incoming", "outgoing", "documentation", "sequenceFlow", "extensionElements", "conditionExpression", "flowNodeRef",
     "process", "definitions", "userTask", "task", "manualTask", "startEvent", "endEvent", "parallelGateway",
     "exclusiveGateway", "collaboration", "text", "laneSet", "childLaneSet", "category", "dataObject"}
)  # fmt: skip
_ASIDE = gettext_lazy("Only an event leads here: it never happens here")
_WORDS = {
    "participant": gettext_lazy("Pool"),
    "lane": gettext_lazy("Lane"),
    "messageFlow": gettext_lazy("Message flow between pools"),
    "timerEventDefinition": gettext_lazy("Timer"),
    "messageEventDefinition": gettext_lazy("Message event"),
    "signalEventDefinition": gettext_lazy("Signal event"),
    "errorEventDefinition": gettext_lazy("Error event"),
    "escalationEventDefinition": gettext_lazy("Escalation event"),
    "conditionalEventDefinition": gettext_lazy("Conditional event"),
    "terminateEventDefinition": gettext_lazy("Terminating end: other branches go on here"),
    "boundaryEvent": gettext_lazy("Event on the edge of a step"),
    "intermediateCatchEvent": gettext_lazy("Waiting event: the case goes straight on"),
    "intermediateThrowEvent": gettext_lazy("Sending event: the case goes straight on"),
    "dataObjectReference": gettext_lazy("Data object"),
    "dataStoreReference": gettext_lazy("Data store"),
    "textAnnotation": gettext_lazy("Note"),
    "association": gettext_lazy("Line to a note"),
    "group": gettext_lazy("Group"),
    "message": gettext_lazy("Message"),
    "signal": gettext_lazy("Signal"),
    "error": gettext_lazy("Error"),
    "subProcess": gettext_lazy("Steps inside a sub-process: done as one step"),
    "adHocSubProcess": gettext_lazy("Steps inside a sub-process: done as one step"),
    "transaction": gettext_lazy("Steps inside a sub-process: done as one step"),
    "callActivity": gettext_lazy("Call of another process: done as one step"),
    "serviceTask": gettext_lazy("Automatic task: done by a person here"),
    "scriptTask": gettext_lazy("Automatic task: done by a person here"),
    "businessRuleTask": gettext_lazy("Automatic task: done by a person here"),
    "sendTask": gettext_lazy("Automatic task: done by a person here"),
    "receiveTask": gettext_lazy("Automatic task: done by a person here"),
    "multiInstanceLoopCharacteristics": gettext_lazy("Step done several times: done once here"),
    "standardLoopCharacteristics": gettext_lazy("Step done several times: done once here"),
    "inclusiveGateway": gettext_lazy("Gateway that cannot be executed: replace it before publishing"),
    "complexGateway": gettext_lazy("Gateway that cannot be executed: replace it before publishing"),
    "eventBasedGateway": gettext_lazy("Gateway that cannot be executed: replace it before publishing"),
    "process": gettext_lazy("Another process of the same file"),
}
# Told by their parents; naming each would bury the list.
_WHOLE = frozenset({"subProcess", "adHocSubProcess", "transaction", "dataInputAssociation", "dataOutputAssociation"})
_MODELLER = frozenset({BPMNDI, "http://bpmn.io/schema/bpmn/biocolor/1.0"})


def kept_of(root: Any, process: Any, aside: frozenset[str]) -> Iterator[Kept]:
    """Tell each part that is kept but not executed, in the order of the file; `aside`: ids beside the way of a case."""
    told: set[tuple[str, str]] = set()
    stack = [root]
    while stack:
        element = stack.pop()
        name = local(element)
        is_aside = element.getparent() is process and element.get("id") in aside
        told_of = [Kept(element.get("id"), str(_ASIDE), _name(element))] if is_aside else _about(element, name, process)
        for one in told_of:
            if (one.element_id, one.what) not in told:
                told.add((one.element_id, one.what))
                yield one
        if name and not is_aside and name not in _WHOLE and not (name == "process" and element is not process):
            stack += reversed([child for child in element if isinstance(child.tag, str)])


def _about(element: Any, name: str, process: Any) -> Iterator[Kept]:
    own = _owner(element)
    if not name:
        space = str(etree.QName(element).namespace or "")
        is_extension = element.getparent() is not None and element.getparent().tag == q("extensionElements")
        if is_extension and space not in {DINH, *_MODELLER}:
            yield Kept(own.get("id") or "", _("Extension of another tool (%(space)s)") % {"space": space}, _name(own))
        return
    for attribute in element.attrib:
        space = str(etree.QName(attribute).namespace or "")
        if space and space not in {DINH, *_MODELLER} and not space.startswith("http://www.w3.org/"):
            yield Kept(own.get("id") or "", _("Extension of another tool (%(space)s)") % {"space": space}, _name(own))
    if name == "process" and element is not process:
        yield Kept(own.get("id") or "", str(_WORDS["process"]), _name(own))
    elif name in _WORDS and name != "process":
        yield Kept(own.get("id") or "", str(_WORDS[name]), _name(own))
    elif name not in _PLAIN and name not in KINDS and element.getparent() in (process, process.getparent()):
        yield Kept(own.get("id") or "", _("Other part (%(name)s)") % {"name": name}, _name(own))


def _owner(element: Any) -> Any:
    """Return the element itself, or what it belongs to when it has no id that people know."""
    while element.getparent() is not None and (not element.get("id") or local(element).endswith("Definition")):
        element = element.getparent()
    return element


def _name(element: Any) -> str:
    text = element.find(q("text"))
    said = element.get("name") or ("" if text is None else text.text) or ""
    return " ".join(said.split())[:120]
