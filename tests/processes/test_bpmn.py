"""Models of outside modellers come in, go out and come in again the same; what never happens here is named."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from dinh.kernel.errors import Invalid
from dinh.kernel.worktime import Limit, Unit
from dinh.processes import registry
from dinh.processes.policies import xml
from dinh.processes.policies.bpmn import draw, read_bpmn, write_bpmn
from dinh.processes.policies.bpmn.names import DINH, q
from dinh.processes.policies.checking import check
from dinh.processes.types import NodeKind, ProcessModel
from tests.processes import make
from tests.processes.test_running import BLOCKS, drawn_from

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.bpmn"))
CAMUNDA, PLAIN, SIGNAVIO = (
    next(one for one in SAMPLES if word in one.name).read_bytes() for word in ("camunda", "plain", "signavio")
)


def ids(data: bytes) -> list[str]:
    return sorted(one.get("id") for one in xml.parse(data).iter() if isinstance(one.tag, str) and one.get("id"))


def canonical(element: Any) -> bytes:
    return bytes(etree.tostring(element, method="c14n", with_tail=False))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_what_comes_in_goes_out_and_comes_in_the_same(file: Path) -> None:
    first = read_bpmn(file.read_bytes())
    out = write_bpmn(first.model, first.source)
    second = read_bpmn(out)
    assert (second.model, second.kept) == (first.model, first.kept)
    assert set(ids(file.read_bytes())) <= set(ids(out))
    assert write_bpmn(second.model, second.source) == out


def test_an_untouched_file_says_the_same_byte_for_byte_of_sense() -> None:
    first = read_bpmn(CAMUNDA)
    assert canonical(xml.parse(write_bpmn(first.model, first.source))) == canonical(xml.parse(CAMUNDA))


def test_lanes_give_roles_and_expressions_are_read() -> None:
    drawn = read_bpmn(CAMUNDA).model
    assert {node.id: node.role for node in drawn.steps} == {
        "Activity_0nhan": "mot_cua",
        "Activity_0tham": "specialist",
        "Activity_ky": "",
    }
    condition = drawn.flow_by_id["Flow_4"].condition
    assert condition is not None
    assert (condition.name, condition.value, drawn.flow_by_id["Flow_5"].is_default) == ("du_dieu_kien", True, True)
    assert drawn.name == "Cấp phép xây dựng nhà ở"
    assert drawn.by_id["Activity_0nhan"].name == "Tiếp nhận hồ sơ"


def test_what_is_kept_but_not_executed_is_named() -> None:
    named = {one.element_id for one in read_bpmn(CAMUNDA).kept}
    wanted = {"Participant_1k9yv0w", "Participant_0dan", "Flow_msg1", "Lane_mc", "StartEvent_1", "Activity_0nhan"}
    wanted |= {"Activity_0tham", "Event_hen", "Event_tuchoi", "TextAnnotation_1", "Association_1", "Message_1"}
    assert wanted <= named
    assert {"Flow_1", "Activity_ky", "Event_xong", "Gateway_1"} & named == set()
    signavio = {one.element_id for one in read_bpmn(SIGNAVIO).kept}
    assert {"sid-y-kien-2", "sid-cho", "sid-giay", "sid-lane-cv", "sid-and-1"} <= signavio
    assert "sid-ben-trong" not in signavio


def test_a_sub_process_is_a_task_of_another_agency_and_waiting_goes_on() -> None:
    drawn = read_bpmn(SIGNAVIO).model
    assert drawn.by_id["sid-y-kien-2"].kind is NodeKind.SUBTASK
    assert drawn.by_id["sid-cho"].kind is NodeKind.PASS
    assert drawn.shapes["sid-start"].y == 150


def test_an_inclusive_gateway_is_kept_but_not_published() -> None:
    found = check(read_bpmn(PLAIN).model, whole=None, agencies=make.AGENCIES)
    assert ("not_executable", "Gateway_inc") in [(one.code, one.element_id) for one in found]


def test_changes_go_into_the_file_and_leave_the_rest() -> None:
    first = read_bpmn(CAMUNDA)
    nodes = tuple(
        replace(node, role="leader", limit=Limit(2, Unit.WORK_DAY), share=0, name="Ký & trả")
        if node.id == "Activity_ky"
        else node
        for node in first.model.nodes
    )
    out = write_bpmn(replace(first.model, nodes=nodes), first.source)
    assert read_bpmn(out).model.by_id["Activity_ky"] == next(one for one in nodes if one.id == "Activity_ky")
    before, after = xml.parse(CAMUNDA), xml.parse(out)
    element = after.find(f".//{q('manualTask')}")
    assert element.get(q("limit", DINH)) == "2 ngày làm việc"
    for name in ("collaboration", "laneSet", "boundaryEvent", "textAnnotation", "message", "serviceTask"):
        assert canonical(after.find(f".//{q(name)}")) == canonical(before.find(f".//{q(name)}"))


def test_a_deleted_step_takes_its_events_and_lines_with_it() -> None:
    first = read_bpmn(CAMUNDA)
    flows = tuple(
        replace(flow, source="Activity_0nhan") if flow.id == "Flow_3" else flow
        for flow in first.model.flows
        if flow.id != "Flow_2"
    )
    nodes = tuple(node for node in first.model.nodes if node.id != "Activity_0tham")
    out = write_bpmn(replace(first.model, nodes=nodes, flows=flows), first.source)
    left = ids(out)
    gone = {"Activity_0tham", "Event_hen", "Flow_2", "Flow_7", "Association_1"}
    assert gone & set(left) == set()
    assert b"Activity_0tham" not in out
    assert read_bpmn(out).model.flow_by_id["Flow_3"].source == "Activity_0nhan"
    ways = [one.text for one in xml.parse(out).find(f".//{q('userTask')}").findall(q("outgoing"))]
    assert ways == ["Flow_3"]


def test_new_elements_stand_where_the_schema_wants_them() -> None:
    first = read_bpmn(CAMUNDA)
    added = make.step("Moi", act=None)
    flows = tuple(replace(flow, target="Moi") if flow.id == "Flow_6" else flow for flow in first.model.flows)
    flow = replace(flows[0], id="Flow_moi", source="Moi", target="Event_xong", condition=None, is_default=False)
    changed = replace(first.model, nodes=(*first.model.nodes, added), flows=(*flows, flow))
    out = write_bpmn(changed, first.source)
    assert read_bpmn(out).model == changed
    order = [etree.QName(one).localname for one in xml.parse(out).find(q("process"))]
    assert order.index("textAnnotation") > max(
        place for place, one in enumerate(order) if one.endswith(("Task", "Flow"))
    )


@pytest.mark.parametrize("shipped", registry.shipped(), ids=lambda one: one.model.id)
def test_shipped_processes_survive_the_way_out_and_in(shipped: registry.Shipped) -> None:
    assert read_bpmn(write_bpmn(shipped.model)).model == shipped.model


@settings(max_examples=40)
@given(BLOCKS)
def test_random_processes_survive_the_way_out_and_in(what: Any) -> None:
    drawn = drawn_from(what)
    safe = _named_for_xml(drawn)
    out = write_bpmn(safe)
    again = read_bpmn(out)
    assert again.model == safe
    assert again.kept == ()
    assert "style=" not in draw(safe, detail=lambda node: node.role, title="Thử").svg


def _named_for_xml(drawn: ProcessModel) -> ProcessModel:
    flows = tuple(replace(flow, id=flow.id.replace(">", "_")) for flow in drawn.flows)
    return replace(drawn, flows=flows)


HOSTILE = {
    "PR01": b"<bpmn",
    "PR03": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    "PR04": b"<html/>",
    "PR02": b"<a>" * 100 + b"</a>" * 100,
    "PR05": CAMUNDA.replace(b'<bpmn:manualTask id="Activity_ky"', b"<bpmn:manualTask"),
    "PR06": CAMUNDA.replace(b'"Event_xong"', b'"Event_tuchoi"'),
}


@pytest.mark.parametrize("code", sorted(HOSTILE))
def test_hostile_files_are_refused(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_bpmn(HOSTILE[code])
    assert refused.value.code == code


def test_outside_files_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    for data in (
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "file://{secret}">]><d>&s;</d>',
        f'<!DOCTYPE d SYSTEM "file://{secret}"><d/>',
    ):
        with pytest.raises(Invalid):
            xml.parse(data.encode())
    with pytest.raises(Invalid):
        xml.parse(b"<a>" + b"x" * (2 * 1024 * 1024) + b"</a>")


def test_a_drawing_says_names_safely() -> None:
    drawn = make.model("start>a a>end", make.step("a", name='<script>alert("x")</script>'))
    svg = draw(drawn, detail=lambda _node: "Chuyên viên · 1 ngày", title="Thử", links={"a"}).svg
    assert "<script" not in svg
    assert 'href="#buoc-a"' in svg
    etree.fromstring(svg)
