"""The door of the counter: numbers and the board, the till, slips."""

from dinh.desk.operations.queue import (
    call_again,
    call_next,
    close_ticket,
    open_place,
    return_ticket,
    sit_at,
    take_ticket,
)
from dinh.desk.operations.receipts import joined_receipts
from dinh.desk.operations.register import issue_register
from dinh.desk.operations.shifts import close_shift, open_shift
from dinh.desk.operations.slips import accept_slip, make_slip
from dinh.desk.queries.queue import absent, at_window, board, place_by_token, ticket_by_token, waiting, window_of
from dinh.desk.queries.shifts import open_shift_of, shift, shifts_of
from dinh.desk.queries.slips import slip, slips_here, slips_sent, to_hand_over
from dinh.desk.types import (
    BoardView,
    MoneyLine,
    PlaceView,
    ShiftView,
    SlipLine,
    SlipView,
    TicketState,
    TicketView,
    Topic,
)

__all__ = [
    "BoardView",
    "MoneyLine",
    "PlaceView",
    "ShiftView",
    "SlipLine",
    "SlipView",
    "TicketState",
    "TicketView",
    "Topic",
    "absent",
    "accept_slip",
    "at_window",
    "board",
    "call_again",
    "call_next",
    "close_shift",
    "close_ticket",
    "issue_register",
    "joined_receipts",
    "make_slip",
    "open_place",
    "open_shift",
    "open_shift_of",
    "place_by_token",
    "return_ticket",
    "shift",
    "shifts_of",
    "sit_at",
    "slip",
    "slips_here",
    "slips_sent",
    "take_ticket",
    "ticket_by_token",
    "to_hand_over",
    "waiting",
    "window_of",
]
