"""What a page about a figure is asked: indicator, unit, month, procedure, side. Its address is its permanent link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.indicators.figures import api as indicators
from dinh.kernel.errors import NotFound

# Nobody has filed electronically before; the ledger itself begins later.
FIRST_YEAR = 2000
LONGEST_NUMBER = 9
LONGEST_PERIOD = 3 * 366
SIDES = {"": "", "trong": "in", "ngoai": "out"}


@dataclass(frozen=True, slots=True)
class Asked:
    code: str
    unit: directory.UnitView
    period: indicators.Period
    at: datetime
    procedure_code: str = ""
    agency_id: str = ""
    side: str = ""
    after: int = 0

    def link(self, *, route: str = "indicators:opened", code: str = "", **changes: str | int) -> str:
        """Return the address of this figure with some of it changed; empty parts are left out."""
        parts: dict[str, str | int] = {
            "don-vi": self.unit.unit_id,
            "co-quan": self.agency_id,
            **_days_of(self.period),
            "thu-tuc": self.procedure_code,
            "phia": self.side,
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }
        kept = {name: value for name, value in parts.items() if value != ""}
        return f"{reverse(route, args=[code or self.code])}?{urlencode(kept)}"

    def of_unit(self, unit_id: int) -> str:
        return self.link(don_vi=unit_id)

    def moved(self, period: indicators.Period) -> "Asked":
        return replace(self, period=period)


def read(request: HttpRequest, code: str, at: datetime) -> Asked:
    """Read the address; NotFound tells which part of it names nothing."""
    if code not in indicators.codes():
        raise NotFound("CT01", _("There is no indicator of this name."), _("See the list of indicators."))
    query = request.GET
    return Asked(
        code=code,
        unit=unit_of(query.get("don-vi", ""), at.date()),
        period=_period(query, at.date()),
        at=at,
        procedure_code=query.get("thu-tuc", "")[:40],
        agency_id=query.get("co-quan", "")[:40],
        side=query.get("phia", "") if query.get("phia", "") in SIDES else "",
        after=number_of(query, "sau"),
    )


def unit_of(text: str, on: date) -> directory.UnitView:
    """Return the unit of an address, the province where it names none; NotFound CT02 for what is no unit."""
    if not text:
        return directory.unit_by_code(code=settings.DINH_PROVINCE, level="province", on=on)
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise NotFound("CT02", _("There is no such unit."), _("Choose a unit from the wall."))
    return directory.unit(unit_id=int(text), on=on)


def _days_of(period: indicators.Period) -> dict[str, str]:
    """Return a period as the address tells it: a calendar month by its name, any other days from and to."""
    if period == indicators.month(period.first):
        return {"thang": f"{period.first:%Y-%m}"}
    return {"tu": period.first.isoformat(), "den": period.last.isoformat()}


def _period(query: Mapping[str, str], today: date) -> indicators.Period:
    if "tu" not in query:
        return _month(query.get("thang", ""), today)
    try:
        first, last = date.fromisoformat(query["tu"]), date.fromisoformat(query.get("den", ""))
    except ValueError as error:
        raise NotFound("CT03", _("These days cannot be read."), _("Write them as 2026-02-15.")) from error
    is_possible = FIRST_YEAR <= first.year <= today.year and first <= last and (last - first).days <= LONGEST_PERIOD
    if not is_possible:
        raise NotFound("CT03", _("There are no figures of these days."), _("Choose a month from the list."))
    return indicators.Period(first, last)


def _month(text: str, today: date) -> indicators.Period:
    if not text:
        return indicators.month(today)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotFound("CT03", _("This month cannot be read."), _("Write it as 2026-03.")) from error
    if not FIRST_YEAR <= first.year <= today.year:
        raise NotFound("CT03", _("There are no figures of this month."), _("Choose a month from the list."))
    return indicators.month(first)


def number_of(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
