"""Facts of made or imported history, written together with its entries instead of following them one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from dinh.dossiers.events import DossierReceived
from dinh.indicators.figures.models import DossierFact, OrderFact, Watermark
from dinh.indicators.figures.operations.facts import CHANGES, new_fact, paid_by
from dinh.indicators.figures.operations.rebuild import rebuild
from dinh.indicators.figures.types import TOLD
from dinh.ledger.api import entry_at
from dinh.ledger.events import Event
from dinh.payments.events import OrderRefunded, OrderSettled

_FACT = [field.attname for field in DossierFact._meta.concrete_fields if field.attname not in {"id", "last_position"}]  # noqa: SLF001  # Django's own way to the columns
_ORDER = ["order_id", "subject_id", "amount_vnd", "is_online", "is_refunded"]
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS {stage} AS SELECT {columns}, ''::varchar AS entry_id FROM {table} WITH NO DATA
"""
_PLACE = """
INSERT INTO {table} ({columns}, last_position)
SELECT {stage_columns}, sealed.position FROM {stage} AS stage JOIN ledger_sealed AS sealed USING (entry_id)
"""


@dataclass(frozen=True, slots=True)
class HistoryFact:
    """The rows of one story, as plain values; each ends with the entry that changed it last."""

    dossier: tuple[object, ...] | None
    orders: tuple[tuple[object, ...], ...]


def fact_of(events: Sequence[tuple[Event, str, datetime]]) -> HistoryFact:
    """Return the facts of one submission and its dossier from its events in order, each with its entry and moment.

    The same functions as for entries that are delivered, so that both ways give the same rows.
    """
    fact: DossierFact | None = None
    last = ""
    orders: dict[str, tuple[OrderFact, str]] = {}
    for event, entry_id, at in events:
        if isinstance(event, DossierReceived):
            fact, last = new_fact(event, 0, DossierFact), entry_id
        elif isinstance(event, OrderSettled):
            row = OrderFact(order_id=event.order_id, subject_id=event.dossier_id, amount_vnd=event.amount_vnd)
            row.is_online = event.method == "online"
            orders[event.order_id] = row, entry_id
        elif isinstance(event, OrderRefunded):
            orders[event.order_id][0].is_refunded = True
            orders[event.order_id] = orders[event.order_id][0], entry_id
        elif fact is not None and type(event) in CHANGES:
            CHANGES[type(event)](fact, event, at)
            last = entry_id
    if fact is not None:
        fact.paid = paid_by([order for order, _ in orders.values()])
    return HistoryFact(
        (*(getattr(fact, name) for name in _FACT), last) if fact else None,
        tuple((*(getattr(order, name) for name in _ORDER), entry) for order, entry in orders.values()),
    )


def _stages() -> tuple[tuple[str, str, list[str]], ...]:
    return (
        ("history_dossier", DossierFact._meta.db_table, _FACT),  # noqa: SLF001
        ("history_order", OrderFact._meta.db_table, _ORDER),  # noqa: SLF001
    )


def lay_down(facts: Iterable[HistoryFact]) -> None:
    """Keep facts on this connection until their entries have positions."""
    kept = list(facts)
    rows = ([one.dossier for one in kept if one.dossier], [order for one in kept for order in one.orders])
    with connection.cursor() as cursor:
        for (stage, table, columns), values in zip(_stages(), rows, strict=True):
            cursor.execute(_STAGE.format(stage=stage, table=table, columns=", ".join(columns)))
            with cursor.copy(f"COPY {stage} FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)


@transaction.atomic
def place_history(*, last: int) -> int:
    """Write the facts laid down on this connection, now that everything up to position `last` is sealed.

    Brings the watermark to `last`, makes the cells anew and returns how many daily cells there are.
    """
    with connection.cursor() as cursor:
        for stage, table, columns in _stages():
            listed = ", ".join(columns)
            theirs = ", ".join(f"stage.{name}" for name in columns)
            cursor.execute(_STAGE.format(stage=stage, table=table, columns=listed))
            cursor.execute(_PLACE.format(stage=stage, table=table, columns=listed, stage_columns=theirs))
            cursor.execute(f"DROP TABLE {stage}")
    entry = entry_at(last)
    reached = {"position": last, "told_at": entry.said.recorded_at}
    Watermark.objects.update_or_create(id=1, defaults=reached, create_defaults={**reached, "told": TOLD})
    return rebuild()
