"""Figures of the house across 1 July 2025: counted by communes of their day, told on both maps, nothing lost."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from dinh.directory import api as directory
from dinh.indicators.series import api
from dinh.kernel.clock import VN
from tests.indicators.chain import received, record

pytestmark = pytest.mark.integration
BEFORE, TODAY = date(2025, 6, 30), date(2025, 12, 31)
JUNE, AUGUST = datetime(2025, 6, 10, 9, 0, tzinfo=VN), datetime(2025, 8, 12, 9, 0, tzinfo=VN)
RECEIVED = "dossiers.received"


@pytest.fixture
def former(province: directory.UnitView) -> directory.UnitView:
    """Bình Thuận on its last day."""
    del province
    return directory.unit_by_code(code="60", level="province", on=BEFORE)


def told(unit_id: int, on: date, view: api.View) -> dict[date, api.Point]:
    reading = api.read(code=RECEIVED, unit_id=unit_id, on=on, view=view, until=TODAY)
    line = next(one for one in reading.lines if one.unit_id == reading.unit_id)
    return {one.period.first: one for one in line.points}


def communes_of(unit_id: int, on: date) -> list[int]:
    found = directory.descendant_ids(unit_id=unit_id, on=on)
    return [one for one in found if directory.lives(unit_id=one)[-1].level is directory.Level.COMMUNE]


def test_binh_thuan_keeps_the_dossiers_of_its_land_on_its_own_map(former: directory.UnitView) -> None:
    old = communes_of(former.unit_id, BEFORE)[:5]
    now = directory.successors(unit_id=former.unit_id, on=TODAY)[0].unit
    assert now is not None
    inside = [one for one in communes_of(now.unit_id, TODAY) if directory.old_area_of(unit_id=one).code == "60"][:3]
    record([received(number, unit_id=unit, at=JUNE) for number, unit in enumerate(old)], at=JUNE)
    record([received(10 + number, unit_id=unit, at=AUGUST) for number, unit in enumerate(inside)], at=AUGUST)
    record([received(20, unit_id=now.unit_id, at=AUGUST)], at=AUGUST)
    own = told(former.unit_id, BEFORE, api.View.RESTATED)
    assert own[date(2025, 6, 1)].value == 5
    august = own[date(2025, 8, 1)]
    assert (august.value, august.low, august.high, august.why) == (None, 3, 4, api.Why.SPLIT)
    assert august.unknown == 1
    new = told(now.unit_id, TODAY, api.View.RESTATED)
    values = {day.month: one.value for day, one in new.items()}
    assert values == {6: 5, 7: None, 8: 4}, "a month of which nothing is recorded is a gap, no zero"


def test_units_of_their_day_count_what_lies_below_them(former: directory.UnitView) -> None:
    old = communes_of(former.unit_id, BEFORE)
    record([received(number, unit_id=unit, at=JUNE) for number, unit in enumerate(old)], at=JUNE)
    found = told(former.unit_id, TODAY, api.View.AS_WAS)
    assert found[date(2025, 6, 1)].value == Fraction(len(old))
    reading = api.read(code=RECEIVED, unit_id=former.unit_id, on=TODAY, view=api.View.AS_WAS, until=TODAY)
    assert [one.unit_id for one in reading.lines] == [former.unit_id]
