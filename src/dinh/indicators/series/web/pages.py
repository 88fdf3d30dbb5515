"""The pages: all series, one series on any day's map, the targets of a province."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.series import api
from dinh.indicators.series.web import asked as address
from dinh.indicators.series.web import maps, promised, saying, shown
from dinh.indicators.series.web.asked import Asked
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of

# Merged provinces whose plans the house is built from, by the code they had on the last day of the old map.
EXAMPLES = ("60", "06", "93", "91", "46")


@require_GET
@access("official", roles=api.READING)
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the series by who made them, and provinces to read them of."""
    today = clock.now().date()
    last = address.eve_of(directory.REFORM_DAY)
    examples = [directory.unit_by_code(code=code, level=directory.Level.PROVINCE, on=last) for code in EXAMPLES]
    page: dict[str, Any] = {
        "groups": saying.groups(today),
        "examples": [saying.example(one, today) for one in examples],
    }
    return render(request, "series/catalogue.html", page)


@require_GET
@access("official", roles=api.READING)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one series of one unit, read one of three ways, with what cannot be known."""
    asked = address.read(request, code, clock.now().date())
    _check(request, asked)
    reading = api.read(code=code, unit_id=asked.unit.unit_id, on=asked.on, view=asked.view, until=asked.today)
    return render(request, "series/series.html", _page(asked, reading))


def _check(request: HttpRequest, asked: Asked) -> None:
    """Published series are for all who may look at the wall; what the house counts only for its own units."""
    if asked.series.source_kind is not figures.SourceKind.MEASURED:
        return
    here = api.on_map(asked.unit.unit_id, asked.today)
    unit_id = here[0].unit_id if here else asked.unit.unit_id
    directory.check_may(
        by=actor_of(request), action=directory.Action.INDICATOR_EXPLAIN, unit_id=unit_id, on=asked.today
    )


def _page(asked: Asked, reading: api.Reading) -> dict[str, Any]:
    told = shown.names(reading)
    rows = shown.rows(asked, reading)
    return {
        "asked": asked,
        "name": shown.name(asked.series),
        "about": saying.about(asked.series),
        "views": saying.views(asked),
        "choices": choices(asked.today),
        "units": saying.other_units(asked, reading),
        "days": maps.scrubber(asked),
        "chart": shown.chart(asked, reading, told) if reading.lines else None,
        "heads": [told[line.unit_id] for line in reading.lines],
        "rows": rows,
        "is_mixed": any(row["parts"] or row["guesses"] for row in rows),
        "sentence": saying.sentence(asked, reading, told),
        "limits": saying.limits(reading),
        "merging": saying.merging(asked),
        "pair": maps.pair(asked, _period(asked)),
        "years": _years(asked),
    }


def _period(asked: Asked) -> figures.Period | None:
    """Return the year of the maps: the one asked for, or the newest with values; none for figures of the house."""
    if asked.series.source_kind is figures.SourceKind.MEASURED:
        return None
    found = api.periods_of(code=asked.series.code, on=asked.today)
    chosen = [one for one in found if one.first.year == asked.year]
    return (chosen or found[-1:] or (None,))[0]


def _years(asked: Asked) -> list[dict[str, Any]]:
    chosen = _period(asked)
    if chosen is None:
        return []
    return [
        {"label": str(one.first.year), "href": f"{asked.link(nam=one.first.year)}#ban-do", "current": one == chosen}
        for one in api.periods_of(code=asked.series.code, on=asked.today)
    ]


def choices(today: date) -> list[dict[str, Any]]:
    """Return the provinces of today and those that ended with the merger, to choose from."""
    last = address.eve_of(directory.REFORM_DAY)
    now = directory.provinces(on=today)
    ended = [one for one in directory.provinces(on=last) if not directory.units(unit_ids=[one.unit_id], on=today)]
    return [
        {"label": _("Provinces of today"), "units": [(one.unit_id, one.short_name) for one in now]},
        {
            "label": _("Provinces until %(day)s") % {"day": f"{last:%d/%m/%Y}"},
            "units": [(one.unit_id, one.short_name) for one in ended],
        },
    ]


@require_GET
@access("official", roles=api.READING)
def targets(request: HttpRequest) -> HttpResponse:
    """List what was promised for a province and what is known of it."""
    today = clock.now().date()
    unit = address.unit_of(request.GET.get("don-vi", ""), today)
    page: dict[str, Any] = {"unit": unit, "choices": choices(today), **promised.shown(unit, today)}
    return render(request, "series/targets.html", page)
