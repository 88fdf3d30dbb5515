"""The home of a citizen: what is under way comes first, in as many questions however much it is."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.directory.identity.types import AccountKind
from dinh.dossiers.registry import references
from dinh.kernel.actor import SYSTEM
from tests.dossiers import world as places

pytestmark = pytest.mark.integration


@pytest.fixture
def world(db: None, tmp_path: Path) -> places.World:
    del db
    references.forget()
    return places.make(tmp_path)


def _citizen(world: places.World) -> Client:
    account = directory.open_account(
        by=SYSTEM, at=places.AT, kind=AccountKind.CITIZEN, username="hoa", person_id=world.hoa.person_id
    )
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_home_shows_a_citizen_what_is_under_way(world: places.World) -> None:
    draft, dossier = places.draft(world), places.received(world)
    browser = _citizen(world)
    page = browser.get("/")
    assert [one["href"] for one in page.context["mine"]] == [
        f"/nop-ho-so/{places.BIRTH}/{draft}/",
        f"/ho-so/{dossier}/",
    ]
    assert 'href="/kho-giay-to/"' in page.content.decode()
    assert browser.get(f"/ho-so/{dossier}/").status_code == 200


def test_home_of_a_citizen_asks_the_same_number_of_questions(world: places.World) -> None:
    browser, counts = _citizen(world), []
    for more in (1, 2):
        for _ in range(more):
            places.received(world)
        browser.get("/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_home_of_a_citizen_without_dossiers_shows_the_way_to_them(world: places.World) -> None:
    page = _citizen(world).get("/")
    assert page.context["mine"] == []
    assert 'href="/toi/ho-so/"' in page.content.decode()
