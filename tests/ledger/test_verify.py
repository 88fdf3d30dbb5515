import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection

from dinh.kernel.actor import SYSTEM
from dinh.ledger import api
from dinh.ledger.types.head import public_pem
from tests.ledger.events import AT, Happened, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def entries() -> list[str]:
    """A record of 600 entries under three heads, with two whole blocks."""
    for start, count in ((0, 100), (100, 413), (513, 87)):
        api.bulk_record(
            api.BulkRow(
                event=Happened(thing_id="a", number=start + n), by=SYSTEM, at=AT, recorded_at=AT,
                subjects=[f"a_{start + n}"],
            )
            for n in range(count)
        )  # fmt: skip
        api.seal(at=AT)
    return [api.entry_at(position).entry_id for position in (1, 257, 600)]


@contextmanager
def as_superuser() -> Iterator[None]:
    """What somebody with all rights in the database can do: switch the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def tamper(statement: str, *values: object) -> api.Report:
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
    return api.verify(public_keys=api.public_keys())


@pytest.mark.usefixtures("entries")
def test_an_untouched_record_is_whole() -> None:
    told: list[tuple[int, int]] = []
    report = api.verify(public_keys=api.public_keys(), progress=lambda done, total: told.append((done, total)))
    assert (report.entries, report.heads, report.first, report.last, report.faults) == (600, 3, 1, 600, [])
    assert told == [(600, 600)]
    part = api.verify(public_keys=api.public_keys(), first=300, last=520)
    assert (part.first, part.entries, part.heads, part.faults) == (257, 264, 1, [])


def test_an_empty_record_is_whole() -> None:
    assert api.verify(public_keys=api.public_keys()).holds
    say("a_1")
    assert api.verify(public_keys=api.public_keys()).holds


def test_one_changed_byte_names_the_entry(entries: list[str]) -> None:
    report = tamper("UPDATE ledger_entry SET body = set_byte(body, 30, 65) WHERE entry_id = %s", entries[1])
    assert [(one.position, one.entry_id) for one in report.faults] == [(257, entries[1])]
    assert "changed" in report.faults[0].text
    assert api.verify(public_keys=api.public_keys(), first=513).holds


def test_an_exchanged_entry_is_named(entries: list[str]) -> None:
    other = "convert_to(replace(convert_from(body, 'UTF8'), '\"number\":0', '\"number\":8'), 'UTF8')"
    report = tamper(
        f"UPDATE ledger_entry SET body = {other}, hash = sha256({other}) WHERE entry_id = %s",
        entries[0],
    )
    assert [(one.position, one.entry_id) for one in report.faults] == [(1, entries[0])]
    assert "exchanged" in report.faults[0].text


def test_a_rewritten_seal_breaks_the_tree(entries: list[str]) -> None:
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_entry SET body = '\\x7b7d', hash = sha256('\\x7b7d') WHERE entry_id = %s", [entries[1]]
        )
        cursor.execute("UPDATE ledger_sealed SET hash = sha256('\\x7b7d') WHERE entry_id = %s", [entries[1]])
    report = api.verify(public_keys=api.public_keys(), with_schemas=False)
    assert [(one.position, one.text.partition(":")[0]) for one in report.faults] == [
        (512, "the stored subtree over positions 257 to 512 does not fit them"), (513, "head 2"), (600, "head 3"),
    ]  # fmt: skip
    assert "positions 101 to 513" in report.faults[1].text


@pytest.mark.parametrize(
    ("statement", "position", "text"),
    [
        ("DELETE FROM ledger_entry WHERE entry_id = %s", 257, "gone"),
        ("DELETE FROM ledger_sealed WHERE entry_id = %s", 257, "missing"),
        ("UPDATE ledger_entry SET kind = 'other' WHERE entry_id = %s", 257, "columns"),
        ("UPDATE ledger_entry SET kind = kind || E'\\t\\n' WHERE entry_id = %s", 257, "columns"),
        ("UPDATE ledger_sealed SET subject = 'other' WHERE entry_id = %s", 257, "columns"),
        ("UPDATE ledger_head SET root = sha256('x') WHERE number = 2 AND %s > ''", 513, "root"),
        ("UPDATE ledger_head SET note = note || 'x'::bytea WHERE number = 2 AND %s > ''", 513, "chain"),
        ("UPDATE ledger_head SET note = 'x' WHERE number = 2 AND %s > ''", 513, "not a head"),
        ("UPDATE ledger_node SET hash = sha256('x') WHERE index = 1 AND %s > ''", 512, "subtree"),
        ("DELETE FROM ledger_head WHERE number = 3 AND %s > ''", 600, "under no signed head"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_every_other_change_is_found(entries: list[str], statement: str, position: int, text: str) -> None:
    report = tamper(statement, entries[1])
    assert report.faults[0].position == position
    assert any(text in one.text for one in report.faults)


def test_a_cut_off_end_is_found(entries: list[str]) -> None:
    report = tamper("DELETE FROM ledger_sealed WHERE entry_id = %s", entries[2])
    assert [one.position for one in report.faults if "they are not there" in one.text] == [600]
    assert [one.entry_id for one in report.faults if "kept from the sealer" in one.text] == [entries[2]]


@pytest.mark.usefixtures("entries")
def test_heads_of_another_signer_are_found() -> None:
    stranger = Ed25519PrivateKey.generate().public_key()
    report = api.verify(public_keys=[stranger])
    assert [one.position for one in report.faults] == [100, 513, 600]


def test_an_entry_kept_from_the_sealer_is_named() -> None:
    made = say("a_1")
    report = tamper("DELETE FROM ledger_pending WHERE entry_id = %s", made.entry_id)
    assert [one.entry_id for one in report.faults] == [made.entry_id]


def test_a_proof_checks_with_the_public_key_alone(entries: list[str]) -> None:
    for entry_id in entries:
        proof = api.prove(entry_id)
        assert api.check(api.Proof.from_json(proof.to_json()), api.export_key()).holds
        assert api.check(api.prove(entry_id, show_body=False), api.export_key()).holds
    stranger = public_pem(Ed25519PrivateKey.generate().public_key())
    assert api.check(proof, stranger).faults == ("the head is not signed by this key",)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("body", "{}"),
        ("position", 4),
        ("entry_id", "ent_x"),
        ("hash", "00" * 32),
        ("path", []),
        ("head", "x"),
    ],
)
def test_a_changed_proof_does_not_hold(entries: list[str], key: str, value: object) -> None:
    said = json.loads(api.prove(entries[1]).to_json())
    checked = api.check(api.Proof.from_json(json.dumps({**said, key: value})), api.export_key())
    assert not checked.holds


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format":"dinh-ledger-proof-1"}', '{"format":"dinh-ledger-proof-1","x":1.5}']
)
def test_what_is_no_proof_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        api.Proof.from_json(text)


@pytest.mark.usefixtures("entries")
def test_growth_between_heads_is_proved() -> None:
    for old, new in ((1, 2), (1, 3), (2, 3), (3, 3)):
        assert api.prove_growth(old=old, new=new).holds


def test_the_command_verifies_proves_and_checks(entries: list[str], tmp_path: Path) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("ledger", *words, stdout=out)
        return out.getvalue()

    assert run("verify").startswith("The record is whole: 600 entries")
    proof, key = tmp_path / "proof.json", tmp_path / "pub.pem"
    proof.write_text(run("prove", entries[1]))
    key.write_text(run("export-key"))
    assert f"{entries[1]} stands at position 257 of the record of 600 entries" in run(
        "check", str(proof), "--key", str(key)
    )
    assert run("verify", "--key", str(key), "--bytes-only", "--from", "257", "--to", "300").startswith(
        "The record is whole: 44"
    )
    assert "only grew, from 100 to 600" in run("growth", "1", "3")
    assert run("seal") == "Nothing waits; position 600.\n"
    assert run("dead-letters") == ""
    tamper("UPDATE ledger_entry SET body = set_byte(body, 30, 65) WHERE entry_id = %s", entries[1])
    with pytest.raises(CommandError, match="NOT WHOLE") as caught:
        run("verify")
    assert caught.value.returncode == 2
    proof.write_text(proof.read_text().replace('"position": 257', '"position": 258'))
    with pytest.raises(CommandError, match="DOES NOT HOLD"):
        run("check", str(proof), "--key", str(key))
    with pytest.raises(CommandError, match="no-such-file"):
        run("check", "no-such-file", "--key", str(key))
