"""An invented self-assessment for the demonstration, marked synthetic in every value. Never part of a real province."""

from datetime import datetime
from fractions import Fraction
from random import Random

from dinh.directory import api as directory
from dinh.indicators.scores import registry
from dinh.indicators.scores.models import Import
from dinh.indicators.scores.operations.importing import take_in
from dinh.indicators.scores.operations.structures import approve_structure, enter_structure
from dinh.indicators.scores.queries.scoring import former_of
from dinh.indicators.scores.queries.structures import index_of
from dinh.indicators.scores.types.results import Entry
from dinh.indicators.scores.types.structure import Index, Part, ShapeKind
from dinh.kernel.actor import Actor

_YEAR = 2023
_SEED = 922
_SOURCE = "Danh mục giả lập để trình diễn: số lượng theo 922/QĐ-BTTTT, tên và điểm không phải của văn bản"
_SHAPES: tuple[dict[str, object], ...] = (
    {"kind": "ratio"},
    {"kind": "threshold", "target": "0.8"},
    {"kind": "step", "steps": [["1", "0.25"], ["2", "0.5"], ["3", "0.75"], ["4", "1"]]},
    {
        "kind": "choice",
        "options": [
            {"code": "head", "name": "Người đứng đầu", "share": "1"},
            {"code": "deputy", "name": "Cấp phó", "share": "0.5"},
            {"code": "none", "name": "Chưa có", "share": "0"},
        ],
    },
    {"kind": "halves", "conditions": ["Đã ban hành", "Đã báo cáo kết quả"]},
    {"kind": "survey", "scale": "5"},
)


def load_demo_scores(*, by: Actor, at: datetime, province_unit_id: int, approver: Actor) -> int:
    """Invent components and a self-assessment of 2023 for a synthetic province; how many values, 0 the second time.

    The components only have the counts of the decision; names and points say that they are invented.
    """
    shipped = registry.for_year(registry.DTI, _YEAR)
    if Import.objects.filter(index_code=shipped.code, year=_YEAR).exists():
        return 0
    rows = [row for main in shipped.mains for row in _components(main)]
    made = enter_structure(
        by=by, at=at, index_code=shipped.code, version=shipped.version, rows=rows, source=_SOURCE, is_synthetic=True
    )
    approve_structure(by=approver, at=at, structure_id=made.structure_id)
    index = index_of(code=shipped.code, year=_YEAR)
    code = directory.unit(unit_id=province_unit_id, on=at.date()).code
    former = former_of(unit_id=province_unit_id, year=_YEAR)
    unit = next(one for one in former if one.code == code)
    entries = _entries(index)
    take_in(
        by=by,
        at=at,
        index_code=index.code,
        year=_YEAR,
        unit_id=unit.unit_id,
        entries=entries,
        notes={},
        name="Tự đánh giá giả lập",
        file_id="",
        sha256="",
        is_synthetic=True,
    )
    return len(entries)


def _components(main: Part) -> list[dict[str, object]]:
    many = main.expected or 0
    top = int(main.points or 0)
    each, rest = divmod(top * 2, many)
    rows: list[dict[str, object]] = []
    for at in range(1, many + 1):
        # Half points, so that odd counts add up exactly.
        halves = each + (1 if at <= rest else 0)
        row: dict[str, object] = {
            "code": f"{main.code}.{at}",
            "parent": main.code,
            "name": f"Thành phần giả lập {main.code}.{at} – {main.name}",
            "shape": _SHAPES[at % len(_SHAPES)] if main.is_scored else {"kind": "none"},
            "synthetic": True,
        }
        if main.is_scored:
            row["points"] = f"{halves // 2}.{5 * (halves % 2)}"
        else:
            row["scored"] = False
        rows.append(row)
    return rows


def _entries(index: Index) -> dict[str, Entry]:
    random = Random(_SEED)  # noqa: S311 - invented values that come out the same again
    return {part.code: _entry(part, random) for part in index.components if part.is_scored}


def _entry(part: Part, random: Random) -> Entry:
    shape = part.shape
    if shape is None or shape.kind in (ShapeKind.RATIO, ShapeKind.THRESHOLD):
        b = random.randint(20, 400)
        return Entry(a=Fraction(random.randint(b // 3, b)), b=Fraction(b))
    if shape.kind is ShapeKind.CHOICE:
        return Entry(choice=random.choice(shape.options).code)
    if shape.kind is ShapeKind.HALVES:
        return Entry(met=shape.conditions[: random.randint(0, len(shape.conditions))])
    if shape.kind is ShapeKind.SURVEY:
        return Entry(a=Fraction(random.randint(25, 48), 10))
    return Entry(a=Fraction(random.randint(0, 5)))
