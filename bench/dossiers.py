"""Submit and receive over HTTP, durable, ten people at once; beside raw PostgreSQL writing the same rows.

Drafts are made beforehand: what is timed is the press on "send" and the press on "receive", each with its page forms,
rights, rules, ledger entry and commit. The baseline copies the very rows these presses wrote into tables of the same
shape and indexes, one commit per act, over as many connections.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import set_json_loads

from bench import rig as houses
from bench.report import Measure
from bench.visitor import Visitor

TITLE = "Submit and receive over HTTP"
CLIENTS = 10
EACH = int(os.environ.get("DINH_BENCH_EACH", "60"))
# What one press writes: table, and how its rows are told apart.
_OF_FILING = ("dossiers_act", "payments_order", "payments_orderline", "ledger_entry")
_OF_RECEIVING = ("dossiers_dossier", "dossiers_clockentry", "dossiers_act", "ledger_entry")


def run() -> list[Measure]:
    with houses.house() as rig:
        people = rig.told("bench.inside", "people", str(CLIENTS), str(EACH))
        counted = Counted(rig.variables["DATABASE_OWNER_URL"])
        filing = timed(rig.port, [one["session"] for one in people["citizens"]], _filings(people))
        counted.mark()
        receiving = timed(rig.port, [people["officials"]["motcua.xuanhuong"]] * CLIENTS, _receivings(people))
        counted.mark()
        raw_filing = counted.raw(_OF_FILING, "dossiers_submission", 0)
        raw_receiving = counted.raw(_OF_RECEIVING, "dossiers_submission", 1)
    return [*_told("submit", filing, raw_filing, "aim 150/s together"), *_told("receive", receiving, raw_receiving, "")]


def _told(what: str, spent: "Spent", raw: float, aim: str) -> list[Measure]:
    beside = "raw PostgreSQL, the same rows"
    return [
        Measure(f"{what}, {CLIENTS} clients", spent.rate, "dossiers/s", beside, raw, aim or "a third of raw"),
        Measure(f"{what}, p95", spent.p95 * 1000, "ms"),
    ]


class Spent:
    """Wall time of all, and of each."""

    def __init__(self, seconds: float, each: Sequence[float]) -> None:
        self.rate = len(each) / seconds
        self.p95 = sorted(each)[int(len(each) * 0.95)]


def _filings(people: dict[str, Any]) -> list[list[str]]:
    code = people["code"]
    return [[f"/nop-ho-so/{code}/{draft}/kiem-tra/" for draft in one["drafts"]] for one in people["citizens"]]


def _receivings(people: dict[str, Any]) -> list[list[str]]:
    return [[f"/ban-lam-viec/ho-so-moi/{draft}/tiep-nhan/" for draft in one["drafts"]] for one in people["citizens"]]


def timed(port: int, sessions: Sequence[str], paths: Sequence[Sequence[str]]) -> Spent:
    """Let each client press its own buttons one after the other; all begin together."""
    each: list[float] = []
    wrong: deque[int] = deque()
    start = threading.Barrier(len(sessions) + 1)

    def press(session: str, own: Sequence[str]) -> None:
        visitor = Visitor(port, session)
        visitor.get("/healthz")
        start.wait()
        for path in own:
            began = time.perf_counter()
            status = visitor.post(path, is_true="on").status
            each.append(time.perf_counter() - began)
            if status != 302:
                wrong.append(status)
        visitor.hang_up()

    threads = [threading.Thread(target=press, args=pair) for pair in zip(sessions, paths, strict=True)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    assert not wrong, f"answers that are no receipt: {set(wrong)}"
    return Spent(time.perf_counter() - began, each)


class Counted:
    """Remembers how far each table had grown, to write the rows of one round once more by hand."""

    def __init__(self, url: str, tables: Sequence[str] = (*_OF_FILING, *_OF_RECEIVING)) -> None:
        self._url, self._tables = url, frozenset(tables)
        self._marks: list[dict[str, int]] = []
        with psycopg.connect(url, autocommit=True) as link:
            self._since = link.execute("SELECT now()").fetchone()
        self.mark()

    def mark(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as link:
            self._marks.append({name: _last(link, name) for name in self._tables})

    def raw(self, tables: Sequence[str], updated: str, round_: int, commits: int = 1) -> float:
        """Return how many of the acts of a round PostgreSQL alone writes a second: their rows, and the one update.

        Each act has so many commits, among which its rows are shared out.
        """
        before, after = self._marks[round_], self._marks[round_ + 1]
        with psycopg.connect(self._url, autocommit=True) as link:
            # JSON goes back as the text it came as.
            set_json_loads(lambda raw: bytes(raw).decode() if not isinstance(raw, str) else raw, link)
            for name in (*tables, updated):
                link.execute(f"DROP TABLE IF EXISTS raw_{name}")
                link.execute(f"CREATE TABLE raw_{name} (LIKE {name} INCLUDING DEFAULTS INCLUDING INDEXES)")
            link.execute(f"INSERT INTO raw_{updated} SELECT * FROM {updated} WHERE filed_at >= %s", self._since)
            rows = {name: _rows(link, name, before[name], after[name]) for name in tables}
            keys = [key for (key,) in link.execute(f"SELECT id FROM raw_{updated} ORDER BY id") for _ in range(commits)]
        return _write(self._url, tables, updated, rows, keys) / commits


def _last(link: psycopg.Connection[Any], name: str) -> int:
    if name == "ledger_entry":
        return int(link.execute("SELECT count(*) FROM ledger_entry").fetchone()[0])  # type: ignore[index]
    return int(link.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0])  # type: ignore[index]


def _rows(link: psycopg.Connection[Any], name: str, after: int, until: int) -> list[tuple[Any, ...]]:
    if name == "ledger_entry":
        wanted = "SELECT * FROM ledger_entry ORDER BY recorded_at OFFSET %s LIMIT %s"
        found = link.execute(wanted, [after, until - after])
    else:
        found = link.execute(f"SELECT * FROM {name} WHERE id > %s AND id <= %s ORDER BY id", [after, until])
    return found.fetchall()


def _write(
    url: str, tables: Sequence[str], updated: str, rows: dict[str, list[tuple[Any, ...]]], keys: Sequence[int]
) -> float:
    """Write the rows of each act in a transaction of its own, pipelined, over as many connections as clients."""
    acts = len(keys)
    shares = [
        [(name, rows[name][len(rows[name]) * n // acts : len(rows[name]) * (n + 1) // acts]) for name in tables]
        for n in range(acts)
    ]
    left, start = deque(zip(keys, shares, strict=True)), threading.Barrier(CLIENTS + 1)

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as link:
            start.wait()
            while left:
                try:
                    key, share = left.popleft()
                except IndexError:
                    return
                with link.pipeline(), link.transaction():
                    _write_one(link, updated, key, share)

    threads = [threading.Thread(target=write) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return acts / (time.perf_counter() - began)


def _write_one(
    link: psycopg.Connection[Any], updated: str, key: int, share: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]
) -> None:
    link.execute(f"UPDATE raw_{updated} SET saved_at = now(), state = 'filed' WHERE id = %s", [key])
    for name, rows in share:
        for row in rows:
            places = sql.SQL(", ").join([sql.Placeholder()] * len(row))
            link.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(f"raw_{name}"), places), row)
