"""The gallery at /_design/: every component in every state, made from its YAML, and the rooms they stand in."""

from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from dinh.design import icons, library, samples, tokens
from dinh.kernel.access import access

GROUPS = {
    "actions": _("Actions"),
    "forms": _("Forms"),
    "messages": _("Messages"),
    "content": _("Content"),
    "navigation": _("Navigation"),
    "figures": _("Figures"),
    "marks": _("Marks"),
}
ROOMS = {
    "citizen": "design/gallery_citizen.html",
    "desk": "design/gallery_desk.html",
    "wall": "design/gallery_wall.html",
    "plain": "design/gallery_plain.html",
}
_WORDS = ("ink", "muted", "accent", "good", "warning", "info")


@access("public")
def overview(request: HttpRequest) -> HttpResponse:
    """Show colours, type, icons and the list of components."""
    context = {
        "groups": _groups(),
        "colours": _colours("day"),
        "night": _colours("night"),
        "icons": icons.names(),
        "rooms": tuple(ROOMS),
    }
    return render(request, "design/gallery.html", context)


def _groups() -> list[tuple[str, list[library.Component]]]:
    found = sorted(
        (library.component(name) for name in library.names()), key=lambda part: list(GROUPS).index(part.group)
    )
    return [(str(GROUPS[group]), list(parts)) for group, parts in groupby(found, key=lambda part: part.group)]


def _colours(time: str) -> list[dict[str, str]]:
    house = tokens.base()[time]
    return [
        {"name": name, "value": house[name], "ratio": f"{tokens.contrast(house[name], house['paper']):.1f}"}
        for name in _WORDS
    ]


@access("public")
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one component: what it takes and every example."""
    if name not in library.names():
        raise Http404(name)
    part = library.component(name)
    outer = {"request": request, "csrf_token": request.META.get("CSRF_COOKIE") or "example"}
    examples = [(example, samples.render(part, example, outer=outer)) for example in part.examples]
    return render(
        request,
        "design/gallery_component.html",
        {"part": part, "parameters": tuple(part.parameters.values()), "examples": examples},
    )


@access("public")
def room(request: HttpRequest, room: str) -> HttpResponse:
    """Show a whole page of one room with sample content."""
    if room not in ROOMS:
        raise Http404(room)
    return render(request, ROOMS[room], samples.page(room))


@cache_control(max_age=3600)
@access("public")
def province_css(request: HttpRequest) -> HttpResponse:
    """Serve the colours a province replaces."""
    del request
    look = tokens.province(settings.DINH_PROVINCE)
    return HttpResponse(tokens.stylesheet(look.day, look.night), content_type="text/css; charset=utf-8")
