"""A process for the tests to kill: it takes the messages it reads from a file and writes down each answer.

`python -m tests.payments.killed MESSAGES ANSWERS`, with the database in DINH_TEST_DATABASE_URL.
"""

import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
    django.setup()
    from dinh.payments import api
    from tests.payments.make import AT

    messages, answers = (Path(name) for name in sys.argv[1:])
    file = os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(file, b"ready\n")
    for line in messages.read_text(encoding="utf-8").splitlines():
        outcome = api.receive_callback(raw=json.loads(line), at=AT).outcome
        os.write(file, f"{json.loads(line)['MaGiaoDich']} {outcome}\n".encode())
