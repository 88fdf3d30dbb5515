"""Pages of series and targets: on any map, in words, kept from strangers, with a fixed number of questions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.kernel import clock
from tests.indicators.chain import received, record
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
HOME, TARGETS = "/dieu-hanh/chuoi/", "/dieu-hanh/muc-tieu/"
INTERNET = f"{HOME}papi-internet/"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def former(code: str) -> int:
    from datetime import date

    return directory.unit_by_code(code=code, level="province", on=date(2025, 6, 30)).unit_id


def test_strangers_and_officers_are_kept_out(signed_in: Browser) -> None:
    for path in (HOME, INTERNET, TARGETS):
        assert Client().get(path).headers["Location"].startswith("/dang-nhap/")
        assert signed_in("chuyenvien.xuanhuong").get(path).status_code == 403


def test_the_catalogue_keeps_kinds_of_sources_apart(leader: Client) -> None:
    page = text(leader, HOME)
    for words in (
        "Từ khảo sát",
        "Thống kê chính thức",
        "Bình Thuận trong Tỉnh Lâm Đồng",
        "Hậu Giang trong Thành phố Cần Thơ",
    ):
        assert words in page


@pytest.mark.parametrize("code", ["60", "06", "93", "91", "46"])
@pytest.mark.parametrize("view", ["quy-doi", "nguyen-trang", "cong-bo"])
def test_every_reading_of_the_five_provinces_opens(leader: Client, code: str, view: str) -> None:
    page = text(leader, f"{INTERNET}?don-vi={former(code)}&doc={view}")
    assert "Bản đồ trước và sau sắp xếp" in page
    assert ("Điều không thể biết" in page) is (view == "quy-doi" and code != "46")


def test_binh_thuan_has_a_break_mark_spans_and_its_own_map(leader: Client) -> None:
    now = text(leader, f"{INTERNET}?don-vi={former('60')}")
    assert 'class="d-plot__break"' in now
    assert 'class="d-plot__span"' in now
    assert "d-plot__line--estimated" in now
    assert "Trung bình cộng các tỉnh cũ" in now
    then = text(leader, f"{INTERNET}?don-vi={former('60')}&ngay=2025-06-30")
    assert 'class="d-plot__span"' not in then
    assert "2,48" in then


def test_published_values_and_ranks_open_without_any_value(leader: Client) -> None:
    for code in ("dti-value", "dti-rank", "dossiers.received", "dossiers.online_share"):
        assert "Chưa có số liệu công bố nào" in text(leader, f"{HOME}{code}/")


def test_figures_of_other_provinces_are_refused_published_series_are_not(leader: Client) -> None:
    assert leader.get(f"{HOME}dossiers.received/?don-vi={former('46')}").status_code == 403
    assert leader.get(f"{INTERNET}?don-vi={former('46')}").status_code == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{HOME}none/", "CK01"),
        (f"{INTERNET}?don-vi=abc", "CK02"),
        (f"{INTERNET}?don-vi=²", "CK02"),
        (f"{INTERNET}?don-vi=999999", "DU10"),
        (f"{INTERNET}?ngay=hôm-qua", "CK03"),
        (f"{INTERNET}?ngay=2011-01-01", "CK04"),
        (f"{INTERNET}?ngay=2999-01-01", "CK04"),
    ],
)
def test_what_does_not_exist_is_said(leader: Client, path: str, code: str) -> None:
    answer = leader.get(path)
    assert answer.status_code == 404
    assert code in answer.content.decode()


def test_targets_tell_whose_they_are_and_that_nothing_is_measured(leader: Client) -> None:
    page = text(leader, TARGETS)
    assert "21 mục tiêu" in page
    assert "Do Tỉnh Bình Thuận đặt ra cho địa bàn của mình" in page
    assert "chưa nói được: nội dung này chưa được đo" in page
    assert "do cơ quan tự báo cáo" in page
    assert "Chưa có mục tiêu nào của tỉnh này" in text(leader, f"{TARGETS}?don-vi={former('01')}")


def test_pages_ask_the_same_number_of_questions_for_one_year_and_for_seven(leader: Client) -> None:
    counts = []
    for path in (f"{INTERNET}?nam=2018", f"{INTERNET}?nam=2024", f"{HOME}papi-answers/"):
        leader.get(path)
        with CaptureQueriesContext(connection) as asked:
            leader.get(path)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_months_of_the_house_open_to_their_figures(leader: Client, province: directory.UnitView) -> None:
    unit = directory.children(unit_id=province.unit_id, on=clock.now().date())[0]
    record([received(number, unit_id=unit.unit_id, at=clock.now()) for number in (1, 2)])
    page = leader.get(f"{HOME}dossiers.received/", {"don-vi": province.unit_id})
    (cell,) = [one for row in page.context["rows"] for one in row["cells"] if one["href"]]
    assert cell["href"] in page.context["chart"].hrefs
    assert cell["href"].replace("&", "&amp;") in page.content.decode()
    assert leader.get(cell["href"]).context["figure"]["value"] == cell["words"] == "2"
    as_was = leader.get(f"{HOME}dossiers.received/", {"don-vi": province.unit_id, "doc": "nguyen-trang"})
    assert not any(one["href"] for row in as_was.context["rows"] for one in row["cells"])
