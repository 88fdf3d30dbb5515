"""The process dies at any point of submit, receive, sign and seal: what was acknowledged is there, once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from django.db import connection

from dinh.documents.models import Paper
from dinh.dossiers.models import Act, ClockEntry, CodeCounter, Dossier, Submission
from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]


def _stored(by: Actor) -> dict[str, object]:
    return {**asdict(by), "roles": sorted(by.roles), "kind": by.kind.value}


@pytest.fixture
def nursery(open_world: w.World, tmp_path: Path, authority: Path) -> Iterator["subprocess.Popen[str]"]:
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
    people = {name: _stored(getattr(open_world, name)) for name in ("hoa", "desk", "specialist", "head")}
    w.decided(open_world, w.started(open_world))  # makes the keys of the test authority before anybody dies
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.dossiers.killed"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, bufsize=1, env={**os.environ, "DINH_TEST_DATABASE_URL": url},
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(json.dumps({**people, "folder": str(tmp_path), "pki": str(authority)}) + "\n")
    with process:
        yield process
        process.stdin.close()


def _start(nursery: "subprocess.Popen[str]", told: Path) -> int:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{told}\n")
    return int(nursery.stdout.readline())


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        while True:
            os.kill(process, 0)
            time.sleep(0.002)


def _wait_for_the_dead() -> None:
    with connection.cursor() as cursor:
        for _try in range(1000):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)


def _lines(told: Path) -> int:
    return len(told.read_bytes().splitlines()) if told.exists() else 0


def _wait_for(told: Path, lines: int) -> None:
    """Die by progress, not by the clock: a busy machine is no slower death."""
    for _try in range(6000):
        if _lines(told) >= lines:
            return
        time.sleep(0.01)


def test_killing_at_any_point_keeps_every_acknowledged_act_once(
    nursery: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    dice, told = random.Random(), tmp_path / "told"  # noqa: S311
    for _death in range(6):
        children = [_start(nursery, told) for _twin in range(2)]
        _wait_for(told, _lines(told) + dice.randrange(1, 12))
        time.sleep(dice.uniform(0, 0.1))
        for child in children:
            _kill(child)
    _wait_for_the_dead()
    said = [line.split() for line in told.read_text(encoding="ascii").splitlines()]
    assert any(words[0] == "decided" for words in said)
    _check_acknowledged(said)
    _check_whole()


def _check_acknowledged(said: list[list[str]]) -> None:
    for verb, *words in said:
        if verb == "filed":
            assert Submission.objects.get(public_id=words[0]).state in {"filed", "received"}
        elif verb == "received":
            assert Dossier.objects.get(public_id=words[1]).code == words[2]
        elif verb == "printed":
            assert Paper.objects.filter(subject_id=words[0], template="receipt_01").count() == 1
        else:
            assert Dossier.objects.get(public_id=words[0]).status == 9


def _check_whole() -> None:
    """No half thing stays: every dossier has its clock, its story, its number and its entries."""
    rows = list(Dossier.objects.select_related("submission").order_by("code"))
    assert [row.code[-4:] for row in rows] == [f"{number:04d}" for number in range(1, len(rows) + 1)]
    assert CodeCounter.objects.get().last == len(rows)
    assert ClockEntry.objects.count() == len(rows)
    assert Submission.objects.filter(state="received").count() == len(rows)
    for row in rows:
        kinds = [one.kind for one in ledger.entries_of(row.public_id)]
        assert kinds.count("dossiers.dossier.received") == 1
        assert kinds.count("dossiers.dossier.decided") == int(row.status == 9)
        assert Paper.objects.filter(subject_id=row.public_id, template="result_generic").count() == int(row.status == 9)
        assert Act.objects.filter(submission=row.submission, kind="received").count() == 1
