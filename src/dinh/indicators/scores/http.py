"""Composite indices over HTTP: definitions and what was published for anyone, assessments for who may open them."""

from datetime import date
from fractions import Fraction

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Router, Schema

from dinh.indicators.scores import api
from dinh.kernel import clock
from dinh.kernel.access import actor_of
from dinh.kernel.errors import NotAllowed, NotFound

router = Router(tags=["scores"])


class Edition(Schema):
    """One version of an index and the years it is for; `points` is null where the maxima are not known yet."""

    code: str
    version: str
    name_vi: str
    instrument: str
    issued_on: date | None
    years: list[int]
    points: str | None
    mark: str


class Part(Schema):
    """One node of the tree; `shape` says how points are made of what was entered, null where nothing is entered."""

    code: str
    parent: str
    name_vi: str
    points: str | None
    weight: str | None
    is_scored: bool
    shape: str | None
    is_synthetic: bool


class Published(Schema):
    """What was published of one unit: an exact value as numerator/denominator, a rank, or the rank alone."""

    unit_id: int
    name_vi: str
    value: str | None
    rank: int | None
    source: str
    source_url: str
    link: str


class Reading(Schema):
    """One kind of values of a unit: as told, as computed from its parts, or why it cannot be computed."""

    kind: str
    told: str | None
    rank: int | None
    computed: str | None
    fault: str
    parts: dict[str, str]
    link: str


@router.get("", response=list[Edition], summary="All editions of all indices")
def editions(request: HttpRequest) -> list[Edition]:
    del request
    return [_edition(one) for one in api.versions(api.DTI)]


def _edition(one: api.Index) -> Edition:
    return Edition(
        code=one.code,
        version=one.version,
        name_vi=one.name,
        instrument=one.instrument,
        issued_on=one.issued_on,
        years=list(one.years),
        points=_text(one.points),
        mark=one.mark.value,
    )


def _text(number: Fraction | None) -> str | None:
    """Write a number exactly: "4001/5000"."""
    return None if number is None else str(number)


@router.get("/{code}/{year}/parts", response=list[Part], summary="The parts of an index as they count for a year")
def parts(request: HttpRequest, code: str, year: int) -> list[Part]:
    del request
    return [
        Part(
            code=one.code,
            parent=one.parent,
            name_vi=one.name,
            points=_text(one.points),
            weight=_text(one.weight),
            is_scored=one.is_scored,
            shape=one.shape.kind.value if one.shape else None,
            is_synthetic=one.is_synthetic,
        )
        for one in api.index_of(code=code, year=year).parts
    ]


@router.get("/{code}/{year}/published", response=list[Published], summary="What was published of each province")
def published(request: HttpRequest, code: str, year: int) -> list[Published]:
    del request
    index = api.index_of(code=code, year=year)
    units = {one.unit_id: one.short_name for one in api.units_of(year=year, on=clock.now().date())}
    stands = api.standing(index_code=index.code, year=year, kinds=[api.ValueKind.PUBLISHED])
    told = {unit_id: kinds[api.ValueKind.PUBLISHED].get(api.WHOLE) for unit_id, kinds in stands.items()}
    rows = [(unit_id, one) for unit_id, one in told.items() if one is not None and unit_id in units]
    return [
        Published(
            unit_id=unit_id,
            name_vi=units[unit_id],
            value=_text(one.entry.share),
            rank=one.rank,
            source=one.source,
            source_url=one.source_url,
            link=_link(reverse("indicators_scores:value", args=[one.value_id])),
        )
        for unit_id, one in sorted(rows, key=lambda row: (row[1].rank or len(rows) + 1, units[row[0]]))
    ]


@router.get("/{code}/{year}/units/{unit_id}", response=list[Reading], summary="Every kind of values of one unit")
def unit(request: HttpRequest, code: str, year: int, unit_id: int) -> list[Reading]:
    if not api.can_read(actor_of(request)):
        raise NotAllowed("SC31", _("Only data officers and leaders read an assessment."))
    index = api.index_of(code=code, year=year)
    if unit_id not in {one.unit_id for one in api.units_of(year=year, on=clock.now().date())}:
        raise NotFound("SC32", _("There is no such province in this year."))
    found = api.readings(index=index, year=year, unit_id=unit_id)
    where = urlencode({"nam": str(year), "don-vi": str(unit_id)})
    link = _link(f"{reverse('indicators_scores:overview')}?{where}")
    return [_reading(index, one, link) for one in found.values()]


def _link(path: str) -> str:
    return f"{settings.DINH_PUBLIC_URL}{path}"


def _reading(index: api.Index, one: api.Reading, link: str) -> Reading:
    whole, stages = one.whole, one.scored.stages if one.scored else {}
    return Reading(
        kind=one.kind.value,
        told=_text(whole.entry.share) if whole else None,
        rank=whole.rank if whole else None,
        computed=_text(one.scored.value) if one.scored else None,
        fault=one.fault,
        parts={
            part.code: str(stages[part.code].points)
            for part in index.parts
            if part.code in stages and stages[part.code].points is not None
        },
        link=link,
    )
