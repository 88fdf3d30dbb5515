"""Finding and reading procedures, for everybody."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from dinh.kernel import clock
from dinh.kernel.access import access
from dinh.procedures import api
from dinh.procedures.web import words

_SUGGESTIONS = 6
_LONGEST_STEPS = 12
_LONGEST_PAGE = 5


@access("public")
def index(request: HttpRequest) -> HttpResponse:
    """Show the big search, the events of a life, and what was found."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "cap", "linh-vuc", "viec")}
    today = clock.now().date()
    has_asked = any(asked.values())
    found = api.search(
        text=asked["q"],
        on=today,
        level=asked["cap"] or None,
        field=asked["linh-vuc"] or None,
        life_event=asked["viec"] or None,
        page=number_of(request.GET.get("trang", "1")),
    )
    events = api.life_events()
    context = {
        "asked": asked,
        "field": asked["linh-vuc"],
        "has_asked": has_asked,
        "is_english": get_language() == "en",
        "found": found,
        "events": events,
        "event": next((one for one in events if one.code == asked["viec"]), None),
        "fields": api.fields(on=today, level=asked["cap"] or None),
        "next_url": _page_url(asked, found.number + 1) if found.has_next else "",
        "prev_url": _page_url(asked, found.number - 1) if found.has_previous else "",
    }
    return render(request, "procedures/index.html", context)


def number_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_PAGE else 1


def _page_url(asked: dict[str, str], number: int) -> str:
    return f"?{urlencode({name: value for name, value in {**asked, 'trang': str(number)}.items() if value})}"


@access("public")
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer while somebody types: a short list of links."""
    found = api.search(text=request.GET.get("q", ""), on=clock.now().date(), size=_SUGGESTIONS)
    hits = () if found.is_loose else found.items
    return render(request, "procedures/suggest.html", {"hits": hits})


@access("public")
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one procedure: what to bring, how long, how much, where, and how to start."""
    national = api.national_code(code)
    if national != code:
        return HttpResponsePermanentRedirect(reverse("procedures:detail", args=[national]))
    view = api.version_on(code=code, on=clock.now().date())
    is_local = view.level_commune or view.level_province
    uploads = [one for one in view.components if not one.is_note]
    context = {
        "view": view,
        "channels": words.channel_words(view),
        "groups": words.paper_groups(view),
        "notes": [one for one in view.components if one.is_note and one.name.strip("- ")],
        "faults": words.told_faults(view.faults),
        "is_local": is_local,
        "start_url": start_url(code) if view.online and is_local else "",
        "has_remarks": any(one.note for one in view.channels),
        "has_reuse": any(one.accepts_results for one in uploads),
        "is_assumed": any(one.is_assumed for one in view.channels),
        "is_long": view.steps.count("\n") > _LONGEST_STEPS,
    }
    return render(request, "procedures/detail.html", context)


def start_url(code: str) -> str:
    """Return where filing begins; empty while no module offers it."""
    try:
        return reverse("dossiers:start", args=[code])
    except NoReverseMatch:
        return ""
