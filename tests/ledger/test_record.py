from datetime import UTC, datetime, timedelta
from hashlib import sha256

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Invalid, NotFound
from dinh.ledger import api
from dinh.ledger.models import Entry, Head, Pending, Sealed
from dinh.ledger.types.head import NO_PREVIOUS, read
from tests.ledger.events import AT, Happened, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_an_entry_is_its_bytes_and_their_hash() -> None:
    made = say("a_1", 7)
    row = Entry.objects.get(entry_id=made.entry_id)
    assert made.hash == bytes(row.hash) == sha256(bytes(row.body)).digest()
    assert row.kind == "tests.thing.happened"
    found = api.entry(made.entry_id)
    assert (found.position, found.said.event, found.said.occurred_at) == (None, Happened(thing_id="a_1", number=7), AT)
    assert datetime.now(tz=UTC) - found.said.recorded_at < timedelta(minutes=5)
    assert row.recorded_at == found.said.recorded_at


def test_recording_is_one_statement(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with transaction.atomic(), django_assert_num_queries(1):  # type: ignore[operator]
        api.record(event=Happened(thing_id="a_1"), by=SYSTEM, at=AT, subjects=["a_1"])


def test_what_is_rolled_back_was_never_recorded() -> None:
    with transaction.atomic():
        say("a_1")
        transaction.set_rollback(True)
    assert (Entry.objects.count(), Pending.objects.count(), api.seal()) == (0, 0, None)


def test_sealing_numbers_without_gaps_and_chains_the_heads() -> None:
    made = [say(f"a_{n}").entry_id for n in range(5)]
    assert api.head() is None
    first = api.seal(at=AT, batch=2)
    assert first is not None
    assert [api.position_of(one) for one in made] == [1, 2, 3, 4, 5]
    assert list(Head.objects.order_by("number").values_list("number", "size")) == [(1, 2), (2, 4), (3, 5)]
    notes = [read(bytes(one.note)) for one in Head.objects.order_by("number")]
    hashes = [bytes(one.hash) for one in Head.objects.order_by("number")]
    assert [one.previous for one in notes] == [NO_PREVIOUS, *hashes[:-1]]
    assert (first.size, first, Pending.objects.count()) == (5, api.head(), 0)


def test_entries_of_a_subject_come_in_order_with_those_not_sealed_last() -> None:
    with transaction.atomic():
        api.record(event=Happened(thing_id="a_1", number=1), by=SYSTEM, at=AT, subjects=["b_1", "a_1"])
    say("a_1", 2)
    say("a_2", 9)
    api.seal()
    say("a_1", 3)
    found = api.entries_of("a_1")
    assert [(one.position, one.said.event) for one in found] == [
        (1, Happened(thing_id="a_1", number=1)),
        (2, Happened(thing_id="a_1", number=2)),
        (None, Happened(thing_id="a_1", number=3)),
    ]
    assert [one.position for one in api.entries_of("a_1", after=1, limit=1)] == [2]
    assert api.entry_at(3).said.subjects == ("a_2",)


def test_what_is_not_there_is_said() -> None:
    for ask in (api.entry, api.position_of):
        with pytest.raises(NotFound):
            ask("ent_none")
    with pytest.raises(NotFound):
        api.entry_at(1)
    with pytest.raises(NotFound):
        api.prove_growth(old=1, new=2)
    with pytest.raises(Invalid):
        api.prove(say("a_1").entry_id)


def test_bulk_writes_the_past_into_its_months() -> None:
    past = datetime(2019, 12, 31, 18, 30, tzinfo=UTC)
    rows = [
        api.BulkRow(
            event=Happened(thing_id="a_1", number=n), by=SYSTEM, at=past, recorded_at=past + timedelta(days=20 * n),
            subjects=["a_1"],
        )
        for n in range(4)
    ]  # fmt: skip
    assert api.bulk_record(rows, chunk=3) == 4
    api.seal()
    found = api.entries_of("a_1")
    assert [one.said.recorded_at for one in found] == [row.recorded_at for row in rows]
    assert all(one.hash == sha256(one.body).digest() for one in found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM ledger_entry ORDER BY 1")
        # 18:30 UTC on the last day of December is January in Viet Nam.
        assert [name for (name,) in cursor.fetchall()] == [f"ledger_entry_y2020m0{month}" for month in (1, 2, 3)]


def test_bulk_refuses_a_moment_without_zone() -> None:
    row = api.BulkRow(
        event=Happened(thing_id="a"), by=SYSTEM, at=AT, recorded_at=AT.replace(tzinfo=None), subjects=["a"]
    )
    with pytest.raises(ValueError, match="time zone"):
        api.bulk_record([row])


@pytest.mark.parametrize("table", ["entry", "sealed", "about", "node", "head"])
def test_the_record_can_only_grow(table: str) -> None:
    api.bulk_record(
        api.BulkRow(event=Happened(thing_id="a_1"), by=SYSTEM, at=AT, recorded_at=AT, subjects=["a_1"])
        for _ in range(256)
    )
    api.seal()
    key = {"node": "level", "head": "number", "about": "position"}.get(table, "hash")
    for statement in (f"UPDATE ledger_{table} SET {key} = {key}", f"DELETE FROM ledger_{table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_sealed", "ledger_entry_y2020m01"])
def test_the_record_cannot_be_emptied(table: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_make_month('2020-01-15')")
        cursor.execute("SET LOCAL dinh.throwaway = off")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table}")


def test_the_running_system_may_only_read_and_add() -> None:
    api.apply_privileges()
    api.apply_privileges()
    say("a_1")
    api.make_months()
    wanted = {
        "entry": "rw",
        "sealed": "rw",
        "about": "rw",
        "node": "rw",
        "head": "rw",
        "pending": "rwd",
        "follower": "rwdu",
    }
    with connection.cursor() as cursor:
        found = {}
        for table in wanted:
            rights = ("SELECT", "INSERT", "DELETE", "UPDATE", "TRUNCATE", "TRIGGER")
            asked = ", ".join(f"has_table_privilege('dinh_app', 'ledger_{table}', '{right}')" for right in rights)
            cursor.execute(f"SELECT {asked}")
            found[table] = "".join(letter for letter, has in zip("rwdutg", cursor.fetchone(), strict=True) if has)
        assert found == wanted
        cursor.execute(
            "SELECT bool_or(has_table_privilege('dinh_app', relid, 'INSERT, UPDATE, DELETE, TRUNCATE'))"
            " FROM pg_partition_tree('ledger_entry') WHERE isleaf"
        )
        assert cursor.fetchone() == (False,)


def test_the_role_of_the_running_system_records_seals_and_delivers() -> None:
    api.apply_privileges()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dinh_app")
        say("a_1")
        past = datetime(2018, 5, 1, tzinfo=UTC)
        api.bulk_record(
            [api.BulkRow(event=Happened(thing_id="a"), by=SYSTEM, at=past, recorded_at=past, subjects=["a_1"])]
        )
        api.make_months()
        assert api.seal() is not None
        assert api.deliver() == 0
        for statement in ("UPDATE ledger_entry SET kind = ''", "DELETE FROM ledger_sealed", "TRUNCATE ledger_head"):
            with pytest.raises(DatabaseError, match="permission denied") as caught, transaction.atomic():
                cursor.execute(statement)
            assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
        cursor.execute("RESET ROLE")
    assert Sealed.objects.count() == 2


def test_a_digest_needs_its_salt() -> None:
    salt = "s" * 16
    assert api.digest("Nguyễn", salt) == api.digest("Nguyễn".encode(), salt)
    assert api.digest("Nguyễn", salt) != api.digest("Nguyễn", "t" * 16)
    with pytest.raises(ValueError, match="salt"):
        api.digest("Nguyễn", "short")
