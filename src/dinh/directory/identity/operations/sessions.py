"""Who is signed in: the actor of an account, and the record of sessions."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dinh.directory.identity.events import AccountSignedIn, SessionEnded
from dinh.directory.identity.models import Account, Post, SignIn
from dinh.directory.identity.queries.agencies import in_force
from dinh.directory.identity.types import AccountKind
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotFound
from dinh.ledger import api as ledger


def posts_now(account: Account, on: date) -> list[Post]:
    """Return the posts this official may act from that day, at agencies still in force, oldest first."""
    found = Post.objects.select_related("agency").filter(in_force(on), person=account.person_id)
    return [
        post
        for post in found.order_by("valid_from", "pk")
        if post.agency.valid_to is None or on < post.agency.valid_to
    ]


def actor_for(
    *, account: Account, on: date, post_id: str = "", evidence: Mapping[str, str] | None = None
) -> Actor:
    """Return the actor of an account: a citizen, or an official acting from one post in force that day.

    An official with one post acts from it; with several, from `post_id`; otherwise the actor has no post and no role,
    so that nothing is allowed. A deactivated account raises NotFound.
    """
    if not account.is_active:
        raise NotFound("ID04", _("This account does not exist."))
    person = account.person
    common = {
        "account_id": account.public_id,
        "person_id": person.public_id if person else "",
        "display_name": person.full_name if person else account.username,
    }
    if account.kind == AccountKind.CITIZEN:
        return Actor(kind=ActorKind.CITIZEN, channel_evidence=dict(evidence or {}), **common)
    posts = posts_now(account, on)
    chosen = [post for post in posts if post.public_id == post_id] or (posts if len(posts) == 1 else [])
    if not chosen:
        return Actor(kind=ActorKind.OFFICIAL, channel_evidence=dict(evidence or {}), **common)
    post = chosen[0]
    return Actor(
        kind=ActorKind.OFFICIAL,
        post_id=post.public_id,
        agency_id=post.agency.public_id,
        unit_id=post.agency.unit_id,
        roles=frozenset(post.roles),
        channel_evidence=dict(evidence or {}),
        **common,
    )


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
