"""From an act to the wall, and the wall under a hundred viewers: a house with its web server and its worker at work.

An act is the press on "receive". Its time runs from the moment its entry was recorded, before the commit, until a wall
asked for after it answers with it. Viewers ask as the page does, every two seconds, with the mark of what they have.
"""

import os
import random
import re
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from bench import rig as houses
from bench.report import Measure
from bench.visitor import Visitor

DOSSIERS = int(os.environ.get("DINH_BENCH_LIVE", "3500"))
TITLE = f"Live: from an act to the wall, {DOSSIERS:,} dossiers"
ACTS, VIEWERS, SECONDS, OPENED = 40, 100, 20, 3
_EVERY, _PATIENCE = 2.0, 30.0
_MARK = re.compile(r'moc=([^"&]+)')
_COUNTED = "SELECT coalesce(sum(counts[1]), 0)::bigint FROM indicators_monthcell"
_RECORDED = "SELECT max(recorded_at) FROM ledger_entry WHERE kind = 'dossiers.dossier.received'"
_NOW = "SELECT clock_timestamp()"
Link = psycopg.Connection[Any]


def run() -> list[Measure]:
    with houses.house(DOSSIERS) as rig, psycopg.connect(rig.variables["DATABASE_OWNER_URL"], autocommit=True) as link:
        people = rig.told("bench.inside", "people", "2", str(ACTS))
        officials: Any = people["officials"]
        presses = _presses(rig.port, people, officials["motcua.xuanhuong"])
        leader = Visitor(rig.port, officials["lanhdao.tinh"])
        _settled(link)
        used = rig.cpu("worker")
        waits = [_to_the_wall(link, leader, presses) for _ in range(ACTS)]
        worker = 1000 * (rig.cpu("worker") - used) / ACTS
        used = rig.cpu("web")
        asked = _watched(rig.port, officials["lanhdao.tinh"], presses)
        web = 1000 * (rig.cpu("web") - used) / max(len(asked), 1)
        opened = _opened(rig.port, officials["lanhdao.tinh"])
    viewed = f"{VIEWERS} viewers, every 2 s, an act a second: an answer"
    return [
        Measure("from an act to the wall, p50", statistics.median(waits), "s"),
        Measure("from an act to the wall, p95", _p95(waits), "s", aim="at most 2 s"),
        Measure("processor time of the worker for an act, all its handlers", worker, "ms"),
        Measure(f"{viewed}, p50", 1000 * statistics.median(asked), "ms"),
        Measure(f"{viewed}, p95", 1000 * _p95(asked), "ms"),
        Measure(f"{VIEWERS} viewers: processor time of the server for an answer", web, "ms"),
        Measure(f"{VIEWERS} people open the wall at one moment, p95", 1000 * _p95(opened), "ms"),
    ]


def _presses(port: int, people: "dict[str, Any]", session: str) -> Iterator[float]:
    """File all drafts, then yield after each press on "receive" how long its answer took."""
    for one in people["citizens"]:
        filing = Visitor(port, one["session"])
        for draft in one["drafts"]:
            answer = filing.post(f"/nop-ho-so/{people['code']}/{draft}/kiem-tra/", is_true="on")
            assert answer.status == 302, answer.status
        filing.hang_up()
    desk = Visitor(port, session)

    def press() -> Iterator[float]:
        for draft in [draft for one in people["citizens"] for draft in one["drafts"]]:
            began = time.perf_counter()
            answer = desk.post(f"/ban-lam-viec/ho-so-moi/{draft}/tiep-nhan/", is_true="on")
            assert answer.status == 302, answer.status
            yield time.perf_counter() - began

    return press()


def _one(link: Link, query: str) -> Any:
    row = link.execute(query).fetchone()
    assert row is not None
    return row[0]


def _settled(link: Link) -> None:
    """Wait until the worker has done what was left from before."""
    before = ""
    for _ in range(int(_PATIENCE)):
        now = str(link.execute("SELECT position, told_at FROM indicators_watermark").fetchone())
        if now == before:
            return
        before = now
        time.sleep(_EVERY)


def _mark(page: str) -> str:
    found = _MARK.search(page)
    assert found is not None, page[:200]
    return found[1]


def _to_the_wall(link: Link, leader: Visitor, presses: Iterator[float]) -> float:
    """Return the seconds from the recording of an act until the wall, asked again and again, tells it."""
    mark, counted = _mark(leader.get("/dieu-hanh/").text), _one(link, _COUNTED)
    next(presses)
    until = time.monotonic() + _PATIENCE
    while _one(link, _COUNTED) <= counted:
        assert time.monotonic() < until, "no roll-up in time"
        time.sleep(0.005)
    answer = leader.get(f"/dieu-hanh/song/?moc={mark}")
    assert answer.status == 200, answer.status
    # The state without its minute: the wall is newer than the act, not only another minute.
    assert _mark(answer.text).rpartition(".")[0] != mark.rpartition(".")[0]
    return float((_one(link, _NOW) - _one(link, _RECORDED)).total_seconds())


def _watched(port: int, session: str, presses: Iterator[float]) -> list[float]:
    """Let the viewers' walls renew themselves while acts go on; return the seconds of each answer."""
    each: list[float] = []
    until = time.monotonic() + SECONDS

    def look() -> None:
        viewer = Visitor(port, session)
        mark = _mark(viewer.get("/dieu-hanh/").text)
        time.sleep(_EVERY * random.random())
        while time.monotonic() < until:
            began = time.perf_counter()
            answer = viewer.get(f"/dieu-hanh/song/?moc={mark}")
            each.append(time.perf_counter() - began)
            assert answer.status in {200, 204}, answer.status
            mark = _mark(answer.text) if answer.status == 200 else mark
            time.sleep(max(0.0, _EVERY - (time.perf_counter() - began)))
        viewer.hang_up()

    threads = [threading.Thread(target=look) for _ in range(VIEWERS)]
    for thread in threads:
        thread.start()
    while time.monotonic() < until and next(presses, None) is not None:
        time.sleep(1)
    for thread in threads:
        thread.join()
    return each


def _opened(port: int, session: str) -> list[float]:
    """Let everybody open the whole wall at one moment, a few times after each other."""
    each: list[float] = []
    start = threading.Barrier(VIEWERS)

    def look() -> None:
        viewer = Visitor(port, session, seconds=60)
        viewer.get("/healthz")
        for _ in range(OPENED):
            start.wait()
            began = time.perf_counter()
            assert viewer.get("/dieu-hanh/").status == 200
            each.append(time.perf_counter() - began)
        viewer.hang_up()

    threads = [threading.Thread(target=look) for _ in range(VIEWERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
