"""What was declared in the form, as a sealed paper: the same words for ever, whatever becomes of the form."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dinh.documents import api as documents
from dinh.dossiers.models import Submission
from dinh.dossiers.operations.basics import day_of, lock_submission
from dinh.dossiers.operations.papers import issue_for_submission
from dinh.dossiers.queries.cases import submission
from dinh.dossiers.registry import references
from dinh.dossiers.types import SubmissionState
from dinh.forms import api as forms
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict

__all__ = ["ensure_declaration"]

_TEMPLATE = "declaration"


def ensure_declaration(*, by: Actor, at: datetime, submission_id: str) -> documents.PaperView:
    """Return the declaration as a paper, setting and sealing it now if nobody asked for it before.

    Who may read the submission may have it. Raises NotAllowed HS40, NotFound HS01, Conflict HS62 (not sent yet, or
    without a form), Unavailable.
    """
    view = submission(by=by, submission_id=submission_id, at=at)
    if view.state is SubmissionState.DRAFT or not view.form_id:
        raise Conflict("HS62", _("There is no declaration yet: it is made when the form is sent."))
    with transaction.atomic():
        row = lock_submission(submission_id)
        made = [one for one in documents.papers_of(subject_ids=[submission_id]) if one.template == _TEMPLATE]
        return made[0] if made else _issue(by, at, row)


def _issue(by: Actor, at: datetime, row: Submission) -> documents.PaperView:
    agency = references.agency(row.receiving_agency_id or "")
    # A paper of the state is in Vietnamese, whatever language its reader looks at pages in.
    with override("vi"):
        words = {"sections": _sections(row), "form_title": forms.form(form_id=row.form_id).title}
        return issue_for_submission(by, at, row, agency, template=_TEMPLATE, words=words)


def _sections(row: Submission) -> list[dict[str, Any]]:
    on = day_of(row.filed_at or row.saved_at)
    parts = forms.summary(form_id=row.form_id, answers=row.answers, on=on)
    return [
        {
            "title": part.title,
            "rows": [
                {"label": one.label, "value": one.value, "depth": one.depth, "is_heading": one.is_heading}
                for one in part.rows
            ],
        }
        for part in parts
        if part.rows
    ]
