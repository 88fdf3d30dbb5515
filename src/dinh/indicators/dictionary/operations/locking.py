"""One version, held until the end of the transaction and checked to be what the person saw."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary.models import Version
from dinh.indicators.dictionary.types import State
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.ledger import api as ledger
from dinh.ledger.events import Event

LONGEST_REASON = 1000


def locked(version_id: str) -> Version:
    """Return the version, held. Raises NotFound DN13."""
    found = Version.objects.select_for_update(of=("self",), no_key=True).filter(public_id=version_id).first()
    if found is None:
        raise NotFound("DN13", _("There is no such version of an indicator."), _("See the list of indicators."))
    return found


def check_state(row: Version, state: State) -> None:
    """Refuse with Conflict DN14 what was moved on by somebody else meanwhile, or pressed twice."""
    if row.state != state:
        raise Conflict(
            "DN14", _("This version has moved on meanwhile."), _("Look at it again; nothing was done a second time.")
        )


def check_revision(row: Version, revision: int | None) -> None:
    """Refuse with Conflict DN12 what somebody has not seen as it now stands."""
    if revision is not None and revision != row.revision:
        raise Conflict(
            "DN12",
            _("Somebody else has changed this definition."),
            _("What you typed is still here; compare it with what stands now, then save again."),
        )


def reason_of(text: str) -> str:
    """Return a reason somebody can read. Raises Invalid DN15 without one."""
    said = text.strip()[:LONGEST_REASON]
    if not said:
        words = _("Please say why, so that the other person knows what to mend.")
        raise Invalid("DN15", words, fields={"reason": words})
    return said


def told(event: Event, row: Version, *, by: Actor, at: datetime) -> None:
    """Write the one entry of a step."""
    ledger.record(event=event, by=by, at=at, subjects=(row.public_id, f"ind_{row.code}"))
