"""A second person under the answers of a filing: invited by whoever files, reminded of, read by code."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Submission
from dinh.dossiers.operations.announcing import people_of
from dinh.dossiers.operations.basics import day_of, lock_submission
from dinh.dossiers.operations.drafts import check_open, check_owner
from dinh.dossiers.types import SubmissionState
from dinh.forms import api as forms
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid
from dinh.kernel.text import date_vi
from dinh.notices import api as notices

__all__ = ["CosignPaper", "ask_cosigner", "cosign_paper", "remind_of_cosigns"]


@dataclass(frozen=True, slots=True)
class CosignPaper:
    """What a second person reads before signing: the answers as they were when they were asked."""

    view: forms.CosignView
    procedure_name: str
    applicant_name: str


@transaction.atomic
def ask_cosigner(
    *, by: Actor, at: datetime, submission_id: str, name: str, signer_name: str, signer_number: str
) -> forms.Invitation:
    """Ask somebody to sign the form of a draft: this function will freeze its answers and return a code, told once.

    Raises NotAllowed, NotFound HS01, Conflict HS05, Invalid HS17 (the form is not whole yet), BM20, BM21.
    """
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    check_open(row)
    faults = forms.validate(form_id=row.form_id, answers=row.answers, on=day_of(at))
    if faults:
        raise Invalid("HS17", _("Please answer the whole form first: the other person signs just what stands there."))
    return forms.invite_cosigner(
        by=by,
        at=at,
        subject_id=submission_id,
        form_id=row.form_id,
        answers=row.answers,
        name=name,
        signer_name=signer_name,
        signer_number=signer_number,
    )


def cosign_paper(*, at: datetime, code: str, number: str) -> CosignPaper:
    """Read what is to be signed: this function will return it to whoever has the code and the number; as `open_cosign`.

    Only who asks, for what, and the frozen answers are shown. Raises NotFound BM22, Conflict BM23.
    """
    view = forms.open_cosign(at=at, code=code, number=number)
    row = Submission.objects.only("procedure_name", "applicant_name").get(public_id=view.subject_id)
    return CosignPaper(view, row.procedure_name, row.applicant_name)


def remind_of_cosigns(*, by: Actor, at: datetime) -> int:
    """Remind who files that somebody has not signed: this function will tell each once, and close what is over.

    Returns how many were reminded.
    """
    forms.expire_cosigns(by=by, at=at)
    waiting = {one.subject_id: one for one in forms.cosigns_waiting(at=at)}
    reminded = 0
    for row in Submission.objects.filter(public_id__in=waiting, state=SubmissionState.DRAFT):
        one = waiting[row.public_id]
        for person in people_of(row):
            told = notices.tell(
                by=by,
                at=at,
                to=person,
                template="submission.cosign_waiting",
                values={"procedure": row.procedure_name[:400], "until": date_vi(local(one.expires_at).date())},
                subject_id=row.public_id,
                dedupe_key=f"{one.cosign_id}:{person.person_id}",
                href=reverse("dossiers:draft", args=[row.procedure_code, row.public_id]),
            )
            reminded += told.is_new
    return reminded
