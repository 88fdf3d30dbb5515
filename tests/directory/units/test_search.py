"""Finding places as people type them."""

from datetime import date

import pytest

from dinh.directory import api

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("country")]
LAST = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("xã Hàm Chính, huyện Hàm Thuận Bắc, Bình Thuận", "Xã Hàm Chính, huyện Hàm Thuận Bắc, tỉnh Bình Thuận"),
        ("xã Hàm Thuận, huyện Hàm Thuận Bắc, Bình Thuận", "Xã Hàm Thuận, tỉnh Lâm Đồng"),
        ("P.1 Q3 TPHCM", "Phường 1, quận 3, thành phố Hồ Chí Minh"),
        ("phuong 01, quan 3", "Phường 1, quận 3, thành phố Hồ Chí Minh"),
        ("tt phan ri cua", "Thị trấn Phan Rí Cửa, huyện Tuy Phong, tỉnh Bình Thuận"),
        ("X. Tân Hà, H. Đức Linh", "Xã Tân Hà, huyện Đức Linh, tỉnh Bình Thuận"),
        ("lien nghia duc trong", "Thị trấn Liên Nghĩa, huyện Đức Trọng, tỉnh Lâm Đồng"),
        ("12 Trần Phú, phường 1, Đà Lạt, Lâm Đồng", "Phường 1, thành phố Đà Lạt, tỉnh Lâm Đồng"),
        ("Lâm Đồng", "Tỉnh Lâm Đồng"),
        ("thuỷ nguyên", "Phường Thủy Nguyên, thành phố Hải Phòng"),
    ],
)
def test_the_first_answer_is_the_one_meant(text: str, first: str) -> None:
    assert api.search_units(text=text)[0].label == first


def test_old_and_new_placement_of_the_tone_find_the_same() -> None:
    assert {one.unit_id for one in api.search_units(text="Hoà Bình")} == {
        one.unit_id for one in api.search_units(text="hòa bình")
    }


def test_a_misspelling_finds_what_is_near() -> None:
    assert "Thị trấn Liên Nghĩa" in [one.name for one in api.search_units(text="lien ngia")]


def test_a_day_narrows_the_answer() -> None:
    found = api.search_units(text="Mũi Né", on=LAST)
    assert [one.label for one in found] == ["Phường Mũi Né, thành phố Phan Thiết, tỉnh Bình Thuận"]


@pytest.mark.parametrize("text", ["", " , ;", "%%%", "\x00", "🙂", "a" * 5000, "'; DROP TABLE"])
def test_odd_input_is_answered_calmly(text: str) -> None:
    assert len(api.search_units(text=text)) <= 20


def test_no_more_than_asked_for() -> None:
    assert len(api.search_units(text="tân", limit=3)) == 3


@pytest.mark.parametrize(
    ("text", "old", "now", "rest"),
    [
        ("xã Lạc Xuân", "Xã Lạc Xuân", ["Xã D'Ran"], ""),
        ("LAC XUAN", "Xã Lạc Xuân", ["Xã D'Ran"], ""),
        ("khai sinh xa lac xuan", "Xã Lạc Xuân", ["Xã D'Ran"], "khai sinh"),
        ("xã Lạc Xuân, huyện Đơn Dương", "Xã Lạc Xuân", ["Xã D'Ran"], ""),
        ("huyện Đơn Dương", "Huyện Đơn Dương", None, ""),
        ("tỉnh Đắk Nông", "Tỉnh Đắk Nông", None, ""),
        ("thành phố Đà Lạt", "Thành phố Đà Lạt", None, ""),
    ],
)
def test_a_name_of_the_past_leads_to_the_communes_of_today(
    text: str, old: str, now: list[str] | None, rest: str
) -> None:
    own = api.unit_by_code(code="68", level="province", on=date(2026, 3, 2)).unit_id
    (found, *_more) = api.former_places(text=text, on=date(2026, 3, 2), province_id=own)
    assert (found.unit.name, found.rest) == (old, rest)
    assert found.unit.valid_to == date(2025, 7, 1)
    assert {one.level for one in found.now} == {"commune"}
    assert all(one.province_id == own for one in found.now)
    if now is not None:
        assert [one.name for one in found.now] == now
        assert found.unit_ids == tuple(sorted({*found.old_ids, *(one.unit_id for one in found.now)}))
    else:
        assert len(found.now) > 1


@pytest.mark.parametrize(
    "text",
    ["tỉnh Lâm Đồng", "nguyen van thanh", "xã Lạc Xuân, huyện Cát Tiên", "quận Hoàn Kiếm", "", "khai sinh", "xã"],
)
def test_names_of_today_of_elsewhere_and_of_nothing_are_no_former_places(text: str) -> None:
    own = api.unit_by_code(code="68", level="province", on=date(2026, 3, 2)).unit_id
    assert api.former_places(text=text, on=date(2026, 3, 2), province_id=own) == ()
    assert api.former_places(text="xã Lạc Xuân", on=LAST, province_id=own) == ()
