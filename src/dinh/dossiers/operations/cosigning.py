"""A second person under the answers of a filing: invited, told, reminded of, read by code or signed in."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Submission
from dinh.dossiers.operations.announcing import people_of
from dinh.dossiers.operations.basics import day_of, lock_submission
from dinh.dossiers.operations.drafts import check_open, check_owner
from dinh.dossiers.types import SubmissionState
from dinh.forms import api as forms
from dinh.kernel.actor import ANONYMOUS, SYSTEM, Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid
from dinh.kernel.text import date_vi
from dinh.notices import api as notices

__all__ = ["AskedSigner", "CosignPaper", "ask_cosigner", "cosign_paper", "cosigns_asked", "remind_of_cosigns"]

_NUMBER_LENGTH = 12


@dataclass(frozen=True, slots=True)
class AskedSigner:
    """An invitation just made: `code` is told this once; `is_told` when a message goes to the address given."""

    view: forms.CosignView
    code: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class CosignPaper:
    """What a second person reads before signing: the answers as they were when they were asked."""

    view: forms.CosignView
    procedure_name: str
    applicant_name: str


@transaction.atomic
def ask_cosigner(
    *,
    by: Actor,
    at: datetime,
    submission_id: str,
    name: str,
    signer_name: str,
    signer_number: str,
    phone: str = "",
    email: str = "",
) -> AskedSigner:
    """Ask somebody to sign the form of a draft: this function will freeze its answers and return a code, told once.

    Whoever is known, or can be reached under the telephone or the address given, is told as well; the address is kept
    only with the message. Raises NotAllowed, NotFound HS01, Conflict HS05, Invalid HS17 (the form is not whole yet),
    BM20, BM21.
    """
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    check_open(row)
    faults = forms.validate(form_id=row.form_id, answers=row.answers, on=day_of(at))
    if faults:
        raise Invalid("HS17", _("Please answer the whole form first: the other person signs just what stands there."))
    signer = _signer(at, signer_name, signer_number, is_reached=bool(phone or email))
    made = forms.invite_cosigner(
        by=by,
        at=at,
        subject_id=submission_id,
        form_id=row.form_id,
        answers=row.answers,
        name=name,
        signer_name=signer_name,
        signer_number=signer_number,
        signer_id=signer.person_id if signer else "",
    )
    if signer is not None:
        _tell_signer(at, row, made.view, signer, phone=phone, email=email)
    return AskedSigner(made.view, made.code, is_told=signer is not None and bool(phone or email))


def _signer(at: datetime, name: str, number: str, *, is_reached: bool) -> directory.PersonView | None:
    """Return whom to tell: who has this number already, or anew who can be reached; None when told enough today."""
    digits = "".join(sign for sign in number if sign.isdigit())
    if len(digits) != _NUMBER_LENGTH or not name.strip():
        return None
    found = next((one for one in directory.search_people(text=digits) if one.cccd == digits), None)
    if found is None and is_reached:
        # What the filer says of another person's telephone never becomes that person's own.
        found = directory.find_or_create_person(by=SYSTEM, at=at, full_name=name, cccd=digits)
    return found if found and forms.may_tell_cosigner(person_id=found.person_id, at=at) else None


def _tell_signer(
    at: datetime, row: Submission, view: forms.CosignView, signer: directory.PersonView, *, phone: str, email: str
) -> None:
    notices.tell(
        by=SYSTEM,
        at=at,
        to=notices.Recipient(signer.person_id, signer.full_name, email or signer.email, phone or signer.phone),
        template="submission.cosign_asked",
        values={
            "procedure": row.procedure_name[:400],
            "who": row.applicant_name[:60],
            "role": view.label[:200],
            "until": date_vi(local(view.expires_at).date()),
            "day": f"{local(view.expires_at):%d/%m/%Y}",
        },
        subject_id=row.public_id,
        dedupe_key=view.cosign_id,
        href=reverse("dossiers:cosign_own", args=[view.cosign_id]),
    )


def cosigns_asked(*, by: Actor, at: datetime) -> tuple[CosignPaper, ...]:
    """List what waits for whoever is signed in: this function will return who asks them for what, without answers."""
    views = forms.cosigns_for(person_id=by.person_id, at=at) if by.is_citizen and by.person_id else ()
    rows = Submission.objects.only("public_id", "procedure_name", "applicant_name")
    known = {row.public_id: row for row in rows.filter(public_id__in=[one.subject_id for one in views])}
    return tuple(
        CosignPaper(replace(one, answers={}), row.procedure_name, row.applicant_name)
        for one in views
        if (row := known.get(one.subject_id))
    )


def cosign_paper(
    *, at: datetime, number: str, code: str = "", cosign_id: str = "", by: Actor = ANONYMOUS
) -> CosignPaper:
    """Read what is to be signed: this function will return it to whoever may open it, as `open_cosign`.

    Only who asks, for what, and the frozen answers are shown. Raises NotAllowed BM26, NotFound BM22, Conflict BM23.
    """
    view = forms.open_cosign(at=at, by=by, code=code, cosign_id=cosign_id, number=number)
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
