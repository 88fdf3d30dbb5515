"""What is declared: in the form or on the printed form, and as a sealed paper that says the same words for ever."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dinh.documents import api as documents
from dinh.dossiers.models import Part, Submission
from dinh.dossiers.operations.basics import day_of, lock_submission
from dinh.dossiers.operations.papers import issue_for_submission
from dinh.dossiers.policies import drafts
from dinh.dossiers.queries.cases import submission
from dinh.dossiers.queries.submissions import printed_of
from dinh.dossiers.queries.wording import moment_on_paper
from dinh.dossiers.registry import references
from dinh.dossiers.types import Declared, PartSource, Signer, SubmissionState
from dinh.forms import api as forms
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid

__all__ = ["declare_at_desk", "ensure_declaration", "spare_papers"]

_TEMPLATE = "declaration"


def spare_papers(row: Submission, parts: Sequence[Part]) -> None:
    """Ask for no paper that is the form itself: its words stand in the form."""
    spared = forms.replaced(form_id=row.form_id, names=[part.name for part in parts])
    for part in parts:
        if part.name in spared and part.source in {PartSource.MISSING, PartSource.NOT_APPLICABLE}:
            part.source = PartSource.NOT_APPLICABLE
            part.reason = drafts.SAID_IN_FORM


def declare_at_desk(by: Actor, at: datetime, row: Submission, parts: Sequence[Part], declared: Declared | None) -> None:
    """Take what the person at the counter declares: the form, or None where the printed form lies there.

    A second person signs beside them. The caller saves. Raises Invalid HS17 naming each answer that is wrong
    (`form.<address>`), BM21 (who signs), HS63 (neither the form nor the printed one).
    """
    form_id = forms.form_id_for(procedure_code=row.procedure_code, version_id=row.version_id, on=day_of(at))
    if declared is None:
        _check_printed(row, parts, form_id)
        return
    faults = forms.validate(form_id=form_id, answers=declared.answers, on=day_of(at))
    if faults:
        sentence = _("Something is still missing before this can be sent.")
        raise Invalid("HS17", sentence, fields={f"form.{address}": words for address, words in faults.items()})
    row.form_id, row.answers = form_id, dict(declared.answers)
    spare_papers(row, parts)
    known = forms.prefill(form_id=form_id, person_id=row.applicant_id, on=day_of(at))
    forms.keep_facts(subject_id=row.public_id, facts=known.facts)
    for one in forms.cosigners(form_id=form_id, answers=row.answers):
        # Who the form names already is not asked for once more.
        signer = declared.signers.get(one.name, Signer("", ""))
        forms.cosign_at_desk(
            by=by,
            at=at,
            subject_id=row.public_id,
            form_id=form_id,
            answers=row.answers,
            name=one.name,
            signer_name=signer.name or one.signer_name,
            signer_number=signer.number or one.signer_number,
        )


def _check_printed(row: Submission, parts: Sequence[Part], form_id: str) -> None:
    printed = printed_of(references.version(row.version_id), form_id)
    if not any(part.originals + part.copies and part.seq in printed for part in parts):
        raise Invalid(
            "HS63",
            _("The application form is neither filled in here nor among the papers."),
            _("Fill in the form for the person, or count the printed form they handed in."),
        )


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
    ] + _signatures(row)


def _signatures(row: Submission) -> list[dict[str, Any]]:
    """The second signatures under these answers, as they stood when the form was sent."""
    found = forms.cosigns_of(subject_id=row.public_id, at=row.filed_at or row.saved_at).values()
    rows = [
        {"label": one.label, "value": _signed_words(one), "depth": 0, "is_heading": False}
        for one in found
        if one.state is forms.CosignState.AGREED
    ]
    return [{"title": _("Second signatures"), "rows": rows}] if rows else []


def _signed_words(one: forms.CosignView) -> str:
    way = _("signed by code and identification number")
    if one.is_at_desk:
        way = _("signed at the desk")
    elif one.is_signed_in:
        way = _("signed in and confirmed by identification number")
    when = moment_on_paper(one.answered_at) if one.answered_at else ""
    return f"{one.signer_name}, {when}, {way} (SHA-256 {one.digest[:16]}…)"
