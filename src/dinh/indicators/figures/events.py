"""What can happen to the figures themselves."""

from dinh.ledger.events import Event, event, part


@part
class EngineHash:
    """One engine and the hash it gave for all cells."""

    engine: str
    digest: str


@event("indicators.figures.reconciled")
class FiguresReconciled(Event):
    """All cells were counted by several engines up to a position; `differences` above 0 holds publication."""

    publication_id: str
    position: int
    cells: int
    engines: tuple[EngineHash, ...]
    differences: int
