"""The look-up page, the page of a unit, the sources and the map file."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinh.directory import api

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("country")]
LAST = date(2025, 6, 30)


def page(client: Client, text: str) -> str:
    return client.get(reverse("units:look_up"), {"q": text}).content.decode()


def number(code: str, on: date = LAST) -> int:
    return api.unit_by_code(code=code, level="commune", on=on).unit_id


def test_an_old_name_is_answered_with_the_new_and_its_resolution(client: Client) -> None:
    text = page(client, "hàm tiến, phan thiết")
    assert "Từ ngày 01/07/2025 là: Phường Mũi Né, tỉnh Lâm Đồng." in text
    assert "1671/NQ-UBTVQH15" in text


def test_a_split_commune_lists_its_candidates(client: Client) -> None:
    text = page(client, "xã Kỳ Lợi, thị xã Kỳ Anh, Hà Tĩnh")
    assert "Có nhiều câu trả lời" in text
    assert all(name in text for name in ("Phường Sông Trí", "Phường Vũng Áng", "Phường Hoành Sơn"))


def test_a_successor_nobody_names_is_said_on_the_page(client: Client) -> None:
    assert "không ghi nhập vào đâu" in page(client, "xã Suối Trầu, Long Thành")


def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "Không tìm thấy nơi nào" in page(client, "zzqqxx")


def test_words_from_the_address_line_are_escaped(client: Client) -> None:
    assert "<script>alert" not in page(client, "<script>alert(1)</script>")


@pytest.mark.parametrize("code", ["22918", "18796", "00859", "26407"])
def test_every_kind_of_unit_has_a_page(client: Client, code: str) -> None:
    on = date(2019, 2, 1) if code == "26407" else LAST
    assert client.get(reverse("units:unit", args=[number(code, on)])).status_code == 200


def test_a_province_lists_its_communes(client: Client) -> None:
    province = api.unit_by_code(code="68", level="province", on=date(2026, 1, 1)).unit_id
    assert "124 đơn vị trực thuộc" in client.get(reverse("units:unit", args=[province])).content.decode()


def test_an_unknown_unit_is_not_found(client: Client) -> None:
    assert client.get(reverse("units:unit", args=[5])).status_code == 404


def test_pages_ask_the_database_the_same_for_one_answer_and_for_many(client: Client) -> None:
    page(client, "warm")
    counts = []
    for text in ("hàm tiến, phan thiết", "tân hà"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, text)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_english_page_is_english(client: Client) -> None:
    client.cookies["dinh_language"] = "en"
    assert "Since 01/07/2025: Phường Mũi Né, tỉnh Lâm Đồng." in page(client, "hàm tiến, phan thiết")


def test_suggestions_are_links(client: Client) -> None:
    text = client.get(reverse("units:suggest"), {"q": "mui ne"}).content.decode()
    assert f'href="/dia-danh/{number("22915")}/"' in text


def test_the_faults_of_the_sources_are_in_sight(client: Client) -> None:
    text = client.get(reverse("units:sources")).content.decode()
    assert "Hai danh mục ghi hai mã; giữ cả hai." in text
    some = client.get(reverse("units:sources"), {"bang": "communes_new", "loi": "code differs between sources"})
    assert "06978" in some.content.decode()
    assert client.get(reverse("units:sources"), {"tu": "-1x"}).status_code == 200


def test_the_map_file_is_kept_by_browsers_and_confirmed_by_tag(client: Client) -> None:
    where = reverse("units:map", args=["68"])
    first = client.get(where)
    features = first.json()["features"]
    assert (len(features), set(features[0]["properties"])) == (124, {"unit_id", "code", "name", "kind"})
    assert "max-age=604800" in first["Cache-Control"]
    assert client.get(where, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(where, {"ngay": "2020-01-01"}).status_code == 404
    assert client.get(reverse("units:map", args=["99"])).status_code == 404
