"""Models and tables drawn with outside modellers: the same ids out and in, and what never happens here is named."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from dinh.processes.policies import editing, xml
from dinh.processes.policies.bpmn import read_bpmn, write_bpmn
from dinh.processes.policies.bpmn.names import BPMNDI, DC, q
from dinh.processes.policies.checking import check
from dinh.processes.policies.tables.compiled import compile_table, evaluate
from dinh.processes.policies.tables.dmn_in import read_dmn
from dinh.processes.policies.tables.dmn_out import write_dmn
from dinh.processes.types import ImportedModel, NodeKind
from tests.processes import make
from tests.processes.test_bpmn import canonical, ids

ROOM = Path(__file__).parent
BY_HAND = {"bpmn_js_plain", "camunda_modeler", "signavio"}
DRAWN = sorted(file for file in (ROOM / "samples").glob("*.bpmn") if file.stem not in BY_HAND)
TABLES = sorted(file for file in (ROOM / "dmn").glob("*.dmn") if file.name.startswith(("dmn_js_", "kie_")))
ANSWERS = json.loads((ROOM / "dmn" / "answers.json").read_text(), parse_float=Decimal)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def drawn(name: str) -> ImportedModel:
    return read_bpmn((ROOM / "samples" / f"{name}.bpmn").read_bytes())


def faults(name: str) -> set[tuple[str, str]]:
    """What the check says of the drawing itself; roles and times are given here, never in an outside modeller."""
    model = drawn(name).model
    found = check(model, whole=None, agencies=make.AGENCIES)
    names = {node.id: node.name for node in model.nodes}
    own = {"missing_role", "missing_agency", "no_time"}
    return {(one.code, names.get(one.element_id, one.element_id)) for one in found if one.code not in own}


def bounds(data: bytes, element_id: str) -> dict[str, float]:
    shape = next(one for one in xml.parse(data).iter(q("BPMNShape", BPMNDI)) if one.get("bpmnElement") == element_id)
    return {key: float(value) for key, value in shape.find(q("Bounds", DC)).attrib.items()}


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.stem)
def test_drawn_file_goes_out_and_in_with_every_id(file: Path) -> None:
    first = read_bpmn(file.read_bytes())
    out = write_bpmn(first.model, first.source)
    assert canonical(xml.parse(out)) == canonical(xml.parse(file.read_bytes()))
    second = read_bpmn(out)
    assert (second.model, second.kept, second.model.shapes) == (first.model, first.kept, first.model.shapes)
    assert ids(out) == ids(file.read_bytes())


def test_timer_on_an_edge_and_its_branch_are_kept_and_named() -> None:
    kept = {(one.what, one.name) for one in drawn("bpmn_js_pool_lanes_timer").kept}
    assert {("Event on the edge of a step", "Còn 3 ngày"), ("Timer", "Còn 3 ngày")} <= kept
    assert ("Only an event leads here: it never happens here", "Nhắc người thụ lý") in kept
    assert {("Pool", "Người dân"), ("Lane", "Chuyên viên"), ("Data store", "Cơ sở dữ liệu quy hoạch")} <= kept
    assert faults("bpmn_js_pool_lanes_timer") == set()
    roles = {node.name: node.role for node in drawn("bpmn_js_pool_lanes_timer").model.steps}
    assert roles["Ký giấy phép"] == "leader"
    assert "Nhắc người thụ lý" not in roles


def test_inclusive_gateways_are_named_and_told_once() -> None:
    said = "Gateway that cannot be executed: replace it before publishing"
    assert [one.name for one in drawn("bpmn_js_parallel_inclusive").kept if one.what == said] == ["Nghĩa vụ nào?", ""]
    assert {code for code, _name in faults("bpmn_js_parallel_inclusive")} == {"not_executable"}


def test_calls_several_instances_and_events_are_done_as_one_step_or_never() -> None:
    kept = {(one.what, one.name) for one in drawn("bpmn_js_call_several_sub").kept}
    aside = "Only an event leads here: it never happens here"
    assert {(aside, "Khi người dân rút hồ sơ"), (aside, "Hoàn trả tiền đã thu"), (aside, "Dừng")} <= kept
    assert ("Call of another process: done as one step", "Quy trình xác minh hộ tịch") in kept
    assert ("Step done several times: done once here", "Lấy ý kiến từng thôn") in kept
    assert faults("bpmn_js_call_several_sub") == set()
    kinds = {node.name: node.kind for node in drawn("bpmn_js_call_several_sub").model.nodes}
    assert kinds["Niêm yết công khai"] is NodeKind.SUBTASK
    assert kinds["Chờ 1 ngày"] is NodeKind.PASS
    assert "Dán niêm yết" not in kinds


def test_loop_and_bare_choices_wait_for_a_mending() -> None:
    assert faults("bpmn_js_loop") == {("loop", "Soạn dự thảo")}
    assert {code for code, _name in faults("bpmn_js_by_mouse")} == {"missing_condition"}


def test_our_export_changed_elsewhere_keeps_our_words() -> None:
    model = drawn("bpmn_js_edits_ours").model
    by_name = {node.name: node for node in model.steps}
    assert by_name["Ký Giấy khai sinh và Trích lục"].role == "leader"
    assert by_name["Ký Giấy khai sinh và Trích lục"].id == "sign"
    added = by_name["Gửi dữ liệu sang Cơ sở dữ liệu quốc gia về dân cư"]
    assert [flow.source for flow in model.incoming[added.id]] == ["hand_over"]
    assert faults("bpmn_js_edits_ours") == set()


def test_kie_writes_the_same_process() -> None:
    one, other = drawn("bpmn_js_pool_lanes_timer").model, drawn("kie_pool_lanes_timer").model
    assert (one.by_id, one.flow_by_id, one.shapes) == (other.by_id, other.flow_by_id, other.shapes)


def test_a_step_put_in_moves_pools_lanes_and_events_along() -> None:
    first = drawn("bpmn_js_pool_lanes_timer")
    before = first.source.encode()
    at = next(node for node in first.model.steps if node.role == "mot_cua")
    out = write_bpmn(editing.add_after(first.model, at.id, make.step("moi")), first.source)
    event = next(one.element_id for one in first.kept if one.what == "Timer")
    pool = next(one.element_id for one in first.kept if one.name == first.model.name)
    wide = bounds(out, pool)["width"] - bounds(before, pool)["width"]
    tham = next(node.id for node in first.model.steps if node.name.startswith("Thẩm định"))
    assert wide == 150
    assert bounds(out, event)["x"] - bounds(before, event)["x"] == bounds(out, tham)["x"] - bounds(before, tham)["x"]
    assert set(ids(before)) <= set(ids(out))


def test_a_deleted_step_takes_the_branch_of_its_event_with_it() -> None:
    first = drawn("bpmn_js_pool_lanes_timer")
    tham = next(node.id for node in first.model.steps if node.name.startswith("Thẩm định"))
    out = write_bpmn(editing.remove(first.model, tham), first.source)
    assert "Nhắc người thụ lý" not in out.decode()
    assert {one.what for one in read_bpmn(out).kept} & {"Timer", "Event on the edge of a step"} == set()


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_drawn_tables_go_out_and_in_with_every_id(file: Path) -> None:
    data = file.read_bytes()
    reading = read_dmn(data)
    for one in reading.tables:
        out = write_dmn(one, kept=data.decode())
        assert canonical(xml.parse(out)) == canonical(xml.parse(data))
        assert read_dmn(out) == reading
        changed = replace(one, rules=(*one.rules[1:], one.rules[0]))
        assert ids(write_dmn(changed, kept=data.decode())) == ids(data)


def test_diagrams_and_requirements_between_decisions_are_kept_and_named() -> None:
    reading = read_dmn((ROOM / "dmn" / "dmn_js_two_decisions.dmn").read_bytes())
    assert [one.name for one in reading.tables] == ["Loại lần cấp", "Giấy tờ cần có"]
    kept = [one.what for one in reading.kept]
    assert kept.count("informationRequirement") == 3
    assert {"inputData", "knowledgeSource", "authorityRequirement", "textAnnotation", "dmndi:DMNDI"} <= set(kept)


@pytest.mark.parametrize("told", ANSWERS, ids=lambda told: f"{told['file'][7:-4]}-{told['decision'][-4:]}")
def test_outside_engine_gives_the_same_answers(told: dict[str, Any]) -> None:
    tables = {one.decision_id: one for one in read_dmn((ROOM / "dmn" / told["file"]).read_bytes()).tables}
    made = tables[told["decision"]]
    compiled, places = compile_table(made), {rule.id: place for place, rule in enumerate(made.rules, 1)}
    for case in told["cases"]:
        facts = {
            key: date.fromisoformat(one["date"]) if isinstance(one, dict) else one for key, one in case["facts"].items()
        }
        decided = evaluate(compiled, facts)
        hits = [places[rule] for rule in case["hits"]]
        assert list(decided.hits) == (hits[:1] if made.hit_policy == "FIRST" else hits), facts
        if made.aggregation == "SUM" and hits:
            assert decided.outputs == {"muc_thu": sum(one["muc_thu"] for one in case["outputs"])}
        elif len(decided.hits) == 1 and made.hit_policy != "RULE ORDER":
            assert decided.outputs == case["outputs"][0]
