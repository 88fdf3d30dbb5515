"""All facts and cells made anew from the ledger: told again beside the live ones, then put in their place at once."""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import F

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import (
    DossierFact,
    OrderFact,
    Recount,
    RecountedFact,
    RecountedOrder,
    Watermark,
)
from dinh.indicators.figures.operations.facts import KINDS, tell_again
from dinh.indicators.figures.operations.rebuild import rebuild
from dinh.indicators.figures.types import TOLD
from dinh.ledger import api as ledger

# Positions told again in one transaction: a recount that dies goes on from the last of them.
STEP = 2_000
_GONE = "DELETE FROM {live} AS old WHERE NOT EXISTS (SELECT FROM {told} AS new WHERE new.{key} = old.{key})"
# Rows that are right already are not written again.
_TOLD = """
INSERT INTO {live} AS old ({columns}) SELECT {columns} FROM {told} ORDER BY id ON CONFLICT ({key}) DO UPDATE
SET ({columns}) = ROW ({new}) WHERE ROW ({old}) IS DISTINCT FROM ROW ({new})
"""


def is_due() -> bool:
    """Tell whether facts of older making, or a recount that died, wait for the ledger to be told again."""
    return Recount.objects.exists() or Watermark.objects.exclude(told=TOLD).exists()


def make_anew(*, say: Callable[[str], None] = lambda _: None) -> int:
    """Make all facts and cells anew from the ledger alone; return how many daily cells there are.

    Readers see the old figures until the new ones take their place in one transaction; the live handler goes on
    meanwhile. A recount that died is gone on with. Two at once share the work. An entry that cannot be read stops it.
    """
    _begin()
    while True:
        found = _step()
        if found is None:
            return 0
        position, whole = found
        say(f"{position:,} / {whole:,}")
        if position >= whole:
            return _take_over()


@transaction.atomic
def _begin() -> None:
    row, is_new = Recount.objects.select_for_update().get_or_create(id=1, defaults={"told": TOLD})
    if is_new or row.told != TOLD:
        _forget_told()
        row.told, row.position = TOLD, -1
        row.save(update_fields=["told", "position"])


def _forget_told() -> None:
    RecountedFact.objects.all().delete()
    RecountedOrder.objects.all().delete()


@transaction.atomic
def _step() -> tuple[int, int] | None:
    """Tell the next entries again, never beyond the live facts; None when another process has taken over already."""
    row = Recount.objects.select_for_update().filter(id=1).first()
    if row is None:
        return None
    whole = Watermark.objects.filter(id=1).values_list("position", flat=True).first()
    whole = -1 if whole is None else whole
    _tell_to(row, min(row.position + STEP, whole))
    return row.position, whole


def _tell_to(row: Recount, until: int) -> None:
    entries = list(ledger.read_again(kinds=KINDS, after=row.position, until=until))
    if entries:
        tell_again(entries)
    row.position = max(row.position, until)
    row.save(update_fields=["position"])


@transaction.atomic
def _take_over() -> int:
    """Put what was told again in the place of the live facts, while the live handler waits for the watermark's row."""
    row = Recount.objects.select_for_update().filter(id=1).first()
    mark = Watermark.objects.select_for_update().filter(id=1).first()
    if row is None or mark is None:
        Recount.objects.all().delete()
        return 0
    _tell_to(row, mark.position)
    with connection.cursor() as cursor:
        for live, told, key in (
            (OrderFact, RecountedOrder, "order_id"),
            (DossierFact, RecountedFact, "dossier_id"),
        ):
            names = [one.attname for one in live._meta.concrete_fields if one.attname != "id"]  # noqa: SLF001  # Django's own way to the columns
            words = {
                "live": live._meta.db_table,  # noqa: SLF001
                "told": told._meta.db_table,  # noqa: SLF001
                "key": key,
                "columns": ", ".join(names),
                "new": ", ".join(f"excluded.{name}" for name in names),
                "old": ", ".join(f"old.{name}" for name in names),
            }
            cursor.execute(_GONE.format(**words))
            cursor.execute(_TOLD.format(**words))
    Watermark.objects.filter(id=1).update(told=TOLD, recounts=F("recounts") + 1, counted=registry.formulas())
    _forget_told()
    row.delete()
    return rebuild()
