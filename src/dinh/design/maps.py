"""Maps drawn on the server: polygons in, SVG paths out. Pure functions; the same borders give the same path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

Point = tuple[float, float]
Ring = tuple[Point, ...]
BINS = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """One unit on the map: rings of (longitude, latitude), holes among them (drawn even-odd)."""

    code: str
    name: str
    rings: tuple[Ring, ...]

    def __hash__(self) -> int:
        # Without the thousands of points: they are compared where the rest is the same, which is by identity at once.
        return hash((self.code, self.name, len(self.rings)))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a shape shows: its class 1-5 or None for no data, its value in words, where it leads."""

    bin: int | None
    text: str
    href: str = ""


def read_shapes(
    data: Mapping[str, Any], *, only: Mapping[str, str] | None = None, tolerance: float = 0.0, code: str = "code"
) -> tuple[Shape, ...]:
    """Return the polygons of a GeoJSON or TopoJSON document as shapes.

    `only` keeps features whose properties equal it, e.g. {"province": "68"}. `tolerance` in degrees simplifies;
    borders of a TopoJSON stay shared because its arcs are simplified, not the polygons.
    """
    found = _topology(data, tolerance) if data["type"] == "Topology" else _features(data, tolerance)
    wanted = only or {}
    return tuple(
        Shape(code=str(properties[code]), name=str(properties.get("name", "")), rings=rings)
        for properties, rings in found
        if all(str(properties.get(key)) == value for key, value in wanted.items())
    )


def _features(data: Mapping[str, Any], tolerance: float) -> Iterator[tuple[Mapping[str, Any], tuple[Ring, ...]]]:
    for feature in data["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = (tuple((p[0], p[1]) for p in ring) for polygon in polygons for ring in polygon)
        yield feature["properties"], tuple(simplify(ring, tolerance) for ring in rings)


def _topology(data: Mapping[str, Any], tolerance: float) -> Iterator[tuple[Mapping[str, Any], tuple[Ring, ...]]]:
    arcs = [simplify(arc, tolerance) for arc in _arcs(data)]
    for collection in data["objects"].values():
        for geometry in collection["geometries"]:
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            yield geometry["properties"], tuple(_stitch(ring, arcs) for polygon in polygons for ring in polygon)


def _arcs(data: Mapping[str, Any]) -> Iterator[Ring]:
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield tuple(points)


def _stitch(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    points: list[Point] = []
    for place in ring:
        arc = arcs[place] if place >= 0 else arcs[~place][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)


def simplify(points: Ring, tolerance: float) -> Ring:
    """Return the line with every point left out that lies within `tolerance` of what remains (Douglas and Peucker)."""
    few = 3
    if tolerance <= 0 or len(points) < few:
        return points
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        gaps = [(_distance(points[i], points[first], points[last]), i) for i in range(first + 1, last)]
        far, place = max(gaps, default=(0.0, 0))
        if far > tolerance:
            keep.add(place)
            waiting += [(first, place), (place, last)]
    return tuple(points[place] for place in sorted(keep))


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    if length == 0:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(dy * (point[0] - start[0]) - dx * (point[1] - start[1])) / length


def project(shapes: Iterable[Shape], *, width: float) -> tuple[list[tuple[Shape, tuple[Ring, ...]]], float]:
    """Return the shapes in a plane `width` wide, true in proportion at their middle latitude; and its height."""
    shapes = list(shapes)
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = width / ((east - west) * squeeze or 1)
    drawn = [
        (
            shape,
            tuple(tuple(((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring) for ring in shape.rings),
        )
        for shape in shapes
    ]
    return drawn, (north - south) * scale


def path(rings: Iterable[Ring]) -> str:
    """Return the rings as the `d` of an SVG path, in tenths, each closed."""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)


@lru_cache(maxsize=32)
def paths(shapes: tuple[Shape, ...], width: int) -> tuple[tuple[tuple[Shape, str], ...], float]:
    """Return each shape with its path and the height of the picture; kept, because borders change on few days."""
    drawn, height = project(shapes, width=width)
    return tuple((shape, path(rings)) for shape, rings in drawn), height


def map_svg(
    shapes: Sequence[Shape], marks: Mapping[str, Mark], *, name: str, label: str, width: int = 600
) -> SafeString:
    """Return the map: one titled, linked shape per unit, coloured by its class, hatched where there is no data."""
    if not shapes:
        return mark_safe("")
    drawn, height = paths(tuple(shapes), width)
    missing = Mark(bin=None, text=gettext("no data yet"))
    parts = format_html_join(
        "", "{}", ((_shape(shape, d, marks.get(shape.code, missing), name),) for shape, d in drawn)
    )
    return format_html(
        '<svg class="d-map__svg" viewBox="-2 -2 {} {}" role="group" aria-label="{}">{}{}</svg>',
        width + 4,
        round(height) + 4,
        label,
        _hatch(name),
        parts,
    )


def spot_svg(rings: Sequence[Ring], spot: Point, *, label: str, width: int = 320) -> SafeString:
    """Return one unit with one point (longitude, latitude) on it; a point outside widens the picture."""
    # The point is laid into the plane as a ring of its own.
    ((_shape, (*land, (place,))),), height = project([Shape("", "", (*rings, (spot,)))], width=width)
    return format_html(
        '<svg class="d-spot" viewBox="-12 -12 {} {}" role="img" aria-label="{}"><path class="d-spot__land"'
        ' fill-rule="evenodd" d="{}"/><circle class="d-spot__ring" cx="{x}" cy="{y}" r="9"/>'
        '<circle class="d-spot__dot" cx="{x}" cy="{y}" r="3"/></svg>',
        width + 24,
        round(height) + 24,
        label,
        path(land),
        x=f"{place[0]:.1f}",
        y=f"{place[1]:.1f}",
    )


def _hatch(name: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="d-map__hatch-ground" width="7" height="7"/>'
        '<line class="d-map__hatch-line" x1="0" y1="0" x2="0" y2="7"/>'
        "</pattern></defs>",
        name,
    )


def _shape(shape: Shape, d: str, mark: Mark, name: str) -> SafeString:
    said = f"{shape.name}: {mark.text}"
    fill = format_html(' fill="url(#{}-hatch)"', name) if mark.bin is None else ""
    css = "missing" if mark.bin is None else str(min(max(mark.bin, 1), BINS))
    body = format_html(
        '<path class="d-map__shape d-map__shape--{}"{} fill-rule="evenodd" d="{}"><title>{}</title></path>',
        css,
        fill,
        d,
        said,
    )
    if not mark.href:
        return body
    return format_html('<a href="{}" class="d-map__link" aria-label="{}">{}</a>', mark.href, said, body)
