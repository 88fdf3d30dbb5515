"""Where made rows go: tables and ledger entries in batches, and facts for who places them once all is sealed."""

from collections.abc import Callable
from typing import Any

from django.db import models

from dinh.config.demo.synthetic.tables import Table
from dinh.directory.identity.models import Person
from dinh.dossiers.models import Act, ClockEntry, CodeCounter, Dossier, Part, Submission, Supplement
from dinh.indicators import api as indicators
from dinh.ledger import api as ledger
from dinh.payments.models import Money, Order, OrderLine, Receipt, SimulatedReceipt

# In the order of their foreign keys.
MODELS: tuple[type[models.Model], ...] = (
    Person, Submission, Dossier, ClockEntry, Supplement, Part, Act, Order, OrderLine, SimulatedReceipt, Receipt, Money,
    CodeCounter,
)  # fmt: skip
BATCH = 500

Row = dict[str, Any]


class Sink:
    """Takes whole stories, one after the other, and writes them a batch at a time; memory does not grow."""

    def __init__(
        self, *, number: int, writers: int, keep_facts: Callable[[list[indicators.HistoryFact]], None]
    ) -> None:
        self.tables = {model: Table(model) for model in MODELS}
        self.entries: list[ledger.BulkRow] = []
        self.facts: list[indicators.HistoryFact] = []
        self.recorded = 0
        self._stories = 0
        self._writer = ledger.BulkWriter(number=number, writers=writers)
        self._keep_facts = keep_facts

    def add(self, model: type[models.Model], row: Row) -> None:
        self.tables[model].add(row)

    def take_key(self, model: type[models.Model]) -> int:
        return self.tables[model].take_key()

    def take(self, leaf: "Leaf", fact: indicators.HistoryFact) -> None:
        """Take over a story that is whole, with what the figures know of it."""
        for model, row in leaf.rows:
            self.tables[model].add(row)
        self.entries += leaf.entries
        self.facts.append(fact)
        self._stories += 1
        if self._stories >= BATCH:
            self.flush()

    def flush(self) -> None:
        for table in self.tables.values():
            table.flush()
        self.recorded += self._writer.write(self.entries)
        self.entries.clear()
        if self.facts:
            self._keep_facts(self.facts)
        self.facts = []
        self._stories = 0


class Leaf:
    """The rows and entries of one story, kept until it is whole: no row may come before what it points to."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.rows: list[tuple[type[models.Model], Row]] = []
        self.entries: list[ledger.BulkRow] = []

    def add(self, model: type[models.Model], row: Row) -> None:
        self.rows.append((model, row))

    def take_key(self, model: type[models.Model]) -> int:
        return self._sink.take_key(model)

    def close(self, fact: indicators.HistoryFact) -> None:
        self._sink.take(self, fact)
