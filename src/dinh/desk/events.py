"""What the counter writes into the record. A number in the queue names nobody."""

from datetime import date

from dinh.ledger.events import Event, event


@event("desk.ticket.issued")
class TicketIssued(Event):
    ticket_id: str
    agency_id: str
    day: date
    code: str
    is_priority: bool


@event("desk.ticket.called")
class TicketCalled(Event):
    """Called to a window, for the first time or again."""

    ticket_id: str
    window: int
    calls: int


@event("desk.ticket.closed")
class TicketClosed(Event):
    """Served, or not there when called."""

    ticket_id: str
    outcome: str


@event("desk.ticket.returned")
class TicketReturned(Event):
    """Who was not there when called is back and waits again."""

    ticket_id: str


@event("desk.shift.opened")
class ShiftOpened(Event):
    shift_id: str
    agency_id: str
    float_vnd: int


@event("desk.shift.closed")
class ShiftClosed(Event):
    """Counted money beside what the receipts say; a difference has its reason in the table."""

    shift_id: str
    expected_vnd: int
    counted_vnd: int


@event("desk.slip.made")
class SlipMade(Event):
    slip_id: str
    from_agency_id: str
    to_agency_id: str
    dossier_ids: tuple[str, ...]


@event("desk.slip.accepted")
class SlipAccepted(Event):
    slip_id: str
