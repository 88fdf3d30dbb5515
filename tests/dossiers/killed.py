"""A process for the tests to kill: it files, receives, seals and decides without end, and tells what it acknowledged.

`python -m tests.dossiers.killed`, with the database in DINH_TEST_DATABASE_URL and the acts' people as JSON in the first
line of the standard input. Each further line, a file name, forks one such process and answers with its number.
"""

# ruff: noqa: E402
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
django.setup()

from django.db import connection

from dinh.documents.registry import house as registry
from dinh.dossiers import api
from dinh.kernel.actor import Actor, ActorKind
from tests.dossiers import world as w


def work(people: dict[str, dict[str, Any]], path: str) -> None:
    connection.close()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    hoa, desk, specialist, head = (actor(people[name]) for name in ("hoa", "desk", "specialist", "head"))

    def say(*words: str) -> None:
        os.write(file, (" ".join(words) + "\n").encode())

    while True:
        saved = api.open_draft(by=hoa, at=w.AT, procedure_code=w.BIRTH)
        w.declare(saved.submission_id)
        submission_id = saved.submission_id
        for seq in (1, 2):
            api.mark_part(by=hoa, at=w.AT, submission_id=submission_id, seq=seq, source="paper")
        api.file_submission(by=hoa, at=w.AT, submission_id=submission_id, idempotency_key=submission_id)
        say("filed", submission_id)
        moved = api.receive(by=desk, at=w.AT, submission_id=submission_id)
        say("received", submission_id, moved.dossier_id, moved.code)
        api.ensure_receipt(by=desk, at=w.AT, dossier_id=moved.dossier_id)
        say("printed", moved.dossier_id)
        api.start_processing(by=specialist, at=w.AT, dossier_id=moved.dossier_id)
        api.decide(by=head, at=w.AT, dossier_id=moved.dossier_id, outcome="approved")
        say("decided", moved.dossier_id)


def actor(stored: dict[str, Any]) -> Actor:
    return Actor(**{**stored, "kind": ActorKind(stored["kind"]), "roles": frozenset(stored["roles"])})


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    people = json.loads(sys.stdin.readline())
    house = registry.house()
    registry.configure(replace(house, files=Path(people["folder"]) / "files", pki=Path(people["pki"])))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(people, line.strip())
            finally:
                os._exit(1)
        os.write(1, f"{child}\n".encode())


if __name__ == "__main__":
    main()
