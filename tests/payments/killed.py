"""Processes for the tests to kill: each takes the messages of a file and writes down every answer.

`python -m tests.payments.killed`, with the database in DINH_TEST_DATABASE_URL, forks one for each line
`messages answers`.
"""

import json
import os
from pathlib import Path

from tests import nursery


def take(messages: str, answers: str) -> None:
    file = os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for line in Path(messages).read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        outcome = api.receive_callback(raw=raw, at=AT).outcome
        os.write(file, f"{raw['MaGiaoDich']} {outcome}\n".encode())


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
    django.setup()
    from dinh.payments import api
    from tests.payments.make import AT

    nursery.serve(take)
