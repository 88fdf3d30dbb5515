"""The real map of the country, loaded once: what must be true of it on every day."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from dinh.directory import api
from dinh.directory.units.queries.atlas import atlas
from dinh.directory.units.types import Basis, EdgeKind, Level
from dinh.kernel.errors import NotFound

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("country")]
LAST, REFORM, LATER = date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 1)


def at(level: Level, on: date) -> list[int]:
    book = atlas()
    return [unit for unit, lives in book.versions.items() if lives[0].level is level and book.is_alive(unit, on)]


def commune(code: str, on: date) -> api.UnitView:
    return api.unit_by_code(code=code, level="commune", on=on)


@pytest.mark.parametrize(
    ("on", "provinces", "districts", "communes"),
    [(date(2019, 2, 1), 63, 713, 11_161), (LAST, 63, 696, 10_035), (REFORM, 34, 0, 3_321), (LATER, 34, 0, 3_321)],
)
def test_each_day_has_its_units(on: date, provinces: int, districts: int, communes: int) -> None:
    found = [len(at(level, on)) for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)]
    assert found == [provinces, districts, communes]


def test_every_old_commune_arrives_once_or_is_said_not_to_be_known() -> None:
    old = at(Level.COMMUNE, LAST)
    found = api.restate(values=dict.fromkeys(old, 1), to=REFORM)
    assert len(old) == 10_035
    assert found.total == 10_035
    assert sum(found.values.values()) == 9_653
    # 440 communes are split; of 58 the table says where all the people are.
    assert len(found.unknown) == 382
    assert {part.value for part in found.unknown} == {Fraction(1)}
    assert min(len(part.candidates) for part in found.unknown) == 2
    assert set(found.values) | {one for part in found.unknown for one in part.candidates} <= set(
        at(Level.COMMUNE, REFORM)
    )
    assert found.presumed == 0


def test_land_is_known_where_people_are_not() -> None:
    found = api.restate(values=dict.fromkeys(at(Level.COMMUNE, LAST), 1), to=REFORM, basis=Basis.AREA)
    assert (found.total, len(found.unknown)) == (10_035, 439)


def test_communes_of_2019_arrive_in_2026_with_what_is_presumed_told() -> None:
    found = api.restate(values=dict.fromkeys(at(Level.COMMUNE, date(2019, 1, 10)), 1), to=LATER)
    assert found.total == 11_161
    assert found.presumed > 900
    nowhere = {part.from_unit_id for part in found.unknown if not part.candidates}
    assert _without_successor() & set(at(Level.COMMUNE, date(2019, 1, 10))) <= nowhere


def _without_successor() -> set[int]:
    edges = [edge for edges in atlas().edges_out.values() for edge in edges]
    return {
        edge.from_id for edge in edges if edge.to_id is None and atlas().lives(edge.from_id or 0)[0].level == "commune"
    }


def test_communes_without_a_named_successor_are_kept_in_sight() -> None:
    # The source has 163: eight of them are days on which one list took back what another said.
    assert len(_without_successor()) == 155


@pytest.mark.parametrize("level", [Level.PROVINCE, Level.DISTRICT, Level.OUTSIDE])
def test_other_levels_conserve_too(level: Level) -> None:
    values = dict.fromkeys(at(level, LAST), 3)
    assert api.restate(values=values, to=REFORM).total == 3 * len(values)


def test_new_communes_backwards_lose_nothing() -> None:
    values = dict.fromkeys(at(Level.COMMUNE, REFORM), 1)
    found = api.restate(values=values, to=LAST)
    assert found.total == 3_321
    assert {atlas().lives(one)[0].level for part in found.unknown for one in part.candidates} <= {
        Level.COMMUNE,
        Level.DISTRICT,
        Level.OUTSIDE,
    }


def test_a_unit_of_unchanged_land_is_the_same_unit() -> None:
    old, new = set(at(Level.COMMUNE, LAST)), set(at(Level.COMMUNE, REFORM))
    assert len(old & new) == 132
    assert commune("00859", LAST).unit_id == commune("00859", LATER).unit_id
    kept = len(set(at(Level.PROVINCE, LAST)) & set(at(Level.PROVINCE, REFORM)))
    assert kept == 11


def test_one_code_is_two_units() -> None:
    old, new = commune("22918", LAST), commune("22918", REFORM)
    assert (old.name, new.name) == ("Phường Hàm Tiến", "Phường Mũi Né")
    assert old.unit_id != new.unit_id
    assert [one.name for one in api.code_history(code="22918")] == ["Phường Hàm Tiến", "Phường Mũi Né"]


def test_hue_and_dong_nai_become_cities_and_stay_themselves() -> None:
    def province(code: str, on: date) -> api.UnitView:
        return api.unit_by_code(code=code, level="province", on=on)

    assert province("46", date(2024, 12, 31)).name == "Tỉnh Thừa Thiên Huế"
    assert province("46", date(2025, 1, 1)).unit_id == province("46", date(2024, 12, 31)).unit_id
    assert province("75", date(2026, 4, 29)).name == "Tỉnh Đồng Nai"
    city = province("75", date(2026, 4, 30))
    assert (city.name, city.decision and city.decision.number) == ("Thành phố Đồng Nai", "30/2026/QH16")
    wards = [Counter(one.kind for one in api.children(unit_id=city.unit_id, on=on)) for on in (REFORM, LATER)]
    assert [count["phuong"] for count in wards] == [23, 33]


def test_both_codes_of_ba_che_find_it() -> None:
    assert commune("06978", LATER).unit_id == commune("06970", LATER).unit_id


def test_a_label_tells_the_address_of_its_day() -> None:
    assert commune("23059", LAST).label == "Thị trấn Ma Lâm, huyện Hàm Thuận Bắc, tỉnh Bình Thuận"
    assert commune("23059", LATER).label == "Xã Hàm Thuận, tỉnh Lâm Đồng"


def test_island_districts_and_land_outside_communes_are_kept() -> None:
    island = api.unit_by_code(code="755", level="district", on=LAST)
    assert api.children(unit_id=island.unit_id, on=LAST) == ()
    assert [one.unit.name for one in api.successors(unit_id=island.unit_id) if one.unit] == ["Đặc khu Côn Đảo"]
    (flats,) = at(Level.OUTSIDE, LAST)
    assert [one.unit.name for one in api.successors(unit_id=flats, on=LATER) if one.unit] == ["Xã Kim Đông"]


def test_descendants_of_a_day() -> None:
    old = api.unit_by_code(code="60", level="province", on=LAST)
    assert len(api.children(unit_id=old.unit_id, on=LAST)) == 10
    assert len(api.descendant_ids(unit_id=old.unit_id, on=LAST)) == 10 + 121
    assert api.descendant_ids(unit_id=old.unit_id, on=REFORM) == ()


def test_successors_say_which_part_went_where() -> None:
    split = api.successors(unit_id=commune("18796", LAST).unit_id, on=LATER)
    assert [(one.unit.code, one.kind, one.area_share) for one in split if one.unit] == [
        ("18754", "part_population", 0),
        ("18823", "whole_area", 1),
        ("18832", "part_population", 0),
    ]
    assert {one.decisions[0].number for one in split} == {"1665/NQ-UBTVQH15"}


def test_a_living_unit_is_its_own_successor() -> None:
    (same,) = api.successors(unit_id=commune("00859", LAST).unit_id, on=LATER)
    assert (same.kind, same.people_share) == ("same", 1)


def test_a_successor_nobody_names_is_said() -> None:
    (one,) = api.successors(unit_id=commune("26407", date(2019, 2, 1)).unit_id, on=LATER)
    assert (one.unit, one.kind) == (None, EdgeKind.UNKNOWN)


def test_predecessors_are_units_of_the_same_level() -> None:
    made = api.predecessors(unit_id=commune("23059", LATER).unit_id)
    assert [one.unit.code for one in made if one.unit] == ["23059", "23083", "23092"]


def test_lineage_holds_what_was_wholly_inside() -> None:
    new = api.unit_by_code(code="68", level="province", on=LATER)
    inside = set(api.lineage_ids(unit_id=new.unit_id))
    old = {api.unit_by_code(code=code, level="province", on=LAST).unit_id for code in ("60", "67", "68")}
    below = {one for unit in old for one in api.descendant_ids(unit_id=unit, on=LAST)}
    assert old | below | {new.unit_id} <= inside
    assert api.unit_by_code(code="70", level="province", on=LAST).unit_id not in inside


def test_every_new_commune_has_one_old_province() -> None:
    areas = Counter(api.old_area_of(unit_id=unit).code for unit in at(Level.COMMUNE, REFORM))
    assert (len(areas), sum(areas.values())) == (63, 3_321)
    with pytest.raises(NotFound, match="DU14"):
        api.old_area_of(unit_id=api.unit_by_code(code="68", level="province", on=LATER).unit_id)


@pytest.mark.parametrize(("on", "code"), [(date(2018, 1, 1), "DU11"), (LATER, "DU12")])
def test_a_unit_is_not_shown_on_days_it_was_not_known(on: date, code: str) -> None:
    with pytest.raises(NotFound, match=code):
        api.unit(unit_id=commune("22915", LAST).unit_id, on=on)


def test_unknown_numbers_and_codes_are_not_found() -> None:
    with pytest.raises(NotFound, match="DU10"):
        api.unit(unit_id=1, on=LATER)
    with pytest.raises(NotFound, match="DU13"):
        commune("99999", LATER)


def test_shapes_of_a_province_are_those_of_its_communes() -> None:
    shapes = api.commune_shapes(province_code="68", on=LATER)
    province = api.unit_by_code(code="68", level="province", on=LATER)
    assert set(shapes) == set(api.descendant_ids(unit_id=province.unit_id, on=LATER))
    assert all(ring[0] == ring[-1] and len(ring) > 3 for rings in shapes.values() for ring in rings)
    with pytest.raises(NotFound, match="DU30"):
        api.commune_shapes(province_code="68", on=LAST)
