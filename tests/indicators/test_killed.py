"""Killed at any moment, the roll-up ends equal to the recount. DINH_KILLS says how often it dies."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

from dinh.indicators import api as indicators
from dinh.indicators.figures.models import DossierFact
from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.ledger import registry
from dinh.ledger.models import DeadLetter
from tests.indicators.chain import START
from tests.nursery import opened

pytestmark = pytest.mark.integration
KILLS = int(os.environ.get("DINH_KILLS", "5"))
PATIENCE = 60


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    with suppress(ProcessLookupError):
        while True:
            os.kill(process, 0)
            time.sleep(0.002)


def _alone() -> None:
    """Wait until the server has noticed the dead: they may hold locks for a moment."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(PATIENCE * 10):
            cursor.execute(query)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)


def _moves_on(position: int) -> None:
    """Wait until the roll-up has got somewhere: a process that dies before its first step proves nothing."""
    until = time.monotonic() + PATIENCE
    while indicators.watermark() <= position and time.monotonic() < until:
        time.sleep(0.01)
    assert indicators.watermark() > position


@pytest.fixture
def _only_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: one for name, one in registry._handlers.items() if name == "indicators.facts"}
    monkeypatch.setattr(registry, "_handlers", kept)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_only_figures")
def test_killing_the_roll_up_at_any_point_ends_in_the_recount(tmp_path: Path) -> None:
    indicators.forget()
    dice = random.Random()  # noqa: S311 - moments, not secrets
    with opened("tests.indicators.killed") as nursery:
        teller = nursery.born("tell", dice.random())
        for _ in range(KILLS):
            before = indicators.watermark()
            worker = nursery.born("roll", 0)
            _moves_on(before)
            time.sleep(dice.random() * 0.3)
            _kill(worker)
        _kill(teller)
    _ends_equal(tmp_path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_only_figures")
def test_killing_the_recount_from_the_ledger_loses_and_doubles_nothing(tmp_path: Path) -> None:
    indicators.forget()
    dice = random.Random()  # noqa: S311 - moments, not secrets
    with opened("tests.indicators.killed") as nursery:
        teller = nursery.born("tell", dice.random())
        worker = nursery.born("roll", 0)
        _moves_on(indicators.watermark())
        for _ in range(KILLS):
            recounting = nursery.born("anew", 0)
            time.sleep(dice.random() * 2)
            _kill(recounting)
        for one in (teller, worker):
            _kill(one)
    _alone()
    indicators.make_anew()
    _ends_equal(tmp_path)


def _ends_equal(tmp_path: Path) -> None:
    _alone()
    ledger.seal()
    ledger.deliver()
    found = indicators.reconcile(by=SYSTEM, at=START, engines=["postgres"], folder=tmp_path)
    assert (found.differences, found.is_equal) == ([], True)
    assert DossierFact.objects.exists()
    assert DeadLetter.objects.count() == 0
    indicators.forget()
