"""Every figure of the wall opens to a page that shows the same number: walked link by link."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.kernel import clock
from tests.indicators.chain import decided, received, record, settled

pytestmark = pytest.mark.integration
WALL = "/dieu-hanh/"


@pytest.fixture
def commune(province: directory.UnitView) -> directory.UnitView:
    """Return a commune with dossiers in time, late and ended; a department of the province has a late one too."""
    now = clock.now()
    unit = directory.children(unit_id=province.unit_id, on=now.date())[0]
    told = {"unit_id": unit.unit_id, "at": now - timedelta(minutes=1)}
    record([received(n, **told, has_fee=True, fee_total_vnd=20_000) for n in range(1, 8)])
    record([settled(1), received(8, **told, channel="desk", components_reused=1)])
    record([decided(n, at=now, decided_at=now, is_on_time=n != 3) for n in (1, 2, 3)])
    late = {"at": now - timedelta(days=9), "due_at": now - timedelta(days=2)}
    record([received(21, unit_id=unit.unit_id, **late), received(22, unit_id=province.unit_id, **late)])
    return unit


def opened(client: Client, href: str) -> str:
    """Return the number a figure's page begins with."""
    answer = client.get(href)
    assert answer.status_code == 200, href
    found = re.search(r'class="i-figure"><strong>([^<]*)</strong>', answer.content.decode())
    return found[1].strip() if found else ""


@pytest.mark.parametrize("whose", ["", "don-vi/{}/"])
def test_every_figure_of_the_wall_opens_to_its_number(leader: Client, commune: directory.UnitView, whose: str) -> None:
    wall = leader.get(WALL + whose.format(commune.unit_id)).context["wall"]
    for stat in wall.stats:
        assert opened(leader, stat.href) == (f"{stat.value} %" if stat.unit else stat.value)
    assert len([one for one in wall.said if one.href]) == 3
    for one in wall.said:
        assert opened(leader, one.href) in one.words
    for late in wall.late:
        assert opened(leader, late.late_href) == late.late
        assert opened(leader, late.open_href) == late.open


def test_every_commune_of_the_map_opens_to_its_number(leader: Client, commune: directory.UnitView) -> None:
    for code in ("dossiers.received", "dossiers.on_time_share"):
        values = leader.get(WALL, {"chi-tieu": code}).context["wall"].map.values
        told = values[str(commune.unit_id)]
        assert opened(leader, told["href"]) == told["text"]
        empty = next(one for one in values.values() if one["bin"] is None or one["text"] == "0")
        assert opened(leader, empty["href"]) in {"", "0"}


def test_links_stand_on_the_page_itself(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get(WALL)
    words = page.content.decode().replace("&amp;", "&")
    wall = page.context["wall"]
    hrefs = [one.href for one in wall.said] + [one.href for one in wall.stats]
    hrefs += [href for one in wall.late for href in (one.late_href, one.open_href)]
    hrefs.append(wall.map.values[str(commune.unit_id)]["href"])
    assert [href for href in hrefs if f'href="{href}"' not in words] == []


def test_every_month_of_a_chart_opens_to_its_number(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get("/dieu-hanh/chi-tieu/dossiers.received/", {"don-vi": commune.unit_id})
    spec = page.context["chart"]["spec"]
    words = page.content.decode().replace("&amp;", "&")
    assert len(spec.hrefs) == 13
    for href, value in list(zip(spec.hrefs, spec.series[0].values, strict=True))[-2:]:
        # Once from the drawing, once from the table, once from the list of months.
        assert words.count(f'href="{href}"') == 3
        assert opened(leader, href) == str(value)


def test_parts_of_a_figure_open_to_their_numbers(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get("/dieu-hanh/chi-tieu/dossiers.online_share/")
    lines = [one for part in ("children", "procedures") for one in page.context[part]["first"] if one["href"]]
    assert commune.name in {one["label"] for one in lines}
    assert [opened(leader, one["href"]) for one in lines] == [one["value"] for one in lines]


def test_a_figure_over_http_names_its_page(leader: Client, commune: directory.UnitView) -> None:
    told = leader.get("/api/indicators/dossiers.received/figure", {"unit_id": commune.unit_id}).json()
    path = told["link"].partition("/dieu-hanh/")[2]
    assert opened(leader, f"/dieu-hanh/{path}") == str(told["numerator"])
