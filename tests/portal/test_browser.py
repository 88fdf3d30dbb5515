"""In a real browser: axe finds nothing, nothing scrolls sideways, the home is light, the wall renews itself."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client

from dinh.directory import api as directory
from dinh.directory.identity.models import Account
from dinh.indicators import api as indicators
from dinh.kernel import clock
from tests.design.test_browser import Quiet, Threaded, faults
from tests.indicators.chain import received, record

WIDTHS = (360, 1280)
PUBLIC = ["/", "/gioi-thieu/", "/chi-tieu/"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


class Tidy(Threaded):
    """Leaves no connection open in a thread that has ended."""

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()


@pytest.fixture(scope="module")
def commune(staffed: None, django_db_blocker: Any) -> directory.UnitView:
    """Return a commune with one dossier received today, for all to see."""
    del staffed
    with django_db_blocker.unblock():
        indicators.forget()
        today = clock.now().date()
        found = directory.unit_by_code(code="24781", level="commune", on=today)
        record([received(1, unit_id=found.unit_id, at=clock.now())])
    return found


@pytest.fixture(scope="module")
def address(commune: directory.UnitView, django_db_blocker: Any) -> Iterator[str]:
    del commune
    with django_db_blocker.unblock():
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Tidy, Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def session(commune: directory.UnitView, address: str, django_db_blocker: Any) -> dict[str, str]:
    """Return the session of the leader, as a browser keeps it."""
    del commune
    with django_db_blocker.unblock():
        client = Client()
        account = Account.objects.get(username="lanhdao.tinh")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages_are_clean(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    assert faults(page, address, PUBLIC) == []
    page.close()


@pytest.mark.parametrize("width", [*WIDTHS, 1920])
def test_pages_of_officials_are_clean(
    browser: Any, address: str, session: dict[str, str], commune: directory.UnitView, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 1080})
    context.add_cookies([session])
    places = [
        "/",
        "/dieu-hanh/",
        f"/dieu-hanh/don-vi/{commune.unit_id}/",
        "/dieu-hanh/chi-tieu/dossiers.online_share/",
        "/dieu-hanh/but-toan/dos_1/",
        "/tim/?q=xuan+huong",
    ]
    assert faults(context.new_page(), address, places) == []
    context.close()


def test_wall_moves_by_one_without_loading_again(
    browser: Any, address: str, session: dict[str, str], commune: directory.UnitView
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([session])
    page, loads = context.new_page(), []
    page.on("load", lambda _page: loads.append(1))
    page.goto(f"{address}/dieu-hanh/")
    before = int(page.inner_text(".d-stat__value >> nth=0"))
    elsewhere(lambda: record([received(2, unit_id=commune.unit_id, at=clock.now())]))
    page.wait_for_function(
        "before => +document.querySelector('.d-stat__value').innerText > before", arg=before, timeout=20_000
    )
    assert int(page.inner_text(".d-stat__value >> nth=0")) == before + 1
    assert len(loads) == 1
    context.close()


def elsewhere(act: Callable[[], None]) -> None:
    """Do it over a connection of its own, as another process would: what this test's transaction holds nobody sees."""

    def whole() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=whole)
    thread.start()
    thread.join()
