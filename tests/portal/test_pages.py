"""The home of everyone: what a stranger and each official meet first; one search with the rights of the post."""

import pytest
from django.test import Client

from dinh.portal.registry import ROOMS
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration


def ways(client: Client, path: str = "/") -> set[str]:
    page = client.get(path).content.decode()
    return {room.href for room in ROOMS if f'href="{room.href}"' in page}


def test_home_leads_a_stranger_to_search_and_look_up(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Anh/chị cần làm việc gì?" in page
    assert page.count('href="/thu-tuc/?viec=') == 6
    assert 'href="/tra-cuu/"' in page
    assert "d-rooms" not in page
    assert "Dữ liệu giả lập" in page


def test_home_speaks_english(client: Client) -> None:
    client.cookies["dinh_language"] = "en"
    assert "What do you need to get done?" in client.get("/").content.decode()


def test_about_says_how_data_are_kept(client: Client) -> None:
    page = client.get("/gioi-thieu/").content.decode()
    assert "Dữ liệu của anh/chị" in page


def test_robots_keep_out_of_what_is_personal(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /ho-so/", "Disallow: /toi/", "Disallow: /dieu-hanh/", "Disallow: /tim/"} <= set(lines)


def test_manifest_names_the_province(client: Client) -> None:
    told = client.get("/manifest.webmanifest").json()
    assert (told["name"], told["start_url"]) == ("Tỉnh Lâm Đồng", "/")


EVERYWHERE = {"/tim/", "/thong-bao/co-quan/", "/thu-tuc/", "/chi-tieu/", "/dia-danh/"}


@pytest.mark.parametrize(
    ("username", "own"),
    [
        ("motcua.xuanhuong", {"/ban-lam-viec/", "/so-lieu/doi-soat/"}),
        ("chuyenvien.xuanhuong", {"/ban-lam-viec/"}),
        ("chutich.xuanhuong", {"/ban-lam-viec/", "/dieu-hanh/"}),
        ("lanhdao.tinh", {"/dieu-hanh/", "/ban-lam-viec/lich/"}),
        ("dulieu.tinh", {"/dieu-hanh/", "/ban-lam-viec/lich/", "/thong-bao/mau/", "/so-lieu/thu-tuc/", "/so-cai/"}),
        (
            "vanhanh.tinh",
            {"/ban-lam-viec/lich/", "/so-lieu/doi-soat/", "/so-cai/", "/thong-bao/mau/", "/so-cai/ton-dong/"},
        ),
    ],
)
def test_home_of_an_official_shows_the_rooms_of_the_post(signed_in: Browser, username: str, own: set[str]) -> None:
    assert ways(signed_in(username)) == own | EVERYWHERE


@pytest.mark.parametrize(
    "username", ["motcua.xuanhuong", "chutich.xuanhuong", "lanhdao.tinh", "dulieu.tinh", "vanhanh.tinh"]
)
def test_every_room_shown_opens(signed_in: Browser, username: str) -> None:
    browser = signed_in(username)
    assert {href: browser.get(href).status_code for href in sorted(ways(browser))} == dict.fromkeys(ways(browser), 200)


def test_bar_names_where_one_is(signed_in: Browser) -> None:
    page = signed_in("vanhanh.tinh").get("/so-cai/ton-dong/").content.decode()
    assert page.count('aria-current="page"') == 1
    assert '<a href="/so-cai/ton-dong/" aria-current="page">' in page


def test_search_is_for_officials(client: Client) -> None:
    assert client.get("/tim/?q=khai").headers["Location"].startswith("/dang-nhap/")


def test_search_puts_the_own_province_of_today_first(leader: Client) -> None:
    found = leader.get("/tim/", {"q": "xuan huong"}).context["found"]
    assert "Phường Xuân Hương - Đà Lạt" in found.units[0].title
    assert found.dossiers_note == "Vị trí công tác này không được tìm hồ sơ."


@pytest.mark.parametrize("asked", ["", "   ", "\x00", "%", "' or 1=1 --", "x" * 5000])
def test_search_bears_anything(signed_in: Browser, asked: str) -> None:
    assert signed_in("motcua.xuanhuong").get("/tim/", {"q": asked}).status_code == 200


def test_search_says_where_an_old_place_is_today(signed_in: Browser) -> None:
    desk = signed_in("motcua.xuanhuong")
    page = desk.get("/tim/", {"q": "xã Lạc Xuân"}).content.decode()
    assert "Xã Lạc Xuân (trước 01/07/2025) nay thuộc xã D&#x27;Ran." in page
    at_the_desk = desk.get("/ban-lam-viec/tim/", {"q": "khai sinh xã Lạc Xuân"}).content.decode()
    assert "Xã Lạc Xuân (trước 01/07/2025) nay thuộc xã D&#x27;Ran." in at_the_desk
    assert "trước 01/07/2025" not in signed_in("lanhdao.tinh").get("/tim/", {"q": "xã D'Ran"}).content.decode()
