"""Choosing the post to act from, and one's own account."""

from importlib import import_module

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dinh.directory.identity import api
from dinh.directory.identity.web.middleware import CHOSEN_POST, forget_actor
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.clock import now
from dinh.kernel.errors import Invalid

# Where a post's day begins.
_DESK = "/ban-lam-viec/"
_FIRST_PAGES = ((Role.LEADER, "/dieu-hanh/"), (Role.DATA_OFFICER, "/so-lieu/thu-tuc/"), (Role.OPERATOR, "/so-cai/"))
_RECENT = 10


def _first_page(roles: frozenset[str]) -> str:
    return next((page for role, page in _FIRST_PAGES if role in roles), _DESK)


def _onward(request: HttpRequest, otherwise: str) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_safe and wanted.startswith("/") else otherwise)


@require_http_methods(["GET", "POST"])
@access("citizen", "official")
@never_cache
def choose_post(request: HttpRequest) -> HttpResponse:
    """Ask an official with several posts which one to act from; others go straight on."""
    by = actor_of(request)
    if by.is_citizen:
        return _onward(request, "/")
    posts = api.posts_now(account_id=by.account_id, on=now().date())
    if request.method == "POST":
        chosen = {post.post_id: post for post in posts}.get(request.POST.get("post", ""))
        if chosen is None:
            raise Invalid("ID50", _("This post is no longer yours."), _("Choose another post, or ask your agency."))
        request.session[CHOSEN_POST] = chosen.post_id
        forget_actor(request)
        return _onward(request, _first_page(chosen.roles))
    if len(posts) == 1 and "doi" not in request.GET:
        return _onward(request, _first_page(posts[0].roles))
    return render(
        request,
        "identity/choose_post.html",
        {"posts": posts, "current": by.post_id, "next": request.GET.get("next", ""), "today": now().date()},
    )


@require_GET
@access("citizen", "official")
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own account: who, posts, mandates, sessions, consent."""
    by, today = actor_of(request), now().date()
    return render(
        request,
        "identity/me.html",
        {
            "person": api.person(person_id=by.person_id) if by.person_id else None,
            "posts": api.posts_of(person_id=by.person_id, on=today) if by.is_official else (),
            "mandates": api.mandates_of(person_id=by.person_id, on=today),
            "consents": [one for one in api.consents_of(person_id=by.person_id) if one.withdrawn_at is None],
            "sessions": api.sessions_of(account_id=by.account_id, limit=_RECENT),
            "session_key": request.session.session_key,
        },
    )


@require_POST
@access("citizen", "official")
def end_session(request: HttpRequest, sign_in_id: str) -> HttpResponse:
    """End another of one's own sessions, such as one left open on a shared machine."""
    key = api.end_session(by=actor_of(request), at=now(), sign_in_id=sign_in_id)
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()
    return redirect("identity:me")


@require_POST
@access("citizen")
def withdraw_consent(request: HttpRequest, consent_id: str) -> HttpResponse:
    api.withdraw_consent(by=actor_of(request), at=now(), consent_id=consent_id)
    return redirect("identity:me")
