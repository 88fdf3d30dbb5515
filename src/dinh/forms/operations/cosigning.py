"""A second person signs what somebody else answered: invited, or at the desk; a change makes it void."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dinh.forms.events import CosignatureAnswered, CosignatureInvited, CosignatureVoided
from dinh.forms.models import Cosignature
from dinh.forms.policies import cosigning as policy
from dinh.forms.queries.cosigning import cosign_view
from dinh.forms.queries.versions import ready
from dinh.forms.types import CosignState, CosignView, Invitation
from dinh.kernel.actor import ANONYMOUS, Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.kernel.ids import unguessable
from dinh.kernel.text import nfc
from dinh.ledger import api as ledger

__all__ = ["answer_cosign", "cosign_at_desk", "expire_cosigns", "invite_cosigner", "open_cosign", "void_changed"]

_STANDING = (CosignState.INVITED, CosignState.AGREED)
_LONGEST_REASON = 500
_LONGEST_NAME = 200


@transaction.atomic
def invite_cosigner(
    *,
    by: Actor,
    at: datetime,
    subject_id: str,
    form_id: str,
    answers: Mapping[str, Any],
    name: str,
    signer_name: str,
    signer_number: str,
    signer_id: str = "",
) -> Invitation:
    """Ask a second person to sign these answers: this function will make an invitation and return its code, once.

    An older invitation or signature under the same block loses its force. The code opens nothing without the identity
    number named here; `signer_id` may open it signed in, with the same number. Who may invite is for the caller to
    judge. Raises Invalid BM20 (nobody is asked for), BM21.
    """
    row = _fresh(by, at, subject_id, form_id, answers, name, signer_name, signer_number)
    code = unguessable(length=12)
    row.code_digest = policy.code_digest(code)
    row.signer_id = signer_id or None
    row.save(force_insert=True)
    event = CosignatureInvited(
        cosign_id=row.public_id, form_id=form_id, name=name, digest=row.digest, expires_at=row.expires_at
    )
    ledger.record(event=event, by=by, at=at, subjects=[subject_id])
    return Invitation(cosign_view(row), code)


@transaction.atomic
def cosign_at_desk(
    *,
    by: Actor,
    at: datetime,
    subject_id: str,
    form_id: str,
    answers: Mapping[str, Any],
    name: str,
    signer_name: str,
    signer_number: str,
) -> CosignView:
    """Take a signature from a person who stands at the desk: this function will keep it as agreed, by this officer.

    Raises as `invite_cosigner`.
    """
    row = _fresh(by, at, subject_id, form_id, answers, name, signer_name, signer_number)
    row.is_at_desk, row.state, row.answered_at = True, CosignState.AGREED, at
    row.save(force_insert=True)
    _record_answer(row, by, at)
    return cosign_view(row)


def _fresh(
    by: Actor,
    at: datetime,
    subject_id: str,
    form_id: str,
    answers: Mapping[str, Any],
    name: str,
    signer_name: str,
    signer_number: str,
) -> Cosignature:
    form = ready(form_id)[1]
    asked = {one.name: one for one in policy.asked_of(form, answers)}
    if name not in asked:
        raise Invalid("BM20", _("These answers do not ask for this signature."))
    number, who = policy.plain(signer_number), " ".join(nfc(signer_name).replace("\x00", "").split())
    _check_signer(number, who)
    for older in _locked(subject_id).filter(name=name):
        _void(older, by, at, why="again")
    row = Cosignature(
        subject_id=subject_id,
        name=name,
        label=form.by_pattern[name].block.label,
        form_id=form_id,
        answers=dict(answers),
        digest=policy.digest_of(form, form_id, answers),
        signer_name=who,
        invited_at=at,
        expires_at=at + policy.STANDS,
    )
    row.number_digest = policy.number_digest(row.public_id, number)
    return row


def _check_signer(number: str, name: str) -> None:
    faults = {}
    if not (len(number) == policy.NUMBER_LENGTH and number.isascii() and number.isdigit()):
        faults["signer_number"] = _("The identity number has 12 digits, without spaces or letters.")
    if not name or len(name) > _LONGEST_NAME:
        faults["signer_name"] = _("Please enter the full name of the person who signs.")
    if faults:
        raise Invalid("BM21", _("Please say who signs."), fields=faults)


def _locked(subject_id: str) -> Any:
    rows = Cosignature.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(subject_id=subject_id, state__in=_STANDING)


def open_cosign(*, at: datetime, number: str, code: str = "", cosign_id: str = "", by: Actor = ANONYMOUS) -> CosignView:
    """Show an invitation: this function will return it with the frozen answers to whoever may open it.

    That is who has its code and the number, or who is signed in as the person invited (`cosign_id`) and says the
    number. A wrong code and a wrong number get the same answer; after five wrong numbers the invitation is void. Raises
    NotFound BM22, Conflict BM23 (void or over), NotAllowed BM26 (signed in as somebody else).
    """
    with transaction.atomic():
        row, is_right = _opened(by, at, _Key(number, code, cosign_id))
    if row is None or not is_right:
        raise _nobody(cosign_id)
    _check_standing(row)
    return cosign_view(row)


@dataclass(frozen=True, slots=True)
class _Key:
    """What somebody brings to an invitation: the number with its code, or with its id once they are signed in."""

    number: str
    code: str
    cosign_id: str


def _opened(by: Actor, at: datetime, key: _Key) -> tuple[Cosignature | None, bool]:
    rows = Cosignature.objects.select_for_update(of=("self",), no_key=True)
    found = {"public_id": key.cosign_id} if key.cosign_id else {"code_digest": policy.code_digest(key.code)}
    row: Cosignature | None = rows.filter(**found).first()
    if row is None:
        return None, False
    if key.cosign_id:
        _check_is_signer(by, row)
    is_right = hmac.compare_digest(policy.number_digest(row.public_id, key.number), row.number_digest)
    if row.state == CosignState.INVITED and row.expires_at <= at:
        _void(row, ANONYMOUS, at, why="expired", state=CosignState.EXPIRED)
    elif not is_right and row.state == CosignState.INVITED:
        row.failures += 1
        row.save(update_fields=["failures"])
        if row.failures >= policy.MOST_FAILURES:
            _void(row, ANONYMOUS, at, why="guessed")
    return row, is_right


def _check_is_signer(by: Actor, row: Cosignature) -> None:
    """Somebody else's link closes nothing, however often they try."""
    if by.is_citizen and by.person_id and by.person_id == row.signer_id:
        return
    raise NotAllowed(
        "BM26",
        _("This invitation is for somebody else."),
        _("Sign in as the person who was invited, or enter the code they were given."),
    )


def _nobody(cosign_id: str) -> NotFound:
    if cosign_id:
        return NotFound(
            "BM22",
            _("This is not the identification number the invitation was made for."),
            _("Check the 12 digits on your identity card. After five wrong numbers the invitation is closed."),
        )
    return NotFound(
        "BM22",
        _("No invitation has this code together with this identity number."),
        _("Check both. After five wrong numbers the invitation is closed, and you need a new one."),
    )


def _check_standing(row: Cosignature) -> None:
    if row.state in {CosignState.VOID, CosignState.EXPIRED}:
        raise Conflict(
            "BM23",
            _("This invitation is no longer open: what was to be signed has changed, or its time is over."),
            _("Please ask the person who invited you for a new one."),
        )


def answer_cosign(
    *,
    by: Actor,
    at: datetime,
    number: str,
    digest: str,
    is_agreed: bool,
    reason: str = "",
    code: str = "",
    cosign_id: str = "",
) -> CosignView:
    """Agree or refuse: this function will keep the answer to exactly what was shown (`digest`); said twice it is once.

    Opened as `open_cosign` does. Raises NotAllowed BM26, NotFound BM22, Conflict BM23, BM24 (answered otherwise
    already), Invalid BM25 (a refusal says why).
    """
    with transaction.atomic():
        row, is_right = _opened(by, at, _Key(number, code, cosign_id))
        wanted = CosignState.AGREED if is_agreed else CosignState.REFUSED
        if row is not None and is_right and row.state == CosignState.INVITED and row.digest == digest:
            row.is_signed_in = bool(cosign_id)
            _take(row, by, at, wanted, nfc(reason).replace("\x00", "").strip())
    if row is None or not is_right:
        raise _nobody(cosign_id)
    _check_standing(row)
    if row.state != wanted or row.digest != digest:
        raise Conflict("BM24", _("You have answered this invitation already."))
    return cosign_view(row)


def _take(row: Cosignature, by: Actor, at: datetime, wanted: CosignState, reason: str) -> None:
    if wanted is CosignState.REFUSED and not reason:
        sentence = _("Please say in a few words why you do not sign.")
        raise Invalid("BM25", sentence, fields={"reason": sentence})
    row.state, row.answered_at, row.reason = wanted, at, reason[:_LONGEST_REASON]
    row.save(update_fields=["state", "answered_at", "reason", "is_signed_in"])
    _record_answer(row, by, at)


def _record_answer(row: Cosignature, by: Actor, at: datetime) -> None:
    event = CosignatureAnswered(
        cosign_id=row.public_id,
        form_id=row.form_id,
        name=row.name,
        digest=row.digest,
        is_agreed=row.state == CosignState.AGREED,
        way="desk" if row.is_at_desk else "account" if row.is_signed_in else "link",
    )
    ledger.record(event=event, by=by, at=at, subjects=[row.subject_id])


@transaction.atomic
def void_changed(*, by: Actor, at: datetime, subject_id: str, form_id: str, answers: Mapping[str, Any]) -> int:
    """Take the force from what no longer fits: this function will void signatures under other answers than these.

    Returns how many.
    """
    form = ready(form_id)[1]
    if not policy.may_ask(form):
        return 0
    digest = policy.digest_of(form, form_id, answers)
    stale = [row for row in _locked(subject_id) if row.digest != digest]
    for row in stale:
        _void(row, by, at, why="changed")
    return len(stale)


@transaction.atomic
def expire_cosigns(*, by: Actor, at: datetime) -> int:
    """Close invitations whose time is over: this function will return how many."""
    rows = Cosignature.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    over = list(rows.filter(state=CosignState.INVITED, expires_at__lte=at)[:500])
    for row in over:
        _void(row, by, at, why="expired", state=CosignState.EXPIRED)
    return len(over)


def _void(row: Cosignature, by: Actor, at: datetime, *, why: str, state: CosignState = CosignState.VOID) -> None:
    row.state = state
    row.save(update_fields=["state"])
    event = CosignatureVoided(cosign_id=row.public_id, digest=row.digest, why=why)
    ledger.record(event=event, by=by, at=at, subjects=[row.subject_id])
