"""Who may enter a route. Every view says so; tests/architecture refuses one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import ANONYMOUS, Actor
from dinh.kernel.errors import NotAllowed

AUDIENCES = frozenset({"public", "citizen", "official", "system"})
View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; the middleware of `directory` has put it on the request."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def access(*audiences: str, roles: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Return a decorator that lets in only these audiences, and of officials only those with one of `roles`.

    Someone not signed in is sent to sign in and comes back; someone with other rights gets NotAllowed.
    """
    unknown = set(audiences) - AUDIENCES
    if unknown or not audiences:
        raise ValueError(f"unknown audiences {sorted(unknown)}")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if "public" in audiences or (actor.kind in audiences and (not roles or actor.has_role(*roles))):
                return view(request, *args, **kwargs)
            if actor.kind == "anonymous":
                return redirect(f"/dang-nhap/?{urlencode({'next': request.get_full_path()})}")
            raise NotAllowed("AC01", _("Your account may not open this page."), _("Sign in with the post that may."))

        guarded.dinh_access = (audiences, roles)  # type: ignore[attr-defined]
        return guarded

    return decorate
