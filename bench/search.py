"""Reading a full house as its people do: queues, search and a dossier of one commune's officer, the leader's wall.

How full: DINH_BENCH_DOSSIERS, 1000000 for the size of a large province. Beside each page stands what PostgreSQL alone
takes for the rows on it, in the same run.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench import rig as houses
from bench.report import Measure
from bench.visitor import Visitor

DOSSIERS = int(os.environ.get("DINH_BENCH_DOSSIERS", "62000"))
TITLE = f"Reading with {DOSSIERS:,} dossiers"
_TIMES = 40
_WARMING = 6
_WORDS = ("nguyen", "dang ky", "tran van", "H36", "khai sinh", "le thi hoa", "nvt", "khong ai", "0100123")
_OFFICER = "chuyenvien.xuanhuong"
_OF_OFFICER = """
SELECT agency.public_id FROM directory_identity_post AS post JOIN directory_identity_account AS account
USING (person_id) JOIN directory_identity_agency AS agency ON agency.id = post.agency_id
WHERE account.username = %s LIMIT 1
"""
_ROWS = "SELECT * FROM dossiers_dossier JOIN dossiers_submission AS sent ON sent.id = submission_id"
_QUEUE = f"""
{_ROWS} WHERE handling_agency_id = %(agency)s AND status IN (2, 4, 5, 6) ORDER BY due_at, dossiers_dossier.id LIMIT 26
"""
_NEWEST = f"{_ROWS} ORDER BY dossiers_dossier.id DESC LIMIT 26"
_ONE = f"{_ROWS} WHERE dossiers_dossier.public_id = %(dossier)s"
_WALL = """
SELECT unit_id, month, counts FROM indicators_monthcell
WHERE month > now() - interval '1 year'
"""


@dataclass(frozen=True)
class Page:
    """A page, who asks for it, the bare rows on it, and what happens before each time it is asked for."""

    name: str
    who: Visitor
    path: Callable[[int], str]
    bare: str
    before: Callable[[], object] = lambda: None


def run() -> list[Measure]:
    with (
        houses.house(DOSSIERS, parts={"web": ()}, is_read_only=True) as rig,
        psycopg.connect(rig.variables["DATABASE_OWNER_URL"], autocommit=True) as link,
    ):
        pages = _pages(rig, link)
        asked = [word for page in pages for word in (page.who.session, page.path(0))]
        counts: Any = rig.told("bench.inside", "queries", *asked)["queries"]
        found = [line for page, count in zip(pages, counts, strict=True) for line in _told(rig, link, page, count)]
        for page in pages:
            page.who.hang_up()
        return found


def _pages(rig: houses.Rig, link: psycopg.Connection[Any]) -> Sequence[Page]:
    people = rig.told("bench.inside", "people", "0")["officials"]
    desk, officer, leader = (
        Visitor(rig.port, people[name])  # type: ignore[index]
        for name in ("motcua.xuanhuong", _OFFICER, "lanhdao.tinh")
    )
    own = [row[0] for row in link.execute(
        f"SELECT public_id FROM dossiers_dossier WHERE handling_agency_id = ({_OF_OFFICER}) ORDER BY id DESC LIMIT 20",
        [_OFFICER],
    )]  # fmt: skip

    def act() -> None:
        link.execute("UPDATE indicators_watermark SET told_at = clock_timestamp()")

    return (
        Page("queue of the desk", desk, lambda _n: "/ban-lam-viec/", _QUEUE),
        Page("queue of an officer of one commune", officer, lambda _n: "/ban-lam-viec/?hang=dang-mo", _QUEUE),
        Page("closed dossiers of one commune", officer, lambda _n: "/ban-lam-viec/?hang=da-dong", _QUEUE),
        Page("search of the desk, whole province", desk, _search, _NEWEST),
        Page("search of an officer, own commune", officer, _search, _NEWEST),
        Page("one dossier", officer, lambda n: f"/ban-lam-viec/ho-so/{own[n % len(own)]}/", _ONE),
        Page("wall that nothing moved", leader, lambda _n: "/dieu-hanh/", _WALL),
        Page("wall after an act each time", leader, lambda _n: "/dieu-hanh/", _WALL, act),
    )


def _search(number: int) -> str:
    return f"/ban-lam-viec/tim/?q={_WORDS[number % len(_WORDS)].replace(' ', '+')}"


def _told(rig: houses.Rig, link: psycopg.Connection[Any], page: Page, queries: int) -> list[Measure]:
    spent: list[float] = []
    used = 0.0
    for number in range(_TIMES + _WARMING):
        page.before()
        if number == _WARMING:
            used = rig.cpu("web")
        began = time.perf_counter()
        answer = page.who.get(page.path(number))
        spent.append(1000 * (time.perf_counter() - began))
        assert answer.status == 200, (page.path(number), answer.status, answer.location)
    each = 1000 * (rig.cpu("web") - used) / _TIMES
    warm, bare = spent[_WARMING:], _bare(link, page)
    beside = "its rows alone, by SQL, ms"
    return [
        Measure(f"{page.name}, p50", statistics.median(warm), "ms", beside, statistics.median(bare)),
        Measure(f"{page.name}, p95", _p95(warm), "ms", beside, _p95(bare), "at most 100 ms"),
        Measure(f"{page.name}, processor time of the server", each, "ms"),
        Measure(f"{page.name}, queries", queries, "", aim="the same however many dossiers"),
    ]


def _bare(link: psycopg.Connection[Any], page: Page) -> list[float]:
    agency = link.execute(_OF_OFFICER, [_OFFICER]).fetchone()
    spent = []
    for number in range(_TIMES):
        path = page.path(number)
        asked = {
            "agency": agency[0] if agency else "",
            "dossier": path.rstrip("/").rpartition("/")[2],
        }
        began = time.perf_counter()
        link.execute(page.bare, asked if "%(" in page.bare else None).fetchall()
        spent.append(1000 * (time.perf_counter() - began))
    return spent


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
