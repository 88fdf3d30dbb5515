"""The facts follow the ledger."""

from collections.abc import Sequence

from dinh.indicators.figures.operations.facts import KINDS, apply_entries
from dinh.ledger.api import Delivered, handler


@handler("indicators.facts", kinds=KINDS)
def facts(entries: Sequence[Delivered]) -> None:
    """Bring facts, roll-ups and the watermark up to these entries."""
    apply_entries(entries)
