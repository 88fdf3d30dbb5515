"""The index of the province, and the provinces in order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import merging, ranking, showing
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.framing import ROLES, frame
from dinh.indicators.scores.web.words import MARKS, STEPS
from dinh.kernel import clock
from dinh.kernel.access import access

MOST_GAPS = 20


def _asked(request: HttpRequest) -> Asked:
    return address.read(request, clock.now().date())


@require_GET
@access("official", roles=ROLES)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the index of one year: value, rank, pillars, parts by kind, and where points are lost."""
    asked = _asked(request)
    found = api.readings(index=asked.index, year=asked.year, unit_id=asked.unit.unit_id)
    stands = api.assessment(**asked.where)
    main = showing.best(found)
    gaps = showing.gaps(asked, found)
    page: dict[str, Any] = frame(request, asked) | {
        "headline": showing.headline(asked, found),
        "main": main,
        "mains": showing.mains(asked, found),
        "pillars": showing.pillars(asked, main),
        "gaps": gaps[:MOST_GAPS],
        "gaps_left": max(len(gaps) - MOST_GAPS, 0),
        "segments": showing.years(asked, [asked.unit.unit_id]),
        "breaks": showing.breaks(asked),
        "mark": MARKS[asked.index.mark],
        "step": STEPS[stands.step],
        "next_steps": [(one.value, STEPS[one]) for one in api.NEXT_STEPS[stands.step]],
        "here": asked.link("move"),
        "exports": [(ending, asked.link("sheet", ending)) for ending in ("csv", "xlsx")],
        "copies": api.publications(**asked.where),
        "gains": showing.gains(asked, found),
        "lists_href": asked.link("lists"),
        "waiting": _waits(asked),
        "merged": merging.shown(asked),
        "faults": [one.fault for one in found.values() if one.fault],
    }
    return render(request, "scores/overview.html", page)


def _waits(asked: Asked) -> bool:
    """Say whether the newest list of components waits for a second person."""
    found = api.structures(code=asked.index.code, version=asked.index.version)
    return bool(found) and found[0].approved_at is None


@require_GET
@access("official", roles=ROLES)
def order(request: HttpRequest) -> HttpResponse:
    """Show the provinces of a year in order, with ties, and what the merger did to them."""
    asked = _asked(request)
    page = frame(request, asked) | ranking.shown(asked, request.GET.get("theo", ""))
    return render(request, "scores/ranking.html", page)
