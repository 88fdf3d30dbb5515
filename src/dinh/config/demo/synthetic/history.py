"""The history of the synthetic province: made by several writers at once, sealed in the order of time, counted."""

import gc
import multiprocessing
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from multiprocessing.connection import Connection, wait
from typing import Any

from django.db import connection, connections

from dinh.config.demo.synthetic.chronicle import Chronicle, Told
from dinh.config.demo.synthetic.samples import make_samples
from dinh.config.demo.synthetic.world import World, see
from dinh.dossiers.models import Dossier
from dinh.indicators import api as indicators
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import local
from dinh.ledger import api as ledger

Say = Callable[[str], None]
WRITERS = 2
_SECONDS_BETWEEN = 5.0


class HistoryExists(Exception):
    """The database has a made-up history already; a second one beside it would count everything twice."""


def make_history(*, dossiers: int, at: datetime, say: Say, writers: int = WRITERS) -> Told:
    """Make so many dossiers over the two years that end yesterday, seal them and compute the figures.

    The same number and day give the same data. Needs agencies, officials, procedures loaded and no other process
    sealing. Raises HistoryExists.
    """
    if Dossier.objects.filter(is_synthetic=True).exists():
        raise HistoryExists("made-up dossiers are here already; another number needs another DINH_HOME")
    today = local(at).date()
    samples = make_samples(at=at)
    ledger.seal()
    ledger.deliver()
    before = _sealed()
    world = see(today=today, samples=samples)
    _prepare(world, today)
    told = _write_alone(world, dossiers, say) if writers == 1 else _write_together(world, dossiers, writers, say)
    _seal(at, before, say)
    return told


def _prepare(world: World, today: date) -> None:
    """Make what writers at once would wait for each other over: the months of the record and the keys of figures."""
    ledger.make_months_of(today - timedelta(days=800), today)
    for kit in world.kits:
        indicators.procedure_key(kit.view.code)
    offices = {office.agency_id for places in world.places for office, _desk in places.values()}
    for agency_id in sorted(offices):
        indicators.agency_key(agency_id)


def _write_alone(world: World, dossiers: int, say: Say) -> Told:
    def progress(done: int) -> None:
        del done

    del say
    return Chronicle(
        world, dossiers=dossiers, number=0, writers=1, keep_facts=indicators.lay_down, progress=progress
    ).write()


def _write_together(world: World, dossiers: int, writers: int, say: Say) -> Told:
    """Let writers run side by side; each commits once, facts come back here to wait for their positions."""
    # The children must not share a connection with this process.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    lines: list[Connection] = []
    processes = []
    for number in range(writers):
        mine, theirs = context.Pipe()
        process = context.Process(target=_child, args=(world, dossiers, number, writers, theirs), daemon=True)
        process.start()
        theirs.close()
        lines.append(mine)
        processes.append(process)
    results = _Listening(dossiers, say).to(lines)
    if len(results) != writers:
        for process in processes:
            process.terminate()
    for process in processes:
        process.join()
    if len(results) != writers:
        raise SystemExit("a writer of the history died; nothing it wrote was kept. Start again in an empty DINH_HOME.")
    return Told(*(sum(values) for values in zip(*results, strict=True)))


def _child(world: World, dossiers: int, number: int, writers: int, line: Any) -> None:
    def keep(facts: list[indicators.HistoryFact]) -> None:
        line.send(("facts", number, facts))

    def progress(done: int) -> None:
        line.send(("done", number, done))

    def agree() -> None:
        line.send(("ready", number, None))
        # Nothing comes, and this ends with an error, when another writer has died.
        line.recv()

    # Rows live a moment and hang in no circles: looking for circles after every few hundred is for nothing.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    told = Chronicle(
        world, dossiers=dossiers, number=number, writers=writers, keep_facts=keep, progress=progress, agree=agree
    ).write()
    line.send(("told", number, (told.dossiers, told.submissions, told.people, told.entries)))
    line.close()
    connection.close()


class _Listening:
    """Hears the writers: facts are laid down on this process's connection, progress is told with its rate."""

    def __init__(self, dossiers: int, say: Say) -> None:
        self.whole, self.say = dossiers, say
        self.started = self.told_at = time.monotonic()
        self.done: dict[int, int] = {}
        self.results: list[tuple[int, ...]] = []
        self.ready = 0

    def to(self, lines: list[Connection]) -> list[tuple[int, ...]]:
        open_lines = list(lines)
        while open_lines:
            if self.ready == len(lines):
                self.ready = 0
                for line in lines:
                    line.send("commit")
            if len(open_lines) < len(lines) and not self.results:
                return []
            ready = wait(open_lines, timeout=1.0)
            for line in [one for one in open_lines if one in ready]:
                try:
                    self._hear(*line.recv())
                except EOFError:
                    open_lines.remove(line)
        return self.results

    def _hear(self, what: str, number: int, said: Any) -> None:
        if what == "facts":
            indicators.lay_down(said)
        elif what == "ready":
            self.ready += 1
        elif what == "done":
            self.done[number] = said
            self._tell()
        else:
            self.results.append(said)

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self.told_at < _SECONDS_BETWEEN:
            return
        self.told_at = now
        done = sum(self.done.values())
        rate = done / (now - self.started)
        self.say(f"{done:,} of {self.whole:,} dossiers, {done * 100 // max(1, self.whole)} %, {rate:,.0f} a second")


def _sealed() -> int:
    head = ledger.head()
    return head.size if head else 0


def _seal(at: datetime, before: int, say: Say) -> None:
    started = time.monotonic()
    ledger.seal(at=at)
    last = _sealed()
    say(f"{last - before:,} entries sealed in {time.monotonic() - started:.1f} s")
    started = time.monotonic()
    ledger.skip_history(by=SYSTEM, at=at, first=before + 1, last=last)
    cells = indicators.place_history(last=last)
    say(f"{cells:,} daily cells of the figures in {time.monotonic() - started:.1f} s")
