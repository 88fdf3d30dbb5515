"""A proof by numbers: invented facts go through the live roll-up, every engine and a plain recount; all must agree."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from pathlib import Path
from random import Random

from django.db import connection, transaction

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DailyCell, DossierFact, MonthCell, OrderFact, ProcedureKey, Watermark
from dinh.indicators.figures.operations.cells import apply_deltas
from dinh.indicators.figures.operations.invented import AGAIN, Invented, World, invented, told_again, world
from dinh.indicators.figures.operations.reconcile import Reconciliation, Say, by_hand, compare, grids, silent
from dinh.indicators.figures.operations.snapshots import snapshot
from dinh.indicators.figures.policies.counting import Vector, add
from dinh.indicators.figures.types import FactTable

_TABLES = (DailyCell, MonthCell, DossierFact, OrderFact, ProcedureKey, Watermark)
_BATCH = 50_000
_TOLD_EACH = 100_000
Key = tuple[int, date, int]


@contextmanager
def apart() -> Iterator[None]:
    """Work in empty tables of our own that are gone afterwards; nothing of the house is read or changed."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            home = cursor.fetchone()[0]
            for model in _TABLES:
                # A temporary table is found before the one of the same name, and nobody else sees it.
                name = model._meta.db_table  # noqa: SLF001  # Django's own way to the table
                # Facts are only read whole here: their indexes would take longer than they themselves.
                but = " EXCLUDING INDEXES" if model is DossierFact else ""
                cursor.execute(f"CREATE TEMP TABLE {name} (LIKE {home}.{name} INCLUDING ALL{but}) ON COMMIT DROP")
        yield
        transaction.set_rollback(True)


def prove(
    *,
    facts: int,
    engines: Sequence[str],
    units: int,
    procedures: int,
    last: date,
    months: int = 24,
    seed: int = 1,
    say: Say = silent,
) -> Reconciliation:
    """Tell so many invented dossiers, one in a hundred late and one in a hundred again, through a merger, and compare.

    The live cells are kept by differences in batches as the handler keeps them; the facts end as they were told last.
    """
    of, chance = world(units=units, procedures=procedures, last=last, months=months), Random(seed)  # noqa: S311 - no secret
    with apart(), tempfile.TemporaryDirectory(prefix="dinh-proof-") as place:
        ended, again = _tell(of, facts, chance, say)
        say(f"{facts:,} dossiers told, {again:,} of them twice, through the live roll-up")
        _write(ended)
        say("facts written to PostgreSQL")
        Watermark.objects.create(id=1, position=facts + again, counted=registry.formulas())
        columns = snapshot(Path(place)) if not all(registry.engine(name).is_live for name in engines) else None
        say("facts written as Parquet" if columns else "no columns wanted")
        asked = grids(min(one.received_on for one in ended), of.last, of.homes)
        found = Reconciliation(position=facts + again)
        hand = by_hand(asked, ended, say)
        ended.clear()
        folder = columns.folder if columns else None
        return compare(asked, engines=engines, folder=folder, hand=hand, into=found, say=say)


def _tell(of: World, count: int, chance: Random, say: Say) -> tuple[list[Invented], int]:
    """Tell all dossiers; keep the live cells by what each telling changes. Returns them as told last."""
    counting, again = registry.counting(), 0
    ended: list[Invented] = []
    waiting: dict[Key, Vector] = defaultdict(tuple)

    def move(before: Invented | None, after: Invented) -> None:
        told = [(after, 1)] if before is None else [(before, -1), (after, 1)]
        for fact, sign in told:
            for day, vector in counting.contribution(fact).items():
                key = (fact.unit_id, day, fact.procedure_id)
                waiting[key] = add(waiting[key], tuple(sign * one for one in vector))

    for one in invented(of, count, chance):
        move(None, one)
        ended.append(one)
        if chance.randrange(AGAIN) == 0:
            place = chance.randrange(len(ended))
            changed = told_again(ended[place], of, chance)
            move(ended[place], changed)
            ended[place], again = changed, again + 1
        if len(ended) % _TOLD_EACH == 0:
            say(f"{len(ended):,} of {count:,} dossiers told")
        if len(waiting) >= _BATCH:
            apply_deltas(waiting)
            waiting.clear()
    apply_deltas(waiting)
    return ended, again


def _write(facts: Iterable[Invented]) -> None:
    table: FactTable = registry.facts()["dossier"]
    columns = [*table.columns, "dossier_id", "submission_id", "code", "is_paused", "last_position"]
    values = attrgetter(*table.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table.table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for one in facts:
            number = str(one.number)
            copy.write_row([*values(one), number, number, number, False, one.number])
