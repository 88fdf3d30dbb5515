"""One box over everything an official may look up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.portal.queries.finding import find as look

LONGEST = 200


@access("official")
def find(request: HttpRequest) -> HttpResponse:
    """Show what was found among dossiers (as far as the post may look), procedures and units."""
    asked = " ".join(request.GET.get("q", "")[:LONGEST].replace("\x00", "").split())
    found = look(by=actor_of(request), text=asked, at=clock.now()) if asked else None
    return render(request, "portal/find.html", {"asked": asked, "found": found})
