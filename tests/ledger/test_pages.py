from collections.abc import Sequence

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from dinh.kernel.actor import ANONYMOUS, Actor, ActorKind
from dinh.kernel.errors import NotAllowed, NotFound
from dinh.ledger import api
from dinh.ledger.web import letters, views
from tests.ledger.events import following, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
OFFICIAL = Actor(kind=ActorKind.OFFICIAL, display_name="Trần Thị Hoa")
OPERATOR = Actor(kind=ActorKind.OFFICIAL, roles=frozenset({"operator"}))


def get(path: str, by: Actor = ANONYMOUS) -> str:
    request = RequestFactory().get(path)
    request.actor = by  # type: ignore[attr-defined]
    found = resolve(request.path)
    return found.func(request, **found.kwargs).content.decode()


def refuse(entries: Sequence[api.Delivered]) -> None:
    raise ValueError(f"cannot take {len(entries)}")


def test_the_public_sees_that_an_entry_exists_and_takes_the_proof(client: Client) -> None:
    entry_id = say("secret_1").entry_id
    api.seal()
    page = client.get(reverse("ledger:entry", args=[entry_id]))
    assert page.status_code == 200
    assert entry_id in page.content.decode()
    assert "secret_1" not in page.content.decode()
    answer = client.get(reverse("ledger:proof", args=[entry_id]))
    proof = api.Proof.from_json(answer.content)
    key = client.get(reverse("ledger:public_key")).content
    assert proof.body is None
    assert api.check(proof, key).holds
    assert client.get(reverse("ledger:newest_head")).content == proof.note


def test_officials_see_the_whole_entry() -> None:
    entry_id = say("secret_1").entry_id
    page = get(reverse("ledger:entry", args=[entry_id]), OFFICIAL)
    assert "secret_1" in page
    assert "chứng minh.json" not in page
    api.seal()
    assert "secret_1" in get(reverse("ledger:proof", args=[entry_id]), OFFICIAL)


def test_the_record_finds_an_entry_by_its_code(client: Client) -> None:
    assert client.get(reverse("ledger:record")).status_code == 200
    entry_id = say("a_1").entry_id
    api.seal()
    assert client.get(reverse("ledger:record")).status_code == 200
    found = client.get(reverse("ledger:record"), {"q": f" {entry_id} "})
    assert found["Location"] == reverse("ledger:entry", args=[entry_id])
    assert client.get(reverse("ledger:record"), {"q": "ent_none"}).status_code == 404


def test_there_is_no_head_before_the_first_seal() -> None:
    with pytest.raises(NotFound):
        get(reverse("ledger:newest_head"))


@pytest.mark.parametrize("poisoned", [1, 3])
def test_operators_see_what_could_not_be_delivered(poisoned: int, django_assert_num_queries: object) -> None:
    for number in range(poisoned):
        say(f"a_{number}")
        say(f"a_{number}")
    api.seal()
    with following("tests.refuse", refuse):
        api.deliver()
    with django_assert_num_queries(4):  # type: ignore[operator]
        page = get(reverse("ledger:dead_letters"), OPERATOR)
    assert page.count("ValueError: cannot take 1") == poisoned
    assert "tests.refuse" in get(reverse("ledger:dead_letters") + "?tu=x", OPERATOR)


def test_only_operators_see_dead_letters(client: Client) -> None:
    with pytest.raises(NotAllowed):
        get(reverse("ledger:dead_letters"), OFFICIAL)
    assert client.get(reverse("ledger:dead_letters"))["Location"].startswith("/dang-nhap/")


def test_an_operator_delivers_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [True]

    def handle(entries: Sequence[api.Delivered]) -> None:
        if failing[0]:
            refuse(entries)

    say("a_1")
    api.seal()
    monkeypatch.setattr(letters.messages, "success", lambda *_: None)
    monkeypatch.setattr(letters.messages, "warning", lambda *_: None)
    with following("tests.handle", handle):
        api.deliver()
        path = reverse("ledger:replay", args=[api.dead_letters()[0].dead_letter_id])
        found = resolve(path)
        for still_failing in (True, False):
            failing[0] = still_failing
            request = RequestFactory().post(path)
            request.actor = OPERATOR  # type: ignore[attr-defined]
            assert found.func(request, **found.kwargs)["Location"] == reverse("ledger:dead_letters")
            assert api.count_dead_letters() == int(still_failing)
    assert client.get(path).status_code == 405
    assert views.record.dinh_access == (("public",), ())  # type: ignore[attr-defined]
