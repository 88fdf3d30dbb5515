"""DMN of outside modellers: read, written back with the same ids, everything else kept and named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from dinh.kernel.errors import Invalid
from dinh.processes import api
from dinh.processes.policies.tables import editing
from dinh.processes.policies.tables.compiled import compile_table, evaluate
from dinh.processes.policies.tables.dmn_in import read_dmn
from dinh.processes.policies.tables.dmn_out import write_dmn
from dinh.processes.types.tables import ColumnType, HitPolicy, Table
from tests.processes.tables_make import officer, table
from tests.processes.tables_random import tables
from tests.processes.test_tables import AT

ROOM = Path(__file__).parent / "dmn"
FILES = BROWSER, SUITE = ROOM / "drawn_in_browser.dmn", ROOM / "suite_with_prefix.dmn"


def read(file: Path) -> tuple[Table, Any]:
    reading = read_dmn(file.read_bytes())
    return reading.tables[0], reading


def ids(data: bytes) -> list[str]:
    return sorted(one.get("id") for one in etree.fromstring(data).iter() if one.get("id"))


def canonical(data: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(data), method="c14n"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file_comes_back_as_it_was(file: Path) -> None:
    data = file.read_bytes()
    made, reading = read(file)
    out = write_dmn(made, kept=data.decode())
    assert canonical(out) == canonical(data)
    assert read_dmn(out) == reading


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_changed_table_keeps_all_ids_and_parts(file: Path) -> None:
    made, reading = read(file)
    moved = editing.move_column(editing.copy_rule(made, 0), "inputs", 0, 1)
    changed = replace(moved, hit_policy=HitPolicy.COLLECT, rules=moved.rules[::-1])
    data = file.read_text()
    out = write_dmn(changed, kept=data)
    again = read_dmn(out)
    assert again.tables[0] == changed
    assert again.kept == reading.kept
    assert set(ids(data.encode())) <= set(ids(out))
    assert canonical(write_dmn(made, kept=out.decode())).count(b"inputEntry") == canonical(data.encode()).count(
        b"inputEntry"
    )


def test_what_is_kept_is_named() -> None:
    kept = {f"{one.what} {one.name}" for one in read(BROWSER)[1].kept}
    wanted = {
        "informationRequirement InformationRequirement_1",
        "inputData Số trang",
        "dmndi:DMNDI ",
        "annotation Ghi chú",
    }
    assert wanted <= kept
    assert {"@versionTag decision", "@inputVariable input"} <= kept
    kept = {f"{one.what} {one.name}" for one in read(SUITE)[1].kept}
    assert {
        "itemDefinition tLoai",
        "decision Phụ phí",
        "businessKnowledgeModel Cách tính",
        "extensionElements ",
    } <= kept


def test_table_of_the_browser_decides() -> None:
    made, _reading = read(BROWSER)
    assert [one.type for one in made.inputs] == [ColumnType.NUMBER, ColumnType.ENUM]
    assert made.rules[0].note == "Trang đầu\nVí dụ"
    compiled = compile_table(made)
    assert evaluate(compiled, {"so_trang": 2, "kenh": "online"}).outputs == {"muc_thu": 2000}
    assert evaluate(compiled, {"so_trang": 9, "kenh": "desk"}).outputs == {"muc_thu": 1000}


def test_table_of_the_suite_decides_by_priority_and_default() -> None:
    made, _reading = read(SUITE)
    kinds = [one.type for one in (*made.inputs, *made.outputs)]
    assert kinds == [ColumnType.ENUM, ColumnType.DECIMAL, ColumnType.DATE, ColumnType.ENUM]
    compiled = compile_table(made)
    facts = {"Loại việc": "đất", "Diện tích": Decimal("1000.6"), "Ngày": date(2026, 7, 1)}
    name = made.outputs[0].name
    assert evaluate(compiled, facts).outputs == {name: "tỉnh"}
    small = evaluate(compiled, facts | {"Diện tích": 5})
    assert (small.outputs, small.hits) == ({name: "xã"}, (2,))
    none = evaluate(compiled, facts | {"Diện tích": 5, "Ngày": date(2026, 3, 1)})
    assert (none.outputs, none.hits) == ({name: "xã"}, ())


@given(tables())
def test_own_tables_come_back_exactly(made: Table) -> None:
    out = write_dmn(made)
    assert read_dmn(out).tables == (made,)
    assert canonical(write_dmn(made, kept=out.decode())) == canonical(out)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "PR01"),
        ("<a/>", "TB30"),
        ('<!DOCTYPE d [<!ENTITY x "y">]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "PR03"),
        ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "TB31"),
        (BROWSER.read_text().replace('"FIRST"', '"LAST"'), "TB32"),
        (f"<!-- {'x' * 3_000_000} --><a/>", "PR02"),
    ],
)
def test_hostile_and_wrong_files_are_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        read_dmn(text.removeprefix('<?xml version="1.0" encoding="UTF-8"?>\n').encode())


def test_feel_beyond_the_subset_is_kept_and_told() -> None:
    text = BROWSER.read_text().replace("<text>[1..2]</text>", "<text>so_trang * 2 &gt; 5</text>")
    made = read_dmn(text.encode()).tables[0]
    (finding,) = api.check_table(made)
    assert (finding.rules, finding.column, finding.is_blocking) == ((1,), "so_trang", True)
    assert canonical(write_dmn(made, kept=text)) == canonical(text.encode())


@pytest.mark.django_db
def test_imported_draft_is_exported_with_its_file() -> None:
    (saved,), reading = api.import_dmn(data=BROWSER.read_bytes(), by=officer("per_a"), at=AT)
    assert (saved.code, reading.tables[0]) == ("muc-thu-thu", saved.table)
    out = api.export_dmn(table_id=saved.table_id)
    assert canonical(out) == canonical(BROWSER.read_bytes())


def test_new_file_opens_elsewhere_with_a_shape() -> None:
    root = etree.fromstring(write_dmn(table([(["< 5"], ["1"])])))
    assert root.tag == "{https://www.omg.org/spec/DMN/20191111/MODEL/}definitions"
    assert [one.get("dmnElementRef") for one in root.iter("{*}DMNShape")] == ["decision_x"]
