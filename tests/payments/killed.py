"""Processes for the tests to kill: each takes the messages of a file and writes down every answer.

`python -m tests.payments.killed`, with the database in DINH_TEST_DATABASE_URL. Each line `messages answers` on the
standard input forks one such process and answers with its number: forking a warm process is cheap.
"""

import json
import os
import signal
import sys
from pathlib import Path


def take(messages: str, answers: str) -> None:
    file = os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for line in Path(messages).read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        outcome = api.receive_callback(raw=raw, at=AT).outcome
        os.write(file, f"{raw['MaGiaoDich']} {outcome}\n".encode())


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                take(*line.split())
            finally:
                os._exit(0)
        os.write(1, f"{child}\n".encode())


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
    django.setup()
    from dinh.payments import api
    from tests.payments.make import AT

    main()
