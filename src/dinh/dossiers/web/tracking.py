"""Looking a dossier up by its code and the telephone number given with it."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from dinh.dossiers import api
from dinh.dossiers.web import stories, words
from dinh.dossiers.web.forms import TrackForm
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import NotFound, Unavailable


@never_cache
@access("public")
def track(request: HttpRequest) -> HttpResponse:
    """Ask for both, and answer in the same page: neither stands in the address or in a log."""
    code = request.GET.get("ma", "")
    form = TrackForm(request.POST or None, initial={"code": code})
    found, status = None, 200
    if request.method == "POST":
        found, status = _look(request, form) if form.is_valid() else (None, 422)
    page = {
        "form": form,
        "found": found,
        "story": stories.of_track(found) if found else (),
        "tone": words.STATUS_TONES[found.status] if found else "",
        "is_citizen": actor_of(request).is_citizen,
    }
    return render(request, "dossiers/track.html", page, status=status)


def _look(request: HttpRequest, form: TrackForm) -> tuple[api.TrackView | None, int]:
    place = sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    try:
        found = api.track(at=clock.now(), source=place, **form.cleaned_data)
    except (NotFound, Unavailable) as refused:
        form.add_error(None, f"{refused.message} {refused.hint}")
        return None, refused.status
    return found, 200
