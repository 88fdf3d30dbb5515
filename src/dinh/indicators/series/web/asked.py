"""What a page of a series is asked: series, unit, reading, map day, year of the maps. Its address lasts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.indicators.series import api
from dinh.kernel.errors import NotFound

LONGEST = 9
VIEWS = {
    "quy-doi": api.View.RESTATED,
    "nguyen-trang": api.View.AS_WAS,
    "cong-bo": api.View.PUBLISHED,
}
WAYS = {view: way for way, view in VIEWS.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    series: api.Series
    unit: directory.UnitView
    view: api.View
    on: date
    today: date
    year: int

    def link(self, *, code: str = "", **changes: str | int) -> str:
        """Return the address of this page with some of it changed; empty parts are left out."""
        told: dict[str, str | int] = {
            "don-vi": self.unit.unit_id,
            "doc": WAYS[self.view],
            "ngay": "" if self.on == self.today else self.on.isoformat(),
            "nam": self.year or "",
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }
        kept = {name: value for name, value in told.items() if value != ""}
        return f"{reverse('indicators_series:series', args=[code or self.series.code])}?{urlencode(kept)}"


def read(request: HttpRequest, code: str, today: date) -> Asked:
    """Read the address; NotFound tells which part of it names nothing."""
    query = request.GET
    on = _day(query.get("ngay", ""), today)
    series = api.known_series(code, today)
    if series is None:
        raise NotFound("CK01", _("There is no series of this name."), _("Choose a series from the list."))
    year = query.get("nam", "")
    return Asked(
        series=series,
        unit=unit_of(query.get("don-vi", ""), today),
        view=VIEWS.get(query.get("doc", ""), api.View.RESTATED),
        on=on,
        today=today,
        year=int(year) if year.isdecimal() and len(year) <= LONGEST else 0,
    )


def unit_of(text: str, today: date) -> directory.UnitView:
    """Return the unit as it was last; the province of the house when none is named."""
    if not text:
        return directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=today)
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST:
        raise NotFound("CK02", _("There is no such unit."), _("Choose a unit from the list."))
    return directory.lives(unit_id=int(text))[-1]


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise NotFound("CK03", _("This day cannot be read."), _("Write it as 2026-03-31.")) from error
    if not directory.FIRST_DAY <= day <= today:
        raise NotFound("CK04", _("The map of this day is not known."), _("Choose a day from the list."))
    return day


def change_days(today: date) -> tuple[date, ...]:
    """Return the days since the first map on which a province changed: the map is another one from each of them on."""
    found = {
        one.valid_from
        for unit in {u.unit_id for day in (directory.FIRST_DAY, today) for u in directory.provinces(on=day)}
        for one in directory.lives(unit_id=unit)
        if one.valid_from and directory.FIRST_DAY < one.valid_from <= today
    }
    return tuple(sorted(found))


def eve_of(day: date) -> date:
    return day - timedelta(days=1)
