"""Giving out work: many dossiers to one officer in one go."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.placing import assign
from dinh.dossiers.types import Moved
from dinh.dossiers.types.work import Given, NotGiven
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound

__all__ = ["MOST", "assign_many"]

MOST = 100


def assign_many(*, by: Actor, at: datetime, dossier_ids: Sequence[str], post_id: str) -> Given:
    """Give up to 100 chosen dossiers to one officer: this function will return which were given and which not, and why.

    Each is an act of its own with its own entry, so one that has moved on meanwhile keeps no other back. Raises Invalid
    HS91 (none chosen, or more than 100).
    """
    chosen = tuple(dict.fromkeys(dossier_ids))
    if not 0 < len(chosen) <= MOST:
        sentence = _("Please choose between 1 and 100 dossiers.")
        raise Invalid("HS91", sentence, fields={"dossier": sentence})
    codes = dict(Dossier.objects.filter(public_id__in=chosen).values_list("public_id", "code"))
    done: list[Moved] = []
    failed: list[NotGiven] = []
    for dossier_id in chosen:
        try:
            done.append(assign(by=by, at=at, dossier_id=dossier_id, post_id=post_id))
        except (Conflict, Invalid, NotAllowed, NotFound) as fault:
            failed.append(NotGiven(dossier_id, codes.get(dossier_id, ""), str(fault.message)))
    return Given(tuple(done), tuple(failed))
