"""Layouts, gallery and the pages of refusal."""

import gzip

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings

from dinh.design import bundle, frame, library
from dinh.design.frame import NavItem
from dinh.design.web.gallery import ROOMS


@pytest.fixture(autouse=True)
def plain_static(settings: Settings) -> None:
    settings.DINH_SYNTHETIC = True


def page(layout: str, blocks: str) -> str:
    source = f'{{% extends "design/{layout}.html" %}}{{% load design %}}{blocks}'
    return Template(source).render(Context({"request": RequestFactory().get("/x/?a=1"), "csrf_token": "t"}))


@pytest.mark.parametrize("layout", sorted(ROOMS))
def test_layout_carries_skip_link_name_language_and_synthetic_mark(layout: str) -> None:
    drawn = page(layout, "{% block title %}Hồ sơ của tôi{% endblock %}{% block content %}<p>ở đây</p>{% endblock %}")
    assert '<html lang="vi"' in drawn
    assert 'href="#noi-dung"' in drawn
    assert "Tỉnh Lâm Đồng" in drawn
    assert "Dữ liệu giả lập để trình diễn" in drawn
    assert 'name="language" value="en"' in drawn
    assert drawn.count("<h1>Hồ sơ của tôi</h1>") == 1
    assert " style=" not in drawn


def test_layout_leaves_a_page_s_own_heading_alone() -> None:
    drawn = page("citizen", "{% block title %}A{% endblock %}{% block content %}<h1>B</h1>{% endblock %}")
    assert drawn.count("<h1") == 1


def test_layout_without_synthetic_data_has_no_mark(settings: Settings) -> None:
    settings.DINH_SYNTHETIC = False
    assert "giả lập" not in page("citizen", "{% block content %}{% endblock %}")


def test_desk_shows_what_modules_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_PROVIDERS", {})
    frame.register_nav("desk", lambda request: [NavItem("Chờ tiếp nhận", request.path, count=14)])
    drawn = page("desk", "{% block content %}{% endblock %}")
    assert "Chờ tiếp nhận" in drawn
    assert ">14</span>" in drawn


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/_design/", *(f"/_design/room/{room}/" for room in ROOMS)])
def test_gallery_page_opens(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", library.names())
def test_gallery_shows_the_component(client: Client, name: str) -> None:
    assert f"<h1>{name}</h1>" in client.get(f"/_design/{name}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/_design/no_such/", "/_design/room/attic/"])
def test_gallery_without_such_a_part_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
def test_refusal_page_needs_no_request_and_says_its_code(code: str) -> None:
    drawn = render_to_string(f"{code}.html")
    assert f"xin đọc mã {code}" in drawn


def test_weight_of_a_first_visit_leaves_room_for_the_page() -> None:
    static = bundle.HOME / "static" / "design"
    fonts = sum((static / "fonts" / f"be-vietnam-pro-{weight}.woff2").stat().st_size for weight in (400, 600))
    style = len(gzip.compress(bundle.TARGET.read_bytes()))
    script = len(gzip.compress((static / "js" / "page.js").read_bytes()))
    assert style < 12_000
    assert fonts + style + script < 40_000
