"""TopoJSON arcs to rings: the quantised, delta-coded form to plain longitude and latitude."""

from collections.abc import Mapping, Sequence
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]


def polygons_of(topology: Mapping[str, Any], layer: str) -> dict[str, tuple[Polygon, ...]]:
    """Return the polygons of each `code` in one layer; the first ring of a polygon is its shore, others are holes."""
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    found = {}
    for geometry in topology["objects"][layer]["geometries"]:
        groups = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        found[geometry["properties"]["code"]] = tuple(tuple(_ring(ring, arcs) for ring in group) for group in groups)
    return found


def _arc(deltas: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> Ring:
    (step_x, step_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        # Five decimals are one metre, finer than the simplified lines.
        points.append((round(x * step_x + left, 5), round(y * step_y + bottom, 5)))
    return tuple(points)


def _ring(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc if not points else arc[1:])
    return tuple(points)
