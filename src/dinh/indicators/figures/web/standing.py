"""Dossiers open on a day: how many are within their appointment and how many past it, and which ones."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.figures import api as indicators
from dinh.indicators.figures.web import asked as address
from dinh.indicators.figures.web import shown
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import NotFound

PAGE = 50
_SIDES = {
    "": indicators.OpenSide.ALL,
    "dang-tinh": indicators.OpenSide.RUNNING,
    "qua-hen": indicators.OpenSide.PAST,
    "trong-han": indicators.OpenSide.WITHIN,
    "tinh-tre": indicators.OpenSide.LATE,
}


@access("official")
def standing(request: HttpRequest) -> HttpResponse:
    """Show the dossiers open at the end of a day, or now: counted side by side, then one by one."""
    at, query = clock.now(), request.GET
    unit = address.unit_of(query.get("don-vi", ""), at.date())
    by = actor_of(request)
    directory.check_may(by=by, action=directory.Action.INDICATOR_EXPLAIN, unit_id=unit.unit_id, on=at.date())
    day = _day(query.get("ngay", ""), at.date())
    moment = min(at, datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.VN))
    agency_id = query.get("co-quan", "")[:40]
    is_own = bool(query.get("rieng", ""))
    period = indicators.Period(day, day)
    told = indicators.Question(unit.unit_id, period, at.date(), agency_id=agency_id, is_own=is_own)
    side, after = query.get("phia", ""), address.number_of(query, "sau")
    side = side if side in _SIDES else ""
    counts = indicators.open_counts(asked=told, moment=moment)
    rows = indicators.open_rows(asked=told, moment=moment, side=_SIDES[side], after=after, limit=PAGE + 1)
    is_at_desk = by.has_role(*directory.roles_for(directory.Action.DOSSIER_READ))
    where = {
        "don-vi": str(unit.unit_id),
        "co-quan": agency_id,
        "rieng": "1" if is_own else "",
        "ngay": day.isoformat(),
    }
    context: dict[str, Any] = {
        "unit": unit,
        "agency": directory.agency(agency_id=agency_id).name if agency_id else "",
        "is_own": is_own,
        "moment": moment,
        "is_now": moment == at,
        "count": shown.number(counts[_SIDES[side]]),
        "words": _words()[side],
        "sides": [
            {
                "label": words,
                "href": _link(where, phia=one),
                "current": one == side,
                "count": shown.number(counts[kind]),
            }
            for (one, kind), words in zip(_SIDES.items(), _words().values(), strict=True)
        ],
        "rows": [_row(one, is_at_desk=is_at_desk) for one in rows[:PAGE]],
        "next_url": _link(where, phia=side, sau=str(after + PAGE)) if len(rows) > PAGE else "",
    }
    return render(request, "figures/standing.html", context)


def _words() -> dict[str, str]:
    return {
        "": _("Open with an appointment"),
        "dang-tinh": _("Not waiting for the citizen"),
        "qua-hen": _("Past the appointment"),
        "trong-han": _("Within time for Decision 766"),
        "tinh-tre": _("Late for Decision 766"),
    }


def _link(where: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in {**where, **changes}.items() if value}
    return f"{reverse('indicators:standing')}?{urlencode(kept)}"


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise NotFound("CT03", _("These days cannot be read."), _("Write them as 2026-02-15.")) from error
    if not day.year >= address.FIRST_YEAR or day > today:
        raise NotFound("CT03", _("There are no figures of these days."), _("Choose a month from the list."))
    return day


def _row(one: indicators.OpenRow, *, is_at_desk: bool) -> dict[str, Any]:
    states = [
        _("past the appointment") if one.is_late else "",
        _("waits for the citizen") if one.is_waiting else "",
        _("asked for papers %(many)s times") % {"many": one.requests} if one.requests > 1 else "",
    ]
    return {
        **shown.dossier(one, is_at_desk=is_at_desk),
        "state": ", ".join(filter(None, states)) or _("within time"),
    }
