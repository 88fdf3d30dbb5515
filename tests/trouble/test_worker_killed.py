"""The worker dies while it seals, delivers and signs: every receipt is issued once, nothing is skipped or stuck."""

import time
from functools import partial
from typing import Any

import pytest
from bench.rig import Rig

from tests.trouble.crowd import Crowd, filings, presses, pull_the_plug

pytestmark = pytest.mark.integration
PATIENCE = 180.0


def settled(house: Rig) -> dict[str, Any]:
    """Return what is held once no receipt is due any more."""
    deadline = time.monotonic() + PATIENCE
    while True:
        told = house.told("bench.inside", "held")
        if told["due_receipts"] == 0 or time.monotonic() > deadline:
            return told
        time.sleep(1.0)


def test_receipts_are_issued_once_however_often_the_worker_dies(house: Rig) -> None:
    people = house.told("bench.inside", "people", "4", "6")
    ids = [draft for one in people["citizens"] for draft in one["drafts"]]
    Crowd(house, filings(people)).run(lambda: None, 0)
    paths = [f"/ban-lam-viec/ho-so-moi/{one}/tiep-nhan/" for one in ids]
    crowd = Crowd(house, presses(people["officials"]["motcua.xuanhuong"], paths), visitors=1)
    crowd.run(partial(pull_the_plug, house, "worker"), 3)
    # Once more in the middle of its signing, when the receipts are only half done.
    time.sleep(2.0)
    pull_the_plug(house, "worker")
    told = settled(house)
    assert told["due_receipts"] == 0
    assert [told["submissions"][one]["papers"] for one in ids] == [{"receipt_01": 1}] * len(ids)
    assert (told["faults"], told["dead_letters"]) == ([], 0)
