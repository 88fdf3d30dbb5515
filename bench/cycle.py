"""Whole life cycles over HTTP while the crowd grows, bursts and goes away: submit, receive, assign, decide, search.

Each client walks dossiers from the citizen's press on "send" to finding the decided one at the desk, as ordinary people
of one commune; the specialist's press on "start" between assigning and deciding belongs to the way and is counted with
it. How full the house is: DINH_BENCH_DOSSIERS. Beside it PostgreSQL alone writes the same rows, a commit for each act.
"""

import os
import statistics
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench import rig as houses
from bench.dossiers import Counted
from bench.report import Measure
from bench.visitor import Visitor

DOSSIERS = int(os.environ.get("DINH_BENCH_DOSSIERS", "0"))
TITLE = f"Whole life cycles with {DOSSIERS:,} dossiers before" if DOSSIERS else "Whole life cycles"
PACE = float(os.environ.get("DINH_BENCH_SECONDS", "10"))
# Name, clients at the beginning and at the end, seconds in parts of PACE.
PHASES = (("valley", 2, 2, 0.8), ("ramp", 2, 10, 1.0), ("spike", 40, 40, 1.0), ("valley after", 2, 2, 1.2))
MOST = max(last for _name, _first, last, _seconds in PHASES)
_CITIZENS = 40
_PAPERS_SECONDS = 120
_TABLES = (
    "dossiers_act", "payments_order", "payments_orderline", "dossiers_dossier", "dossiers_clockentry",
    "documents_storedfile", "documents_signature", "documents_paper", "ledger_entry",
)  # fmt: skip
# Six answers make a cycle, five of them with a commit.
_ACTS, _COMMITS = 6, 5
_WARMING = 6
_POST = """
SELECT post.public_id FROM directory_identity_post AS post JOIN directory_identity_account AS account
USING (person_id) WHERE account.username = 'chuyenvien.xuanhuong' ORDER BY post.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Pressed:
    """One request: which act, when it was answered, how long that took, and what was wrong."""

    act: str
    at: float
    seconds: float
    wrong: str


@dataclass
class Crowd:
    """So many clients as are let in at the moment, each walking one dossier after the other."""

    port: int
    officials: Mapping[str, str]
    post_id: str
    code: str
    drafts: deque[tuple[str, str, str]]
    let_in: int = 0
    is_over: bool = False
    pressed: list[Pressed] = field(default_factory=list)
    whole: int = 0

    def live(self, number: int) -> None:
        who = {name: Visitor(self.port, session) for name, session in self.officials.items()}
        while not self.is_over:
            if number >= self.let_in:
                time.sleep(0.02)
            else:
                self.walk(who, number)
        for visitor in who.values():
            visitor.hang_up()

    def walk(self, who: Mapping[str, Visitor], number: int = 0) -> None:
        """Take one dossier from sent to found; stop at a wrong answer, or when this client goes home."""
        try:
            session, phone, draft = self.drafts.popleft()
        except IndexError:
            self.is_over = True
            return
        citizen = Visitor(self.port, session)
        for act in self._acts(who, citizen, phone, draft):
            if not act() or number >= self.let_in:
                break
        else:
            self.whole += 1
        citizen.hang_up()

    def _acts(
        self, who: Mapping[str, Visitor], citizen: Visitor, phone: str, draft: str
    ) -> Iterator[Callable[[], str]]:
        desk, specialist, head = (who[f"{name}.xuanhuong"] for name in ("motcua", "chuyenvien", "chutich"))
        said = {"outcome": "approved", "summary": "Xác nhận theo đề nghị của công dân."}
        led = ""

        def receive() -> str:
            nonlocal led
            led = self._press("receive", desk, f"/ban-lam-viec/ho-so-moi/{draft}/tiep-nhan/")
            return led

        yield lambda: self._press("submit", citizen, f"/nop-ho-so/{self.code}/{draft}/kiem-tra/", is_true="on")
        yield receive
        dossier_id = led.partition("?")[0].rstrip("/").rpartition("/")[2]
        own = f"/ban-lam-viec/ho-so/{dossier_id}"
        yield lambda: self._press("assign", head, f"{own}/giao-viec/", post_id=self.post_id)
        yield lambda: self._press("start", specialist, f"{own}/bat-dau/")
        yield lambda: self._press("decide", head, f"{own}/quyet-dinh/", **said)
        yield lambda: self._search(desk, phone, dossier_id)

    def _press(self, act: str, who: Visitor, path: str, **fields: str) -> str:
        """Press a button; return where it leads, or nothing when that was refused."""
        began = time.perf_counter()
        try:
            answer = who.post(path, **fields)
            wrong = "" if answer.status == 302 else str(answer.status)
        except OSError as fault:
            wrong = type(fault).__name__
        now = time.perf_counter()
        self.pressed.append(Pressed(act, now, now - began, wrong))
        return "" if wrong else answer.location

    def _search(self, desk: Visitor, phone: str, dossier_id: str) -> str:
        """Look the decided dossier up by the telephone number of its applicant; it must be among what is found."""
        began = time.perf_counter()
        try:
            answer = desk.get(f"/ban-lam-viec/tim/?q={phone}")
            found = "" if dossier_id in answer.text else "not found"
            wrong = found if answer.status == 200 else str(answer.status)
        except OSError as fault:
            wrong = type(fault).__name__
        now = time.perf_counter()
        self.pressed.append(Pressed("search", now, now - began, wrong))
        return "" if wrong else dossier_id


def run() -> list[Measure]:
    # Nothing else happens in this house, so a copy of it is what the run may change.
    with houses.house(DOSSIERS) as rig:
        wanted = str(max(4, int(PACE * 1.5)))
        people = rig.told("bench.inside", "people", str(_CITIZENS), wanted)
        counted = Counted(rig.variables["DATABASE_OWNER_URL"], _TABLES)
        crowd = _crowd(rig, people)
        used = _used(rig)
        spans = _live(crowd)
        cycles = len(crowd.pressed) / _ACTS
        spent = {name: 1000 * (now - used[name]) / cycles for name, now in _used(rig).items()}
        waiting = _papers(rig)
        counted.mark()
        raw = counted.raw(_TABLES, "dossiers_submission", 0, _COMMITS)
    return [*_told(crowd, spans, raw), *_costs(spent, waiting)]


def _crowd(rig: houses.Rig, people: dict[str, Any]) -> Crowd:
    with psycopg.connect(rig.variables["DATABASE_OWNER_URL"]) as link:
        post = link.execute(_POST).fetchone()
    citizens = people["citizens"]
    drafts = deque(
        (one["session"], one["phone"], one["drafts"][number])
        for number in range(len(citizens[0]["drafts"]))
        for one in citizens
    )
    crowd = Crowd(rig.port, people["officials"], post[0] if post else "", people["code"], drafts, let_in=1)
    # The first walks read the law, the forms and the fonts; a house that has been open for a minute has them.
    for _time in range(_WARMING):
        crowd.walk({name: Visitor(rig.port, session) for name, session in crowd.officials.items()})
    if any(one.wrong for one in crowd.pressed):
        raise RuntimeError(f"no way through: {crowd.pressed}")
    crowd.pressed.clear()
    crowd.whole = 0
    return crowd


def _live(crowd: Crowd) -> dict[str, tuple[float, float]]:
    """Let the phases pass and return when each began and ended."""
    threads = [threading.Thread(target=crowd.live, args=(number,)) for number in range(MOST)]
    for thread in threads:
        thread.start()
    spans: dict[str, tuple[float, float]] = {}
    for name, first, last, parts in PHASES:
        began, seconds = time.perf_counter(), PACE * parts
        while (passed := time.perf_counter() - began) < seconds and not crowd.is_over:
            crowd.let_in = round(first + (last - first) * passed / seconds)
            time.sleep(0.02)
        spans[name] = (began, time.perf_counter())
    if crowd.is_over:
        raise RuntimeError("more was walked than was made ready")
    crowd.is_over = True
    for thread in threads:
        thread.join()
    return spans


def _used(rig: houses.Rig) -> dict[str, float]:
    return {"web": rig.cpu("web"), "worker": rig.cpu("worker"), "PostgreSQL": rig.database_cpu()}


def _papers(rig: houses.Rig) -> float:
    """Wait until every receipt is sealed, which nobody at a counter waits for; return the seconds."""
    began = time.perf_counter()
    with psycopg.connect(rig.variables["DATABASE_OWNER_URL"], autocommit=True) as link:
        while time.perf_counter() - began < _PAPERS_SECONDS:
            left = link.execute("SELECT count(*) FROM dossiers_dossier WHERE is_receipt_due").fetchone()
            if left and not left[0]:
                break
            time.sleep(0.2)
    return time.perf_counter() - began


def _told(crowd: Crowd, spans: Mapping[str, tuple[float, float]], raw: float) -> list[Measure]:
    found = []
    beside = "raw PostgreSQL, the same rows"
    for name, first, last, _seconds in PHASES:
        began, ended = spans[name]
        acts = sorted(one.seconds for one in crowd.pressed if began <= one.at < ended)
        cycles = len(acts) / _ACTS / (ended - began)
        clients = f"{first}" if first == last else f"{first} to {last}"
        aim = "at least 60/s; published elsewhere 6.3/s on 16 cores" if name == "spike" else ""
        found += [
            Measure(f"{name}, {clients} clients", cycles, "cycles/s", beside, raw, aim),
            Measure(f"{name}, an act, p50", 1000 * statistics.median(acts or [0]), "ms"),
            Measure(f"{name}, an act, p95", 1000 * _p95(acts), "ms"),
        ]
    wrong = Counter(f"{one.act}: {one.wrong}" for one in crowd.pressed if one.wrong)
    errors = "".join(f" ({what})" for what, _many in wrong.most_common(3))
    return [
        *found,
        Measure("dossiers that were walked from sent to found", crowd.whole, ""),
        Measure(f"errors among {len(crowd.pressed):,} answers{errors}", wrong.total(), "", aim="none; 58 % elsewhere"),
        Measure("until answers are as quick as before the spike", _recovery(crowd, spans), "s", aim="at once"),
    ]


def _costs(spent: Mapping[str, float], waiting: float) -> list[Measure]:
    return [
        *(Measure(f"processor time of a cycle, {name}", value, "ms") for name, value in spent.items()),
        Measure("until the last receipt is sealed, afterwards", waiting, "s"),
    ]


def _recovery(crowd: Crowd, spans: Mapping[str, tuple[float, float]]) -> float:
    """Return seconds after the spike until ten answers in a row have a median within the first valley's p95."""
    began, ended = spans["valley"]
    usual = _p95(sorted(one.seconds for one in crowd.pressed if began <= one.at < ended))
    over = spans["spike"][1]
    after = sorted((one for one in crowd.pressed if one.at >= over), key=lambda one: one.at)
    for place in range(len(after) - 9):
        ten = after[place : place + 10]
        if statistics.median(one.seconds for one in ten) <= usual:
            return max(0.0, ten[0].at - ten[0].seconds - over)
    return float("inf")


def _p95(values: Sequence[float]) -> float:
    return values[int(0.95 * (len(values) - 1))] if values else 0.0
