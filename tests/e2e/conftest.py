"""A real browser before a real house. With DINH_TOUR=1 each stop becomes a picture of docs/tour/."""

import os
from collections.abc import Iterator

import pytest
from bench import rig as houses


@pytest.fixture(scope="package")
def house() -> Iterator[houses.Rig]:
    """A house as the demonstration makes it, with few dossiers; for the tour with many, as in use."""
    with houses.house(int(os.environ.get("DINH_TOUR_DOSSIERS", "40"))) as rig:
        yield rig
