"""Numbers: taken, called, called again, closed, back in the queue."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.desk.events import TicketCalled, TicketClosed, TicketIssued, TicketReturned
from dinh.desk.models import Place, Ticket, TicketCounter, Window
from dinh.desk.policies import code_of
from dinh.desk.queries.queue import in_order, place_row, place_view, ticket_view
from dinh.desk.types import PlaceView, TicketState, TicketView, Topic
from dinh.desk.workflow import check_move
from dinh.directory import api as directory
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.ledger import api as ledger

__all__ = ["call_again", "call_next", "close_ticket", "open_place", "return_ticket", "sit_at", "take_ticket"]

_MOST_WAITING = 500
_WINDOWS = range(1, 100)


def _check_desk(by: Actor, on: date) -> str:
    """Return the desk's agency the actor works at; raise NotAllowed."""
    directory.check_may(by=by, action=directory.Action.DOSSIER_RECEIVE, on=on, agency_id=by.agency_id)
    return by.agency_id


def open_place(*, by: Actor, at: datetime) -> PlaceView:
    """Return the queue of the actor's own desk, making it when there is none yet. Raises NotAllowed."""
    agency_id = _check_desk(by, local(at).date())
    row, _made = Place.objects.get_or_create(agency_id=agency_id)
    return place_view(row)


def sit_at(*, by: Actor, at: datetime, window: int) -> None:
    """Remember at which window the actor calls. Raises NotAllowed, Invalid DK04."""
    agency_id = _check_desk(by, local(at).date())
    if window not in _WINDOWS:
        sentence = _("The number of the window is from 1 to 99.")
        raise Invalid("DK04", sentence, fields={"window": sentence})
    with transaction.atomic():
        Place.objects.get_or_create(agency_id=agency_id)
        Window.objects.update_or_create(post_id=by.post_id, defaults={"place_id": agency_id, "number": window})


@transaction.atomic
def take_ticket(
    *, by: Actor, at: datetime, token: str, topic: Topic, idempotency_key: str, is_priority: bool = False
) -> TicketView:
    """Give the next number of a desk to whoever asks at its door; the same key again returns the same number.

    Numbers run without gaps per desk, day and topic. Raises NotFound DK02, Conflict DK05 (too many wait), Invalid DK06
    (no key).
    """
    if not idempotency_key:
        raise Invalid("DK06", _("Please open the page again and take your number there."))
    place, on = place_row(token), local(at).date()
    known = Ticket.objects.filter(idempotency_key=idempotency_key, place=place).first()
    if known is not None:
        return ticket_view(known)
    _check_room(place, on)
    row = Ticket.objects.create(
        place=place,
        day=on,
        topic=topic,
        number=_next_number(place, on, topic),
        is_priority=is_priority,
        issued_at=at,
        idempotency_key=idempotency_key,
    )
    code = code_of(topic, row.number)
    event = TicketIssued(ticket_id=row.public_id, agency_id=place.pk, day=on, code=code, is_priority=is_priority)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, place.pk])
    return ticket_view(row)


def _check_room(place: Place, on: date) -> None:
    if Ticket.objects.filter(place=place, day=on, state=TicketState.WAITING).count() >= _MOST_WAITING:
        raise Conflict(
            "DK05",
            _("Too many people are waiting at this desk today."),
            _("Please come to the desk, or send the dossier online."),
        )


def _next_number(place: Place, on: date, topic: Topic) -> int:
    TicketCounter.objects.bulk_create([TicketCounter(place=place, day=on, topic=topic, last=0)], ignore_conflicts=True)
    counter = TicketCounter.objects.select_for_update(no_key=True).get(place=place, day=on, topic=topic)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def call_next(*, by: Actor, at: datetime, window: int, topics: tuple[Topic, ...] = ()) -> TicketView:
    """Call the next number to a window; who stands there now is closed as served. Two windows never call one number.

    Raises NotAllowed, Conflict DK07 (nobody waits).
    """
    on = local(at).date()
    agency_id = _check_desk(by, on)
    # One caller at a time per desk: the order depends on who was called last.
    place = Place.objects.select_for_update(no_key=True).filter(agency_id=agency_id).first()
    line = in_order(agency_id, on, topics) if place else []
    if not line:
        raise Conflict("DK07", _("Nobody is waiting."))
    for standing in Ticket.objects.filter(place=place, day=on, state=TicketState.CALLED, window=window):
        _close(by, at, standing, TicketState.SERVED)
    return _call(by, at, line[0], window)


@transaction.atomic
def call_again(*, by: Actor, at: datetime, ticket_id: str) -> TicketView:
    """Call a number once more to the same window. Raises NotAllowed, NotFound DK03, Conflict DK01."""
    row = _locked(by, at, ticket_id)
    return _call(by, at, row, row.window or 0)


def _call(by: Actor, at: datetime, row: Ticket, window: int) -> TicketView:
    check_move(TicketState(row.state), TicketState.CALLED)
    row.state, row.window, row.calls = TicketState.CALLED, window, row.calls + 1
    row.called_at, row.called_by_post = at, by.post_id
    row.save(update_fields=["state", "window", "calls", "called_at", "called_by_post"])
    event = TicketCalled(ticket_id=row.public_id, window=window, calls=row.calls)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, row.place_id])
    return ticket_view(row)


@transaction.atomic
def close_ticket(*, by: Actor, at: datetime, ticket_id: str, is_absent: bool) -> TicketView:
    """Note that a called person was served, or was not there. Raises NotAllowed, NotFound DK03, Conflict DK01."""
    row = _locked(by, at, ticket_id)
    _close(by, at, row, TicketState.ABSENT if is_absent else TicketState.SERVED)
    return ticket_view(row)


def _close(by: Actor, at: datetime, row: Ticket, outcome: TicketState) -> None:
    check_move(TicketState(row.state), outcome)
    row.state, row.closed_at = outcome, at
    row.save(update_fields=["state", "closed_at"])
    event = TicketClosed(ticket_id=row.public_id, outcome=outcome)
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id, row.place_id])


@transaction.atomic
def return_ticket(*, by: Actor, at: datetime, ticket_id: str) -> TicketView:
    """Let somebody who was absent wait again, in their old place. Raises NotAllowed, NotFound DK03, Conflict DK01."""
    row = _locked(by, at, ticket_id)
    check_move(TicketState(row.state), TicketState.WAITING)
    row.state, row.closed_at = TicketState.WAITING, None
    row.save(update_fields=["state", "closed_at"])
    ledger.record(event=TicketReturned(ticket_id=row.public_id), by=by, at=at, subjects=[row.public_id, row.place_id])
    return ticket_view(row)


def _locked(by: Actor, at: datetime, ticket_id: str) -> Ticket:
    agency_id = _check_desk(by, local(at).date())
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(public_id=ticket_id, place__agency__public_id=agency_id).first()
    if row is None:
        raise NotFound("DK03", _("This number does not exist."), _("Take a new number at the desk."))
    return row
