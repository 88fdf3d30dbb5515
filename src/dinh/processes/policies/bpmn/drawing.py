"""The drawing of a process as SVG: attributes and classes only, a link on every step, words a screen reader can say."""

from collections.abc import Callable, Collection, Mapping
from html import escape
from itertools import pairwise

from dinh.processes.policies.bpmn.layout import LETTER, placed, said_on
from dinh.processes.types import Bounds, Drawn, Flow, Node, NodeKind, Point, ProcessModel

__all__ = ["draw"]

_LETTER = 6.7
_LINE = 15
_PAD = 24
_WIDE = 130
_LEVEL = 60
_SMALL = 12
_STRAIGHT = 2
_SPACE = 'xmlns="http://www.w3.org/2000/svg"'
_ARROW = (
    '<defs><marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
    ' orient="auto-start-reverse"><path class="p-tip" d="M0 0 10 5 0 10z"/></marker></defs>'
)


def draw(
    model: ProcessModel,
    *,
    detail: Callable[[Node], str],
    title: str,
    marks: Mapping[str, str] | None = None,
    links: Collection[str] = (),
    is_tall: bool = False,
) -> Drawn:
    """Return the drawing; `detail` is the small line of a step, `marks` a class by element, `links` steps to link."""
    model = placed(model, is_tall=is_tall)
    boxes = [*model.shapes.values()]
    points = [point for way in model.edges.values() for point in way]
    left = min([box.x for box in boxes] + [point.x for point in points], default=0) - _PAD
    top = min([box.y for box in boxes] + [point.y for point in points], default=0) - _PAD
    labels = [
        _label_place(way).x + round(len(said_on(model.flow_by_id[key])) * LETTER) for key, way in model.edges.items()
    ]
    right = max([box.x + box.width for box in boxes] + [point.x for point in points] + labels, default=0) + _PAD
    bottom = max([box.y + box.height for box in boxes] + [point.y for point in points], default=0) + _PAD + _LINE
    width, height = right - left, bottom - top
    # A marker inside a drawing that is not shown is no marker: each form has its own.
    arrow = "p-arrow-tall" if is_tall else "p-arrow"
    box = f'width="{width}" height="{height}" viewBox="{left} {top} {width} {height}"'
    parts = [
        f'<svg {_SPACE} class="p-drawing" {box} role="group" aria-label="{escape(title)}">{_ARROW.format(name=arrow)}'
    ]
    parts += [_edge(flow, model.edges[flow.id], marks or {}, arrow) for flow in model.flows if flow.id in model.edges]
    for node in model.nodes:
        shape = _node(node, model.shapes[node.id], detail, (marks or {}).get(node.id, ""), is_tall=is_tall)
        parts.append(f'<a href="#buoc-{escape(node.id)}">{shape}</a>' if node.id in links else shape)
    parts += [_label(flow, model.edges[flow.id]) for flow in model.flows if flow.id in model.edges]
    return Drawn("".join([*parts, "</svg>"]), width, height)


def _edge(flow: Flow, way: tuple[Point, ...], marks: Mapping[str, str], arrow: str) -> str:
    corners = " ".join(f"{point.x},{point.y}" for point in way)
    mark = marks.get(flow.id, "")
    return f'<polyline class="p-flow{f" p-{mark}" if mark else ""}" points="{corners}" marker-end="url(#{arrow})"/>'


def _label_place(way: tuple[Point, ...]) -> Point:
    """Return where words on an arrow begin: above its first level part, else beside its upright one."""
    for one, other in pairwise(way):
        if one.y == other.y and (abs(one.x - other.x) >= _LEVEL or len(way) == _STRAIGHT):
            return Point(min(one.x, other.x) + 6, one.y - 6)
    return Point(way[0].x + 6, (way[0].y + way[1].y) // 2 + 4)


def _label(flow: Flow, way: tuple[Point, ...]) -> str:
    said = said_on(flow)
    if not said:
        return ""
    at = _label_place(way)
    whole = flow.name or (flow.condition.text if flow.condition else "")
    return f'<text class="p-condition" x="{at.x}" y="{at.y}">{escape(said)}<title>{escape(whole)}</title></text>'


def _node(node: Node, box: Bounds, detail: Callable[[Node], str], mark: str, *, is_tall: bool) -> str:
    classes = f"p-node p-{node.kind.value}{f' p-{mark}' if mark else ''}"
    small = detail(node) if node.is_work else ""
    told = " · ".join(part for part in (node.name or node.id, small) if part)
    inside = _step(node, box, small) if node.is_work else _sign(node, box) + _name(node, box, is_tall=is_tall)
    return f'<g class="{classes}" data-id="{escape(node.id)}"><title>{escape(told)}</title>{inside}</g>'


def _step(node: Node, box: Bounds, small: str) -> str:
    frame = f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="4"/>'
    if node.kind is NodeKind.SUBTASK:
        inner = f'x="{box.x + 3}" y="{box.y + 3}" width="{box.width - 6}" height="{box.height - 6}"'
        frame += f'<rect class="p-inner" {inner} rx="2"/>'
    smalls = [_wrap(one, int((box.width - 8) / (_LETTER * 0.86)), 1)[0] for one in small.split(" · ") if one]
    smalls = smalls if box.width >= _WIDE else []
    room = max(1, (box.height - 10 - _SMALL * len(smalls)) // _LINE)
    lines = _wrap(node.name or node.id, int((box.width - 12) / _LETTER), room)
    first = box.y + (box.height - _LINE * len(lines) - _SMALL * len(smalls)) // 2 + 11
    middle = box.x + box.width // 2
    said = "".join(
        f'<text class="p-name" x="{middle}" y="{first + number * _LINE}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    below = first + len(lines) * _LINE
    said += "".join(
        f'<text class="p-small" x="{middle}" y="{below + number * _SMALL}">{escape(line)}</text>'
        for number, line in enumerate(smalls)
    )
    return frame + said


def _wrap(text: str, width: int, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: width - 1]}…"]
    return [line if len(line) <= width + 1 else f"{line[: width - 1]}…" for line in lines]


def _sign(node: Node, box: Bounds) -> str:
    x, y = box.x + box.width // 2, box.y + box.height // 2
    half = box.width // 2
    if node.kind in {NodeKind.START, NodeKind.END, NodeKind.PASS}:
        ring = f'<circle cx="{x}" cy="{y}" r="{half}"/>'
        if node.kind is NodeKind.PASS:
            ring += f'<circle class="p-inner" cx="{x}" cy="{y}" r="{half - 4}"/>'
        return ring
    diamond = f'<path d="M{x} {y - half} {x + half} {y} {x} {y + half} {x - half} {y}z"/>'
    arm = half // 2 - 1
    if node.kind is NodeKind.PARALLEL:
        sign = f'<path class="p-sign" d="M{x - arm} {y}H{x + arm}M{x} {y - arm}V{y + arm}"/>'
    elif node.kind is NodeKind.EXCLUSIVE:
        arm -= 3
        down, up = f"M{x - arm} {y - arm} {x + arm} {y + arm}", f"M{x + arm} {y - arm} {x - arm} {y + arm}"
        sign = f'<path class="p-sign" d="{down}{up}"/>'
    else:
        sign = f'<circle class="p-inner" cx="{x}" cy="{y}" r="{arm}"/>'
    return diamond + sign


def _name(node: Node, box: Bounds, *, is_tall: bool) -> str:
    """Return the words of a sign: below it, or where arrows run downwards at its upper left."""
    if not node.name:
        return ""
    if is_tall:
        words = _wrap(node.name, 26, 1)[0]
        return f'<text class="p-beside" x="{box.x + box.width // 2 - 10}" y="{box.y + 6}">{escape(words)}</text>'
    lines = _wrap(node.name, 20, 2)
    middle = box.x + box.width // 2
    return "".join(
        f'<text class="p-below" x="{middle}" y="{box.y + box.height + 14 + number * 13}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
