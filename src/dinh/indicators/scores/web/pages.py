"""The index of the province, and the provinces in order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import merging, numbers, ranking, showing
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.words import MARKS, STEPS
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role

ROLES = (Role.DATA_OFFICER.value, Role.LEADER.value)


def _asked(request: HttpRequest) -> Asked:
    return address.read(request, clock.now().date())


@require_GET
@access("official", roles=ROLES)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the index of one year: value, rank, pillars, parts by kind, and where points are lost."""
    asked = _asked(request)
    found = api.readings(index=asked.index, year=asked.year, unit_id=asked.unit.unit_id)
    stands = api.assessment(index_code=asked.index.code, year=asked.year, unit_id=asked.unit.unit_id)
    main = showing.best(found)
    page: dict[str, Any] = frame(request, asked) | {
        "headline": showing.headline(asked, found),
        "main": main,
        "mains": showing.mains(asked, found),
        "pillars": showing.pillars(asked, main),
        "gaps": showing.gaps(asked, found),
        "segments": showing.years(asked, [asked.unit.unit_id]),
        "breaks": showing.breaks(asked),
        "mark": MARKS[asked.index.mark],
        "step": STEPS[stands.step],
        "merged": merging.shown(asked),
        "faults": [one.fault for one in found.values() if one.fault],
    }
    return render(request, "scores/overview.html", page)


@require_GET
@access("official", roles=ROLES)
def order(request: HttpRequest) -> HttpResponse:
    """Show the provinces of a year in order, with ties, and what the merger did to them."""
    asked = _asked(request)
    page = frame(request, asked) | ranking.shown(asked, request.GET.get("theo", ""))
    return render(request, "scores/ranking.html", page)


def frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Return what every page of the index needs: years, units, ways."""
    return {
        "asked": asked,
        "index": asked.index,
        "may_enter": api.can_enter(actor_of(request)),
        "total": numbers.short(asked.index.points) if asked.index.points else "",
        "years": [
            {"label": str(year), "href": asked.link("overview", nam=year, don_vi=""), "current": year == asked.year}
            for year in api.years(api.DTI)
        ],
        "units": [
            {"label": one.short_name, "href": asked.link("overview", don_vi=one.unit_id), "current": one == asked.unit}
            for one in asked.former
        ],
        "ways": [
            {"label": _("The province"), "href": asked.link("overview")},
            {"label": _("All provinces"), "href": asked.link("ranking")},
        ],
    }
