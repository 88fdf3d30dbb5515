"""The record: writing, sealing and verifying, each beside the plainest thing that touches the same bytes."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench.report import Measure

TITLE = "Ledger"
ENTRIES = 200_000
SINGLE = 3_000
START = datetime(2025, 1, 1, tzinfo=UTC)


def run() -> list[Measure]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
    django.setup()
    with _own_database():
        return [*_recording(), *_bulk_and_seal(), *_verifying()]


@contextmanager
def _own_database() -> Iterator[None]:
    """A durable server of our own with only the tables of the ledger."""
    from django.db import connection
    from django.db.migrations.state import ProjectState
    from django.test import override_settings

    from dinh.config import postgres

    home = Path(tempfile.mkdtemp(prefix="dinh-bench-"))
    url = urlsplit(postgres.start(home).owner)
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        NAME=url.path[1:], USER=url.username, PASSWORD="", HOST=parse_qs(url.query)["host"][0], PORT=""
    )
    try:
        with connection.schema_editor() as editor:
            first = import_module("dinh.ledger.migrations.0001_initial").Migration("0001_initial", "ledger")
            first.apply(ProjectState(), editor)
        with override_settings(DINH_HOME=home):
            yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        postgres.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def _example(number: int) -> dict[str, Any]:
    """An entry as large as the receipt of a dossier."""
    from dinh.kernel.actor import Actor, ActorKind
    from dinh.ledger.events import Event, event, known

    try:
        made = known("bench.dossier.received", 1)
    except ValueError:

        @event("bench.dossier.received")
        class Received(Event):
            dossier_id: str
            submission_id: str
            code: str
            procedure_code: str
            channel: str
            receiving_unit_id: int
            competent_unit_id: int
            due_at: datetime
            fee_total_vnd: int
            has_fee: bool

        made = Received
    at = START + timedelta(minutes=4 * number)
    dossier_id = f"dos_{number:026d}"
    said = made(
        dossier_id=dossier_id, submission_id=f"sub_{number:026d}", code=f"000.00.16.H36-{number:06d}",
        procedure_code="1.004221", channel="online", receiving_unit_id=24778, competent_unit_id=68, due_at=at,
        fee_total_vnd=15_000, has_fee=True,
    )  # type: ignore[call-arg]  # fmt: skip
    by = Actor(kind=ActorKind.OFFICIAL, account_id="acc_" + "0" * 26, post_id="post_" + "0" * 26, unit_id=24778)
    return {
        "event": said,
        "by": by,
        "at": at,
        "subjects": [dossier_id],
        "channel": "online",
        "rules": {"clock": "2025"},
    }


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor seconds of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def _recording() -> list[Measure]:
    from django.db import connection, transaction

    from dinh.kernel.ids import new_id
    from dinh.ledger import api
    from dinh.ledger.models import Entry

    def with_record() -> None:
        for number in range(SINGLE):
            with transaction.atomic():
                api.record(**examples[number])

    def with_select() -> None:
        for _ in range(SINGLE):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT %s, %s", ["ent", b"x" * 600])

    def with_insert() -> None:
        for body in bodies:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO bench_plain VALUES (%s, now(), %s, %s, %s)", [new_id("ent"), "bench", bytes(32), body]
                )

    examples = [_example(number) for number in range(SINGLE)]
    api.make_months()
    _, empty = _timed(with_select)
    wall, cpu = _timed(with_record)
    bodies = [bytes(body) for body in Entry.objects.values_list("body", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (LIKE ledger_entry INCLUDING INDEXES)")
    plain, plain_cpu = _timed(with_insert)
    micro = 1_000_000 / SINGLE
    what = "record(), processor time of the caller"
    return [
        Measure(
            "record(), committed one by one on one connection", SINGLE / wall, "entries/s",
            "plain INSERT of the same bytes", SINGLE / plain,
        ),
        Measure(
            what, cpu * micro, "µs", "transaction of one SELECT, µs", empty * micro,
            aim="at most 100 µs more than the transaction",
        ),
        Measure(what, cpu * micro, "µs", "transaction of one plain INSERT of the same bytes, µs", plain_cpu * micro),
    ]  # fmt: skip


def _bulk_and_seal() -> list[Measure]:
    from django.db import connection

    from dinh.ledger import api

    examples = (_example(number) for number in range(ENTRIES))
    rows = (api.BulkRow(**one, recorded_at=one["at"]) for one in examples)
    bulk, _ = _timed(lambda: api.bulk_record(rows))
    sealing, _ = _timed(api.seal)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_entry, ledger_sealed")
    hashing = _hash_seconds(_bodies())
    count = ENTRIES + SINGLE
    return [
        Measure("bulk_record(), made and copied", ENTRIES / bulk, "entries/s"),
        Measure("seal(), durable", count / sealing, "entries/s", "SHA-256 of their bytes", count / hashing, "20,000/s"),
    ]


def _bodies() -> list[bytes]:
    from dinh.ledger.queries.stream import blocks

    last = ENTRIES + SINGLE
    return [block.body(n) for block in blocks(1, last, with_columns=False) for n in range(len(block.positions))]


def _hash_seconds(bodies: list[bytes]) -> float:
    return _timed(lambda: [sha256(body).digest() for body in bodies])[1]


def _verifying() -> list[Measure]:
    from dinh.ledger import api

    bodies = _bodies()
    keys = api.public_keys()
    found = []
    for what, with_schemas in (("bytes, tree, heads, signatures", False), ("the same and every schema", True)):
        reports: list[api.Report] = []
        wall, cpu = _timed(
            lambda whole=with_schemas, into=reports: into.append(api.verify(public_keys=keys, with_schemas=whole))  # type: ignore[misc]
        )
        report = reports[0]
        assert report.holds, report.faults
        hashing = report.entries / _hash_seconds(bodies)
        aim = "" if with_schemas else "200,000/s per core"
        beside = f"SHA-256 of the same {report.bytes // report.entries}-byte entries"
        found += [
            Measure(f"verify: {what}, per core second", report.entries / cpu, "entries/s", beside, hashing, aim),
            Measure(f"verify: {what}, by the clock", report.entries / wall, "entries/s", beside, hashing),
        ]
    return found
