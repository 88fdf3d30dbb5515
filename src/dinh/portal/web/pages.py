"""Pages anyone may open: the home, what this is, and what machines ask for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from dinh.design import frame
from dinh.kernel.access import access
from dinh.procedures import api as procedures

FIRST_EVENTS = 6


@access("public")
def home(request: HttpRequest) -> HttpResponse:
    """Show the way in: search, six events of a life, look up a dossier."""
    is_english = get_language() == "en"
    events = [
        {
            "name": one.name_en if is_english else one.name,
            "hint": one.hint_en if is_english else one.hint,
            "icon": one.icon,
            "href": f"{reverse('procedures:index')}?su-kien={one.code}",
        }
        for one in procedures.life_events()[:FIRST_EVENTS]
    ]
    return render(request, "portal/home.html", {"events": events})


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
