"""The one browser of all tests that need one, and what it asks of a place where tests run."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CHROMIUM = shutil.which("chromium")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"


@contextmanager
def opened() -> Iterator[Any]:
    """Open the browser. Its driver keeps a loop in this thread, beside which Django would refuse the database."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get(_UNSAFE)
    os.environ[_UNSAFE] = "true"
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
            yield browser
            browser.close()
    finally:
        os.environ.pop(_UNSAFE)
        if before is not None:
            os.environ[_UNSAFE] = before
