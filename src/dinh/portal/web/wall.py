"""The leader's wall, whole and as the part that renews itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dinh.directory import api as directory
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.portal.queries import wall as queries
from dinh.portal.queries.shelf import Shelf
from dinh.portal.types import MapOf, Wall

# Drawings of what is on the wall: the same for everybody who may read it, so nothing of the request is in them.
_PARTS: Shelf[SafeString] = Shelf(64)
_MAPS: Shelf[SafeString] = Shelf(16)


def forget() -> None:
    """Drop what is kept, for tests that put the ledger back."""
    queries.forget()
    _PARTS.clear()
    _MAPS.clear()


def _unit(request: HttpRequest, unit_id: int | None) -> directory.UnitView:
    today = clock.local(clock.now()).date()
    if unit_id is None:
        found = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=today)
    else:
        found = directory.unit(unit_id=unit_id, on=today)
    directory.check_may(by=actor_of(request), action=directory.Action.WALL_READ, unit_id=found.unit_id, on=today)
    return found


def _told(request: HttpRequest, unit: directory.UnitView) -> Wall:
    return queries.wall(unit=unit, at=clock.now(), map_code=request.GET.get("chi-tieu", ""))


def _part(wall: Wall) -> SafeString:
    """Return the part that renews itself, drawn once for one mark, address (unit and map) and language."""
    key = (wall.mark, wall.live_url, get_language())
    return _PARTS.take(
        key, lambda: render_to_string("portal/wall_live.html", {"wall": wall, "map": wall.map and _drawn(wall.map)})
    )


def _drawn(shown: MapOf) -> SafeString:
    return _MAPS.take((shown.mark, get_language()), lambda: render_to_string("portal/map.html", {"map": shown}))


@access("official")
def wall(request: HttpRequest, unit_id: int | None = None) -> HttpResponse:
    """Show the wall of the province, or of one unit."""
    told = _told(request, _unit(request, unit_id))
    return render(request, "portal/wall.html", {"wall": told, "part": _part(told)})


@access("official")
def live(request: HttpRequest, unit_id: int | None = None) -> HttpResponse:
    """Renew the wall when something changed since the mark the page carries; 204 says nothing did."""
    unit = _unit(request, unit_id)
    if request.GET.get("moc") == queries.mark(clock.now()):
        return HttpResponse(status=204)
    return HttpResponse(_part(_told(request, unit)))
