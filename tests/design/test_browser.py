"""The gallery in a real browser: nothing scrolls sideways, axe finds nothing, the content policy is kept, keys work."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

from dinh.design import library
from dinh.design.web.gallery import ROOMS

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PLACES = ["", *(f"room/{room}/" for room in ROOMS)]
COMPONENTS = [f"{name}/" for name in library.names()]

pytestmark = pytest.mark.e2e


class Quiet(WSGIRequestHandler):
    def log_message(self, *parts: Any) -> None:
        del parts


class Threaded(ThreadingMixIn, WSGIServer):
    """Chromium keeps a spare connection open; a server of one thread would wait for it."""

    daemon_threads = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Threaded, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/_design/"
    server.shutdown()
    thread.join()
    server.server_close()


def faults(page: Any, address: str, places: list[str]) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    found = []
    for place in places:
        page.goto(address + place)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        rules = [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]]
        if wide > 0 or rules or said:
            found.append(f"{place}: {wide} px too wide, {rules}, {said}")
        said.clear()
    return found


@pytest.mark.parametrize(("width", "places"), [(360, PLACES + COMPONENTS), (1280, PLACES)], ids=["phone", "screen"])
def test_gallery_is_clean(browser: Any, address: str, width: int, places: list[str]) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    assert faults(page, address, places) == []
    page.close()


def test_desk_shows_25_rows_and_walks_them_by_keyboard(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + "room/desk/")
    page.wait_for_load_state("networkidle")
    inside = "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"
    assert page.eval_on_selector_all("tbody tr", inside) == 25
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "H36.12.05-260213-0009"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.evaluate("document.getElementById('phim-tat').open") is True
    page.close()
