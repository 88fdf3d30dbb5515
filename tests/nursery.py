"""Processes for the tests to kill: a warm one forks another for each line it is told, cheap enough for many deaths."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Nursery:
    """The warm process, as the test sees it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def born(self, *words: object) -> int:
        """Have one process forked that is told these words, and return its number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        return int(self._process.stdout.readline())


@contextmanager
def opened(module: str) -> Iterator[Nursery]:
    """Run a module that ends in `serve`, on the database of the tests; nothing of it holds that database."""
    from django.db import connection

    at = connection.settings_dict
    url = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
    process = subprocess.Popen(
        [sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        env={**os.environ, "DINH_TEST_DATABASE_URL": url},
    )  # fmt: skip
    with process:
        try:
            yield Nursery(process)
        finally:
            process.kill()


def serve(work: Callable[..., None]) -> None:
    """Fork for each line of the standard input a process that does `work` with its words; answer with its number."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(*line.split())
            finally:
                os._exit(1)
        os.write(1, f"{child}\n".encode())
