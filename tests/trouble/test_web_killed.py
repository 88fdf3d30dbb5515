"""The web process dies at random points of submit, receive and sign: each acknowledged act is there, exactly once."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from bench.rig import Rig

from tests.trouble.crowd import Crowd, filings, presses, pull_the_plug

pytestmark = pytest.mark.integration
DESK = "motcua.xuanhuong"


def drive(house: Rig, what: Any, deaths: int) -> Crowd:
    crowd = Crowd(house, what)
    crowd.run(partial(pull_the_plug, house), deaths)
    assert Counter(answer.status for answer in crowd.answers) == {302: len(what)}
    return crowd


def test_every_acknowledged_submission_receipt_and_decision_is_there_once(house: Rig) -> None:
    people = house.told("bench.inside", "people", "10", "20")
    ids = [draft for one in people["citizens"] for draft in one["drafts"]]
    drive(house, filings(people), deaths=5)
    held = house.told("bench.inside", "held")["submissions"]
    assert [held[one]["state"] for one in ids] == ["filed"] * 200
    assert {held[one]["entries"]["dossiers.submission.filed"] for one in ids} == {1}
    assert {held[one]["entries"]["payments.order.opened"] for one in ids} == {1}

    chosen = ids[:60]
    desk = people["officials"][DESK]
    drive(house, presses(desk, [f"/ban-lam-viec/ho-so-moi/{one}/tiep-nhan/" for one in chosen]), deaths=2)
    told = house.told("bench.inside", "held")
    held = told["submissions"]
    assert [len(held[one]["dossiers"]) for one in chosen] == [1] * 60
    assert {held[one]["entries"]["dossiers.dossier.received"] for one in chosen} == {1}
    assert [int(code[-4:]) for code in told["codes"]] == list(range(1, len(told["codes"]) + 1))

    dossiers = [held[one]["dossiers"][0] for one in chosen[:16]]
    starter, head = people["officials"]["chuyenvien.xuanhuong"], people["officials"]["chutich.xuanhuong"]
    acts = [f"/ban-lam-viec/ho-so/{one}/bat-dau/" for one in dossiers]
    drive(house, presses(starter, acts), deaths=0)
    signs = presses(
        head, [path.replace("bat-dau", "quyet-dinh") for path in acts], outcome="approved", summary="Đồng ý"
    )
    drive(house, signs, deaths=2)
    told = house.told("bench.inside", "held")
    for one in chosen[:16]:
        assert told["submissions"][one]["entries"]["dossiers.dossier.decided"] == 1
        assert told["submissions"][one]["papers"]["result_generic"] == 1
    assert (told["faults"], told["dead_letters"]) == ([], 0)
