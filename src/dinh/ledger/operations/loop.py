"""The worker's loop: seal, deliver, make months ahead; every second, or at once when asked."""

import logging
from threading import Event
from typing import Any

import psycopg
from django.db import Error, connection

from dinh.kernel import clock
from dinh.ledger.operations.deliver import deliver
from dinh.ledger.operations.seal import seal

CHANNEL = "dinh_ledger"
TICK_SECONDS = 1.0
# So many entries a handler per round, that sealing never waits long for a slow handler.
ROUND = 4_000
_MONTHS = "SELECT ledger_make_month(now() + n * INTERVAL '1 month') FROM generate_series(0, 3) AS n"
_log = logging.getLogger("dinh.ledger")


def make_months() -> None:
    """Make the partitions of this month and the next three; nothing happens to those that exist."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)


def ask_to_seal() -> None:
    """Wake the sealer now instead of at its next tick; nothing waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def run_forever(stop: Event, *, tick_seconds: float = TICK_SECONDS) -> None:
    """Seal and deliver until `stop` is set. Trouble of the database is logged and tried again; nothing is lost by it.

    Any number of processes may run this: one of them seals, each handler is served by one at a time.
    """
    ear: psycopg.Connection[Any] | None = None
    month = ""
    while not stop.is_set():
        try:
            ear = ear or _listen()
            today = clock.now().strftime("%Y-%m-%d")
            if month != today:
                make_months()
                month = today
            seal()
            is_busy = deliver(limit=ROUND) >= ROUND
            _wait(ear, 0.0 if is_busy else tick_seconds)
        except (Error, psycopg.Error) as fault:
            _log.warning("the ledger's worker meets trouble and tries again: %s", fault)
            _hang_up(ear)
            ear = None
            stop.wait(tick_seconds)
        finally:
            connection.close_if_unusable_or_obsolete()
    _hang_up(ear)


def _listen() -> psycopg.Connection[Any]:
    parameters = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key not in {"cursor_factory", "context", "prepare_threshold"}
    }
    ear: psycopg.Connection[Any] = psycopg.connect(**parameters, autocommit=True)
    ear.execute(f"LISTEN {CHANNEL}")
    return ear


def _wait(ear: psycopg.Connection[Any], seconds: float) -> None:
    # A stop is noticed at the end of a tick at the latest.
    for _ in ear.notifies(timeout=seconds, stop_after=1):
        return


def _hang_up(ear: psycopg.Connection[Any] | None) -> None:
    if ear is not None:
        ear.close()
