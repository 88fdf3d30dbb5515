"""Series of the real provinces across the merger, on both maps."""

from datetime import date
from fractions import Fraction

import pytest

from dinh.directory import api as directory
from dinh.indicators.series import api
from dinh.indicators.series.types import Estimate

pytestmark = pytest.mark.integration
TODAY = date(2026, 3, 31)
BEFORE = date(2025, 6, 30)
MERGED = {"60": ("68", 3), "06": ("19", 2), "93": ("92", 3), "91": ("91", 2)}


@pytest.fixture
def _country(country: None, db: None) -> None:
    del country, db


def former(code: str) -> int:
    return directory.unit_by_code(code=code, level="province", on=BEFORE).unit_id


def points(code: str, on: date, view: api.View, series: str = "papi-internet") -> dict[int, api.Point]:
    reading = api.read(code=series, unit_id=former(code), on=on, view=view, until=TODAY)
    line = next(one for one in reading.lines if one.unit_id == reading.unit_id)
    return {one.period.first.year: one for one in line.points}


@pytest.mark.usefixtures("_country")
@pytest.mark.parametrize("code", MERGED)
def test_a_merged_province_has_ends_and_estimates_but_no_value(code: str) -> None:
    now, many = MERGED[code]
    found = points(code, TODAY, api.View.RESTATED)
    here = api.read(code="papi-internet", unit_id=former(code), on=TODAY, view=api.View.RESTATED, until=TODAY).unit_id
    assert here == directory.unit_by_code(code=now, level="province", on=TODAY).unit_id
    for year in (2022, 2024):
        one = found[year]
        values = [part.value for part in one.parts if part.value is not None]
        assert (one.value, one.why, len(values)) == (None, api.Why.MIXED, many)
        assert (one.low, one.high) == (min(values), max(values))
        assert [guess.method for guess in one.estimates] == list(api.Method)
    assert found[2025].why is api.Why.NOT_PUBLISHED


@pytest.mark.usefixtures("_country")
def test_binh_thuan_keeps_its_own_values_on_its_own_map() -> None:
    told = {2021: "2.2517", 2022: "2.4122", 2023: "2.1625", 2024: "2.4765"}
    for view, on in ((api.View.RESTATED, BEFORE), (api.View.AS_WAS, TODAY), (api.View.PUBLISHED, TODAY)):
        found = points("60", on, view)
        assert {year: found[year].value for year in told} == {year: Fraction(one) for year, one in told.items()}
    assert points("60", TODAY, api.View.AS_WAS)[2025].why is api.Why.UNIT_NOT_THERE


@pytest.mark.usefixtures("_country")
def test_binh_thuan_inside_lam_dong_is_the_plain_mean_of_three() -> None:
    one = points("60", TODAY, api.View.RESTATED)[2024]
    plain = Fraction("2.4765") + Fraction("2.4184") + Fraction("2.4288")
    assert one.estimates[0] == Estimate(api.Method.PLAIN, plain / 3)


@pytest.mark.usefixtures("_country")
def test_hue_is_the_same_unit_under_a_new_name() -> None:
    found = points("46", TODAY, api.View.RESTATED)
    assert found[2024].value == Fraction("2.4294")
    assert all(one.why is not api.Why.MIXED for one in found.values())


@pytest.mark.usefixtures("_country")
def test_the_gap_between_two_rules_is_explained_to_the_last_fraction() -> None:
    here = directory.unit_by_code(code="68", level="province", on=TODAY).unit_id
    made = api.merging(code="papi-internet", unit_id=here, on=TODAY)
    assert made is not None
    assert made.weighted is not None
    assert made.published is None
    assert sum(one.adds for one in made.gap) == made.weighted - made.plain
    assert api.merging(code="papi-internet", unit_id=former("46"), on=TODAY) is None
    assert api.merging(code="dti-rank", unit_id=here, on=TODAY) is None


@pytest.mark.usefixtures("_country")
def test_the_map_before_is_whole_and_the_map_after_knows_only_who_did_not_merge() -> None:
    period = api.periods_of(code="papi-internet", on=TODAY)[-1]
    before = api.map_of(code="papi-internet", on=BEFORE, period=period)
    after = api.map_of(code="papi-internet", on=TODAY, period=period)
    assert (len(before), len(after)) == (63, 34)
    sure = [one for one in after.values() if one.value is not None]
    assert 0 < len(sure) <= 11
    assert all(one.low is not None for one in after.values() if one.why is api.Why.MIXED)


@pytest.mark.usefixtures("_country")
def test_what_does_not_exist_is_refused() -> None:
    for ask in (api.map_of, api.periods_of):
        with pytest.raises(KeyError):
            ask(code="none", on=TODAY, **({"period": None} if ask is api.map_of else {}))
    with pytest.raises(KeyError):
        api.read(code="none", unit_id=former("60"), on=TODAY, view=api.View.AS_WAS, until=TODAY)
