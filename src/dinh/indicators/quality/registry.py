"""The editions of the index as they stand in `definitions/`, read once; the start fails on the first fault."""

from functools import cache
from pathlib import Path

from dinh.indicators.figures import api as figures
from dinh.indicators.quality.policies.reading import read
from dinh.indicators.quality.types import Edition

FOLDER = Path(__file__).parent / "definitions"
DEFAULT = "766"


@cache
def load() -> dict[str, Edition]:
    """Return the editions by code, the one in use first."""
    known = set(figures.shipped_versions())
    found = [read(file.name, file.read_text(encoding="utf-8"), known) for file in sorted(FOLDER.glob("*.toml"))]
    return {one.code: one for one in sorted(found, key=lambda one: one.code != DEFAULT)}


def edition(code: str = DEFAULT) -> Edition:
    """Return an edition; KeyError for a code nobody defined."""
    return load()[code]
