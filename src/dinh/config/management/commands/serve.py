import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

# How many requests may wait for a thread before the next connection is not taken yet.
_WAITING_PER_THREAD = 16
# More processes than this are for the operator to name: each takes some 80 MB.
_MOST_UNASKED = 4


def usual_workers(cores: int) -> int:
    """Return how many serving processes answer where nobody named a number: Python answers on one core in each."""
    return max(1, min(cores, _MOST_UNASKED))


class Command(BaseCommand):
    help = "Serve the pages (granian, WSGI)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=usual_workers(len(os.sched_getaffinity(0))))
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        call_command("collectstatic", interactive=False, verbosity=0)
        Granian(
            "dinh.config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            backpressure=options["threads"] * _WAITING_PER_THREAD,
            log_level=LogLevels.warning,
            # A serving process that is killed is replaced; the requests it held are sent again by whoever sent them.
            respawn_failed_workers=True,
            log_access=False,
        ).serve()
