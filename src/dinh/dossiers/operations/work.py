"""Giving out, giving back, lending and taking back many dossiers in one go: each stands alone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.placing import assign, delegate, give_back, undo_placement
from dinh.dossiers.types import Moved
from dinh.dossiers.types.work import Given, NotGiven
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound

__all__ = ["MOST", "assign_many", "delegate_many", "give_back_many", "undo_many"]

MOST = 100


def assign_many(*, by: Actor, at: datetime, dossier_ids: Sequence[str], post_id: str) -> Given:
    """Give up to 100 chosen dossiers to one officer: this function will return which were given and which not, and why.

    Each is an act of its own with its own entry, so one that has moved on meanwhile keeps no other back. Raises Invalid
    HS91 (none chosen, or more than 100).
    """
    return _each(dossier_ids, lambda one: assign(by=by, at=at, dossier_id=one, post_id=post_id))


def give_back_many(*, by: Actor, at: datetime, dossier_ids: Sequence[str], reason: str) -> Given:
    """Give back up to 100 dossiers with one reason, each as `give_back` does. Raises Invalid HS91."""
    return _each(dossier_ids, lambda one: give_back(by=by, at=at, dossier_id=one, reason=reason))


def delegate_many(
    *, by: Actor, at: datetime, dossier_ids: Sequence[str], post_id: str, until_on: date, reason: str = ""
) -> Given:
    """Hand up to 100 dossiers to a colleague for a time, each as `delegate` does. Raises Invalid HS91."""

    def lend(one: str) -> Moved:
        return delegate(by=by, at=at, dossier_id=one, post_id=post_id, until_on=until_on, reason=reason)

    return _each(dossier_ids, lend)


def undo_many(*, by: Actor, at: datetime, dossier_ids: Sequence[str]) -> Given:
    """Take back one's own last move of up to 100 dossiers, each as `undo_placement` does. Raises Invalid HS91."""
    return _each(dossier_ids, lambda one: undo_placement(by=by, at=at, dossier_id=one))


def _each(dossier_ids: Sequence[str], act: Callable[[str], Moved]) -> Given:
    chosen = tuple(dict.fromkeys(dossier_ids))
    if not 0 < len(chosen) <= MOST:
        sentence = _("Please choose between 1 and 100 dossiers.")
        raise Invalid("HS91", sentence, fields={"dossier": sentence})
    codes = dict(Dossier.objects.filter(public_id__in=chosen).values_list("public_id", "code"))
    done: list[Moved] = []
    failed: list[NotGiven] = []
    for dossier_id in chosen:
        try:
            done.append(act(dossier_id))
        except (Conflict, Invalid, NotAllowed, NotFound) as fault:
            failed.append(NotGiven(dossier_id, codes.get(dossier_id, ""), str(fault.message)))
    return Given(tuple(done), tuple(failed))
