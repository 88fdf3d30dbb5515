"""A real browser before a real house. With DINH_TOUR=1 each stop becomes a picture of docs/tour/."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bench import rig as houses

from tests.e2e.visit import Person


@pytest.fixture(scope="package")
def house() -> Iterator[houses.Rig]:
    """A house as the demonstration makes it, with few dossiers; for the tour with many, as in use."""
    with houses.house(int(os.environ.get("DINH_TOUR_DOSSIERS", "40"))) as rig:
        yield rig


@pytest.fixture
def person(browser: Any, house: houses.Rig) -> Iterator[Callable[[str, str], Person]]:
    """Return what signs an official in at a desktop and opens a page."""
    here: list[Person] = []

    def come(name: str, path: str) -> Person:
        here.append(Person(browser, house.url, width=1280))
        here[-1].sign_in_official(name, path)
        return here[-1]

    yield come
    for one in here:
        one.close()
