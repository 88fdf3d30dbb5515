"""A figure opened: what it is, how it is made, which dossiers stand behind it and their entries."""

import csv
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinh.directory import api as directory
from dinh.indicators.figures import api as indicators
from dinh.indicators.figures.web import asked as address
from dinh.indicators.figures.web import changes, parts, shown
from dinh.indicators.figures.web.asked import Asked
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.procedures import api as catalogue

MONTHS = 13


@access("public")
def dictionary(request: HttpRequest) -> HttpResponse:
    """Show every indicator with its formula, base, legal basis and version."""
    today = clock.now().date()
    definitions = [indicators.definition(code, today) for code in indicators.codes()]
    told = [shown.definition(one) for one in definitions]
    checked = shown.publication(indicators.publication())
    return render(request, "figures/dictionary.html", {"definitions": told, "checked": checked})


@access("official")
def opened(request: HttpRequest, code: str) -> HttpResponse:
    """Show one figure of one unit and month down to its dossiers."""
    asked = _asked(request, code, clock.now())
    explanation = indicators.explain(
        code=code,
        unit_id=asked.unit.unit_id,
        period=asked.period,
        on=asked.at,
        procedure_code=asked.procedure_code,
        agency_id=asked.agency_id,
        after=asked.after,
        only=address.SIDES[asked.side],
    )
    is_at_desk = actor_of(request).has_role(*directory.roles_for(directory.Action.DOSSIER_READ))
    days = request.GET.get("so", "")
    span = int(days) if days in map(str, changes.SPANS) else 0
    context: dict[str, Any] = {
        "asked": asked,
        "broken": indicators.broken_checks(explanation.figure),
        "is_blocked": bool(indicators.blocking_checks(explanation.figure)),
        "spans": changes.spans(asked, span),
        "since": changes.since(asked, explanation.definition, span) if span else {},
        "definition": shown.definition(explanation.definition),
        "figure": shown.figure(explanation.figure, explanation.definition),
        "facts": shown.facts_of(explanation.figure),
        "checked": shown.publication(indicators.publication()),
        "month_words": shown.month(asked.period),
        "changed": indicators.versions_within(code, asked.period),
        "rows": [shown.row(one, is_at_desk=is_at_desk) for one in explanation.rows],
        "next_url": asked.link(sau=explanation.next_after) if explanation.next_after else "",
        "sides": shown.sides(asked),
        "csv_url": asked.link(route="indicators:rows_csv"),
        "whole_url": asked.link(thu_tuc=""),
        "agency": directory.agency(agency_id=asked.agency_id).name if asked.agency_id else "",
        "unit_url": asked.link(co_quan=""),
        "months": _months(asked),
        "wall_url": _wall_of(asked),
        **_beside(asked, explanation.definition),
    }
    return render(request, "figures/opened.html", context)


def _asked(request: HttpRequest, code: str, at: datetime) -> Asked:
    asked = address.read(request, code, at)
    directory.check_may(
        by=actor_of(request), action=directory.Action.INDICATOR_EXPLAIN, unit_id=asked.unit.unit_id, on=at.date()
    )
    return asked


def _months(asked: Asked) -> list[dict[str, Any]]:
    found = indicators.months_before(asked.period.last, MONTHS)
    return [{"label": one.label, "href": asked.moved(one).link(), "current": one == asked.period} for one in found]


def _beside(asked: Asked, definition: indicators.Definition) -> dict[str, Any]:
    """Return the months before, the communes and the procedures; they are of a whole unit, never of one agency."""
    if asked.agency_id:
        return {}
    on = asked.at.date()
    months = indicators.months_before(asked.period.last, MONTHS)
    line = indicators.series(code=asked.code, unit_id=asked.unit.unit_id, periods=months, on=on)
    inside, rest = indicators.children_figures(code=asked.code, unit_id=asked.unit.unit_id, period=asked.period, on=on)
    found = indicators.procedure_figures(
        code=asked.code, unit_id=asked.unit.unit_id, period=asked.period, on=on, limit=20
    )
    names = {unit.unit_id: unit.name for unit in directory.children(unit_id=asked.unit.unit_id, on=on)}
    return {
        "units": changes.by_units(asked, definition, names),
        "chart": shown.trend(asked, line, definition),
        "children": parts.by_child(inside, rest, names, asked, definition),
        "procedures": parts.by_procedure(
            found, catalogue.names(codes=[one.procedure_code for one in found], on=on), asked
        ),
    }


def _wall_of(asked: Asked) -> str:
    """Return where this figure hangs; the wall belongs to a module above, which is known here by its address."""
    own = asked.unit.level == directory.Level.PROVINCE
    return "/dieu-hanh/" if own else f"/dieu-hanh/don-vi/{asked.unit.unit_id}/"


@access("official")
def rows_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Give the dossiers behind a figure as CSV; each row leads to its entries, and to the figure with its hash."""
    asked = _asked(request, code, clock.now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-{asked.period.first:%Y-%m}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [
            "dossier_id",
            "code",
            "procedure",
            "unit_id",
            "received_on",
            "closed_on",
            "due_at",
            "in_numerator",
            "entries",
            "figure",
            "figure_hash",
        ]
    )
    after: int | None = 0
    while after is not None:
        page = indicators.explain(
            code=code,
            unit_id=asked.unit.unit_id,
            period=asked.period,
            on=asked.at,
            procedure_code=asked.procedure_code,
            agency_id=asked.agency_id,
            after=after,
            only=address.SIDES[asked.side],
        )
        told = [f"{settings.DINH_PUBLIC_URL}{asked.link()}", page.figure.hash]
        writer.writerows([*shown.csv_row(row), *told] for row in page.rows)
        after = page.next_after
    return response
