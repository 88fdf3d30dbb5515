import logging
import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from dinh.config import queue
from dinh.ledger import api as ledger

log = logging.getLogger(__name__)
# People wait for pages, nobody waits for a job: where processors are short the pages go first.
_NICE = 10


class Command(BaseCommand):
    help = "Seal the ledger, deliver its entries to their handlers, and do the queued jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-jobs", action="store_true", help="only the ledger, no queued jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        os.nice(max(0, _NICE - os.nice(0)))
        stop, broken = threading.Event(), threading.Event()

        def on_signal(number: int, frame: FrameType | None) -> None:
            del number, frame
            broken.clear()
            stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)
        if not options["no_jobs"]:
            threading.Thread(target=_run_jobs, args=(stop, broken), daemon=True, name="jobs").start()
            threading.Thread(target=queue.watch, args=(stop,), daemon=True, name="watch").start()
        ledger.run_forever(stop)
        if broken.is_set():
            _begin_anew()
        connection.close()


def _run_jobs(stop: threading.Event, broken: threading.Event) -> None:
    try:
        queue.work()
    except Exception:
        # The queue's own connections cannot be mended from here; a fresh process has none that is broken.
        log.exception("the queue broke off; the worker begins anew")
        broken.set()
        stop.set()


def _begin_anew() -> None:
    """Replace this process by a fresh one as soon as the database answers."""
    while True:
        connection.close()
        try:
            connection.ensure_connection()
        except OperationalError:
            time.sleep(1.0)
        else:
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the very command that started us
