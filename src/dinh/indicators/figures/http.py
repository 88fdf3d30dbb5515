"""Indicators over HTTP: definitions for anyone, figures for officials who may open them."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from ninja import Router, Schema

from dinh.directory import api as directory
from dinh.indicators.figures import api
from dinh.kernel import clock
from dinh.kernel.access import actor_of

router = Router(tags=["indicators"])


class Definition(Schema):
    code: str
    version: int
    name_vi: str
    name_en: str
    unit: str
    numerator: str
    denominator: str | None
    counts_by: str
    legal_basis: str
    base_vi: str
    valid_from: date
    valid_to: date | None


class Figure(Schema):
    """Two whole numbers and everything needed to compute them again; `missing` says why there is no value.

    `link` is the permanent address where the figure is opened down to its dossiers.
    """

    code: str
    definition_version: int
    unit_id: int
    first: date
    last: date
    map_day: date
    numerator: int
    denominator: int | None
    missing: str | None
    watermark: int
    hash: str
    link: str


@router.get("", response=list[Definition], summary="All definitions in force today")
def definitions(request: HttpRequest) -> list[Definition]:
    del request
    today = clock.now().date()
    found = [api.definition(code, today) for code in api.codes()]
    return [_definition(one) for one in found if one.valid_from <= today and not one.has_ended(today)]


def _definition(one: api.Definition) -> Definition:
    return Definition(
        code=one.code,
        version=one.version,
        name_vi=one.name_vi,
        name_en=one.name_en,
        unit=one.unit,
        numerator=str(one.numerator),
        denominator=str(one.denominator) if one.denominator else None,
        counts_by=one.attribution,
        legal_basis=one.legal_basis,
        base_vi=one.base_vi,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )


@router.get("/{code}/figure", response=Figure, summary="One figure of a unit and month; the province when left out")
def figure(request: HttpRequest, code: str, month: date | None = None, unit_id: int | None = None) -> Figure:
    today = clock.now().date()
    if unit_id is None:
        unit_id = directory.unit_by_code(code=settings.DINH_PROVINCE, level="province", on=today).unit_id
    directory.check_may(by=actor_of(request), action=directory.Action.INDICATOR_EXPLAIN, unit_id=unit_id, on=today)
    made = api.figure(code=code, unit_id=unit_id, period=api.month(month or today), on=today)
    return Figure(
        code=made.code,
        definition_version=made.definition_version,
        unit_id=made.unit_id,
        first=made.period.first,
        last=made.period.last,
        map_day=made.map_day,
        numerator=made.numerator,
        denominator=made.denominator,
        missing=made.missing,
        watermark=made.watermark,
        hash=made.hash,
        link=_link(made),
    )


def _link(made: api.Figure) -> str:
    asked = urlencode({"don-vi": str(made.unit_id), "thang": f"{made.period.first:%Y-%m}"})
    return f"{settings.DINH_PUBLIC_URL}{reverse('indicators:opened', args=[made.code])}?{asked}"
