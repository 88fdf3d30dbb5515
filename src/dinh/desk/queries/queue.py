"""Reading the queue: the board on the wall, one number, what an officer sees."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from dinh.desk.models import Place, Ticket, Window
from dinh.desk.policies import call_order, code_of
from dinh.desk.types import BoardView, PlaceView, TicketState, TicketView, Topic
from dinh.directory import api as directory
from dinh.kernel.errors import NotFound

__all__ = [
    "board",
    "in_order",
    "place_by_token",
    "place_view",
    "ticket_by_token",
    "ticket_view",
    "waiting",
    "window_of",
]

_SHOWN_CALLED = 8
_SHOWN_NEXT = 12


def place_view(row: Place) -> PlaceView:
    return PlaceView(row.pk, directory.agency(agency_id=row.pk).name, row.token)


def place_row(token: str) -> Place:
    row = Place.objects.filter(token=token).first()
    if row is None:
        raise NotFound("DK02", _("This desk has no queue."), _("Ask at the desk for the right address."))
    return row


def place_by_token(*, token: str) -> PlaceView:
    """Return the desk a screen or a square code belongs to; raise NotFound DK02."""
    return place_view(place_row(token))


def ticket_view(row: Ticket, *, agency_name: str = "", ahead: int | None = None) -> TicketView:
    return TicketView(
        ticket_id=row.public_id,
        code=code_of(Topic(row.topic), row.number),
        topic=Topic(row.topic),
        state=TicketState(row.state),
        is_priority=row.is_priority,
        window=row.window,
        calls=row.calls,
        issued_at=row.issued_at,
        called_at=row.called_at,
        closed_at=row.closed_at,
        token=row.token,
        agency_name=agency_name,
        ahead=ahead,
    )


def last_called(place_id: str, on: date) -> list[bool]:
    """Tell of the numbers called last, newest first, whether they had priority."""
    rows = Ticket.objects.filter(place__agency__public_id=place_id, day=on, called_at__isnull=False).order_by(
        "-called_at", "-id"
    )
    return list(rows.values_list("is_priority", flat=True)[:_SHOWN_CALLED])


def in_order(place_id: str, on: date, topics: Sequence[Topic] = ()) -> list[Ticket]:
    """Return who waits, in the order they will be called."""
    rows = Ticket.objects.filter(place__agency__public_id=place_id, day=on, state=TicketState.WAITING)
    if topics:
        rows = rows.filter(topic__in=list(topics))
    found = {row.pk: row for row in rows.order_by("id")}
    listed = [(pk, row.is_priority) for pk, row in found.items()]
    return [found[pk] for pk in call_order(listed, last_called(place_id, on))]


def waiting(*, agency_id: str, on: date, topics: Sequence[Topic] = ()) -> tuple[TicketView, ...]:
    """Return the numbers that wait at a desk, in the order they will be called."""
    return tuple(ticket_view(row, ahead=place) for place, row in enumerate(in_order(agency_id, on, topics)))


def board(*, token: str, on: date) -> BoardView:
    """Return what the screen on the wall shows; four queries. Raises NotFound DK02."""
    row = place_row(token)
    called = Ticket.objects.filter(place=row, day=on, state=TicketState.CALLED).order_by("-called_at", "-id")
    line = in_order(row.pk, on)
    counts = Ticket.objects.filter(place=row, day=on, state=TicketState.WAITING).values_list("topic")
    return BoardView(
        place=place_view(row),
        called=tuple(ticket_view(one) for one in called[:_SHOWN_CALLED]),
        next_codes=tuple(code_of(Topic(one.topic), one.number) for one in line[:_SHOWN_NEXT]),
        waiting={Topic(topic): count for topic, count in counts.annotate(Count("id"))},
    )


def ticket_by_token(*, token: str) -> TicketView:
    """Return one number as its holder sees it, with how many are called before it. Raises NotFound DK03."""
    row = Ticket.objects.filter(token=token).first()
    if row is None:
        raise NotFound("DK03", _("This number does not exist."), _("Take a new number at the desk."))
    name = directory.agency(agency_id=row.place_id).name
    if row.state != TicketState.WAITING:
        return ticket_view(row, agency_name=name)
    line = [one.pk for one in in_order(row.place_id, row.day, ())]
    return ticket_view(row, agency_name=name, ahead=line.index(row.pk) if row.pk in line else 0)


def window_of(*, post_id: str) -> int | None:
    """Return the window a post calls to, None before it chose one."""
    return Window.objects.filter(post_id=post_id).values_list("number", flat=True).first()


def at_window(*, agency_id: str, on: date, window: int) -> TicketView | None:
    """Return who stands at a window now, None when nobody does."""
    rows = Ticket.objects.filter(place__agency__public_id=agency_id, day=on, state=TicketState.CALLED, window=window)
    row = rows.order_by("-called_at", "-id").first()
    return ticket_view(row) if row else None


def absent(*, agency_id: str, on: date, limit: int = 20) -> tuple[TicketView, ...]:
    """Return who was called and was not there, newest first."""
    rows = Ticket.objects.filter(place__agency__public_id=agency_id, day=on, state=TicketState.ABSENT).order_by(
        "-closed_at", "-id"
    )
    return tuple(ticket_view(row) for row in rows[:limit])
