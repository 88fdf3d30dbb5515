"""The agencies of the province as loaded from its file, on a small map of its own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.directory.identity import api
from dinh.directory.identity.operations.agencies import old_form
from dinh.kernel.errors import NotFound
from tests.directory.identity.make import COMMUNE, NEIGHBOR, ON, agency


def test_code_turned_round_is_the_older_form() -> None:
    assert [old_form(code) for code in ("H36", "H36.03", "H36.41.07", "H36.41.07.001")] == [
        "000.00.00.H36",
        "000.00.03.H36",
        "000.07.41.H36",
        "001.07.41.H36",
    ]


@given(st.lists(st.integers(1, 99).map(lambda n: f"{n:02d}"), max_size=2))
def test_older_form_read_back_is_the_code(groups: list[str]) -> None:
    code = ".".join(["H36", *groups])
    back = [group for group in reversed(old_form(code).split(".")) if group.strip("0")]
    assert ".".join(back) == code


@pytest.mark.django_db
def test_agency_outside_its_days_is_not_found() -> None:
    row = agency(code="H36.61.01", valid_to=date(2025, 7, 1), name="UBND xã Cũ")
    assert api.agency(agency_id=row.public_id, on=date(2025, 6, 30)).name == "UBND xã Cũ"
    for day in (date(2019, 12, 31), date(2025, 7, 1)):
        with pytest.raises(NotFound):
            api.agency(agency_id=row.public_id, on=day)
    assert api.agency(agency_id=row.public_id).valid_to == date(2025, 7, 1)


@pytest.mark.django_db
def test_agency_for_finds_by_unit_kind_and_day() -> None:
    row = agency(code="H36.41.01")
    agency(code="H36.41.02", unit=NEIGHBOR)
    assert api.agency_for(unit_id=COMMUNE, kind="commune_committee", on=ON).agency_id == row.public_id
    with pytest.raises(NotFound):
        api.agency_for(unit_id=COMMUNE, kind="department", on=ON)
    with pytest.raises(NotFound):
        api.agency_for(unit_id=COMMUNE, kind="commune_committee", on=date(2019, 1, 1))


@pytest.mark.django_db
def test_agencies_are_found_by_words_without_tones_and_by_code() -> None:
    row = agency(code="H36.41.01", name="Ủy ban nhân dân phường Xuân Hương - Đà Lạt")
    agency(code="H36.41.02", unit=NEIGHBOR, name="Ủy ban nhân dân xã Đạ Tẻh")
    for text in ("xuan huong da lat", "H36.41.01", "uy ban Đà Lạt"):
        assert [one.agency_id for one in api.search_agencies(text=text, on=ON)] == [row.public_id]


@pytest.mark.django_db
def test_agencies_list_costs_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    agency(code="H36.41.01")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(api.agencies(kind="commune_committee", on=ON)) == 1
    agency(code="H36.41.02", unit=NEIGHBOR)
    agency(code="H36.41.03", unit=NEIGHBOR)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(api.agencies(kind="commune_committee", on=ON)) == 3
