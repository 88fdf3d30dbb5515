"""What a page of the points is asked: unit or agency, kind of period, month, edition. Its address is permanent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.quality import api
from dinh.kernel import clock
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import NotFound

FIRST_YEAR = 2000
_LONGEST = 9
KINDS: Mapping[str, figures.PeriodKind] = {
    "thang": figures.PeriodKind.MONTH,
    "thang-bao-cao": figures.PeriodKind.REPORTING_MONTH,
    "quy": figures.PeriodKind.QUARTER,
    "nam": figures.PeriodKind.YEAR,
}


@dataclass(frozen=True, slots=True)
class Asked:
    unit: directory.UnitView
    agency: directory.AgencyView | None
    kind: str
    period: figures.Period
    edition: api.Edition
    at: datetime

    @property
    def agency_id(self) -> str:
        return self.agency.agency_id if self.agency else ""

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else self.unit.name

    @property
    def province_id(self) -> int:
        return _province(self.at.date()).unit_id

    @property
    def is_province(self) -> bool:
        return self.unit.level == directory.Level.PROVINCE and self.agency is None

    def link(self, route: str = "overview", *args: str, **changes: str | int) -> str:
        """Return the address of a page of the points with some of it changed; empty parts are left out."""
        parts: dict[str, str | int] = {
            "don-vi": self.unit.unit_id,
            "co-quan": self.agency_id,
            "ky": "" if self.kind == "thang" else self.kind,
            "thang": f"{self.period.last:%Y-%m}",
            "ban": "" if self.edition.code == api.DEFAULT else self.edition.code,
        }
        parts |= {name.replace("_", "-"): value for name, value in changes.items()}
        kept = {name: value for name, value in parts.items() if value != ""}
        return f"{reverse(f'indicators_quality:{route}', args=args)}?{urlencode(kept)}"

    def figure(self, code: str) -> str:
        """Return the permanent address of a figure of this unit, agency and period."""
        period = (
            {"thang": f"{self.period.first:%Y-%m}"}
            if self.kind == "thang"
            else {"tu": self.period.first.isoformat(), "den": self.period.last.isoformat()}
        )
        parts = {"don-vi": str(self.unit.unit_id), "co-quan": self.agency_id, **period}
        kept = {name: value for name, value in parts.items() if value}
        return f"{reverse('indicators:opened', args=[code])}?{urlencode(kept)}"

    def opened(self, moment: datetime) -> str:
        """Return the address of the dossiers open at a moment: the last day of the period, or today."""
        day = min(self.period.last, moment.date())
        parts = {"don-vi": str(self.unit.unit_id), "co-quan": self.agency_id, "ngay": day.isoformat()}
        return f"{reverse('indicators:standing')}?{urlencode({name: value for name, value in parts.items() if value})}"

    @property
    def before(self) -> figures.Period:
        return figures.period_of(self.period.first - timedelta(days=1), KINDS[self.kind])

    @property
    def after(self) -> figures.Period | None:
        """Return the period that follows; None when it lies ahead of us."""
        found = figures.period_of(self.period.last + timedelta(days=1), KINDS[self.kind])
        return found if found.first <= self.at.date() else None


def read(request: HttpRequest) -> Asked:
    """Read the address and check that the person may see this unit; NotFound tells what names nothing."""
    query, at = (request.POST if request.method == "POST" else request.GET), clock.now()
    today = at.date()
    by = actor_of(request)
    unit, agency = _whose(query.get("don-vi", ""), query.get("co-quan", ""), by, today)
    directory.check_may(by=by, action=directory.Action.INDICATOR_EXPLAIN, unit_id=unit.unit_id, on=today)
    kind = query.get("ky", "") if query.get("ky", "") in KINDS else "thang"
    edition = api.editions().get(query.get("ban", ""), api.edition())
    return Asked(unit, agency, kind, _period(query.get("thang", ""), KINDS[kind], today), edition, at)


def _whose(unit: str, agency: str, by: Actor, on: date) -> tuple[directory.UnitView, directory.AgencyView | None]:
    """Return the unit and agency asked for; a head who asks for nothing gets their own, others the province."""
    if unit or agency:
        found = directory.agency(agency_id=agency[:40], on=on) if agency else None
        return (_unit(unit, on) if unit else _province(on)), found
    if by.unit_id is None or not by.has_role(Role.HEAD.value):
        return _province(on), None
    own = directory.unit(unit_id=by.unit_id, on=on)
    is_department = own.level == directory.Level.PROVINCE and bool(by.agency_id)
    return own, directory.agency(agency_id=by.agency_id, on=on) if is_department else None


def _province(on: date) -> directory.UnitView:
    return directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=on)


def _unit(text: str, on: date) -> directory.UnitView:
    if not text.isdecimal() or len(text) > _LONGEST:
        raise NotFound("CT02", _("There is no such unit."), _("Choose a unit from the wall."))
    return directory.unit(unit_id=int(text), on=on)


def _period(text: str, kind: figures.PeriodKind, today: date) -> figures.Period:
    if not text:
        return figures.period_of(today, kind)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotFound("CT03", _("This month cannot be read."), _("Write it as 2026-03.")) from error
    period = figures.period_of(first, kind) if FIRST_YEAR <= first.year <= today.year else None
    if period is None or period.first > today:
        raise NotFound("CT03", _("There are no figures of this month."), _("Choose a month from the list."))
    return period
