"""A province over the years, single values at their addresses, and links from everything that shows one."""

import csv
import io

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.kernel import clock
from tests.portal.conftest import Browser

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("published")]
HOME = "/dieu-hanh/dti/"


def province_of(code: str) -> directory.UnitView:
    return directory.unit_by_code(code=code, level="province", on=clock.now().date())


def shown(client: Client, unit: directory.UnitView) -> dict[str, object]:
    return client.get(f"{HOME}qua-nam/", {"tinh": unit.unit_id}).context


def test_da_nang_over_the_years_is_as_published(leader: Client) -> None:
    page = shown(leader, province_of("48"))
    told = {row["year"]: (row["cells"][0]["value"], row["cells"][0]["rank"]) for row in page["rows"]}
    assert told == {
        2020: ("0,4874", 1),
        2021: ("0,6419", 1),
        2022: ("0,8002", 1),
        2023: ("0,8340", 1),
        2024: ("", 17),
    }
    values, ranks = (one["spec"] for one in page["charts"])
    assert values.labels == ("2020", "2021", "2022", "2023", "2024")
    assert values.series[0].values[2] == 0.8002
    assert values.series[0].values[4] is None
    assert ranks.series[0].values == (1, 1, 1, 1, 17)


def test_no_line_crosses_a_change_of_method_or_map(leader: Client) -> None:
    page = shown(leader, province_of("48"))
    spec = page["charts"][0]["spec"]
    years = [spec.labels[place] for place, _ in spec.breaks]
    editions = [api.for_year("dti", int(year)) for year in spec.labels]
    changed = [spec.labels[n] for n in range(1, 5) if editions[n].series != editions[n - 1].series]
    assert years == sorted({*changed, str(api.MERGED_FROM)})
    assert len(page["notes"]) == len(changed) + 1
    # A province that was not merged keeps its unit; only the method cuts its line.
    whole = shown(leader, province_of("01"))
    assert [whole["charts"][0]["spec"].labels[place] for place, _ in whole["charts"][0]["spec"].breaks] == changed


def test_pillars_are_computed_from_main_indicators_and_say_so(leader: Client) -> None:
    page = shown(leader, province_of("48"))
    cells = next(row["cells"] for row in page["rows"] if row["year"] == 2022)[1:]
    assert cells
    assert all(one["is_computed"] and one["value"] for one in cells)
    kept = leader.get(cells[0]["href"]).context["mains"]
    assert {one["value"] for one in cells} <= {one["value"] for one in kept}


def test_every_year_opens_to_the_same_number(leader: Client) -> None:
    page = shown(leader, province_of("48"))
    for row in page["rows"]:
        told = row["cells"][0]
        one = leader.get(told["href"])
        assert (one.context["value"] or "", one.context["told"].rank) == (
            told["value"] or "chỉ có thứ hạng",
            told["rank"],
        )
    spec = page["charts"][0]["spec"]
    assert list(spec.hrefs) == [row["cells"][0]["href"] for row in page["rows"]]


def test_a_province_the_merger_ended_is_still_there(leader: Client) -> None:
    names = [one.short_name for one in shown(leader, province_of("48"))["choices"]]
    assert len(names) == 63
    assert "Quảng Nam" in names
    assert leader.get(f"{HOME}qua-nam/", {"tinh": "999"}).status_code == 404
    assert leader.get(f"{HOME}qua-nam/", {"tinh": "²"}).status_code == 404


def test_each_row_of_the_ranking_opens_to_its_value_and_source(leader: Client) -> None:
    rows = leader.get(f"{HOME}xep-hang/?nam=2022").context["rows"]
    for row in rows[:3]:
        page = leader.get(row["href"])
        assert (page.context["told"].rank, row["name"] in page.context["unit"]) == (row["rank"], True)
        assert "https://dti.gov.vn/xep-hang-2022" in page.content.decode()
    assert leader.get(f"{HOME}gia-tri/scv_none/").status_code == 404


def test_values_stay_shut_for_others(signed_in: Browser, leader: Client) -> None:
    href = leader.get(f"{HOME}xep-hang/?nam=2022").context["rows"][0]["href"]
    for path in (href, f"{HOME}qua-nam/"):
        assert signed_in("chuyenvien.xuanhuong").get(path).status_code == 403


def test_exports_and_answers_name_the_page_of_each_value(leader: Client) -> None:
    text = leader.get(f"{HOME}xuat.csv?nam=2022").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    links = [row["Địa chỉ mở"] for row in rows]
    assert all(leader.get(link[link.index(HOME) :]).status_code == 200 for link in links[:2])
    answer = leader.get("/api/scores/dti/2022/published").json()
    first = answer[0]
    page = leader.get(first["link"][first["link"].index(HOME) :])
    assert (page.context["told"].rank, first["name_vi"] in page.context["unit"]) == (first["rank"], True)
