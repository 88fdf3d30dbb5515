"""People at the desk: found by name, telephone or the end of their number, and what they asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.dossiers import api
from dinh.dossiers.web.desk.lists import shown
from dinh.dossiers.web.desk.nav import WORKING, ways
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Invalid

_ROWS = 25


@require_safe
@never_cache
@access("official", roles=WORKING)
def people(request: HttpRequest) -> HttpResponse:
    """Find people whose dossiers this officer may open, a page at a time."""
    text, cursor = request.GET.get("q", "").replace("\x00", "").strip(), request.GET.get("tiep", "")
    page: dict[str, Any] = {"text": text, "ways": ways(text, "desk_people")}
    if text:
        try:
            found = api.look_up_people(by=actor_of(request), at=clock.now(), text=text, cursor=cursor, size=_ROWS)
        except Invalid as fault:
            page["refused"] = str(fault.message)
        else:
            page["people"] = found.people
            page["next_url"] = f"?{urlencode({'q': text, 'tiep': found.next_cursor})}" if found.next_cursor else ""
            page["prev_url"] = f"?{urlencode({'q': text})}" if cursor else ""
    return render(request, "dossiers/desk/people.html", page)


@require_safe
@never_cache
@access("official", roles=WORKING)
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """List what one person asked for, as far as this officer may open it."""
    cursor = request.GET.get("tiep", "")
    who, found = api.person_dossiers(by=actor_of(request), person_id=person_id, cursor=cursor, size=_ROWS)
    page = {
        "person": who,
        "rows": [shown(row) for row in found.rows],
        "next_url": f"?{urlencode({'tiep': found.next_cursor})}" if found.next_cursor else "",
        "prev_url": request.path if cursor else "",
    }
    return render(request, "dossiers/desk/person.html", page)
