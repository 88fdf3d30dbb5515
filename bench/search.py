"""Reading a full house: the officer's search without tones, the desk's queue, the leader's wall.

How full: DINH_BENCH_DOSSIERS.
"""

import os
import time
from collections.abc import Callable

from bench import rig as houses
from bench.report import Measure
from bench.visitor import Visitor

DOSSIERS = int(os.environ.get("DINH_BENCH_DOSSIERS", "40000"))
TITLE = f"Reading with {DOSSIERS:,} dossiers"
_TIMES = 60
_WORDS = ("nguyen", "dang ky", "tran van", "H36", "khai sinh", "le thi hoa")


def run() -> list[Measure]:
    with houses.house(DOSSIERS) as rig:
        people = rig.told("bench.inside", "people", "0")
        desk = Visitor(rig.port, people["officials"]["motcua.xuanhuong"])
        head = Visitor(rig.port, people["officials"]["chutich.xuanhuong"])
        leader = Visitor(rig.port, people["officials"]["lanhdao.tinh"])
        pages: tuple[tuple[str, str, Visitor, Callable[[int], str]], ...] = (
            ("queue of the desk", "/ban-lam-viec/", desk, lambda _n: "/ban-lam-viec/"),
            ("queue of the head", "/ban-lam-viec/", head, lambda _n: "/ban-lam-viec/"),
            ("officer's search without tones", _search(0), desk, _search),
            ("the wall", "/dieu-hanh/", leader, lambda _n: "/dieu-hanh/"),
        )
        found = [line for name, counted, who, path in pages for line in _told(rig, name, counted, who, path)]
        for visitor in (desk, head, leader):
            visitor.hang_up()
    return found


def _search(number: int) -> str:
    return f"/ban-lam-viec/tim/?q={_WORDS[number % len(_WORDS)].replace(' ', '+')}"


def _told(
    rig: houses.Rig, name: str, counted: str, who: Visitor, path: Callable[[int], str]
) -> tuple[Measure, Measure]:
    spent = []
    for number in range(_TIMES + 6):
        began = time.perf_counter()
        answer = who.get(path(number))
        spent.append(time.perf_counter() - began)
        assert answer.status == 200, (path(number), answer.status, answer.location)
    warm = sorted(spent[6:])
    queries = rig.told("bench.inside", "queries", who.session, counted)["queries"]
    return (
        Measure(f"{name}, p95", warm[int(len(warm) * 0.95)] * 1000, "ms", aim="at most 100 ms"),
        Measure(f"{name}, queries", float(str(queries)), "", aim="the same however many dossiers"),
    )
