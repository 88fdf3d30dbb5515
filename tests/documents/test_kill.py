"""Killed at any moment, nothing acknowledged is lost and nothing counts twice."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from dinh.documents import api
from dinh.documents.models import Signature, StoredFile
from dinh.documents.registry.house import House
from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger
from tests.documents.words import RECEIPT

WORKER = Path(__file__).with_name("kill_worker.py")
ROUNDS = 3


def run_and_kill(house: House, work: str, *more: str, answers: int, after: float) -> list[str]:
    """Run the worker on this test's database, kill it some time behind its answers; return all it acknowledged."""
    place = connection.settings_dict
    environment = {
        **os.environ,
        "PYTHONPATH": str(WORKER.parents[2]),
        "DINH_KILL_DB": str(place["NAME"]),
        "DINH_KILL_FILES": str(house.files),
        "DINH_KILL_PKI": str(house.pki),
    }
    worker = subprocess.Popen(
        [sys.executable, str(WORKER), work, *more], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    said = [worker.stdout.readline().strip() for _ in range(answers)]
    time.sleep(after)
    worker.send_signal(signal.SIGKILL)
    said += worker.stdout.read().splitlines()
    worker.wait()
    worker.stdout.close()
    return said


@pytest.mark.django_db(transaction=True)
def test_killed_while_storing_keeps_every_acknowledged_file(house: House, citizen: Actor) -> None:
    chance, acknowledged = random.Random(7), []  # noqa: S311 - moments, not secrets
    for _ in range(ROUNDS):
        acknowledged += run_and_kill(house, "store", answers=chance.randint(1, 9), after=chance.uniform(0, 0.05))
    for file_id in acknowledged:
        with api.open_file(by=citizen, file_id=file_id) as stream:
            assert stream.read(5) == b"%PDF-"
    ledger.seal()
    recorded = [entry.kind for entry in ledger.entries_of("upl_kill", limit=100_000)]
    assert len(acknowledged) == len(set(acknowledged)) > 0
    assert len(recorded) == StoredFile.objects.count() >= len(acknowledged)
    assert all(house.store.exists(row.sha256) for row in StoredFile.objects.all())


@pytest.mark.django_db(transaction=True)
def test_killed_while_signing_signs_once(house: House, officer: Actor, at: datetime) -> None:
    chance = random.Random(8)  # noqa: S311 - moments, not secrets
    papers = [
        api.issue_paper(by=officer, at=at, template="receipt_01", data=RECEIPT, subject_id="cas_kill")
        for _ in range(ROUNDS)
    ]
    agency = api.SignAs(api.Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt")
    for paper in papers:
        run_and_kill(house, "sign", paper.file_id, answers=0, after=chance.uniform(0, 0.6))
        done = api.sign_file(by=officer, at=at, file_id=paper.file_id, certificate="agency", sign_as=agency)
        with api.open_file(by=officer, file_id=done.file_id) as stream:
            assert api.verify_pdf(data=stream.read()).verdict is api.Verdict.VALID
    ledger.seal()
    signed = [entry for entry in ledger.entries_of("cas_kill") if entry.kind == "documents.paper.signed"]
    assert (Signature.objects.count(), len(signed)) == (ROUNDS, ROUNDS)
