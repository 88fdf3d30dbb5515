"""The small province, and a store of files of its own."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from dinh.documents.registry import house as registry
from dinh.dossiers.registry import references
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
    references.forget()
    yield
    references.forget()


@pytest.fixture
def world(db: None, tmp_path: Path) -> places.World:
    del db
    return places.make(tmp_path)
