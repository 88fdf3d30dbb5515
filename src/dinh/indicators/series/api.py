"""The door of the series: what others publish and what the house counts, on any day's map; and the targets."""

from collections.abc import Sequence

from dinh.indicators.series import registry
from dinh.indicators.series.policies.access import READING, can_read
from dinh.indicators.series.queries.kin import on_map
from dinh.indicators.series.queries.observations import known_series, measured_codes
from dinh.indicators.series.queries.readings import map_of, merging, people_gaps, periods_of, read
from dinh.indicators.series.queries.targets import standings
from dinh.indicators.series.types import (
    Estimate,
    GapPart,
    Line,
    Merging,
    Method,
    Part,
    Point,
    Quantity,
    Reading,
    Series,
    Standing,
    Target,
    Verdict,
    View,
    Why,
)


def published() -> Sequence[Series]:
    """Return the definitions of the series that others publish, in the order of their files."""
    return registry.published()


__all__ = [
    "READING",
    "Estimate",
    "GapPart",
    "Line",
    "Merging",
    "Method",
    "Part",
    "Point",
    "Quantity",
    "Reading",
    "Series",
    "Standing",
    "Target",
    "Verdict",
    "View",
    "Why",
    "can_read",
    "known_series",
    "map_of",
    "measured_codes",
    "merging",
    "on_map",
    "people_gaps",
    "periods_of",
    "published",
    "read",
    "standings",
]
