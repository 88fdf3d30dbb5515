"""The process that counts anew dies at any point: the next goes on, and no date is counted or told twice."""

import os
import random
import signal
import time

import pytest
from django.db import connection

from dinh.dossiers import api
from dinh.dossiers.models import Act, Correction, Dossier, Recount
from dinh.kernel.actor import SYSTEM
from dinh.notices.models import Notice
from tests.dossiers import world as w

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]
NOW = w.at("2026-02-25 11:00")


def _die_counting(seconds: float) -> None:
    """Fork a process that counts, and kill it after a while."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            while api.run_correction(by=SYSTEM, at=NOW, limit=1):
                pass
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_dying_in_the_middle_loses_and_repeats_nothing(open_world: w.World, request: pytest.FixtureRequest) -> None:
    made = [w.received(open_world, when=w.at("2026-02-25 09:00")) for _number in range(8)]
    operator = w.official(open_world.province, "operator")
    request.getfixturevalue("corrected")
    api.correct_calendar(by=operator, at=NOW, reason="Nghỉ bù")
    chance = random.Random(7)  # noqa: S311 - moments to die, told by their seed
    for _death in range(6):
        _die_counting(chance.uniform(0.01, 0.08))
    while api.run_correction(by=SYSTEM, at=NOW, limit=3):
        pass
    assert (
        list(Recount.objects.filter(is_moved=True).order_by("pk").values_list("dossier__public_id", flat=True)) == made
    )
    assert set(Dossier.objects.values_list("due_at", flat=True)) == {w.at("2026-03-02 17:00")}
    assert Act.objects.filter(kind="due_recomputed").count() == 8
    assert Notice.objects.filter(template="office.due_moved").count() == 1
    assert Correction.objects.get().done_at == NOW
