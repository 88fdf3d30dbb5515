"""What a page of the index is asked: year and unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.kernel.errors import NotFound

_LONGEST = 9


class Where(TypedDict):
    """What names an assessment, as the door takes it."""

    index_code: str
    year: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The year, the province of today, and the unit the page is about: that province or one it was made of."""

    index: api.Index
    year: int
    province: directory.UnitView
    unit: directory.UnitView
    former: tuple[directory.UnitView, ...]
    today: date

    @property
    def where(self) -> Where:
        return Where(index_code=self.index.code, year=self.year, unit_id=self.unit.unit_id)

    def link(self, route: str, *parts: str, **changes: str | int) -> str:
        """Return the address of another page of the same year and unit; empty parts are left out."""
        told: dict[str, str | int] = {"nam": self.year, "don-vi": self.unit.unit_id}
        told |= {name.replace("_", "-"): value for name, value in changes.items()}
        kept = {name: value for name, value in told.items() if value != ""}
        return f"{reverse(f'indicators_scores:{route}', args=parts)}?{urlencode(kept)}"


def read(request: HttpRequest, today: date, source: Mapping[str, str] | None = None) -> Asked:
    """Read year and unit; NotFound SC03 and SC04 say which of them names nothing."""
    query = request.GET if source is None else source
    year = _number(query.get("nam", "")) or _newest()
    index = api.index_of(code=api.DTI, year=year)
    province = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=today)
    former = (province,) if year >= api.MERGED_FROM else api.former_of(unit_id=province.unit_id, year=year)
    named = _number(query.get("don-vi", ""))
    unit = _unit(named, former, province)
    return Asked(index, year, province, unit, former, today)


def _newest() -> int:
    """Return the newest year with values; the newest edition's first year when there are none."""
    found = api.years_with_values(index_code=api.DTI)
    return found[-1] if found else api.years(api.DTI)[-1]


def _unit(named: int, former: tuple[directory.UnitView, ...], province: directory.UnitView) -> directory.UnitView:
    if not named:
        return next((one for one in former if one.code == province.code), former[0])
    found = next((one for one in (*former, province) if one.unit_id == named), None)
    if found is None:
        raise NotFound("SC04", _("This unit is no part of the province."), _("Choose one from the list."))
    return found if found in former else next((one for one in former if one.code == found.code), former[0])


def _number(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal() or len(text) > _LONGEST:
        raise NotFound("SC03", _("This address cannot be read."), _("Choose a year from the list."))
    return int(text)
