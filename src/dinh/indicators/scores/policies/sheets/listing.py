"""From a sheet or typed lines to the list of parts of an index: each row read, or told what is wrong with it.

Written the same way back, so that a list that counts can be taken out, changed and handed in again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.numbers import decimal_text
from dinh.indicators.scores.policies.sheets.grid import Sheet
from dinh.indicators.scores.policies.sheets.numbers import NotANumber, read_number
from dinh.indicators.scores.types.structure import Index, Part, Shape, ShapeKind
from dinh.kernel.text import fold, nfc, slug

COLUMNS = ("code", "name", "points", "kind", "detail", "evidence")
# What a list is headed with, and how the ways of making points are called in it: the sheet is Vietnamese.
HEAD = ("Mã", "Tên", "Điểm tối đa", "Cách tính", "Chi tiết cách tính", "Tài liệu kiểm chứng")
KIND_WORDS: Mapping[ShapeKind, str] = {
    ShapeKind.RATIO: "tỷ lệ",
    ShapeKind.THRESHOLD: "tỷ lệ so với ngưỡng",
    ShapeKind.STEP: "bậc",
    ShapeKind.CHOICE: "lựa chọn",
    ShapeKind.HALVES: "điều kiện",
    ShapeKind.SURVEY: "khảo sát",
    ShapeKind.GIVEN: "điểm được chấm",
    ShapeKind.NONE: "không chấm điểm",
}
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma chi so", "ma so", "ma", "stt", "tt", "code"),
    "name": ("ten chi so", "chi so thanh phan", "ten", "chi so", "noi dung", "name"),
    "points": ("diem toi da", "diem", "points"),
    "kind": ("cach tinh", "phuong phap", "kind"),
    "detail": ("chi tiet cach tinh", "chi tiet", "nguong", "detail"),
    "evidence": ("tai lieu kiem chung", "minh chung", "tai lieu", "evidence"),
}
_SEPARATOR, _MOST_NAME = "|", 500
_PLACES = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: the row it gives as definitions have it, or the sentence that says what is wrong."""

    line: int
    told: tuple[str, ...]
    row: Mapping[str, Any]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    line: int
    cells: Mapping[str, str]
    all: tuple[str, ...]


def typed_lines(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return typed or pasted lines with their numbers: cells are cut by tabs, or by upright strokes."""
    found = []
    for number, line in enumerate(nfc(text).replace("\x00", "").splitlines(), start=1):
        cut = "\t" if "\t" in line else _SEPARATOR
        if line.strip(f" \t{_SEPARATOR}"):
            found.append((number, tuple(cell.strip() for cell in line.split(cut))))
    return tuple(found)


def sheet_lines(sheets: Sequence[Sheet]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the filled lines of the first sheet that has a heading, of the first sheet otherwise."""
    chosen = next((one for one in sheets if any(_heading(_texts(line)) for line in one.lines[:30])), None)
    sheet = chosen or (sheets[0] if sheets else None)
    lines = sheet.lines if sheet else ()
    return tuple((one.number, _texts(one)) for one in lines if not one.is_empty)


def _texts(line: Any) -> tuple[str, ...]:
    return tuple(f"{one.number.normalize():f}" if one.number is not None else one.text for one in line.cells)


def text_of_lines(lines: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Return lines of a sheet as they are typed."""
    return "\n".join(
        f" {_SEPARATOR} ".join(" ".join(cell.split()) for cell in cells).rstrip(" |") for _no, cells in lines
    )


def read_list(lines: Sequence[tuple[int, Sequence[str]]], index: Index) -> tuple[Listed, ...]:
    """Read a list of parts against an index; without a heading the columns stand as in `HEAD`."""
    columns, first = {name: at for at, name in enumerate(COLUMNS)}, 0
    for at, (_number, cells) in enumerate(lines[:30]):
        if found := _heading(cells):
            columns, first = found, at + 1
            break
    told = [
        _Told(number, {name: _cell(cells, at) for name, at in columns.items()}, tuple(cells))
        for number, cells in lines[first:]
    ]
    codes = {one.cells.get("code", "").strip(" .()") for one in told}
    return tuple(_listed(one, index, codes) for one in told)


def _cell(cells: Sequence[str], at: int) -> str:
    return " ".join(nfc(cells[at]).split()) if at < len(cells) else ""


def _heading(cells: Sequence[str]) -> dict[str, int]:
    """Return which column is what; nothing unless a code, a name and points are named."""
    folded = [fold(cell).strip(" ().:*") for cell in cells]
    found: dict[str, int] = {}
    for column, names in _HEADINGS.items():
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None and place not in found.values():
            found[column] = place
    return found if {"code", "name", "points"} <= found.keys() else {}


def _listed(told: _Told, index: Index, codes: set[str]) -> Listed:
    code = told.cells.get("code", "").strip(" .()")
    try:
        row = _row(code, told.cells, index, codes)
    except (ValueError, NotANumber) as wrong:
        return Listed(told.line, told.all, {}, str(wrong))
    return Listed(told.line, told.all, row)


def _row(code: str, cells: Mapping[str, str], index: Index, codes: set[str]) -> dict[str, Any]:
    name, shipped = cells.get("name", ""), index.by_code.get(code)
    if not code:
        raise ValueError(_("This line has no code."))
    if (not name and shipped is None) or len(name) > _MOST_NAME:
        raise ValueError(_("This line has no name, or one of more than 500 signs."))
    row: dict[str, Any] = {"code": code, "name": name or (shipped.name if shipped else "")}
    is_main = shipped is not None and not shipped.parent
    if cells.get("points"):
        row["points"] = _plain(_number(cells["points"], _("points")))
    elif shipped is not None and is_main and shipped.points is not None:
        row["points"] = _plain(shipped.points)
    if not is_main:
        row["parent"] = _parent(code, index, codes)
        is_group = not cells.get("kind") and any(one.startswith(f"{code}.") for one in codes)
        row |= {} if is_group else _shape_of(cells)
    if cells.get("evidence"):
        row["evidence"] = cells["evidence"]
    return row


def _parent(code: str, index: Index, codes: set[str]) -> str:
    """1.2.3 lies in 1.2 where there is one, else in 1."""
    above = code
    while "." in above:
        above = above.rpartition(".")[0]
        if above in codes or above in index.by_code:
            return above
    raise ValueError(
        _("Code %(code)s lies in no part: write the code of the main indicator before it, for example 1.%(code)s.")
        % {"code": code}
    )


def _shape_of(cells: Mapping[str, str]) -> dict[str, Any]:
    word = fold(cells.get("kind", ""))
    kind = next((one for one, words in KIND_WORDS.items() if word in {fold(words), one.value}), None)
    if kind is None:
        known = ", ".join(KIND_WORDS.values())
        raise ValueError(
            _("“%(word)s” is no way to make points; known are: %(known)s.")
            % {"word": cells.get("kind", ""), "known": known}
        )
    shape: dict[str, Any] = {"kind": kind.value}
    if reader := _DETAILS.get(kind):
        detail = cells.get("detail", "")
        if not detail:
            raise ValueError(
                _("This way of making points needs its details, for example: %(example)s") % {"example": EXAMPLES[kind]}
            )
        shape |= reader(detail)
    return {"shape": shape} if kind is not ShapeKind.NONE else {"shape": shape, "scored": False}


def _number(text: str, what: str) -> Fraction:
    try:
        read = read_number(text)
    except NotANumber as wrong:
        raise ValueError(_("%(what)s: “%(text)s” is no number.") % {"what": what, "text": text}) from wrong
    return read.value / read.below if read.below else read.value


def _plain(value: Fraction) -> str:
    text = decimal_text(value, _PLACES)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _target(detail: str) -> dict[str, Any]:
    return {"target": _plain(_number(detail, _("threshold")))}


def _scale(detail: str) -> dict[str, Any]:
    return {"scale": _plain(_number(detail, _("scale")))}


def _pairs(detail: str, mark: str) -> list[tuple[str, str]]:
    pairs = [one.rpartition(mark) for one in detail.split(";") if one.strip()]
    wrong = next((whole for whole in pairs if not whole[1]), None)
    if wrong:
        raise ValueError(_("“%(text)s” lacks the mark “%(mark)s”.") % {"text": wrong[2].strip(), "mark": mark})
    return [(left.strip(), right.strip()) for left, _mark, right in pairs]


def _steps(detail: str) -> dict[str, Any]:
    pairs = _pairs(detail, ":")
    return {
        "steps": [[_plain(_number(least, _("step"))), _plain(_number(share, _("share")))] for least, share in pairs]
    }


def _options(detail: str) -> dict[str, Any]:
    pairs = _pairs(detail, "=")
    return {
        "options": [
            {"code": slug(name)[:40], "name": name, "share": _plain(_number(share, _("share")))}
            for name, share in pairs
        ]
    }


def _conditions(detail: str) -> dict[str, Any]:
    return {"conditions": [one.strip() for one in detail.split(";") if one.strip()]}


_DETAILS: Mapping[ShapeKind, Callable[[str], dict[str, Any]]] = {
    ShapeKind.THRESHOLD: _target,
    ShapeKind.STEP: _steps,
    ShapeKind.CHOICE: _options,
    ShapeKind.HALVES: _conditions,
    ShapeKind.SURVEY: _scale,
}
EXAMPLES: Mapping[ShapeKind, str] = {
    ShapeKind.THRESHOLD: "80 %",
    ShapeKind.STEP: "1: 25 %; 2: 50 %; 4: 100 %",
    ShapeKind.CHOICE: "Người đứng đầu = 100 %; Cấp phó = 50 %; Chưa có = 0",
    ShapeKind.HALVES: "Đã ban hành; Đã báo cáo kết quả",
    ShapeKind.SURVEY: "5",
}


def written(parts: Sequence[Part]) -> str:
    """Return parts as lines with a heading that read back to the same."""
    return text_of_lines([(0, HEAD), *((0, _written(one)) for one in parts)])


def _written(part: Part) -> tuple[str, ...]:
    shape = part.shape
    points = _comma(part.points) if part.points is not None and part.is_scored else ""
    kind = KIND_WORDS[shape.kind] if shape else ""
    return (part.code, part.name, points, kind, _detail(shape) if shape else "", part.evidence)


def _comma(value: Fraction) -> str:
    return _plain(value).replace(".", ",")


def _share(value: Fraction) -> str:
    return f"{_comma(value * 100)} %"


def _detail(shape: Shape) -> str:
    match shape.kind:
        case ShapeKind.THRESHOLD:
            return _comma(shape.target or Fraction(0))
        case ShapeKind.SURVEY:
            return _comma(shape.scale or Fraction(0))
        case ShapeKind.STEP:
            return "; ".join(f"{_comma(least)}: {_share(share)}" for least, share in shape.steps)
        case ShapeKind.CHOICE:
            return "; ".join(f"{one.name} = {_share(one.share)}" for one in shape.options)
        case ShapeKind.HALVES:
            return "; ".join(shape.conditions)
        case _:
            return ""
