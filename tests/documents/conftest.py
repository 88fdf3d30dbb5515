"""Actors and makers that the tests of documents share."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dinh.documents.registry import house as registry
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.clock import VN


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 2, 13, 9, 5, tzinfo=VN)


@pytest.fixture
def citizen() -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id="acc_an", person_id="per_an", display_name="Nguyễn Văn An")


@pytest.fixture
def stranger() -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id="acc_la", person_id="per_la", display_name="Người Lạ")


@pytest.fixture
def officer() -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id="acc_thao",
        person_id="per_thao",
        post_id="pst_thao",
        agency_id="agy_xh",
        unit_id=1,
        roles=frozenset({Role.MOT_CUA, Role.HEAD}),
        display_name="Lê Hoàng Phương Thảo",
    )


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One test authority for the whole run: making keys is slow."""
    return tmp_path_factory.mktemp("pki")


@pytest.fixture(autouse=True)
def house(tmp_path: Path, authority: Path) -> Iterator[registry.House]:
    before = registry.house()
    fresh = dataclasses.replace(before, files=tmp_path / "files", pki=authority, max_bytes=5 * 1024 * 1024)
    registry.configure(fresh)
    yield fresh
    registry.configure(before)
