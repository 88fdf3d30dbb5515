"""Processes for the tests to kill: they record, seal or deliver without end, and write down what was acknowledged.

`python -m tests.ledger.killed`, with the database in DINH_TEST_DATABASE_URL, forks one for each line `verb file`.
"""

import os
from collections.abc import Sequence

from django.db import connection, transaction

from tests import nursery

FIRST_SQL = "CREATE TABLE tests_seen (position bigint PRIMARY KEY, entry_id varchar(40) NOT NULL UNIQUE)"


def count(entries: "Sequence[api.Delivered]") -> None:
    """Write each entry down; a second delivery of the same would fail on the key."""
    with connection.cursor() as cursor:
        for one in entries:
            cursor.execute("INSERT INTO tests_seen VALUES (%s, %s)", [one.position, one.entry_id])


def record(file: int, name: str) -> None:
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            made = api.record(
                event=Happened(thing_id=name, number=number), by=SYSTEM, at=AT, subjects=[f"{name}_{number % 7}"]
            )
        os.write(file, f"{made.entry_id}\n".encode())


def work(verb: str, path: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    if verb == "record":
        record(file, f"s_{os.getpid()}")
    registry.register(registry.Handler("tests.count", ("tests.*",), count))
    while True:
        if verb == "seal":
            api.seal(batch=50)
        else:
            api.deliver(limit=50)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
    django.setup()
    from dinh.kernel.actor import SYSTEM
    from dinh.ledger import api, registry
    from tests.ledger.events import AT, Happened

    nursery.serve(work)
else:
    from dinh.ledger import api
