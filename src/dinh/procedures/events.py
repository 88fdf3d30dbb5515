"""What can happen to the catalogue."""

from datetime import date

from dinh.ledger.events import Event, event


@event("procedures.catalogue.imported", version=1)
class CatalogueImported(Event):
    """One import that changed something; `digest` is the SHA-256 over the digests of all procedures by code."""

    import_id: str
    valid_from: date
    procedures: int
    channels: int
    components: int
    results: int
    added: int
    changed: int
    closed: int
    unchanged: int
    faults: int
    digest: str
