"""A process for the tests to kill: records, seals or delivers without end, and says each acknowledged entry.

`python -m tests.ledger.killed record|seal|deliver NAME`, with the database in DINH_TEST_DATABASE_URL.
"""

import os
import sys
from collections.abc import Sequence

from django.db import connection, transaction

FIRST_SQL = "CREATE TABLE tests_seen (position bigint PRIMARY KEY, entry_id varchar(40) NOT NULL UNIQUE)"


def count(entries: "Sequence[api.Delivered]") -> None:
    """Write each entry down; a second delivery of the same would fail on the key."""
    with connection.cursor() as cursor:
        for one in entries:
            cursor.execute("INSERT INTO tests_seen VALUES (%s, %s)", [one.position, one.entry_id])


def record(name: str) -> None:
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            made = api.record(
                event=Happened(thing_id=name, number=number), by=SYSTEM, at=AT, subjects=[f"{name}_{number % 7}"]
            )
        os.write(1, f"{made.entry_id}\n".encode())


def work(verb: str) -> None:
    registry.register(registry.Handler("tests.count", ("tests.*",), count))
    os.write(1, b"ready\n")
    while True:
        if verb == "seal":
            api.seal(batch=50)
        else:
            api.deliver(limit=50)


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "dinh.config.settings_test"
    django.setup()
    from dinh.kernel.actor import SYSTEM
    from dinh.ledger import api, registry
    from tests.ledger.events import AT, Happened

    record(sys.argv[2]) if sys.argv[1] == "record" else work(sys.argv[1])
else:
    from dinh.ledger import api
