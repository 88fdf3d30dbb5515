"""Copies of the points: prepare, publish, look at one beside a recount of today; what a unit reports itself."""

import json
from fractions import Fraction
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.indicators.quality import api
from dinh.indicators.quality.web import asked as address
from dinh.indicators.quality.web import numbers, words
from dinh.indicators.quality.web.asked import Asked
from dinh.indicators.quality.web.forms import ReportForm
from dinh.indicators.quality.web.pages import page_of
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError


@require_POST
@access("official")
def prepare(request: HttpRequest) -> HttpResponse:
    """Keep the points of this unit and period as they stand."""
    asked = address.read(request)
    try:
        made = api.prepare(
            by=actor_of(request),
            at=asked.at,
            unit_id=asked.unit.unit_id,
            period=asked.period,
            agency_id=asked.agency_id,
            edition=asked.edition.code,
        )
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
        return redirect(asked.link())
    messages.success(request, _("The copy is prepared. Another person publishes it."))
    return redirect(reverse("indicators_quality:copy", args=[made.frozen_id]))


@require_POST
@access("official")
def publish(request: HttpRequest, frozen_id: str) -> HttpResponse:
    """Publish a prepared copy."""
    found = api.frozen(frozen_id)
    _check(request, found)
    try:
        api.publish(by=actor_of(request), at=clock.now(), frozen_id=frozen_id)
        messages.success(request, _("The copy is published; it cannot be changed any more."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(reverse("indicators_quality:copy", args=[frozen_id]))


@require_POST
@access("official")
def report(request: HttpRequest) -> HttpResponse:
    """Keep what the unit reports of itself about an item no act tells."""
    asked = address.read(request)
    form = ReportForm(asked.edition, request.POST, request.FILES)
    if form.is_valid():
        try:
            api.report(
                by=actor_of(request),
                at=asked.at,
                unit_id=asked.unit.unit_id,
                period=asked.period,
                agency_id=asked.agency_id,
                edition=asked.edition.code,
                item=form.cleaned_data["item"],
                numerator=form.cleaned_data["numerator"],
                denominator=form.cleaned_data["denominator"],
                source=form.cleaned_data["source"],
                files=_kept(request, asked, form.cleaned_data["item"]),
            )
            messages.success(request, _("The report is kept."))
            return redirect(asked.link())
        except DinhError as refused:
            form.add_error(None, f"{refused.message} {refused.hint}".strip())
    return render(request, "quality/overview.html", page_of(request, asked, form), status=422)


def _kept(request: HttpRequest, asked: Asked, item: str) -> list[str]:
    """Keep the file of proof that was sent along, if any; its size and kind are those of every upload."""
    api.check_can_prepare(actor_of(request))
    file = request.FILES.get("file")
    if file is None or file.file is None:
        return []
    kept = documents.store_file(
        by=actor_of(request),
        at=asked.at,
        name=file.name or "",
        stream=cast("BinaryIO", file.file),
        purpose=f"evidence {item}",
        subject_id=api.subject_of(asked.unit.unit_id, asked.period),
    )
    return [kept.file_id]


def _check(request: HttpRequest, one: api.FrozenView) -> None:
    directory.check_may(
        by=actor_of(request),
        action=directory.Action.INDICATOR_EXPLAIN,
        unit_id=one.unit_id,
        on=clock.now().date(),
    )


@require_GET
@access("official")
def copy(request: HttpRequest, frozen_id: str) -> HttpResponse:
    """Show a copy as it was kept, and beside it what a recount gives today."""
    one = api.frozen(frozen_id)
    _check(request, one)
    at = clock.now()
    kept = json.loads(one.content)
    now = api.scores_of(unit_id=one.unit_id, period=one.period, at=at, agency_id=one.agency_id, edition=one.edition)
    agency = directory.agency(agency_id=one.agency_id) if one.agency_id else None
    rows = [_row(item, now.by_code[item["item"]]) for item in kept["items"] if item["item"] in now.by_code]
    page: dict[str, Any] = {
        "one": one,
        "name": agency.name if agency else directory.unit(unit_id=one.unit_id, on=at.date()).name,
        "period": one.period.label,
        "points": numbers.points(Fraction(kept["points"])),
        "most": numbers.points(Fraction(kept["most"])),
        "now_points": numbers.points(now.points),
        "rows": rows,
        "differs": sum(row["differs"] for row in rows),
        "watermarks": sorted({item["figure"]["watermark"] for item in kept["items"] if item["figure"]}),
        "may_publish": one.published_at is None and api.can_publish(actor_of(request), prepared_by=one.prepared_by),
    }
    return render(request, "quality/copy.html", page)


def _row(kept: dict[str, Any], now: api.Scored) -> dict[str, Any]:
    points = None if kept["points"] is None else Fraction(kept["points"])
    figure = kept["figure"]
    return {
        "code": now.item.code,
        "name": now.item.name_vi,
        "max": kept["max"],
        "points": numbers.points(points),
        "sides": f"{numbers.count(figure['numerator'])} / {numbers.count(figure['denominator'])}"
        if points is not None and figure
        else "",
        "now": numbers.points(now.points),
        "now_words": words.standing(now),
        "differs": points != now.points,
        "change": numbers.change(now.points - points) if points is not None and now.points is not None else "",
    }
