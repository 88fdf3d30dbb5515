"""Pages anyone may open: the home, what this is, and what machines ask for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from dinh.design import frame
from dinh.dossiers import api as dossiers
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.portal.registry import rooms_of
from dinh.procedures import api as procedures

FIRST_EVENTS = 6
MINE = 3
_STATUS = dossiers.Status
OPEN = frozenset(set(_STATUS) - {_STATUS.DECLINED, _STATUS.WITHDRAWN, _STATUS.STOPPED, _STATUS.HANDED_OVER})


@access("public")
def home(request: HttpRequest) -> HttpResponse:
    """Show the way in: to an official the rooms of the post, to everyone else search, life events and look-up."""
    by = actor_of(request)
    if by.is_official:
        return render(request, "portal/rooms.html", {"rooms": rooms_of(by), "name": by.display_name})
    context: dict[str, Any] = {"events": _events(), "mine": _mine(by) if by.is_citizen else ()}
    return render(request, "portal/home.html", context)


def _events() -> list[dict[str, str]]:
    is_english = get_language() == "en"
    return [
        {
            "name": one.name_en if is_english else one.name,
            "hint": one.hint_en if is_english else one.hint,
            "icon": one.icon,
            "href": f"{reverse('procedures:index')}?viec={one.code}",
        }
        for one in procedures.life_events()[:FIRST_EVENTS]
    ]


def _mine(by: Actor) -> list[dict[str, Any]]:
    """Return the newest of what this person has under way, what waits for them first."""
    open_rows = [row for row in dossiers.my_dossiers(by=by, limit=4 * MINE) if row.status in OPEN]
    open_rows.sort(key=lambda row: not row.needs_action)
    return [{"row": row, "href": _way_on(row)} for row in open_rows[:MINE]]


def _way_on(row: dossiers.MineRow) -> str:
    if row.state is dossiers.SubmissionState.DRAFT:
        return reverse("dossiers:draft", args=[row.procedure_code, row.submission_id])
    return reverse("dossiers:citizen_dossier", args=[row.dossier_id or row.submission_id])


@access("public")
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is, how personal data are kept, and how far it is accessible."""
    return render(request, "portal/about.html")


@cache_control(public=True, max_age=86400)
@access("public")
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is public."""
    del request
    closed = [
        "/ho-so/",
        "/nop-ho-so/",
        "/toi/",
        "/kho-giay-to/",
        "/ban-lam-viec/",
        "/dieu-hanh/",
        "/tim/",
        "/so-lieu/",
        "/thanh-toan/",
        "/tep/",
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@cache_control(public=True, max_age=86400)
@access("public")
def manifest(request: HttpRequest) -> HttpResponse:
    """Let a phone keep the portal on its first screen."""
    told = {
        "name": frame.frame_of(request).province_name,
        "short_name": "Đình",
        "lang": "vi",
        "start_url": reverse("portal:home"),
        "display": "standalone",
        "background_color": "#FBFAF7",
        "theme_color": "#9B1C1F",
        "icons": [{"src": static("design/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")
