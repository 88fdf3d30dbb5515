"""Tables of the counter."""

from dinh.desk.models.queue import Place, Ticket, TicketCounter, Window
from dinh.desk.models.shifts import Shift
from dinh.desk.models.slips import Slip, SlipCounter, SlipRow

__all__ = ["Place", "Shift", "Slip", "SlipCounter", "SlipRow", "Ticket", "TicketCounter", "Window"]
