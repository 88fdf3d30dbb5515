"""What all tests share."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import browser as browsers

# A whole house for a folder of tests: one worker keeps it to itself from the start, the others share the rest.
_HOUSES = ("tests/e2e/", "tests/trouble/")
_LONG = ("killed", "engines", "histories")
_KEPT = "('django_migrations', 'django_content_type', 'auth_permission')"
_EMPTY = f"""
DO $$ DECLARE names text; BEGIN
  SELECT string_agg(format('%I', tablename), ', ') INTO names FROM pg_tables
  WHERE schemaname = current_schema() AND tablename NOT IN {_KEPT};
  EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY CASCADE';
END $$;
"""

_EMPTY_FILLED = f"""
DO $$ DECLARE one text; is_filled boolean; filled text[] := '{{}}'; BEGIN
  FOR one IN SELECT format('%I', tablename) FROM pg_tables
    WHERE schemaname = current_schema() AND tablename NOT IN {_KEPT} LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || one || ')' INTO is_filled;
    IF is_filled THEN filled := filled || one; END IF;
  END LOOP;
  IF filled <> '{{}}' THEN EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE'; END IF;
END $$;
"""

# A busy machine is no fault of the code: tests assert no times.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    """Begin every test in the language of the house: a page read in English leaves its language to the thread."""
    translation.activate("vi")


def pytest_configure(config: pytest.Config) -> None:
    del config
    from django.test import TransactionTestCase

    from dinh.config import catalogue

    catalogue.compile_all()
    _show_books()
    # Django's way truncates every table and makes all permissions anew: two seconds after each such test.
    TransactionTestCase._fixture_teardown = lambda _: empty_what_was_filled()


def _show_books() -> None:
    """Let this process hold the definitions of the house, as if it had just found that nothing was published."""
    from dinh.indicators.figures.registry import shelf

    held = shelf._shelf
    if held._books is None:
        held._books, held._edition = shelf.joined_leaving_out(shelf.shipped(), ()), ""
    held._looked_at = math.inf


@pytest.fixture(autouse=True)
def _books(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether something was published is asked once a second: tests that count questions ask it only on purpose."""
    from dinh.indicators.figures.registry import shelf

    monkeypatch.setattr(shelf, "_RECHECK_SECONDS", math.inf)
    _show_books()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep the tests of a file with one worker, so that what they share is made once."""
    file = item.nodeid.partition("::")[0]
    item.add_marker(pytest.mark.xdist_group("houses" if file.startswith(_HOUSES) else file))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; nobody waits at the end for one worker."""
    items.sort(key=lambda item: (not item.nodeid.startswith(_HOUSES), not any(word in item.nodeid for word in _LONG)))


def empty_database() -> None:
    """Take every row out, past the triggers that keep the ledger: only the owner of a test database may."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_EMPTY)
        cursor.execute("SET session_replication_role = origin")


def empty_what_was_filled() -> None:
    """Empty the tables that hold rows after a test of several transactions; kinds and permissions stay as they are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_EMPTY_FILLED)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what threads of servers and writers left open, so that the database of the tests can be dropped."""
    from django.db import connection

    yield django_db_setup
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the real map of the country once for a module's tests, and leave the database empty after them."""
    del django_db_setup
    from django.conf import settings

    from dinh.directory import api as directory
    from dinh.kernel.actor import SYSTEM

    with django_db_blocker.unblock():
        empty_database()
        directory.load_units(by=SYSTEM, at=datetime(2026, 1, 1, tzinfo=UTC), folder=settings.DINH_DATA)
    yield
    with django_db_blocker.unblock():
        empty_database()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for the tests of a module, closed with it: its loop must not outlive them in this process."""
    if browsers.CHROMIUM is None:
        pytest.skip("no system Chromium")
    with browsers.opened() as one:
        yield one
