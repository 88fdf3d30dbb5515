"""A point on the map: where it lies against its commune on both sides, and how finger, keys and device set it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from dinh.directory.units.models import UnitShape
from dinh.forms import api
from dinh.forms.policies.compiling import compiled
from dinh.forms.policies.placing import NEAR, Lies, beside, lies, micro
from dinh.forms.policies.showing import Shown, controls_of
from tests.dossiers import world as w
from tests.forms.test_filing import WRITER

TODAY = date(2026, 11, 22)
STATIC = Path(__file__).parents[2] / "src" / "dinh" / "forms" / "static" / "forms"
WEST, EAST, SOUTH, NORTH = 107.4, 107.6, 11.4, 11.6
SQUARE = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
RINGS = (((0, 0), (100_000, 0), (100_000, 100_000), (0, 100_000), (0, 0)),)
HOLED = (*RINGS, ((40_000, 40_000), (60_000, 40_000), (60_000, 60_000), (40_000, 60_000), (40_000, 40_000)))
FORM: dict[str, Any] = {
    "code": "thu-diem",
    "title": "Thử",
    "procedures": [w.BIRTH],
    "pages": [
        {"name": "mot", "title": "Một", "blocks": [
            {"kind": "person", "name": "who", "label": "Ai", "parts": ["name", "residence"], "required": False},
            {"kind": "address", "name": "place", "label": "Nơi", "required": False},
            {"kind": "map_point", "name": "point", "label": "Điểm", "required": False},
        ]},
    ],
}  # fmt: skip


@pytest.fixture
def form_id(mapped: w.World) -> Iterator[str]:
    del mapped
    from dinh.forms.queries import versions

    UnitShape.objects.create(unit_id=w.COMMUNE, valid_from=date(2025, 7, 1), digest="0" * 64, polygons=[[SQUARE]])
    made = api.save_draft(by=WRITER, at=w.AT, definition=api.definition_of(FORM)).form_id
    yield made
    versions.forget()


def answers(lat: float, lon: float, unit: int = w.COMMUNE) -> dict[str, Any]:
    return {"place": {"unit": unit, "detail": "Thôn 1"}, "point": {"lat": lat, "lon": lon}}


@pytest.mark.parametrize(
    ("spot", "wanted"),
    [
        ((50_000, 20_000), Lies.INSIDE),
        ((1, 50_000), Lies.INSIDE),
        ((-NEAR, 50_000), Lies.NEAR),
        ((-NEAR - 1, 50_000), Lies.OUTSIDE),
        ((-NEAR, -1), Lies.OUTSIDE),
        ((50_000, 50_000), Lies.OUTSIDE),
        ((41_000, 50_000), Lies.NEAR),
    ],
)
def test_spot_lies_inside_near_or_outside(spot: tuple[int, int], wanted: Lies) -> None:
    assert lies(spot, HOLED) is wanted


def test_point_in_its_commune_is_right(form_id: str) -> None:
    assert api.validate(form_id=form_id, answers=answers(11.5, 107.5), on=TODAY) == {}


def test_point_near_the_line_is_let_pass_and_said(form_id: str) -> None:
    given_here = answers(11.5, WEST - 0.004)
    assert api.validate(form_id=form_id, answers=given_here, on=TODAY) == {}
    rows = api.summary(form_id=form_id, answers=given_here, on=TODAY)[0].rows
    assert [row.value for row in rows if row.address == "point"] == [
        "11.5, 107.396 (gần ranh giới Xã Đạ Tẻh, tỉnh Lâm Đồng)"
    ]


def test_point_is_drawn_beside_its_words(form_id: str) -> None:
    (part,) = api.summary(form_id=form_id, answers=answers(11.5, 107.5), on=TODAY)
    page = render_to_string("forms/summary.html", {"parts": [part]})
    assert page.count('class="d-spot"') == 1
    assert 'aria-label="11.5, 107.5 (trong Xã Đạ Tẻh, tỉnh Lâm Đồng)"' in page


def test_point_of_a_commune_without_boundary_is_not_drawn(form_id: str) -> None:
    UnitShape.objects.all().delete()
    (part,) = api.summary(form_id=form_id, answers=answers(11.5, 107.5), on=TODAY)
    assert "d-spot" not in render_to_string("forms/summary.html", {"parts": [part]})


def test_point_outside_is_refused_at_its_field(form_id: str) -> None:
    said = api.validate(form_id=form_id, answers=answers(11.5, 107.7), on=TODAY, page="mot")
    assert list(said) == ["point"]
    assert "nằm ngoài Xã Đạ Tẻh" in said["point"]


def test_point_without_boundary_or_commune_is_not_judged(form_id: str) -> None:
    assert api.validate(form_id=form_id, answers=answers(11.5, 107.7, w.NEIGHBOR), on=TODAY) == {}
    assert api.validate(form_id=form_id, answers={"point": {"lat": 1, "lon": 1}}, on=TODAY) == {}


def test_point_is_never_judged_by_where_a_person_lives(form_id: str) -> None:
    home = {"who": {"name": "Lan", "residence": {"unit": w.COMMUNE}}, "point": {"lat": 1, "lon": 1}}
    assert api.validate(form_id=form_id, answers=home, on=TODAY) == {}


def test_boundary_is_public_and_found_by_name_or_number(form_id: str) -> None:
    del form_id
    found = Client().get("/bieu-mau/ranh-gioi.json", {"ten": "", "so": str(w.COMMUNE)}).json()
    assert (found["unit"], found["rings"][0][0]) == (w.COMMUNE, [107_400_000, 11_400_000])
    assert Client().get("/bieu-mau/ranh-gioi.json", {"ten": "Đạ Tẻh"}).json()["unit"] == w.COMMUNE


@pytest.mark.parametrize("asked", [{}, {"so": "999999"}, {"so": "-1"}, {"so": "9" * 40}, {"ten": "\x00' or 1"}])
def test_boundary_of_nothing_known_is_empty(form_id: str, asked: dict[str, str]) -> None:
    del form_id
    found = Client().get("/bieu-mau/ranh-gioi.json", asked)
    assert found.json() == {"unit": 0, "name": "", "rings": []}


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    yield context.new_page()
    context.close()


def opened(tab: Any, stored: dict[str, Any]) -> Any:
    """The page of the form with the real script and style, its boundary answered for by the test."""
    form = compiled(api.definition_of(FORM))
    shown = Shown(answers=stored, stored=stored, name_unit=lambda _unit: "Xã Đạ Tẻh", units=beside(form), today=TODAY)
    view = api.PageView("", "", "", "", "", controls_of(form.sheets[0], shown), faults=(), is_memory=False)
    style = (STATIC / "forms.css").read_text(encoding="utf-8")
    body = render_to_string("forms/page.html", {"shown": view})
    html = f"<!doctype html><meta name=viewport content='width=device-width'><style>{style}</style><form>{body}</form>"
    rings = [[[micro(x), micro(y)] for x, y in SQUARE]]
    meant = json.dumps({"unit": w.COMMUNE, "name": "Xã Đạ Tẻh", "rings": rings})
    none = '{"unit": 0, "name": "", "rings": []}'

    def answer(route: Any) -> None:
        url = route.request.url
        if url.endswith(".js"):
            route.fulfill(body=(STATIC / "point.js").read_text(encoding="utf-8"), content_type="text/javascript")
        elif "ranh-gioi" in url:
            is_meant = f"so={w.COMMUNE}" in url or "ten=%C4%90" in url
            route.fulfill(body=meant if is_meant else none, content_type="application/json")
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    tab.route("**/*", answer)
    tab.goto("https://dinh.test/")
    tab.wait_for_selector(".f-map:not([hidden])")
    return tab


def test_point_is_set_by_finger_and_by_keys(tab: Any) -> None:
    page = opened(tab, {"place": {"unit": w.COMMUNE}})
    sheet = page.locator(".f-map__sheet")
    sheet.tap()
    lat, lon = (float(one) for one in page.input_value("[name=point]").split(", "))
    assert (abs(lat - 11.5) < 0.002, abs(lon - 107.5) < 0.002) == (True, True)
    assert "Điểm nằm trong Xã Đạ Tẻh" in page.text_content(".f-map__said")
    sheet.press("ArrowRight")
    assert float(page.input_value("[name=point]").split(", ")[1]) > lon
    for _each in range(20):
        sheet.press("ArrowLeft")
    assert "nằm ngoài Xã Đạ Tẻh" in page.text_content(".f-map__said")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_point_is_set_by_the_position_of_the_device(tab: Any) -> None:
    tab.context.grant_permissions(["geolocation"])
    tab.context.set_geolocation({"latitude": 11.5, "longitude": WEST - 0.001})
    page = opened(tab, {"place": {"unit": w.COMMUNE}})
    page.locator("[data-f-here]").tap()
    page.wait_for_function("document.querySelector('[name=point]').value !== ''")
    assert page.input_value("[name=point]") == "11.500000, 107.399000"
    assert "gần ranh giới" in page.text_content(".f-map__said")


def test_map_waits_for_the_commune(tab: Any) -> None:
    page = opened(tab, {})
    assert page.locator(".f-map__sheet").is_hidden()
    assert "chọn xã, phường trước" in page.text_content(".f-map__said")
    page.fill("[name='place.unit']", "Đạ Tẻh")
    page.press("[name='place.unit']", "Tab")
    page.locator(".f-map__sheet").wait_for(state="visible")


@pytest.fixture(scope="module")
def judge(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    page.set_content("<p>")
    script = (STATIC / "point.js").read_text(encoding="utf-8") + "\nwindow.lies = lies;"
    page.add_script_tag(content=script, type="module")
    page.wait_for_function("() => Boolean(window.lies)")
    yield page
    page.close()


corner = st.tuples(st.integers(-60_000, 60_000), st.integers(-60_000, 60_000))


@settings(max_examples=80)
@given(spots=st.lists(corner, min_size=1, max_size=20), ring=st.lists(corner, min_size=3, max_size=8))
def test_browser_and_server_judge_points_alike(judge: Any, spots: list[Any], ring: list[Any]) -> None:
    rings = [[*ring, ring[0]]]
    there = judge.evaluate("([spots, rings]) => spots.map((spot) => window.lies(spot, rings))", [spots, rings])
    assert there == [lies(spot, rings).value for spot in spots]
