"""Papers of a case as views show them."""

from dataclasses import dataclass
from datetime import date, datetime

from dinh.dossiers.types.words import PartSource


@dataclass(frozen=True, slots=True)
class OfferView:
    """A paper of the person's store that may stand for a component."""

    item_id: str
    title: str
    number: str
    issuer_name: str
    deposited_at: datetime
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PartView:
    """One paper asked for and what was given. `is_required` counts only where `is_in_case`.

    `why` it is asked for; `reason` why it does not apply, is lacking or comes on paper.
    """

    part_id: str
    seq: int
    component_id: str
    name: str
    case: str
    form_file: str
    asked_originals: int | None
    asked_copies: int | None
    is_required: bool
    is_in_case: bool
    source: PartSource
    file_id: str
    file_name: str
    sha256: str
    store_item_id: str
    originals: int
    copies: int
    is_digitised: bool
    added_at: datetime | None
    offers: tuple[OfferView, ...] = ()
    why: str = ""
    reason: str = ""
