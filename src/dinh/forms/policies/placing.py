"""Whether a point lies in its commune: whole microdegrees, even-odd rings, and a border that is drawn roughly.

The browser does the same in `point.js`; one test runs both on made-up points.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from math import floor
from typing import Any

from dinh.forms.policies.answers import leaves, live, pattern_of, questions_of
from dinh.forms.policies.compiling import Compiled
from dinh.forms.types.definition import Path, dotted
from dinh.forms.types.kinds import Kind

MICRO = 1_000_000
# About 1 km: the boundaries at hand are simplified to lines of 1.5 km (median), so that they cannot judge what is this
# near to them.
NEAR = 9_000
Spot = tuple[int, int]
Rings = Sequence[Sequence[Spot]]
# The part of a person that says where they live: never where a building or a well stands.
_HOME = "residence"


class Lies(StrEnum):
    """Where a point lies. NEAR is outside, but within `NEAR` of the line."""

    INSIDE = "inside"
    NEAR = "near"
    OUTSIDE = "outside"


def micro(degrees: float) -> int:
    """Return whole microdegrees (0.1 m), rounded as the browser rounds."""
    return floor(degrees * MICRO + 0.5)


def degrees(spot: Spot) -> tuple[float, float]:
    """Return a spot in degrees, as it is drawn."""
    return spot[0] / MICRO, spot[1] / MICRO


def lies(spot: Spot, rings: Rings) -> Lies:
    """Return where a spot (longitude, latitude) lies against closed rings drawn even-odd."""
    edges = [pair for ring in rings for pair in pairwise(ring)]
    if sum(_is_crossed(spot, start, end) for start, end in edges) % 2:
        return Lies.INSIDE
    return Lies.NEAR if any(_is_near(spot, start, end) for start, end in edges) else Lies.OUTSIDE


def _is_crossed(spot: Spot, start: Spot, end: Spot) -> bool:
    """Tell whether a ray to the east crosses an edge; its lower end counts, its upper does not."""
    (x, y), (low, high) = spot, sorted((start, end), key=lambda one: one[1])
    if not low[1] <= y < high[1]:
        return False
    return (high[0] - low[0]) * (y - low[1]) > (x - low[0]) * (high[1] - low[1])


def _is_near(spot: Spot, start: Spot, end: Spot) -> bool:
    """Tell whether an edge passes within NEAR, in whole numbers: no root is drawn, nothing is divided."""
    ax, ay = spot[0] - start[0], spot[1] - start[1]
    dx, dy = end[0] - start[0], end[1] - start[1]
    along, length = ax * dx + ay * dy, dx * dx + dy * dy
    if along <= 0:
        return ax * ax + ay * ay <= NEAR * NEAR
    if along >= length:
        return (ax - dx) ** 2 + (ay - dy) ** 2 <= NEAR * NEAR
    return (ax * dy - ay * dx) ** 2 <= NEAR * NEAR * length


def beside(form: Compiled) -> Mapping[str, str]:
    """Return for each point of the form the commune it is judged by: the nearest asked before it, by pattern."""
    found: dict[str, str] = {}
    units: list[str] = []
    for pattern, one in form.by_pattern.items():
        if one.kind is Kind.UNIT and _HOME not in one.pattern:
            units.append(pattern)
        elif one.kind is Kind.MAP_POINT:
            fit = [unit for unit in units if pattern.startswith(unit.rpartition("*")[0])]
            found |= {pattern: fit[-1]} if fit else {}
    return found


def address_beside(units: Mapping[str, str], path: Path) -> str:
    """Return the address of the commune a point is judged by, "" where the form asks none before it."""
    numbers = [str(part) for part in path if isinstance(part, int)]
    address = units.get(pattern_of(path), "")
    for number in numbers[: address.count("*")]:
        address = address.replace("*", number, 1)
    return address


def points(form: Compiled, answers: Mapping[str, Any]) -> Iterator[tuple[str, Spot, int]]:
    """Yield each point that counts and has a commune beside it: its address, the spot, the commune."""
    given = {dotted(path): (path, one, value) for path, one, value in _given(form, answers)}
    units = beside(form)
    for address, (path, one, value) in given.items():
        unit = given.get(address_beside(units, path)) if one.kind is Kind.MAP_POINT else None
        if unit and isinstance(unit[2], int) and (spot := spot_of(value)):
            yield address, spot, unit[2]


def _given(form: Compiled, answers: Mapping[str, Any]) -> Iterator[tuple[Path, Any, Any]]:
    return leaves(questions_of(form), live(form, answers).answers)


def spot_of(value: Any) -> Spot | None:
    """Return an answer as a spot, None where it is no point."""
    try:
        return micro(float(value["lon"])), micro(float(value["lat"]))
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
