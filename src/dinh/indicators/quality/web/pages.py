"""The points of a unit; the dossiers they were lost with; units in order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.quality import api
from dinh.indicators.quality.web import asked as address
from dinh.indicators.quality.web import comparing, numbers, showing, words
from dinh.indicators.quality.web.asked import Asked
from dinh.indicators.quality.web.forms import ReportForm
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import NotFound

SHOWN = 100


def scores_of(asked: Asked, period: figures.Period | None = None) -> api.Scores:
    return api.scores_of(
        unit_id=asked.unit.unit_id,
        period=period or asked.period,
        at=asked.at,
        agency_id=asked.agency_id,
        edition=asked.edition.code,
    )


@require_GET
@access("official")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the points by group, each with its formula, reason and way down, beside the period before."""
    asked = address.read(request)
    return render(request, "quality/overview.html", page_of(request, asked, ReportForm(asked.edition)))


def page_of(request: HttpRequest, asked: Asked, form: ReportForm) -> dict[str, Any]:
    by = actor_of(request)
    now, before = scores_of(asked), scores_of(asked, asked.before)
    held, blocked = figures.publication(), showing.blocked(now)
    return showing.frame(asked, "overview") | {
        "headline": showing.headline(now, before),
        "groups": showing.groups(asked, now, before),
        "before_words": words.period(asked.kind, asked.before),
        "editions": [
            {"label": one.name_vi, "href": asked.link(ban=code), "current": code == asked.edition.code}
            for code, one in api.editions().items()
        ],
        "copies": api.frozen_of(
            unit_id=asked.unit.unit_id, period=asked.period, agency_id=asked.agency_id, edition=asked.edition.code
        ),
        "may_prepare": api.can_prepare(by) and not (held and held.is_held) and not blocked,
        "blocked": blocked,
        "may_report": api.can_prepare(by),
        "form": form,
        "is_held": bool(held and held.is_held),
        "csv_url": asked.link("sheet"),
        "hidden": hidden(asked),
    }


def hidden(asked: Asked) -> dict[str, str]:
    """Return what a form must send along to come back to the same page."""
    return {
        "don-vi": str(asked.unit.unit_id),
        "co-quan": asked.agency_id,
        "ky": asked.kind,
        "thang": f"{asked.period.last:%Y-%m}",
        "ban": asked.edition.code,
    }


@require_GET
@access("official")
def lost(request: HttpRequest) -> HttpResponse:
    """Show which dossiers cost which points, and what can still be saved."""
    asked = address.read(request)
    item = request.GET.get("muc", "")
    if item and item not in asked.edition.by_code:
        raise NotFound("CT25", _("The index has no such item."), _("Choose one from the page of points."))
    now = scores_of(asked)
    found = api.lost_with(now, item=item)
    is_at_desk = actor_of(request).has_role(*directory.roles_for(directory.Action.DOSSIER_READ))
    names = {one.unit_id: one.name for one in directory.children(unit_id=asked.unit.unit_id, on=asked.at.date())}
    names[asked.unit.unit_id] = asked.unit.name
    soon = api.running_out(now, at=asked.at)
    page = showing.frame(asked, "lost") | {
        "rows": showing.losses(found[:SHOWN], names, is_at_desk=is_at_desk),
        "many": len(found),
        "more": max(0, len(found) - SHOWN),
        "all_points": numbers.points(sum((one.points for one in found), now.points * 0)),
        "to_save": numbers.points(sum((one.to_save for one in found), now.points * 0)),
        "items": _items(asked, now, item),
        "lessons": [one.item for one in now.items if one.item.lesson_vi and api.has_list(one)],
        "soon": [
            {
                "code": one.code,
                "href": reverse("dossiers:desk_dossier", args=[one.dossier_id]) if is_at_desk else "",
                "procedure": one.procedure_code,
                "procedure_url": reverse("procedures:detail", args=[one.procedure_code]),
                "unit": names.get(one.unit_id, ""),
                "due_at": one.due_at,
                "is_late": one.is_late,
            }
            for one in soon
        ],
        "csv_url": asked.link("lost_csv", muc=item),
    }
    return render(request, "quality/lost.html", page)


def _items(asked: Asked, now: api.Scores, chosen: str) -> list[dict[str, Any]]:
    every = {"label": _("All items"), "href": asked.link("lost"), "current": not chosen, "count": ""}
    return [every] + [
        {
            "label": f"{one.item.code} {one.item.name_vi}",
            "href": asked.link("lost", muc=one.item.code),
            "current": one.item.code == chosen,
            "count": f"−{numbers.points(one.lost)}",
        }
        for one in now.items
        if api.has_list(one)
    ]


@require_GET
@access("official")
def units(request: HttpRequest) -> HttpResponse:
    """Show communes and departments in order, with ties, beside the period before."""
    asked = address.read(request)
    page = showing.frame(asked, "units") | {
        "tables": comparing.tables(asked),
        "csv_url": asked.link("units_csv"),
        "before_words": words.period(asked.kind, asked.before),
    }
    return render(request, "quality/units.html", page)
