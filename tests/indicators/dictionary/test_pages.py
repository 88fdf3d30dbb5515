"""The dictionary in the browser of the people who keep it: list, form, trial on real data, four eyes, files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.web.forms import initial_of
from dinh.kernel.actor import Actor
from tests.indicators.dictionary.conftest import CODE, published, row
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
HOME = "/dieu-hanh/tu-dien/"


@pytest.fixture
def officer(signed_in: Browser) -> Client:
    return signed_in("dulieu.tinh")


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def typed(**changes: Any) -> dict[str, Any]:
    """Return a definition as the form sends it."""
    said = initial_of(row(**changes))
    return {name: value for name, value in said.items() if value not in {None, False} and name != "break"}


def kept(officer: Client, **changes: Any) -> str:
    """Keep a new draft and return its page."""
    answer = officer.post(f"{HOME}moi/", typed(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_strangers_and_officers_are_kept_out(signed_in: Browser) -> None:
    for path in (HOME, f"{HOME}moi/", f"{HOME}chi-tieu/dossiers.received/"):
        assert Client().get(path).headers["Location"].startswith("/dang-nhap/")
        assert signed_in("chuyenvien.xuanhuong").get(path).status_code == 403
    assert signed_in("lanhdao.tinh").get(f"{HOME}moi/").status_code == 403


def test_the_list_is_searched_without_tones(officer: Client) -> None:
    page = text(officer, HOME)
    assert "dossiers.received" in page
    assert [one["code"] for one in officer.get(f"{HOME}?q=nop truc tuyen co ket qua").context["rows"]] == [
        "dossiers.online_with_result_share"
    ]
    assert "Không có chỉ tiêu nào như vậy" in text(officer, f"{HOME}?q=zzz")


def test_the_list_costs_the_same_with_one_and_with_three_of_the_province(
    officer: Client, writer: Actor, chief: Actor
) -> None:
    counts = []
    for number in range(3):
        published(writer, chief, code=f"tinh.so_{number}")
        text(officer, HOME)
        with CaptureQueriesContext(connection) as asked:
            text(officer, HOME)
        counts.append(len(asked))
    assert len(set(counts[0::2])) == 1


@pytest.mark.usefixtures("dossiers")
def test_a_draft_is_tried_on_real_data_before_anybody_sees_it(officer: Client) -> None:
    place = kept(officer)
    answer = officer.get(place)
    trial = answer.context["trial"]
    assert [one["numerator"] for one in trial["months"]][-2:] == ["4", "0"]
    assert "<svg" in answer.content.decode()
    assert CODE not in text(officer, "/chi-tieu/")
    last = trial["months_offered"][1]["value"]
    assert "= 4" in text(officer, f"{place}?thang={last}")


@pytest.mark.parametrize(
    ("changes", "name", "sentence"),
    [
        ({"numerator": "dossiers.online_share"}, "numerator", "tỷ lệ không lấy trung bình"),
        ({"denominator": "closed"}, "denominator", "tính theo ngày khác nhau"),
        ({"numerator": CODE}, "numerator", "một vòng tròn"),
        ({"numerator": "services_online + received"}, "numerator", "không cộng vào"),
        ({"denominator": "recieved"}, "denominator", "recieved không phải số đo"),
        ({"denominator": "unit_code"}, "denominator", "unit_code là mã chính thức"),
        ({"numerator": "received received"}, "numerator", "ký tự thứ 9"),
        ({"name_en": ""}, "name_en", "Anh/chị cần điền ô này"),
        ({"valid_from": ""}, "valid_from", "Anh/chị cần điền ô này"),
    ],
)
def test_what_the_compiler_refuses_stands_beside_its_field(
    officer: Client, changes: dict[str, str], name: str, sentence: str
) -> None:
    place = kept(officer, **changes)
    answer = officer.get(f"{place}sua/")
    assert sentence in " ".join(answer.context["form"].errors[name])
    assert "Định nghĩa này chưa tính được" in text(officer, place)
    assert officer.post(f"{place}trinh/", {"revision": "1"}).status_code == 422


def test_a_next_version_that_counts_otherwise_needs_a_break_mark(officer: Client) -> None:
    answer = officer.post(f"{HOME}chi-tieu/dossiers.online_share/tiep/")
    place = str(answer.headers["Location"])
    form = officer.get(place).context["form"]
    assert form.errors == {}
    said = {**form.data, "numerator": "digitised", "revision": "1", "do": "stay"}
    said = {name: value for name, value in said.items() if value not in {None, False} and name != "checks"}
    assert officer.post(place, said).status_code == 302
    told = officer.get(place).context["form"].errors["is_break"]
    assert "không được nối chung một đường" in " ".join(told)
    assert officer.post(place, {**said, "is_break": "on", "revision": "2"}).status_code == 302
    assert officer.get(place).context["form"].errors == {}


def test_the_second_of_two_editors_keeps_what_they_typed(officer: Client) -> None:
    place = kept(officer)
    assert officer.post(f"{place}sua/", {**typed(unit="phần"), "revision": "1"}).status_code == 302
    late = officer.post(f"{place}sua/", {**typed(unit="hồ sơ"), "revision": "1"})
    assert late.status_code == 409
    page = late.content.decode()
    assert 'value="hồ sơ"' in page
    assert [one["value"] for one in late.context["stands"]] == ["phần"]
    assert officer.post(f"{place}sua/", {**typed(unit="hồ sơ"), "revision": "2"}).status_code == 302


def test_four_eyes_on_the_pages(officer: Client, leader: Client) -> None:
    place = kept(officer)
    assert officer.post(f"{place}trinh/", {"revision": "1"}).status_code == 302
    assert officer.post(f"{place}ban-hanh/", {"revision": "2"}).status_code == 403
    assert "Duyệt và ban hành" not in text(officer, place)
    assert leader.post(f"{place}tra-lai/", {"reason": "Thiếu điều"}).status_code == 302
    assert "Thiếu điều" in text(officer, place)
    officer.post(f"{place}trinh/", {"revision": "3"})
    assert officer.post(f"{place}rut/").status_code == 302
    officer.post(f"{place}trinh/", {"revision": "5"})
    assert leader.post(f"{place}ban-hanh/", {"revision": "4"}).status_code == 409
    assert leader.post(f"{place}ban-hanh/", {"revision": "6"}).status_code == 302
    story = officer.get(place).context["story"]
    assert [one["note"] for one in story if one["note"]] == ["Thiếu điều"]
    assert len(story) == 7
    assert officer.get(story[-1]["href"]).status_code == 200


def test_an_end_on_the_pages(officer: Client, leader: Client, writer: Actor, chief: Actor, today: Any) -> None:
    made = published(writer, chief)
    entry, steps = f"{HOME}chi-tieu/{CODE}/", f"{HOME}ban/{made.version_id}/cham-dut/"
    assert officer.post(steps, {"last_day": "hôm nay"}).status_code == 422
    assert officer.post(steps, {"last_day": today.isoformat(), "reason": "Hết nhiệm vụ"}).status_code == 302
    assert "đề nghị áp dụng đến hết" in text(leader, entry)
    assert officer.post(f"{steps}duyet/").status_code == 403
    assert leader.post(f"{steps}tra-lai/", {"reason": "Còn cần"}).status_code == 302
    assert "Còn cần" in text(officer, entry)
    officer.post(steps, {"last_day": today.isoformat(), "reason": "Hết nhiệm vụ"})
    assert officer.post(f"{steps}rut/").status_code == 302
    officer.post(steps, {"last_day": today.isoformat(), "reason": "Hết nhiệm vụ"})
    assert leader.post(f"{steps}duyet/").status_code == 302
    assert "Áp dụng đến hết" in text(officer, entry)


def test_a_definition_goes_out_as_a_file_and_comes_in_as_a_draft(officer: Client) -> None:
    given = officer.get(f"{HOME}chi-tieu/dossiers.on_time_share/1.toml").content
    assert given.startswith(b"[[indicator]]\n")
    other = given.replace(b'"dossiers.on_time_share"', b'"tinh.dung_han"')
    answer = officer.post(f"{HOME}tep/", {"file": SimpleUploadedFile("a.toml", other)})
    assert answer.status_code == 302
    place = str(answer.headers["Location"])
    assert officer.get(f"{place}dinh-nghia.toml").content.decode() == other.decode()
    assert officer.get(place).context["fault"] is None
    assert officer.get(f"{HOME}chi-tieu/dossiers.on_time_share/9.toml").status_code == 404


def test_a_wrong_file_is_told_with_its_line(officer: Client) -> None:
    wrong = b'[[indicator]]\ncode = "tinh.sai"\nname_vi = Sai\n'
    answer = officer.post(f"{HOME}tep/", {"file": SimpleUploadedFile("a.toml", wrong)})
    assert answer.status_code == 422
    assert "Dòng 3 viết chưa đúng cách của TOML" in answer.content.decode()
    assert api.versions() == ()


@pytest.mark.parametrize("path", ["ban/idv_x/", "ban/idv_x/sua/", "chi-tieu/none/"])
def test_what_does_not_exist_is_said(officer: Client, path: str) -> None:
    assert officer.get(f"{HOME}{path}").status_code == 404
