"""How a number moves: called, called again, served, or absent and back again."""

from django.utils.translation import gettext_lazy as _

from dinh.desk.types import TicketState
from dinh.kernel.errors import Conflict

_S = TicketState
_ALLOWED = {
    (_S.WAITING, _S.CALLED),
    (_S.CALLED, _S.CALLED),
    (_S.CALLED, _S.SERVED),
    (_S.CALLED, _S.ABSENT),
    (_S.ABSENT, _S.WAITING),
}


def check_move(before: TicketState, after: TicketState) -> None:
    """Refuse a move that is not in the table, with Conflict DK01."""
    if (before, after) not in _ALLOWED:
        raise Conflict(
            "DK01",
            _("Somebody else has dealt with this number already."),
            _("Look at the list again and call the next number."),
        )
