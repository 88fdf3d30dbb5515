"""Answers of a form, kept page by page as drafts are, and taken over to a newer version when the person wants it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Submission
from dinh.dossiers.operations.basics import day_of, lock_submission
from dinh.dossiers.operations.drafts import check_open, check_owner
from dinh.dossiers.policies import drafts
from dinh.dossiers.types import Saved
from dinh.forms import api as forms
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid

__all__ = ["move_form", "save_answers"]

_KEY = "form:"


@transaction.atomic
def save_answers(
    *, by: Actor, at: datetime, submission_id: str, page: str, answers: Mapping[str, Any], draft_version: int
) -> Saved:
    """Keep the answers of one page: this function will put them in the place of what stood there, right or wrong.

    `draft_version` is what the page last got. Raises Conflict HS12 where another window changed the same question
    since, HS05 when it was filed meanwhile; Invalid HS11 (an answer outside of the form, or too long); NotAllowed,
    NotFound HS01.
    """
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    check_open(row)
    after = forms.merge(form_id=row.form_id, name=page, answers=row.answers, page_answers=answers)
    _check_kept(row.form_id, after)
    wanted = {f"{_KEY}{name}": after.get(name) for name in {*after, *row.answers}}
    now = {f"{_KEY}{name}": row.answers.get(name) for name in {*after, *row.answers}}
    changed = drafts.check_no_clash(seen_version=draft_version, now=now, wanted=wanted, written=row.field_versions)
    if changed:
        row.draft_version += 1
        row.answers = after
        row.field_versions.update(dict.fromkeys(changed, row.draft_version))
        row.saved_at = at
        row.save(update_fields=["answers", "draft_version", "field_versions", "saved_at"])
        _void_signatures(by, at, row)
    return Saved(row.public_id, row.draft_version, row.saved_at)


def _void_signatures(by: Actor, at: datetime, row: Submission) -> None:
    """Whoever signed has signed other words than these."""
    forms.void_changed(by=by, at=at, subject_id=row.public_id, form_id=row.form_id, answers=row.answers)


def _check_kept(form_id: str, answers: Mapping[str, Any]) -> None:
    """Half answers are kept; what no form asks for is not."""
    faults = forms.foreign(form_id=form_id, answers=answers)
    if faults:
        raise Invalid("HS11", _("Some answers could not be saved."), fields=faults)


@transaction.atomic
def move_form(*, by: Actor, at: datetime, submission_id: str) -> tuple[str, ...]:
    """Go on with the newest version: this function will take the answers over by address and name what has no place.

    Returns the labels of answers left behind, empty when everything was taken over or the version is the newest
    already. Raises NotAllowed, NotFound HS01, Conflict HS05.
    """
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    check_open(row)
    newest = forms.own_form_id(procedure_code=row.procedure_code, on=day_of(at))
    if not newest or newest == row.form_id:
        return ()
    taken = forms.carry(from_id=row.form_id, to_id=newest, answers=row.answers, on=day_of(at))
    row.form_id, row.answers, row.saved_at = newest, dict(taken.answers), at
    row.draft_version += 1
    row.save(update_fields=["form_id", "answers", "draft_version", "saved_at"])
    _void_signatures(by, at, row)
    return taken.lost
