"""The desk looks for people: masked on the page, with the way to their dossiers."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db
FIND = "/ban-lam-viec/tim/nguoi/"


def test_people_are_found_masked_and_lead_to_their_dossiers(
    mapped: w.World, sign_in: Callable[[Actor], Client]
) -> None:
    dossier_id, desk = w.received(mapped), sign_in(mapped.desk)
    page = desk.get(FIND, {"q": "nguyen thi hoa"})
    assert "Nguyễn Thị Hòa" in text_of(page)
    assert "900000000001" not in page.content.decode()
    assert "0912345678" not in page.content.decode()
    own = f"{FIND}{mapped.hoa.person_id}/"
    assert f'href="{own}"' in page.content.decode()
    assert f"/ban-lam-viec/ho-so/{dossier_id}/" in desk.get(own).content.decode()
    everywhere = desk.get("/tim/", {"q": "0001"}).content.decode()
    assert f'href="{own}"' in everywhere
    assert "900000000001" not in everywhere
    assert f'href="{FIND}?q=hoa"' in desk.get("/ban-lam-viec/tim/?q=hoa").content.decode()


def test_who_may_not_see_them_finds_nobody(mapped: w.World, sign_in: Callable[[Actor], Client]) -> None:
    w.received(mapped)
    builder = sign_in(mapped.builder)
    assert "Nguyễn Thị Hòa" not in text_of(builder.get(FIND, {"q": "nguyen thi hoa"}))
    assert "Nguyễn Thị Hòa" not in text_of(builder.get("/tim/", {"q": "nguyen thi hoa"}))
    assert builder.get(f"{FIND}{mapped.hoa.person_id}/").status_code == 404
    assert sign_in(mapped.hoa).get(FIND).status_code == 403


@pytest.mark.parametrize("asked", ["?q=ho", "?q=%00", "?q=", "", "?q=%5C%28%5B"])
def test_any_words_get_an_answer(mapped: w.World, sign_in: Callable[[Actor], Client], asked: str) -> None:
    assert sign_in(mapped.desk).get(f"{FIND}{asked}").status_code == 200
