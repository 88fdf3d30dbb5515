"""Who is signed in: the actor of an account, and the record of sessions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dinh.directory.identity.events import AccountSignedIn, SessionEnded
from dinh.directory.identity.models import Account, SignIn
from dinh.directory.identity.operations.people import open_account
from dinh.directory.identity.queries.people import posts_now
from dinh.directory.identity.types import AccountKind
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotFound
from dinh.ledger import api as ledger


def actor_for(*, account: Account, on: date, post_id: str = "", evidence: Mapping[str, str] | None = None) -> Actor:
    """Return the actor of an account: a citizen, or an official acting from one post in force that day.

    An official with one post acts from it; with several, from `post_id`; otherwise the actor has no post and no role,
    so that nothing is allowed. A deactivated account raises NotFound.
    """
    if not account.is_active:
        raise NotFound("ID04", _("This account does not exist."))
    person = account.person
    bare = Actor(
        kind=ActorKind(account.kind),
        account_id=account.public_id,
        person_id=person.public_id if person else "",
        channel_evidence=dict(evidence or {}),
        display_name=person.full_name if person else account.username,
    )
    if bare.is_citizen:
        return bare
    posts = posts_now(account_id=account.public_id, on=on)
    chosen = [post for post in posts if post.post_id == post_id] or (posts if len(posts) == 1 else [])
    if not chosen:
        return bare
    post = chosen[0]
    return replace(bare, post_id=post.post_id, agency_id=post.agency_id, unit_id=post.unit_id, roles=post.roles)


@transaction.atomic
def record_sign_in(
    *, by: Actor, at: datetime, account: Account, session_key: str, way: str, device: str, place: str
) -> SignIn:
    """Write that an account signed in, by which way and with which evidence; the session itself stays ours."""
    row = SignIn.objects.create(
        account=account, session_key=session_key, way=way, device=device[:200], place=place[:60], signed_in_at=at
    )
    ledger.record(
        event=AccountSignedIn(account_id=account.public_id, sign_in_id=row.public_id, way=way),
        by=by,
        at=at,
        subjects=[account.public_id],
    )
    return row


@transaction.atomic
def end_session(*, by: Actor, at: datetime, sign_in_id: str) -> str:
    """Mark one of the person's own sessions as ended and return its key, for the edge to delete. Raises NotFound."""
    row = (
        SignIn.objects.select_for_update(of=("self",), no_key=True)
        .filter(public_id=sign_in_id, account__public_id=by.account_id, ended_at=None)
        .first()
    )
    if row is None:
        raise NotFound("ID07", _("This session has ended already."))
    row.ended_at = max(at, row.signed_in_at)
    row.save(update_fields=["ended_at"])
    ledger.record(
        event=SessionEnded(account_id=by.account_id, sign_in_id=sign_in_id),
        by=by,
        at=at,
        subjects=[by.account_id],
    )
    return row.session_key


@transaction.atomic
def citizen_account(*, by: Actor, at: datetime, person_id: str) -> Account:
    """Return the account by which this person signs in as a citizen, opening it at the first sign-in."""
    found = Account.objects.filter(person__public_id=person_id, kind=AccountKind.CITIZEN).first()
    if found is not None:
        return found
    return open_account(by=by, at=at, kind=AccountKind.CITIZEN, username=person_id, person_id=person_id)


def record_refused_sign_in(
    *, by: Actor, at: datetime, username: str, reason: str, evidence: Mapping[str, str] | None = None
) -> None:
    """Write that somebody was not let in: about the account where the name is one, else about a digest of the name."""
    account = Account.objects.filter(username=username).first() if username else None
    told = sha256(username.encode()).hexdigest()[:16] if username else "unnamed"
    ledger.record_refused(
        kind="directory.account.signed_in.refused",
        by=by,
        at=at,
        subjects=[account.public_id if account else f"sign-in:{told}"],
        reason_code=reason,
        evidence=evidence,
    )


def renew_rights(*, account: Account) -> None:
    """Make every open session of this account read its rights and its second factor again."""
    Account.objects.filter(pk=account.pk).update(rights_version=F("rights_version") + 1)
