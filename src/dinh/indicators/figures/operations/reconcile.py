"""Every cell counted by every engine and once more by hand; one differing cell holds publication."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from dinh.indicators.figures import registry
from dinh.indicators.figures.events import EngineHash, FiguresReconciled
from dinh.indicators.figures.models import DailyCell, DossierFact, Publication, PublicationState, Watermark
from dinh.indicators.figures.operations.anew import is_due
from dinh.indicators.figures.operations.rebuild import month_differences
from dinh.indicators.figures.operations.recount import facts_of_ledger
from dinh.indicators.figures.operations.snapshots import Snapshot, snapshot
from dinh.indicators.figures.policies.access import check_can_reconcile
from dinh.indicators.figures.policies.periods import PeriodKind, period_of
from dinh.indicators.figures.policies.plans import (
    Cells,
    Digest,
    Plan,
    compute,
    digest,
    digest_rows,
    every_day,
    shards,
)
from dinh.indicators.figures.policies.tally import Tally
from dinh.indicators.figures.queries.publishing import blocking_checks, publication
from dinh.indicators.figures.types import Figure
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict
from dinh.kernel.ids import new_id
from dinh.ledger import api as ledger

LIVE, HAND = "live", "recount"
SHOWN = 100
# Daily cells are asked for so many days at a time: what an engine hands over fits into memory however large the house.
_SHARD_DAYS = 184
_TOLD_EACH = 100_000
_KINDS = (
    PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.REPORTING_MONTH,
)  # fmt: skip


Say = Callable[[str], None]


def silent(words: str) -> None:
    """Tell nobody how far it is."""
    del words


@dataclass(frozen=True, slots=True)
class Grids:
    """What is compared: the cells of every day by unit and procedure, and everything declared over many periods."""

    daily: Plan
    periods: Plan

    def named(self) -> Iterator[tuple[str, Plan]]:
        yield "daily", self.daily
        yield "periods", self.periods


@dataclass(slots=True)
class Reconciliation:
    """The hash each engine gave for each grid; `differences` names the cells that are not the same."""

    position: int
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    boards: dict[str, dict[str, str]] = field(default_factory=dict)
    cells: int = 0
    months_wrong: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return not self.months_wrong and all(len(set(one.values())) == 1 for one in self.digests.values())

    def engines(self) -> dict[str, str]:
        """Return for each engine one hash over all its grids."""
        names = dict.fromkeys(name for one in self.digests.values() for name in one)
        return {
            name: f"{sum(int(one[name], 16) for one in self.digests.values() if name in one) % (1 << 256):064x}"
            for name in names
        }


def span() -> tuple[date, date] | None:
    """Return the first and the last day any fact counts by."""
    found = DossierFact.objects.aggregate(
        a=Min("received_on"), b=Min("closed_on"), c=Max("received_on"), d=Max("closed_on")
    )
    days = [day for day in found.values() if day is not None]
    return (min(days), max(days)) if days else None


def grids(first: date, last: date, homes: Sequence[tuple[int, int]] = ()) -> Grids:
    """Return the plans that touch every measure and every fact between two days."""
    fact = registry.facts()["dossier"]
    declared = [(one, registry.node(code)) for code, one in sorted(registry.measures().items())]
    days = every_day(first, last)
    periods = dict.fromkeys(chain.from_iterable([period_of(one.first, kind) for one in days] for kind in _KINDS))
    return Grids(
        daily=Plan(fact, tuple(one for one in declared if one[0].is_additive), days, by=("unit_id", "procedure_id")),
        periods=Plan(fact, tuple(declared), tuple(periods), by=("unit_id",), homes=tuple(homes)),
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """See one moment of the database throughout, while the house goes on working."""
    was_free = not connection.in_atomic_block
    with transaction.atomic():
        if was_free:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def live_digest(plan: Plan) -> Digest:
    """Return the hash of the live daily cells in the form of a plan's cells."""
    first, last = plan.periods[0].first, plan.periods[-1].last
    placed = sorted((one.code, one.place - 1) for one, _ in plan.measures)
    found = Digest()
    rows = DailyCell.objects.filter(day__range=(first, last)).values_list("unit_id", "day", "procedure_id", "counts")
    for unit_id, day, procedure_id, counts in rows.iterator(chunk_size=20_000):
        numbers = [(code, counts[place]) for code, place in placed if place < len(counts)]
        found.take(((day - first).days, unit_id, procedure_id), numbers)
    return found


def live_cells(plan: Plan) -> Cells:
    """Return the live daily cells in the form of a plan's cells."""
    first = plan.periods[0].first
    placed = [(one.code, one.place) for one, _ in plan.measures]
    return {
        ((day - first).days, unit_id, procedure_id): {
            code: counts[place - 1] for code, place in placed if place <= len(counts) and counts[place - 1]
        }
        for unit_id, day, procedure_id, counts in DailyCell.objects.values_list(
            "unit_id", "day", "procedure_id", "counts"
        ).iterator()
    }


def by_hand(of: Grids, facts: Iterable[Any], say: Say = silent) -> dict[str, Cells]:
    """Return the cells of all grids, counted from facts one by one in Python."""
    counting = registry.counting()
    tallies = {name: Tally(plan, counting) for name, plan in of.named()}
    takes, number = [one.take for one in tallies.values()], 0
    for number, fact in enumerate(facts, start=1):
        for take in takes:
            take(fact)
        if number % _TOLD_EACH == 0:
            say(f"{number:,} dossiers counted by hand")
    found = {name: tally.cells() for name, tally in tallies.items()}
    say(f"{number:,} dossiers counted by hand into {sum(map(len, found.values())):,} cells")
    return found


def compare(
    of: Grids,
    *,
    engines: Sequence[str],
    folder: Path | None,
    hand: Mapping[str, Cells],
    into: Reconciliation,
    say: Say = silent,
) -> Reconciliation:
    """Run the grids on each engine beside the live cells and those counted by hand, and name what differs."""
    into.digests["daily"] = {LIVE: str(live_digest(of.daily))}
    say("live cells hashed")
    for name, cells in hand.items():
        found = digest(cells)
        into.digests.setdefault(name, {})[HAND] = str(found)
        into.cells += found.cells
    into.boards = {board: {HAND: board_digest(hand["periods"], of.periods, board)} for board in registry.boards()}
    say("cells and boards of the recount hashed")
    for one in engines:
        with registry.engine(one).open(folder) as source:
            into.digests["daily"][one] = str(_digest_in_shards(of.daily, source, one, say))
            cells = compute(of.periods, source.table, source.rows)
            into.digests["periods"][one] = str(digest(cells))
            _boards(into, of.periods, one, cells, hand["periods"])
            say(f"{one}: {len(cells):,} cells of overlapping periods")
            again = partial(compute, of.daily, source.table, source.rows)
            _name(into, of, one, hand, {"periods": partial(dict, cells), "daily": again})
    _name(into, of, LIVE, hand, {"daily": lambda: live_cells(of.daily)})
    into.months_wrong = month_differences()
    return into


def _digest_in_shards(plan: Plan, source: registry.Source, engine: str, say: Say) -> Digest:
    """Return the hash of daily cells asked for shard by shard, in an order that no other engine asks in."""
    found, parts = Digest(), list(shards(plan, _SHARD_DAYS))
    Random(engine).shuffle(parts)  # noqa: S311 - an order, no secret
    for number, (after, shard) in enumerate(parts, start=1):
        found.add(digest_rows(shard, source.table, source.rows, after=after))
        say(f"{engine}: {number} of {len(parts)} shards, {found.cells:,} daily cells")
    return found


def _boards(into: Reconciliation, plan: Plan, engine: str, cells: Cells, hand: Cells) -> None:
    """Hash the figures of each board; cells that are one with the recount's, number by number, make its figures."""
    is_same = cells == hand
    for board, said in into.boards.items():
        said[engine] = said[HAND] if is_same else board_digest(cells, plan, board)


def _name(
    into: Reconciliation, of: Grids, engine: str, hand: Mapping[str, Cells], told: Mapping[str, Callable[[], Cells]]
) -> None:
    """Name the cells in which an engine and the hand differ; nothing is read again where the hashes are one."""
    plans = dict(of.named())
    for grid, cells_of in told.items():
        if into.digests[grid][engine] == into.digests[grid][HAND]:
            continue
        theirs, mine = cells_of(), hand[grid]
        for key in sorted(theirs.keys() | mine.keys()):
            if theirs.get(key, {}) != mine.get(key, {}) and len(into.differences) < SHOWN:
                period = plans[grid].periods[key[0]]
                where = ", ".join(f"{name} {number}" for name, number in zip(plans[grid].by, key[1:], strict=True))
                told_apart = f"{engine} {_apart(theirs, mine, key)} {HAND} {_apart(mine, theirs, key)}"
                into.differences.append(f"{period.first}…{period.last}, {where}: {told_apart}")


def _apart(one: Cells, other: Cells, key: tuple[int, ...]) -> str:
    """Return the numbers of a cell that the other does not have."""
    here, there = one.get(key, {}), other.get(key, {})
    codes = sorted(here.keys() | there.keys())
    return str({code: here.get(code, 0) for code in codes if here.get(code, 0) != there.get(code, 0)})


def board_digest(cells: Cells, plan: Plan, board: str) -> str:
    """Return one hash over all figures of a board: of each cell code, version, numerator and denominator."""
    found, told = Digest(), [_sides(registry.board_codes(board), period.last) for period in plan.periods]
    for key, numbers in cells.items():
        number = numbers.get
        found.take(
            key, [(name, sum([factor * number(code, 0) for factor, code in terms])) for name, terms in told[key[0]]]
        )
    return str(found)


def _sides(codes: Iterable[str], on: date) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    """Return what stands above and below the line of each figure, named by code and version."""
    found = []
    for one in (registry.definition(code, on) for code in codes):
        found.append((f"{one.code}.{one.version}/above", one.numerator.terms))
        found += [(f"{one.code}.{one.version}/below", one.denominator.terms)] if one.denominator else []
    return found


def reconcile(
    *, by: Actor, at: datetime, engines: Sequence[str], folder: Path | None = None, say: Say = silent
) -> Reconciliation:
    """Count every cell on every engine and from the ledger; open or hold publication by what is found.

    `engines` are names of registered engines; those over columns read a snapshot made for it. `say` is told how far it
    is. Raises NotAllowed, and Conflict CT13 when an engine lacks what it needs, CT14 while a recount is due.
    """
    check_can_reconcile(by=by)
    for name in engines:
        if lacks := registry.engine(name).lacks():
            raise Conflict("CT13", _("The engine %(name)s cannot run here: %(why)s") % {"name": name, "why": lacks})
    if is_due():
        raise Conflict("CT14", _("The facts are being made anew from the ledger; reconcile when that has ended."))
    with one_moment():
        position = Watermark.objects.filter(id=1).values_list("position", flat=True).first()
        found = Reconciliation(position=-1 if position is None else position)
        days = span()
        if days is not None:
            made = _columns(engines, folder)
            of = grids(*days)
            hand = by_hand(of, facts_of_ledger(until=found.position), say)
            compare(of, engines=engines, folder=made.folder if made else None, hand=hand, into=found, say=say)
    _keep(found, by=by, at=at)
    return found


def _columns(engines: Sequence[str], folder: Path | None) -> Snapshot | None:
    return None if all(registry.engine(name).is_live for name in engines) else snapshot(folder)


@transaction.atomic
def _keep(found: Reconciliation, *, by: Actor, at: datetime) -> None:
    told = found.engines()
    row = Publication.objects.create(
        public_id=new_id("pub"),
        state=PublicationState.OPEN if found.is_equal else PublicationState.HELD,
        position=found.position,
        engines=told,
        digest=told.get(HAND, ""),
        cells=found.cells,
        differences=found.differences,
        checked_at=at,
    )
    ledger.record(
        event=FiguresReconciled(
            publication_id=row.public_id,
            position=found.position,
            cells=found.cells,
            engines=tuple(EngineHash(engine=name, digest=one) for name, one in sorted(told.items())),
            differences=len(found.differences) or int(not found.is_equal),
        ),
        by=by,
        at=at,
        subjects=[row.public_id],
    )


def check_publishable(figures: Iterable[Figure] = ()) -> None:
    """Refuse with Conflict CT11 while the last recount found a difference, CT15 for figures that break a check.

    Only checks that block are asked; the sentence names the first indicator that breaks one.
    """
    last = publication()
    if last is not None and last.is_held:
        raise Conflict("CT11", _("The figures are being checked: a recount gave another number."))
    for one in figures:
        for check in blocking_checks(one):
            raise Conflict(
                "CT15",
                _("“%(name)s” is above %(limit)s %%, which cannot be: its figures are not published.")
                % {"name": registry.definition(one.code, one.period.last).name_vi, "limit": check.limit},
                _("Open the figure and find what is counted above the line and not below it."),
            )
