"""Reading the square code of a citizen's identity card, as a scanner types it.

The order of the fields is known from cards in use (memory: no published standard at hand): number, former number, full
name, day of birth, gender, address, day of issue; newer cards add fields, which are passed over.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.kernel.text import nfc

__all__ = ["Card", "looks_like_card", "read_card"]

_FIELDS = 7
_LONGEST = 1000
_NUMBER = 12
_DAY = "%d%m%Y"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. `gender` is "male", "female" or "unknown"; days are None where the card has none."""

    cccd: str
    former_number: str
    full_name: str
    born_on: date | None
    gender: str
    address: str
    issued_on: date | None


def looks_like_card(text: str) -> bool:
    """Tell whether a text was scanned from a card rather than typed."""
    return text.count("|") >= _FIELDS - 1


def read_card(text: str) -> Card:
    """Return what a scanned card says. Raises Invalid KN20 with a sentence that says what to do."""
    parts = [nfc(part).strip() for part in text[:_LONGEST].split("|")]
    if len(parts) < _FIELDS or len(text) > _LONGEST:
        raise _no_card()
    number, former, name, born, gender, address, issued = parts[:_FIELDS]
    if len(number) != _NUMBER or not (number.isascii() and number.isdigit()) or not name:
        raise _no_card()
    return Card(
        cccd=number,
        former_number=former,
        full_name=" ".join(word.capitalize() if word.isupper() else word for word in name.split()),
        born_on=_day(born),
        gender={"nam": "male", "nữ": "female"}.get(gender.lower(), "unknown"),
        address=address,
        issued_on=_day(issued),
    )


def _day(text: str) -> date | None:
    """Return a day written as 01022003, None for an empty one or a card that names only the year."""
    if len(text) != len("01022003"):
        return None
    try:
        return datetime.strptime(text, _DAY).date()  # noqa: DTZ007  # a day of birth has no zone
    except ValueError as wrong:
        raise _no_card() from wrong


def _no_card() -> Invalid:
    sentence = _("This is not the code of an identity card.")
    hint = _("Scan the square code on the front of the card again, or type the number.")
    return Invalid("KN20", sentence, hint, fields={"q": sentence})
