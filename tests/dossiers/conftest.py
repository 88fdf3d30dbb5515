"""The small province, and a store of files of its own."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from dinh.documents.registry import house as registry
from dinh.dossiers.registry import nearby, references, spelling
from dinh.ledger import api as ledger
from dinh.ledger.registry import register, unregister
from tests.dossiers import editions
from tests.dossiers import world as places


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One test authority for the whole run: making keys is slow."""
    return tmp_path_factory.mktemp("pki")


@pytest.fixture(autouse=True)
def house(tmp_path: Path, authority: Path) -> Iterator[registry.House]:
    before = registry.house()
    fresh = dataclasses.replace(before, files=tmp_path / "files", pki=authority)
    registry.configure(fresh)
    yield fresh
    registry.configure(before)


@pytest.fixture(autouse=True)
def fresh_references() -> Iterator[None]:
    for kept in (references, nearby, spelling):
        kept.forget()
    yield
    for kept in (references, nearby, spelling):
        kept.forget()


@pytest.fixture(autouse=True)
def only_own_handlers() -> Iterator[None]:
    """What other modules do with the record is tested there, and some keep ids of rows these tests roll back."""
    before = ledger.handlers()
    for one in before:
        if not one.name.startswith("dossiers."):
            unregister(one.name)
    yield
    for one in before:
        register(one)


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[places.World]:
    """The province, made once for all tests of a module that roll back, and gone again after it."""
    del django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        yield places.make(tmp_path_factory.mktemp("catalogue"))
        transaction.set_rollback(True)


@pytest.fixture
def world(standing: places.World, db: None) -> places.World:
    del db
    return standing


@pytest.fixture
def open_world(transactional_db: None, tmp_path: Path) -> places.World:
    """The province for tests of several transactions at once: committed, and emptied after the test."""
    del transactional_db
    return places.make(tmp_path)


@pytest.fixture
def corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After this, Friday 27/02/2026 is a day off: the edition before stands in the archive."""
    editions.correct(tmp_path / "calendar", monkeypatch)
    yield
    monkeypatch.undo()
    editions.forget_calendars()
