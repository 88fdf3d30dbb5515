"""Today's province, its people, a handful of dossiers, and three people who write and approve definitions."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from dinh.indicators.dictionary import api
from dinh.indicators.figures import api as figures
from dinh.kernel import clock
from dinh.kernel.actor import Actor, ActorKind, Role
from tests.indicators.workbench.conftest import communes, dossiers, month
from tests.portal.conftest import leader, province, signed_in, staffed

__all__ = ["communes", "dossiers", "leader", "month", "province", "signed_in", "staffed"]
CODE = "tinh.post_share"


def official(person: str, *roles: Role) -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL, person_id=person, roles=frozenset(roles), display_name=person.removeprefix("per_")
    )


@pytest.fixture(autouse=True)
def _fresh_books() -> Iterator[None]:
    figures.forget_published()
    yield
    figures.forget_published()


@pytest.fixture
def writer() -> Actor:
    return official("per_Lan", Role.DATA_OFFICER)


@pytest.fixture
def other() -> Actor:
    return official("per_Minh", Role.DATA_OFFICER)


@pytest.fixture
def chief() -> Actor:
    return official("per_Chung", Role.LEADER)


@pytest.fixture
def today() -> date:
    return clock.local(clock.now()).date()


def row(**changes: Any) -> dict[str, Any]:
    """Return a definition as a file would say it; None leaves a word out."""
    said: dict[str, Any] = {
        "code": CODE,
        "name_vi": "Hồ sơ đã số hóa",
        "name_en": "Dossiers digitised",
        "unit": "%",
        "numerator": "received_online",
        "denominator": "received",
        "direction": "higher",
        "source_kind": "measured",
        "legal_basis": "12/2026/QĐ-UBND, Điều 3",
        "base_vi": "Hồ sơ tiếp nhận trong kỳ",
        "base_en": "Dossiers received in the period",
        "notes_vi": [],
        "notes_en": [],
        "valid_from": date(2022, 1, 1),
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def published(writer: Actor, chief: Actor, *, at: datetime | None = None, **changes: Any) -> api.VersionView:
    """Write, propose and approve a definition, and have this process look anew."""
    at = at or clock.now()
    draft = api.begin_draft(by=writer, at=at, row=row(**changes))
    api.propose(by=writer, at=at, version_id=draft.version_id)
    made = api.publish(by=chief, at=at, version_id=draft.version_id)
    figures.forget_published()
    return made
