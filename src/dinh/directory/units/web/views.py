"""Looking up places: what an old name is today, the life of a unit, the faults of the lists, the map."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dinh.directory.units import api
from dinh.directory.units.types import Level
from dinh.directory.units.web import life, words
from dinh.directory.units.web.faults import fault_words, list_words
from dinh.kernel import clock
from dinh.kernel.access import access

_SHOWN = 8
_FAULTS = 50
_DIGITS = 6
# Boundaries change by resolution, not by the hour; a changed file has another tag.
_MAP_SECONDS = 7 * 24 * 3600


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:200]


@require_safe
@access("public")
def look_up(request: HttpRequest) -> HttpResponse:
    today = clock.now().date()
    text = _asked(request)
    found = api.search_units(text=text, limit=_SHOWN) if text else ()
    answers = [_answer(unit, today) for unit in found]
    context = {"text": text, "answers": answers, "today": words.day(today), "breadcrumb": _trail()}
    return render(request, "units/look_up.html", context)


@require_safe
@access("public")
def suggest(request: HttpRequest) -> HttpResponse:
    text = _asked(request)
    found = api.search_units(text=text, limit=_SHOWN) if text else ()
    return render(request, "units/suggest.html", {"found": [(unit, words.span(unit)) for unit in found]})


def _answer(unit: api.UnitView, today: date) -> dict[str, Any]:
    fate = words.fate(unit, today)
    targets = [
        {"name": one.unit.label, "href": reverse("units:unit", args=[one.unit.unit_id]), "how": words.how_much(one)}
        for one in fate.targets
        if one.unit
    ]
    return {
        "unit": unit,
        "href": reverse("units:unit", args=[unit.unit_id]),
        "span": words.span(unit),
        "kind": words.KINDS[unit.kind],
        "fate": fate,
        "tone": {"same": "good", "one": "good", "people": "good"}.get(fate.state, "warning"),
        "targets": targets,
    }


@require_safe
@access("public")
def one_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    today = clock.now().date()
    last = api.lives(unit_id=unit_id)[-1]
    shown = _map_day(last, today)
    below = api.children(unit_id=unit_id, on=shown)
    context = {
        "unit": last,
        "fate": words.fate(last, today),
        "rows": _rows(last),
        "life": life.timeline(unit_id, today),
        "below": below,
        "made": [(one, words.how_much(one)) for one in api.predecessors(unit_id=unit_id) if one.unit],
        "day": words.day(shown),
        "codes": _code_note(last),
        "breadcrumb": _trail(last.name),
    }
    return render(request, "units/unit.html", context)


def _map_day(last: api.UnitView, today: date) -> date:
    """Return the day a unit is shown on: today, or its last day."""
    return today if last.valid_to is None else date.fromordinal(last.valid_to.toordinal() - 1)


def _trail(name: str = "") -> list[dict[str, str]]:
    trail = [{"label": _("Home"), "href": "/"}, {"label": _("Places"), "href": reverse("units:look_up")}]
    return [*trail, {"label": name}] if name else trail


def _rows(unit: api.UnitView) -> list[dict[str, str]]:
    rows = [
        {"key": _("Name with all levels"), "value": unit.label},
        {"key": _("Kind of unit"), "value": str(words.KINDS[unit.kind])},
        {"key": _("Code of the statistics office"), "value": unit.code or "—"},
        {"key": _("In force"), "value": words.span(unit)},
    ]
    if unit.alt_code:
        rows.append({"key": _("Code in the list of 2026"), "value": unit.alt_code})
    if unit.decision:
        rows.append({"key": _("Resolution"), "value": f"{unit.decision.number}: {unit.decision.title}"})
    if unit.level is Level.COMMUNE and (unit.valid_to is None):
        rows.append({"key": _("Province until 30/06/2025"), "value": api.old_area_of(unit_id=unit.unit_id).name})
    return rows + _place_rows(unit)


def _place_rows(unit: api.UnitView) -> list[dict[str, str]]:
    place = api.place_of(unit_id=unit.unit_id)
    if place is None:
        return []
    people = f"{place.population:,}".replace(",", ".") if place.population else _("The sources give no usable number.")
    area = f"{place.area_km2} km²".replace(".", ",") if place.area_km2 else "—"
    return [
        {"key": _("Seat"), "value": place.seat or "—"},
        {"key": _("Area as declared"), "value": area},
        {"key": _("People (for orientation, not statistics)"), "value": people},
    ]


def _code_note(unit: api.UnitView) -> str:
    history = api.code_history(code=unit.code) if unit.code else ()
    others = {one.unit_id: f"{one.label} ({words.span(one)})" for one in history if one.unit_id != unit.unit_id}
    if not others:
        return ""
    listed = "; ".join(others.values())
    return _("The code %(code)s also stood for: %(names)s. A code tells a unit only together with a day.") % {
        "code": unit.code,
        "names": listed,
    }


@require_safe
@access("public")
def sources(request: HttpRequest) -> HttpResponse:
    table, fault = request.GET.get("bang", ""), request.GET.get("loi", "")
    start = int(text) if (text := request.GET.get("tu", "0")).isdigit() and len(text) < _DIGITS else 0
    rows = api.faults(table=table, fault=fault, start=start, limit=_FAULTS + 1)
    context = {
        "kinds": [(*kind, list_words(kind[0]), fault_words(kind[1])) for kind in api.fault_kinds()],
        "rows": [(row, fault_words(row.fault)) for row in rows[:_FAULTS]],
        "next_start": start + _FAULTS if len(rows) > _FAULTS else 0,
        "table": table,
        "fault": fault,
        "load": api.last_load(),
        "breadcrumb": _trail(_("Sources and their faults")),
    }
    return render(request, "units/sources.html", context)


@require_safe
@access("public")
def province_map(request: HttpRequest, province_code: str) -> HttpResponse:
    day = request.GET.get("ngay", "")
    on = date.fromisoformat(day) if _is_day(day) else clock.now().date()
    found = api.commune_map(province_code=province_code, on=on)
    etag = quote_etag(found.etag)
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        found.content, content_type="application/geo+json"
    )
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=_MAP_SECONDS)
    return response


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
