"""Changing the signing key: older seals still hold, later ones of the old key do not, and a crash loses nothing."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import connection
from django.test import Client

from dinh.kernel.actor import SYSTEM, Actor, ActorKind
from dinh.kernel.errors import NotAllowed
from dinh.ledger import api
from dinh.ledger.operations import keys
from dinh.ledger.types.head import load_publics
from tests.ledger.events import AT, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    settings.DINH_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "keys"


def sealed(number: int) -> str:
    made = say("a_1", number)
    api.seal(at=AT)
    return made.entry_id


def report() -> list[str]:
    return [one.text for one in api.verify(public_keys=api.public_keys()).faults]


def test_seals_and_proofs_from_before_hold_after_the_key_was_changed(folder: Path) -> None:
    before = sealed(1)
    old, proof = api.public_keys()[0], api.prove(before)
    private = (folder / "ledger.pem").read_bytes()
    name = api.change_key(by=SYSTEM, at=AT)
    sealed(2)
    assert report() == []
    assert [api.key_name(one) for one in api.public_keys()] == [name, api.key_name(old)]
    assert private not in {file.read_bytes() for file in folder.iterdir()}
    assert sorted(file.name for file in folder.iterdir()) == [
        f"ledger-{api.key_name(old)}.pub.pem", "ledger.pem", "ledger.pub.pem",
    ]  # fmt: skip
    assert api.check(proof, api.export_key()).holds
    assert api.check(api.prove(before), api.export_key()).holds
    [change] = api.changes()
    assert (change.last_head, change.is_endorsed, api.key_name(change.next)) == (1, True, name)
    page = Client().get("/so-cai/").content.decode()
    assert name in page
    assert f"{api.key_name(old)}, lúc" in page
    assert Client().get("/so-cai/khoa-cong-khai.pem").content == api.export_key()


def test_a_seal_of_a_retired_key_is_held_against_it(folder: Path) -> None:
    sealed(1)
    stolen = (folder / "ledger.pem").read_bytes()
    api.change_key(by=SYSTEM, at=AT)
    sealed(2)
    todays = (folder / "ledger.pem").read_bytes()
    (folder / "ledger.pem").write_bytes(stolen)
    sealed(3)
    (folder / "ledger.pem").write_bytes(todays)
    assert report() == ["head 3: it is signed by a key that was retired before"]


def test_a_change_that_the_retired_key_did_not_endorse_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(1)
    monkeypatch.setattr(keys, "endorsement", lambda _following: b"something else")
    api.change_key(by=SYSTEM, at=AT)
    sealed(2)
    assert report() == ["the retired key did not endorse the one that follows it"]


# Of this database alone: whoever tests beside it seals in another one of the same server.
_HELD = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_STEPS = ["_publish", "_exchange", "_put_in_place", "_record_once", "replace", "unlink"]


@pytest.mark.parametrize("step", _STEPS)
def test_a_change_killed_at_any_step_goes_on(step: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    sealed(1)
    old = api.key_name(api.public_keys()[0])
    with monkeypatch.context() as trouble:
        target = Path if step in {"replace", "unlink"} else keys
        whole, calls = getattr(target, step), iter(range(100))

        def once(*given: object, **named: object) -> object:
            # Temporary files are tidied away by the same calls: those are let through.
            if os.fspath(given[0]).endswith((".pem", ".json")) if target is Path else next(calls) == 0:
                raise KeyboardInterrupt
            return whole(*given, **named)

        trouble.setattr(target, step, once)
        with pytest.raises(KeyboardInterrupt):
            api.change_key(by=SYSTEM, at=AT)
    sealed(2)
    name = api.change_key(by=SYSTEM, at=AT)
    sealed(3)
    assert report() == []
    assert [(api.key_name(one.retired), api.key_name(one.next)) for one in api.changes()] == [(old, name)]
    assert not list(folder.glob("*next*")) + list(folder.glob("*.json"))
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [keys.SEALING])
        assert cursor.fetchone()[0] <= 1


def test_the_key_is_changed_from_the_command_line_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotAllowed):
        api.change_key(by=Actor(kind=ActorKind.OFFICIAL, roles=frozenset({"operator"})), at=AT)
    call_command("ledger", "rotate-key")
    assert api.key_name(api.public_keys()[0]) in capsys.readouterr().out


def test_a_file_of_several_keys_holds_each() -> None:
    made = [Ed25519PrivateKey.generate().public_key() for _ in range(3)]
    read = load_publics(b"".join(keys.public_pem(one) for one in made))
    assert [api.key_name(one) for one in read] == [api.key_name(one) for one in made]
