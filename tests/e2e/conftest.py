"""A real browser before a real house. With DINH_TOUR=1 each stop becomes a picture of docs/tour/."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from bench import rig as houses

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def house() -> Iterator[houses.Rig]:
    """A house of its own; for the tour with dossiers in it, so that its pages look as they do in use."""
    with houses.house(int(os.environ.get("DINH_TOUR_DOSSIERS", "0"))) as rig:
        yield rig


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no system Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()
