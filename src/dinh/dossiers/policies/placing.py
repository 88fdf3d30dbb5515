"""Who may stand in for whom, and until when: plain rules over what was read."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.types.work import PlacementKind
from dinh.kernel.actor import Role
from dinh.kernel.errors import Conflict, Invalid

WORKERS = frozenset({Role.SPECIALIST.value, Role.HEAD.value})
UNDOABLE = frozenset(
    {PlacementKind.CLAIMED, PlacementKind.ASSIGNED, PlacementKind.GIVEN_BACK, PlacementKind.TAKEN_OVER,
     PlacementKind.DELEGATED}
)  # fmt: skip


def stand_in(post_id: str, substitutes: Mapping[str, str]) -> str:
    """Return who has the work of a post today: its substitute, or who stands in for them; itself when all are away."""
    seen, here = {post_id}, post_id
    while here in substitutes:
        here = substitutes[here]
        if here in seen:
            return post_id
        seen.add(here)
    return here


def check_days(*, first_on: date, last_on: date, today: date) -> None:
    """Refuse with Invalid HS93 days away that are over already or end before they begin."""
    if last_on < first_on or last_on < today:
        sentence = _("An absence ends on or after its first day, and not before today.")
        raise Invalid("HS93", sentence, fields={"last_on": sentence})


def check_substitute(roles: frozenset[str], other: frozenset[str]) -> None:
    """Refuse with Invalid HS94 a substitute who may not do this work anyway: standing in gives nobody a right."""
    if WORKERS.isdisjoint(roles & other):
        sentence = _("The substitute must hold the same role at the same agency.")
        raise Invalid("HS94", sentence, fields={"substitute": sentence})


def check_until(*, until_on: date, today: date, most: int) -> None:
    """Refuse with Invalid HS95 a delegation that ends before today or lasts longer than the house allows."""
    if not today <= until_on <= today + timedelta(days=most):
        sentence = _("Choose a day from today on, at most %(days)s days away.") % {"days": most}
        raise Invalid("HS95", sentence, fields={"until_on": sentence})


def check_undo(*, kind: str, placed_at: datetime, at: datetime, minutes: int, is_last: bool) -> None:
    """Refuse with Conflict HS96 to take back what is too old, what was followed by another act, or an undoing."""
    if kind not in UNDOABLE or not is_last or at - placed_at > timedelta(minutes=minutes):
        raise Conflict(
            "HS96",
            _("This can no longer be undone: something happened since, or too much time has passed."),
            _("Give the dossier back or have it given to somebody else."),
        )
