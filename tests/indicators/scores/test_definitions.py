"""A wrong definition is refused with the sentence that says where."""

import re
from pathlib import Path
from typing import Any

import pytest

from dinh.indicators.scores import registry
from dinh.indicators.scores.policies.faults import DefinitionFault
from dinh.indicators.scores.policies.structures import with_rows
from dinh.kernel.errors import NotFound
from tests.indicators.scores.make import index, part

pytestmark = pytest.mark.unit
RATIO = {"kind": "ratio"}


@pytest.mark.parametrize(
    ("parts", "head", "sentence"),
    [
        ([], {}, "không có phần nào"),
        ([part("1"), part("1")], {}, "phần 1 xuất hiện 2 lần"),
        ([part("")], {}, "chưa có mã"),
        ([part("1", parent="9")], {}, "phần 1: không có phần cha 9"),
        ([part("1", parent="2"), part("2", parent="1")], {}, "phần 1 nằm trong chính nó"),
        ([part("1", shape=RATIO), part("1.1", parent="1")], {}, "phần 1 vừa có"),
        ([part("1", points=-1)], {}, "không được âm"),
        ([part("1", scored=False)], {}, "không chấm điểm mà lại có điểm"),
        ([part("1", expected=1), part("a", parent="1"), part("b", parent="1")], {}, "nhiều thành phần hơn"),
        ([part("1"), part("2")], {"points": 30}, "cộng lại được 20 điểm, không phải 30"),
        ([part("1", points=9), part("1.1", parent="1", shape=RATIO)], {}, "các phần của 1 cộng lại được 10"),
        ([part("1", points=0), part("2", points=0)], {}, "trọng số bằng không"),
        ([part("1", shape={"kind": "step"})], {}, "1: dạng bậc thang"),
        ([part("1", shape={"kind": "step", "steps": [[1, 1], [2, 0]]})], {}, "bậc cao hơn"),
        ([part("1", shape={"kind": "step", "steps": [[1, 0], [1, 1]]})], {}, "cùng một số"),
        ([part("1", shape={"kind": "step", "steps": [[1, 2]]})], {}, "giữa 0 và 1"),
        ([part("1", shape={"kind": "choice"})], {}, "các lựa chọn"),
        ([part("1", shape={"kind": "halves", "conditions": ["a", "a"]})], {}, "các điều kiện"),
        ([part("1", shape={"kind": "threshold"})], {}, "ngưỡng phải lớn hơn"),
        ([part("1", shape={"kind": "ratio", "target": 1})], {}, "tỷ lệ thường"),
        ([part("1", shape={"kind": "survey", "scale": 0})], {}, "thang điểm"),
        ([part("1", shape={"kind": "magic"})], {}, "magic không thuộc"),
        ([part("1", shape={"kind": "ratio", "why": 1})], {}, "why"),
        ([part("1", color="red")], {}, "color"),
        ([{"code": "1"}], {}, "name"),
        ([part("1", points=0.5)], {}, "no exact number"),
        ([part("1")], {"pillar": [{"code": "p", "name": "P", "parts": ["2"]}]}, "trụ cột P nêu phần 2"),
        ([part("1")], {"pillar": [{"code": "p", "name": "P", "parts": ["1"], "points": 3}]}, "trụ cột P cộng lại"),
        ([part("1")], {"level": [{"name": "A", "least": 1}, {"name": "B", "least": 0}]}, "các mức"),
        ([part("1")], {"precision": 0}, "số chữ số"),
        ([part("1")], {"winsorised": -1}, "kéo về"),
        ([part("1")], {"normalisation": "magic"}, "magic"),
    ],
)
def test_fault_is_told(parts: list[dict[str, Any]], head: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DefinitionFault, match=f"^thử.*{re.escape(sentence)}"):
        index(*parts, **head)


def test_row_of_the_fault_is_named() -> None:
    with pytest.raises(DefinitionFault, match=r"thử, part 2 \(2\)"):
        index(part("1"), part("2", shape={"kind": "magic"}))


def test_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("[index", encoding="utf-8")
    with pytest.raises(DefinitionFault, match=r"^broken\.toml"):
        registry.read(file)


def test_unknown_version_and_year_are_not_found() -> None:
    for ask in (lambda: registry.version("dti", "1"), lambda: registry.for_year("dti", 1999)):
        with pytest.raises(NotFound):
            ask()


def test_components_are_laid_over_the_definition() -> None:
    dti = registry.version("dti", "922-2022")
    rows = [{"code": f"1.{at}", "parent": "1", "name": "x", "points": 10, "shape": RATIO} for at in range(1, 11)]
    made = with_rows(dti, rows, "danh mục")
    assert len(made.components) == 10
    with pytest.raises(DefinitionFault, match=r"danh mục.*cộng lại được 101"):
        with_rows(dti, [*rows[:-1], rows[-1] | {"points": 11}], "danh mục")
    with pytest.raises(DefinitionFault, match="nhiều thành phần hơn con số 10"):
        with_rows(dti, [*rows, rows[0] | {"code": "1.11"}], "danh mục")


def test_points_of_the_instrument_cannot_be_changed_but_unknown_ones_can_be_told() -> None:
    with pytest.raises(DefinitionFault, match=r"part 1 \(1\).*922/QĐ-BTTTT"):
        with_rows(registry.version("dti", "922-2022"), [{"code": "1", "name": "x", "points": 90}], "danh mục")
    made = with_rows(registry.version("dti", "405-2025"), [{"code": "1", "name": "x", "points": 90}], "danh mục")
    assert made.by_code["1"].points == 90
    assert made.by_code["1"].name == "Nhận thức số"
