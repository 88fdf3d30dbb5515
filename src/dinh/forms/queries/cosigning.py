"""Second signatures as they stand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dinh.forms.models import Cosignature
from dinh.forms.policies import cosigning as policy
from dinh.forms.queries.versions import ready
from dinh.forms.types import CosignAsked, CosignState, CosignView


def cosign_view(row: Cosignature) -> CosignView:
    return CosignView(
        cosign_id=row.public_id,
        subject_id=row.subject_id,
        form_id=row.form_id,
        name=row.name,
        label=row.label,
        signer_name=row.signer_name,
        state=CosignState(row.state),
        digest=row.digest,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
        reason=row.reason,
        is_at_desk=row.is_at_desk,
        is_signed_in=row.is_signed_in,
        answers=row.answers,
    )


def cosigners(*, form_id: str, answers: Mapping[str, Any]) -> tuple[CosignAsked, ...]:
    """List second signers: this function will return those whom these answers ask to sign. Raises NotFound BM01."""
    return policy.asked_of(ready(form_id)[1], answers)


def cosigns_of(*, subject_id: str, at: datetime) -> dict[str, CosignView]:
    """Read signatures: this function will return the newest of each block, its time being over told. One query."""
    found: dict[str, CosignView] = {}
    for row in Cosignature.objects.filter(subject_id=subject_id).order_by("id"):
        if row.state == CosignState.INVITED and row.expires_at <= at:
            row.state = CosignState.EXPIRED
        found[row.name] = cosign_view(row)
    return found


def unsigned(*, subject_id: str, form_id: str, answers: Mapping[str, Any], at: datetime) -> tuple[CosignAsked, ...]:
    """Find what is lacking: this function will return the signers who have not agreed to exactly these answers."""
    asked = cosigners(form_id=form_id, answers=answers)
    if not asked:
        return ()
    digest, found = policy.digest_of(ready(form_id)[1], form_id, answers), cosigns_of(subject_id=subject_id, at=at)
    return tuple(one for one in asked if not _is_signed(found.get(one.name), digest))


def _is_signed(view: CosignView | None, digest: str) -> bool:
    return view is not None and view.state is CosignState.AGREED and view.digest == digest


def cosigns_for(*, person_id: str, at: datetime) -> tuple[CosignView, ...]:
    """Find what waits for a person: this function will return invitations told to them, the newest first. One query."""
    rows = Cosignature.objects.filter(signer__public_id=person_id, state=CosignState.INVITED, expires_at__gt=at)
    return tuple(cosign_view(row) for row in rows.order_by("-id")[:50])


def may_tell_cosigner(*, person_id: str, at: datetime) -> bool:
    """Ask before another message: this function will tell whether a person was told of few invitations in a day."""
    rows = Cosignature.objects.filter(signer__public_id=person_id, invited_at__gt=at - timedelta(days=1))
    return rows.count() < policy.MOST_TOLD_A_DAY


def cosigns_waiting(*, at: datetime, limit: int = 500) -> tuple[CosignView, ...]:
    """Find who forgets: this function will return invitations unanswered for some days, the oldest first. One query."""
    rows = Cosignature.objects.filter(
        state=CosignState.INVITED, expires_at__gt=at, invited_at__lte=at - policy.REMINDED_AFTER
    )
    return tuple(cosign_view(row) for row in rows.order_by("id")[:limit])
