"""Names of BPMN 2.0: its namespaces, the order its schema asks for, and what each element is to us."""

from typing import Any

from lxml import etree

from dinh.processes.types import NodeKind

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
DINH = "urn:dinh:process:1"

_STEPS = ("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask")
_SUBTASKS = ("callActivity", "subProcess", "adHocSubProcess", "transaction")
KINDS = {
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "parallelGateway": NodeKind.PARALLEL,
    "exclusiveGateway": NodeKind.EXCLUSIVE,
    "intermediateCatchEvent": NodeKind.PASS,
    "intermediateThrowEvent": NodeKind.PASS,
    "inclusiveGateway": NodeKind.FOREIGN,
    "eventBasedGateway": NodeKind.FOREIGN,
    "complexGateway": NodeKind.FOREIGN,
    **dict.fromkeys(_STEPS, NodeKind.STEP),
    **dict.fromkeys(_SUBTASKS, NodeKind.SUBTASK),
}
TAGS = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.STEP: "userTask",
    NodeKind.SUBTASK: "userTask",
    NodeKind.PARALLEL: "parallelGateway",
    NodeKind.EXCLUSIVE: "exclusiveGateway",
    NodeKind.PASS: "intermediateThrowEvent",
}
# These stand before <incoming> in every flow node (BPMN20.xsd: tBaseElement, tFlowElement, tFlowNode).
BEFORE_INCOMING = frozenset({"documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"})
# These stand behind the flow elements of a process (BPMN20.xsd: tProcess).
BEHIND_FLOWS = frozenset(
    {"association", "group", "textAnnotation", "resourceRole", "correlationSubscription", "supports", "performer",
     "humanPerformer", "potentialOwner"}
)  # fmt: skip
# What a modeller calls the people of a lane, without tones.
LANE_ROLES = {
    "mot cua": "mot_cua",
    "bo phan mot cua": "mot_cua",
    "can bo mot cua": "mot_cua",
    "trung tam phuc vu hanh chinh cong": "mot_cua",
    "chuyen vien": "specialist",
    "can bo thu ly": "specialist",
    "cong chuc chuyen mon": "specialist",
    "truong phong": "head",
    "lanh dao phong": "head",
    "lanh dao": "leader",
    "lanh dao don vi": "leader",
    "chu tich": "leader",
    "van thu": "clerk",
    "thu quy": "cashier",
}


def q(name: str, space: str = BPMN) -> str:
    return f"{{{space}}}{name}"


def local(element: Any) -> str:
    """Return the name of a BPMN element without its namespace; "" for comments and for what is not BPMN."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return str(name.localname) if name.namespace == BPMN else ""
