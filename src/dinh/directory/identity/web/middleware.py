"""Who asks: put on every request at the cost of the session's own two reads, and read anew only when rights changed."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from dinh.directory.identity import api
from dinh.directory.identity.models import Account
from dinh.directory.identity.types import AccountKind
from dinh.directory.identity.web import factors
from dinh.directory.identity.web.evidence import evidence_of
from dinh.kernel.actor import ANONYMOUS, Actor, ActorKind
from dinh.kernel.clock import now

SNAPSHOT, CHOSEN_POST = "dinh_actor", "dinh_post"
SET_UP, CHOOSE = "/dang-nhap/hai-lop/", "/chon-vi-tri/"
# What someone may reach who is signed in but not yet fit to act.
_ALWAYS_OPEN = ("/dang-nhap/", "/dang-xuat/", "/ngon-ngu/", "/static/", "/healthz", "/readyz")


def _freeze(actor: Actor) -> dict[str, Any]:
    return {
        "kind": actor.kind.value,
        "account_id": actor.account_id,
        "person_id": actor.person_id,
        "post_id": actor.post_id,
        "agency_id": actor.agency_id,
        "unit_id": actor.unit_id,
        "roles": sorted(actor.roles),
        "display_name": actor.display_name,
        "channel_evidence": dict(actor.channel_evidence),
    }


def _thaw(kept: dict[str, Any]) -> Actor:
    return Actor(**{**kept, "kind": ActorKind(kept["kind"]), "roles": frozenset(kept["roles"])})


def _read(request: HttpRequest, account: Account, today: str) -> dict[str, Any]:
    actor = api.actor_for(
        account=account,
        on=now().date(),
        post_id=request.session.get(CHOSEN_POST, ""),
        evidence=evidence_of(request),
    )
    is_official = account.kind == AccountKind.OFFICIAL
    kept = {
        "account": account.public_id,
        "version": account.rights_version,
        "on": today,
        "is_proven": not is_official or factors.has_second_factor(account),
        "actor": _freeze(actor),
    }
    request.session[SNAPSHOT] = kept
    return kept


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
        return None
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return None
    today = now().date().isoformat()
    kept: dict[str, Any] | None = request.session.get(SNAPSHOT)
    # A snapshot lives one day at most, so posts that begin or end at midnight are noticed without a query.
    if kept and (kept["account"], kept["version"], kept["on"], kept["is_proven"]) == (
        account.public_id,
        account.rights_version,
        today,
        True,
    ):
        return kept
    return _read(request, account, today)


def forget_actor(request: HttpRequest) -> None:
    """Have the actor read anew at the next request."""
    request.session.pop(SNAPSHOT, None)


def _gate(request: HttpRequest, kept: dict[str, Any]) -> str:
    """Return where this person must go first, or nothing."""
    if request.path.startswith(_ALWAYS_OPEN):
        return ""
    if not kept["is_proven"]:
        return SET_UP
    actor = kept["actor"]
    is_postless = actor["kind"] == ActorKind.OFFICIAL and not actor["post_id"]
    return CHOOSE if is_postless and request.path != CHOOSE else ""


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put who asks on every request; before the second factor and the choice of a post nothing else opens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kept = _kept(request)
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        if kept is not None:
            gate = _gate(request, kept)
            if gate:
                return redirect(f"{gate}?{urlencode({'next': request.get_full_path()})}")
            if kept["is_proven"]:
                request.actor = _thaw(kept["actor"])  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
