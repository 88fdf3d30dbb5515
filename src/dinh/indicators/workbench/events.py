"""What happens to the analysts' saved questions."""

from dinh.ledger.events import Event, event


@event("indicators.view.kept", version=1)
class ViewKept(Event):
    view_id: str
    is_shared: bool


@event("indicators.view.removed", version=1)
class ViewRemoved(Event):
    view_id: str
