"""What the map of the country records: that it was loaded anew."""

from dinh.ledger.events import Event, event


@event("directory.map.loaded", version=1)
class MapLoaded(Event):
    digest: str
    added: int
    superseded: int
