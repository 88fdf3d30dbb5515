"""Killed processes and writers that commit late: nothing is skipped, lost or counted twice."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from dinh.kernel.actor import SYSTEM
from dinh.ledger import api
from dinh.ledger.models import DeadLetter, Entry, Sealed
from tests.ledger import killed
from tests.ledger.events import AT, Happened, following, say
from tests.nursery import Nursery, opened

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seen_table() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(killed.FIRST_SQL)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tests_seen")


def in_thread(act: Callable[[], None]) -> Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def seal_and_deliver() -> None:
    api.seal(batch=100)
    api.deliver()


def test_writers_that_commit_late_are_not_skipped() -> None:
    seen: list[tuple[int, str]] = []
    stop, start = Event(), Barrier(5)

    def write(writer: int) -> None:
        dice = random.Random(writer)  # noqa: S311
        start.wait()
        for number in range(60):
            with transaction.atomic():
                api.record(
                    event=Happened(thing_id=f"w_{writer}", number=number), by=SYSTEM, at=AT, subjects=[f"w_{writer}"]
                )
                # The first writer holds its transaction open while the others commit and are sealed.
                time.sleep(dice.random() * (0.02 if writer == 0 else 0.002))

    def seal() -> None:
        start.wait()
        while not stop.is_set():
            api.seal(batch=7)

    def handle(entries: Sequence[api.Delivered]) -> None:
        seen.extend((one.position, f"{one.event.thing_id} {one.event.number}") for one in entries)  # type: ignore[attr-defined]

    writers = [in_thread(lambda writer=writer: write(writer)) for writer in range(4)]  # type: ignore[misc]
    sealer = in_thread(seal)
    with following("tests.seen", handle):
        while any(one.is_alive() for one in writers):
            api.deliver()
        stop.set()
        sealer.join()
        api.seal()
        api.deliver()
    assert [position for position, _ in seen] == list(range(1, 241))
    for writer in range(4):
        mine = [text for _, text in seen if text.startswith(f"w_{writer} ")]
        assert mine == [f"w_{writer} {number}" for number in range(60)]
    assert api.verify(public_keys=api.public_keys()).faults == []


def test_an_entry_that_commits_after_later_ones_were_sealed_comes_next() -> None:
    wrote, go = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            say("late_1")
            wrote.set()
            go.wait(10)

    thread = in_thread(late)
    assert wrote.wait(10)
    for number in range(3):
        say("a_1", number)
    assert api.seal() is not None
    assert Sealed.objects.count() == 3
    go.set()
    thread.join()
    newest = api.seal()
    assert newest is not None
    assert (newest.size, api.entry_at(4).said.subjects) == (4, ("late_1",))


def test_one_sealer_and_one_server_of_a_handler_at_a_time() -> None:
    seen: list[int] = []
    with following("tests.seen", lambda entries: seen.extend(one.position for one in entries)):
        api.bulk_record(
            api.BulkRow(event=Happened(thing_id="a", number=n), by=SYSTEM, at=AT, recorded_at=AT, subjects=[f"a_{n}"])
            for n in range(3000)
        )
        workers = [in_thread(seal_and_deliver) for _ in range(4)]
        for one in workers:
            one.join()
        api.seal()
        api.deliver()
    assert sorted(seen) == list(range(1, 3001))
    assert api.verify(public_keys=api.public_keys(), with_schemas=False).faults == []


def test_the_worker_seals_and_delivers_until_it_is_stopped() -> None:
    seen: list[int] = []
    stop = Event()
    with following("tests.seen", lambda entries: seen.extend(one.position for one in entries)):
        worker = in_thread(lambda: api.run_forever(stop, tick_seconds=30.0))
        deadline = time.monotonic() + 20
        number = 0
        while len(seen) < 3 and time.monotonic() < deadline:
            number += 1
            say("a_1", number)
            api.ask_to_seal()
            time.sleep(0.05)
        stop.set()
        api.ask_to_seal()
        worker.join(20)
        assert not worker.is_alive()
    assert seen[:3] == [1, 2, 3]


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    with opened("tests.ledger.killed") as found:
        yield found


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    with suppress(ProcessLookupError):
        while True:
            os.kill(process, 0)
            time.sleep(0.002)


def _wait_for_the_dead() -> None:
    """The server notices a killed client a moment later and may still hold its locks."""
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)


@pytest.mark.usefixtures("seen_table")
def test_killing_at_any_point_loses_nothing_and_doubles_nothing(nursery: Nursery, tmp_path: Path) -> None:
    dice = random.Random()  # noqa: S311
    told = tmp_path / "told"
    for _ in range(12):
        processes = [nursery.born(verb, told) for verb in ("record", "seal", "deliver", "record")]
        time.sleep(dice.random() * 0.4)
        dice.shuffle(processes)
        for process in processes:
            _kill(process)
    _wait_for_the_dead()
    acknowledged = told.read_text().split()
    api.seal()
    with following("tests.count", killed.count):
        api.deliver()
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, entry_id FROM tests_seen ORDER BY position")
        seen = cursor.fetchall()
    written = set(Entry.objects.values_list("entry_id", flat=True))
    assert len(acknowledged) == len(set(acknowledged)) > 0
    assert set(acknowledged) <= written
    assert [position for position, _ in seen] == list(range(1, len(written) + 1))
    assert {entry_id for _, entry_id in seen} == written
    assert DeadLetter.objects.count() == 0
    assert api.verify(public_keys=api.public_keys()).faults == []
