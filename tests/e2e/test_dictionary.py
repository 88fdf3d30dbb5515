"""A definition written in the browser: tried on real data, sent back, published, used, ended."""

from collections.abc import Callable

import pytest

from tests.e2e.visit import Person

pytestmark = pytest.mark.e2e
DATA, LEADER = "dulieu.tinh", "lanhdao.tinh"
HOME, CODE = "/dieu-hanh/tu-dien/", "tinh.truc_tuyen_co_ket_qua"
TYPED = {
    "code": CODE,
    "name_vi": "Trực tuyến có kết quả điện tử",
    "name_en": "Online with an e-result",
    "numerator": "dossiers.online_share",
    "denominator": "received_online",
    "act": "12/2026/QĐ-UBND",
    "article": "Điều 3",
    "base_vi": "Hồ sơ nộp trực tuyến trong kỳ",
    "base_en": "Dossiers filed online in the period",
    "valid_from": "2022-01-01",
}


def write(data: Person) -> None:
    """Write a draft with an averaged share, read the refusal beside its field, mend it."""
    data.press("a[href$='/moi/']")
    data.look("dictionary-new")
    for name, value in TYPED.items():
        data.page.fill(f"[name={name}]", value)
    data.press("main form.n-form button")
    data.look()
    data.press("a[href$='/sua/']")
    assert "tỷ lệ không lấy trung bình" in data.page.inner_text(".d-field--wrong")
    data.look("dictionary-refused")
    data.page.fill("[name=numerator]", "online_with_result")
    data.press("main form.n-form button")
    data.look("dictionary-trial")


def test_a_definition_is_written_sent_back_published_and_used(person: Callable[[str, str], Person]) -> None:
    data, leader = person(DATA, HOME), person(LEADER, HOME)
    write(data)
    draft = data.path
    data.press("form[action$='/trinh/'] button")
    assert data.page.locator("form[action$='/ban-hanh/']").count() == 0, "not by who wrote it"
    leader.go(HOME)
    leader.look("dictionary")
    leader.press(f"a[href='{draft}']")
    leader.page.fill("textarea[name=reason]", "Xin ghi thêm lưu ý")
    leader.press("form[action$='/tra-lai/'] button")
    data.go(draft)
    data.press("a[href$='/sua/']")
    data.page.fill("[name=notes_vi]", "Hồ sơ chưa xong thì chưa đạt.")
    data.press("main form.n-form button")
    data.press("form[action$='/trinh/'] button")
    leader.go(draft)
    leader.press("form[action$='/ban-hanh/'] button")
    leader.look()
    leader.go(f"/dieu-hanh/chi-tieu/{CODE}/")
    assert "Trực tuyến có kết quả điện tử" in leader.page.inner_text("h1")
    end(data, leader)
    assert (data.faults, leader.faults) == ([], [])


def end(data: Person, leader: Person) -> None:
    """Propose the end by one, approve it by the other."""
    data.go(f"{HOME}chi-tieu/{CODE}/")
    data.look("dictionary-entry")
    data.page.locator("main details summary").first.click()
    data.page.fill("textarea[name=reason]", "Đã hết chương trình")
    data.press("form[action$='/cham-dut/'] button")
    leader.go(f"{HOME}chi-tieu/{CODE}/")
    leader.press("form[action$='/cham-dut/duyet/'] button")
    assert "Đã hết chương trình" in leader.page.inner_text("main")
