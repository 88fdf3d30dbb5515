import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from dinh.ledger import api as ledger

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Seal the ledger, deliver its entries to their handlers, and do the queued jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-jobs", action="store_true", help="only the ledger, no queued jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        stop = threading.Event()

        def on_signal(number: int, frame: FrameType | None) -> None:
            del number, frame
            stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)
        jobs = threading.Thread(target=_run_jobs, daemon=True, name="jobs")
        if not options["no_jobs"]:
            jobs.start()
        ledger.run_forever(stop)
        connection.close()


def _run_jobs() -> None:
    """Work through the queue until the process ends; a job that was cut off is taken up again."""
    from procrastinate.contrib.django import app

    try:
        app.run_worker(install_signal_handlers=False, wait=True, listen_notify=False, fetch_job_polling_interval=1.0)
    except Exception:
        log.exception("the job worker ended")
        raise
