"""The wall: what it says, who may see it, that it renews itself by itself and asks the same number of questions."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.kernel import clock
from dinh.portal.queries import wall as queries
from tests.indicators.chain import decided, received, record
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
WALL = "/dieu-hanh/"


def communes(province: directory.UnitView) -> tuple[directory.UnitView, ...]:
    return directory.children(unit_id=province.unit_id, on=clock.now().date())


def late_dossier(number: int, unit: directory.UnitView, *, days: int = 2) -> None:
    now = clock.now()
    record([received(number, unit_id=unit.unit_id, at=now - timedelta(days=9), due_at=now - timedelta(days=days))])


def told(unit: directory.UnitView, at: datetime | None = None, code: str = "") -> queries.Wall:
    return queries.wall(unit=unit, at=at or clock.now(), map_code=code)


@pytest.mark.parametrize(
    ("username", "status"),
    [("lanhdao.tinh", 200), ("dulieu.tinh", 200), ("chutich.xuanhuong", 200), ("chuyenvien.xuanhuong", 403)],
)
def test_wall_opens_to_those_who_may_read_it(signed_in: Browser, username: str, status: int) -> None:
    assert signed_in(username).get(WALL).status_code == status


def test_wall_sends_a_stranger_to_sign_in(province: directory.UnitView) -> None:
    del province
    assert Client().get(WALL).headers["Location"] == "/dang-nhap/?next=%2Fdieu-hanh%2F"


def test_wall_of_an_unknown_unit_is_not_found(leader: Client) -> None:
    assert leader.get("/dieu-hanh/don-vi/999999/").status_code == 404


def test_wall_without_data_shows_no_number(leader: Client) -> None:
    page = leader.get(WALL).content.decode()
    assert page.count("d-stat--missing") == 5
    assert "Tháng này chưa có gì để tính." in page
    assert "0,0 %" not in page
    assert "Không ai chậm" in page


def test_sentence_tells_the_day_in_words(province: directory.UnitView) -> None:
    now = clock.now()
    unit = communes(province)[0]
    record([received(1, unit_id=unit.unit_id, at=now, due_at=now + timedelta(days=3))])
    late_dossier(2, unit)
    done = {"at": now - timedelta(days=4), "decided_at": now, "due_at": now + timedelta(days=1)}
    record([received(3, unit_id=unit.unit_id, at=now - timedelta(days=4)), decided(3, **done)])
    assert told(province).sentence == (
        "Hôm nay tỉnh Lâm Đồng tiếp nhận 1 hồ sơ. 1 hồ sơ đang xử lý đã quá hẹn. Tháng này 100,0 % hồ sơ xong đúng hẹn."
    )


def test_sentence_counts_late_dossiers_beyond_the_ten_units_shown(province: directory.UnitView) -> None:
    for number, unit in enumerate(communes(province)[:12]):
        late_dossier(number, unit, days=1 + number)
    shown = told(province)
    assert (len(shown.late), shown.late_more) == (10, 2)
    assert "12 hồ sơ đang xử lý đã quá hẹn." in shown.sentence


def test_late_list_tells_who_acts(province: directory.UnitView) -> None:
    ward = next(unit for unit in communes(province) if unit.kind is directory.Kind.PHUONG)
    late_dossier(1, ward, days=3)
    late_dossier(2, province, days=5)
    by_name = {one.name: (one.late, one.open, one.oldest, one.who) for one in told(province).late}
    assert by_name == {
        ward.name: ("1", "1", "lâu nhất 3 ngày", "Chủ tịch UBND phường"),
        "Các sở, ngành của tỉnh": ("1", "1", "lâu nhất 5 ngày", "Giám đốc các sở, ngành"),
    }


def test_map_hatches_what_has_no_data(province: directory.UnitView) -> None:
    unit = communes(province)[0]
    record([received(1, unit_id=unit.unit_id, at=clock.now(), channel="online")])
    drawn = told(province, code="dossiers.online_share").map
    assert drawn is not None
    assert len(drawn.shapes) == 124
    known = {code: value["bin"] for code, value in drawn.values.items() if value["bin"] is not None}
    assert known == {str(unit.unit_id): 5}
    assert all(value["text"] == "chưa có dữ liệu" for value in drawn.values.values() if value["bin"] is None)


def test_wall_of_a_commune_has_its_own_figures(leader: Client, province: directory.UnitView) -> None:
    first, second = communes(province)[:2]
    record([received(1, unit_id=first.unit_id, at=clock.now())])
    assert [told(unit).stats[0].value for unit in (first, second, province)] == ["1", "0", "1"]
    page = leader.get(f"/dieu-hanh/don-vi/{first.unit_id}/").content.decode()
    assert "Toàn tỉnh" in page
    assert 'id="ban-do"' not in page


def test_live_part_is_silent_until_something_happened(leader: Client, province: directory.UnitView) -> None:
    unit = communes(province)[0]
    record([received(1, unit_id=unit.unit_id, at=clock.now())])
    same = f"/dieu-hanh/song/?moc={queries.mark(clock.now())}"
    answers = [leader.get(same).status_code]
    record([received(2, unit_id=unit.unit_id, at=clock.now())])
    renewed = leader.get(same)
    assert [*answers, renewed.status_code] in ([204, 200], [200, 200])  # a minute may have ended in between
    page = renewed.content.decode()
    assert '<span class="d-number">2</span>' in page
    assert "<html" not in page


def test_mark_moves_with_the_minute(province: directory.UnitView) -> None:
    del province
    now = clock.now().replace(second=0)
    assert queries.mark(now) == queries.mark(now + timedelta(seconds=59))
    assert queries.mark(now) != queries.mark(now + timedelta(seconds=60))


def test_wall_asks_the_same_number_of_questions(leader: Client, province: directory.UnitView) -> None:
    units = communes(province)
    leader.get(WALL)
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            late_dossier(number, units[number])
        with CaptureQueriesContext(connection) as asked:
            leader.get(WALL)
        counts.append(len(asked))
    assert counts[0] == counts[1]
