"""What decision tables said of a case, apart by where it is read: of the fee beside the money, of the rest together."""

from collections.abc import Sequence
from typing import Any

from dinh.dossiers import api

_FEE = "fee"


def told_apart(decided: Sequence[api.DecidedView], *, is_money_shown: bool) -> dict[str, Any]:
    """Return `fee_why`, None where nothing is to be paid or no table set the amount, and `decided`, the others."""
    fee = next((one for one in decided if one.purpose == _FEE and one.is_answered), None)
    if not is_money_shown:
        fee = None
    # A table without an answer set no amount: whoever entered it named the document, which stands with the fee.
    others = [one for one in decided if one is not fee and one.is_answered]
    return {"fee_why": fee, "decided": others}
