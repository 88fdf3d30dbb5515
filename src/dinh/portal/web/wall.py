"""The leader's wall, whole and as the part that renews itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinh.directory import api as directory
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.portal.queries import wall as queries


def _unit(request: HttpRequest, unit_id: int | None) -> directory.UnitView:
    today = clock.now().date()
    if unit_id is None:
        found = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=today)
    else:
        found = directory.unit(unit_id=unit_id, on=today)
    directory.check_may(by=actor_of(request), action=directory.Action.WALL_READ, unit_id=found.unit_id, on=today)
    return found


def _show(request: HttpRequest, template: str, unit: directory.UnitView) -> HttpResponse:
    told = queries.wall(unit=unit, at=clock.now(), map_code=request.GET.get("chi-tieu", ""))
    return render(request, template, {"wall": told})


@access("official")
def wall(request: HttpRequest, unit_id: int | None = None) -> HttpResponse:
    """Show the wall of the province, or of one unit."""
    return _show(request, "portal/wall.html", _unit(request, unit_id))


@access("official")
def live(request: HttpRequest, unit_id: int | None = None) -> HttpResponse:
    """Renew the wall when something changed since the mark the page carries; 204 says nothing did."""
    unit = _unit(request, unit_id)
    if request.GET.get("moc") == queries.mark(clock.now()):
        return HttpResponse(status=204)
    return _show(request, "portal/wall_live.html", unit)
