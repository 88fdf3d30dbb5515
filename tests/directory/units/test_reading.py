"""How lists, names and typed addresses are read."""

from datetime import date
from fractions import Fraction

import pytest

from dinh.directory.units.policies.asking import Part, normal_name, parts_of
from dinh.directory.units.policies.citing import Citation
from dinh.directory.units.policies.lives import Diff, State, change_kind, drop_taken_back, lives_of
from dinh.directory.units.policies.naming import clean, kind_of, short_name, unit_number
from dinh.directory.units.policies.shares import share_of_many, shares_of
from dinh.directory.units.types import DecisionRow, EdgeKind, FaultRow, Kind, Level

pytestmark = pytest.mark.unit
D1, D2, D3 = date(2019, 9, 11), date(2019, 11, 1), date(2020, 1, 1)
TOWN, WARD = State("Thị trấn Sa Pa", "088"), State("Phường Sa Pa", "088")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P.1 Q3", [({Kind.PHUONG}, "1"), ({Kind.QUAN}, "3")]),
        ("p 01, quận 3", [({Kind.PHUONG}, "1"), ({Kind.QUAN}, "3")]),
        ("TT. Phan Rí Cửa", [({Kind.THI_TRAN}, "phan ri cua")]),
        ("Hoà Bình", [(set(), "hoa binh")]),
        ("x. Tân Hà, H. Đức Linh", [({Kind.XA}, "tan ha"), ({Kind.HUYEN}, "duc linh")]),
        ("phường 1 quận 3", [({Kind.PHUONG}, "1"), ({Kind.QUAN}, "3")]),
        ("  ,; ", []),
        ("%_'\\", []),
    ],
)
def test_parts_of_what_people_type(text: str, parts: list[tuple[set[Kind], str]]) -> None:
    assert list(parts_of(text)) == [Part(frozenset(kinds), name) for kinds, name in parts]


def test_the_city_of_ho_chi_minh_by_its_short_name() -> None:
    assert parts_of("q1 tphcm")[1].name == "ho chi minh"


def test_names_compare_without_marks_and_leading_zeros() -> None:
    assert normal_name("Phường 01 – Ea H'Leo") == "phuong 1 ea h leo"


def test_clean_names_have_one_form() -> None:
    assert clean("xã  Bắc Sơn") == "Xã Bắc Sơn"
    assert clean("Thị Xã Việt Yên") == "Thị xã Việt Yên"
    assert clean("Xã Ea H’leo") == "Xã Ea H'leo"


def test_the_kind_stands_in_the_name() -> None:
    assert kind_of("Thành phố Huế", Level.PROVINCE) is Kind.THANH_PHO_TRUNG_UONG
    assert kind_of("Thành phố Phan Thiết", Level.DISTRICT) is Kind.THANH_PHO
    assert kind_of("Khu vực bãi bồi", Level.OUTSIDE) is Kind.KHU_VUC
    assert short_name("Thị trấn Ma Lâm") == "Ma Lâm"
    with pytest.raises(ValueError, match="no kind"):
        kind_of("Ma Lâm", Level.COMMUNE)


def test_numbers_of_units_do_not_meet() -> None:
    made = {unit_number(era=era, level=level, code="00068") for era in (1, 2, 3) for level in Level}
    assert len(made) == 12


def test_a_list_that_ran_ahead_waits_for_its_resolution() -> None:
    diffs = [Diff(D1, TOWN, WARD), Diff(D2, WARD, TOWN), Diff(D3, TOWN, WARD)]
    faults: list[FaultRow] = []
    assert drop_taken_back("03001", diffs, faults, cited={D3}) == [diffs[2]]
    assert drop_taken_back("03001", diffs, faults, cited={D1}) == [diffs[0]]
    assert len(faults) == 2


def test_a_change_undone_years_later_stands() -> None:
    diffs = [Diff(D1, TOWN, WARD), Diff(date(2024, 1, 1), WARD, TOWN)]
    assert drop_taken_back("03001", diffs, [], cited=set()) == diffs


def test_one_code_may_be_two_units() -> None:
    diffs = [Diff(D1, TOWN, None), Diff(D3, None, State("Phường Mới", "088"))]
    one, two = lives_of(Level.COMMUNE, "03001", diffs, State("Phường Mới", "088"), [])
    assert (one.began, one.ended, one.era) == (None, D1, 1)
    assert (two.began, two.ended, two.era) == (D3, None, 2)


def test_a_commune_listed_after_its_end_is_a_fault_not_a_unit() -> None:
    faults: list[FaultRow] = []
    lives = lives_of(Level.COMMUNE, "1", [Diff(D1, TOWN, None), Diff(D3, None, TOWN)], None, faults)
    assert (len(lives), faults[0].fault) == (1, "listed again after its end, not counted")


def test_a_spelling_is_not_a_new_version() -> None:
    old, new = State("Xã Thuận Hoà", "030"), State("Xã Thuận Hòa", "030")
    (life,) = lives_of(Level.COMMUNE, "00922", [Diff(D1, old, new)], new, [])
    assert life.states == [(None, new)]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (None, TOWN, "created"),
        (TOWN, None, "abolished"),
        (TOWN, WARD, "retyped"),
        (TOWN, State("Thị trấn Sa Pả", "088"), "renamed"),
        (State("Xã Hoà", "1"), State("Xã Hòa", "1"), "respelled"),
        (TOWN, State("Phường Mới", "099"), "retyped+renamed+moved"),
    ],
)
def test_changes_are_named_by_what_changed(old: State | None, new: State | None, kind: str) -> None:
    assert change_kind(Diff(D1, old, new), Level.COMMUNE) == kind


def test_a_resolution_is_cited_only_when_it_is_the_only_one() -> None:
    def made(number: str, title: str) -> DecisionRow:
        return DecisionRow(number, title, None, D1)

    citation = Citation([
        made("1/NQ-UBTVQH14", "Sắp xếp các đơn vị hành chính cấp xã thuộc tỉnh Hà Nam"),
        made("2/NQ-UBTVQH14", "thuộc tỉnh Gia Lao"),
        made("3/QH14", "Thành lập thành phố thuộc tỉnh Hà Nam"),
        made("4/NQ-UBTVQH14", "thuộc tỉnh Thái Bình"),
        made("5/NQ-UBTVQH14", "của tỉnh Thái Bình"),
    ])  # fmt: skip
    assert citation.find(D1, "Hà Nam", Level.COMMUNE) == "1/NQ-UBTVQH14"
    assert citation.find(D1, "Hà Nam", Level.PROVINCE) == "3/QH14"
    assert citation.find(D1, "Gia Lai", Level.COMMUNE) == "2/NQ-UBTVQH14"
    assert citation.find(D1, "Thái Bình", Level.COMMUNE) == ""
    assert citation.find(D2, "Hà Nam", Level.COMMUNE) == ""


def test_shares_are_known_only_where_the_table_says_all() -> None:
    part, area, people = EdgeKind.PART, EdgeKind.PART_AREA, EdgeKind.PART_AREA_ALL_POPULATION
    assert shares_of([EdgeKind.WHOLE]) == [(1, 1)]
    assert shares_of([part, part]) == [(None, None), (None, None)]
    assert shares_of([people, area]) == [(1, None), (0, None)]
    assert shares_of([EdgeKind.PART_POPULATION, EdgeKind.WHOLE_AREA]) == [(None, 0), (None, 1)]
    with pytest.raises(ValueError, match="whole to 2"):
        shares_of([EdgeKind.WHOLE, EdgeKind.WHOLE])


def test_a_whole_of_many_parts_is_known_when_all_agree() -> None:
    one = Fraction(1)
    assert share_of_many([[(7, one)], [(7, one), (8, Fraction(0))]], 7) == 1
    assert share_of_many([[(7, one)], [(7, one), (8, Fraction(0))]], 8) == 0
    assert share_of_many([[(7, one)], [(8, one)]], 7) is None
