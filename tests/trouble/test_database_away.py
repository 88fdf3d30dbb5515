"""The database stops and starts again: a clear sentence meanwhile, and everything goes on by itself afterwards."""

import time
from collections.abc import Callable

import pytest
from bench.rig import Rig
from bench.visitor import Visitor

from tests.trouble.crowd import filings, presses
from tests.trouble.test_worker_killed import settled

pytestmark = pytest.mark.integration
SENTENCE = "Hệ thống đang khởi động lại phần lưu trữ."


def test_pages_say_so_and_work_again_without_a_restart(house: Rig, visit: Callable[[str], Visitor]) -> None:
    people = house.told("bench.inside", "people", "1", "1")
    citizen = visit(people["citizens"][0]["session"])
    desk = visit(people["officials"]["motcua.xuanhuong"])
    leader = visit(people["officials"]["lanhdao.tinh"])
    stranger = visit("")
    ((_, send),) = filings(people)
    draft = people["citizens"][0]["drafts"][0]
    asked = [(stranger, "/thu-tuc/"), (citizen, "/toi/ho-so/"), (desk, "/ban-lam-viec/"), (leader, "/dieu-hanh/")]
    house.stop_database()
    for visitor, path in asked:
        answer = visitor.get(path)
        assert (path, answer.status, SENTENCE in answer.text) == (path, 503, True)
    refused = send(citizen)
    assert (refused.status, SENTENCE in refused.text) == (503, True)
    assert (stranger.get("/healthz").status, stranger.get("/readyz").status) == (200, 503)
    house.start_database()
    assert [visitor.get(path).status for visitor, path in asked] == [200] * 4
    assert send(citizen).status == 302
    ((_, receive),) = presses("", [f"/ban-lam-viec/ho-so-moi/{draft}/tiep-nhan/"])
    assert receive(desk).status == 302
    told = settled(house)
    assert told["submissions"][draft]["papers"] == {"receipt_01": 1}
    assert house.parts["worker"].poll() is None


def test_a_serving_process_that_dies_is_replaced(house: Rig, visit: Callable[[str], Visitor]) -> None:
    import psutil

    for child in psutil.Process(house.parts["web"].pid).children():
        child.kill()
    time.sleep(0.5)
    house.wait()
    assert visit("").get("/").status == 200
    assert house.parts["web"].poll() is None
