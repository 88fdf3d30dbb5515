"""Pages of the index: what was published, what was not, and nothing joined over a break."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.indicators.scores import api
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
HOME = "/dieu-hanh/dti/"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_strangers_and_officers_are_kept_out(signed_in: Browser) -> None:
    assert Client().get(HOME).headers["Location"].startswith("/dang-nhap/")
    assert signed_in("chuyenvien.xuanhuong").get(HOME).status_code == 403


def test_page_without_any_value_says_so(leader: Client) -> None:
    page = text(leader, HOME)
    assert "chưa có giá trị" in page


@pytest.mark.parametrize("year", api.years("dti"))
def test_every_year_opens(leader: Client, published: api.Loaded, year: int) -> None:
    del published
    page = text(leader, f"{HOME}?nam={year}")
    assert page.count("không so sánh") == 2
    assert text(leader, f"{HOME}xep-hang/?nam={year}")


def test_2022_shows_the_published_rank_and_its_source(leader: Client, published: api.Loaded) -> None:
    del published
    page = text(leader, f"{HOME}?nam=2022")
    assert "hạng 22" in page
    assert "https://dti.gov.vn/xep-hang-2022" in page


def test_ranking_shows_ties_as_published(leader: Client, published: api.Loaded) -> None:
    del published
    rows = leader.get(f"{HOME}xep-hang/?nam=2022").context["rows"]
    assert [(row["rank"], row["name"]) for row in rows[14:17]] == [
        (15, "Thanh Hóa"),
        (15, "Yên Bái"),
        (17, "Hậu Giang"),
    ]
    assert len(rows) == 63


@pytest.mark.parametrize("query", ["nam=1999", "nam=abc", "don-vi=99999", "nam=²"])
def test_what_does_not_exist_is_said(leader: Client, query: str) -> None:
    answer = leader.get(f"{HOME}?{query}")
    assert answer.status_code == 404
    assert "SC0" in answer.content.decode()


def test_ranking_asks_the_same_number_of_questions(leader: Client, published: api.Loaded) -> None:
    del published
    leader.get(f"{HOME}xep-hang/?nam=2020")
    counts = []
    for year in (2020, 2022):
        with CaptureQueriesContext(connection) as asked:
            leader.get(f"{HOME}xep-hang/?nam={year}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
