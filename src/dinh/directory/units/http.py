"""The map in time over HTTP: anyone may read it."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from dinh.directory.units import api
from dinh.kernel import clock

router = Router(tags=["units"])


class Unit(Schema):
    unit_id: int
    code: str
    name: str
    level: str
    label: str
    parent_id: int | None
    valid_from: date | None
    valid_to: date | None


class Successor(Schema):
    """`unit` None: nobody knows. Shares are exact fractions as text; None is not known, never zero."""

    unit: Unit | None
    kind: str
    people_share: str | None
    area_share: str | None
    effective_on: date
    decisions: list[str]
    is_presumed: bool


def _unit(one: api.UnitView) -> Unit:
    return Unit(
        unit_id=one.unit_id,
        code=one.code,
        name=one.name,
        level=one.level,
        label=one.label,
        parent_id=one.parent_id,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )


@router.get("", response=list[Unit], summary="Find units of a day, or of any day when `on` is left out")
def find(request: HttpRequest, q: str, on: date | None = None) -> list[Unit]:
    del request
    return [_unit(one) for one in api.search_units(text=q[:200], on=on)]


@router.get("/{int:unit_id}", response=Unit, summary="One unit as it was on a day (today when left out)")
def read(request: HttpRequest, unit_id: int, on: date | None = None) -> Unit:
    del request
    return _unit(api.unit(unit_id=unit_id, on=on or clock.now().date()))


@router.get("/{int:unit_id}/successors", response=list[Successor], summary="What became of a unit")
def successors(request: HttpRequest, unit_id: int, on: date | None = None) -> list[Successor]:
    del request
    return [
        Successor(
            unit=_unit(one.unit) if one.unit else None,
            kind=one.kind,
            people_share=None if one.people_share is None else str(one.people_share),
            area_share=None if one.area_share is None else str(one.area_share),
            effective_on=one.effective_on,
            decisions=[decision.number for decision in one.decisions],
            is_presumed=one.is_presumed,
        )
        for one in api.successors(unit_id=unit_id, on=on)
    ]
