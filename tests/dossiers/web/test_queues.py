"""The page of a queue: choosing many, undoing, filters as tabs, absences, by keyboard and without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.dossiers.models import Dossier, Placement, SavedFilter
from dinh.kernel import clock
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of
from tests.dossiers.web.test_mine import queries

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
DESK, MANY = "/ban-lam-viec/", "/ban-lam-viec/nhieu/"


def has_it(dossier_id: str) -> str:
    return w.row(dossier_id).assignee_post


def test_a_queue_asks_a_fixed_number_of_queries(mapped: w.World, sign_in: SignIn) -> None:
    for actor in (mapped.specialist, mapped.head, mapped.desk):
        browser = sign_in(actor)
        w.received(mapped)
        api.save_filter(by=actor, at=clock.now(), name="Lọc", queue="open", wanted=api.Filter(status=2))
        queries(browser, f"{DESK}?hang=dang-mo")
        one = queries(browser, f"{DESK}?hang=dang-mo")
        for _time in range(3):
            w.received(mapped)
        assert queries(browser, f"{DESK}?hang=dang-mo") == one


def test_chosen_dossiers_are_taken_given_back_and_undone(mapped: w.World, sign_in: SignIn) -> None:
    browser = sign_in(mapped.specialist)
    chosen = [w.received(mapped), w.received(mapped)]
    assert "Nhận các hồ sơ đã chọn" in text_of(browser.get(f"{DESK}?hang=chua-giao"))
    page = text_of(browser.post(MANY, {"viec": "nhan", "dossier": chosen}, follow=True))
    assert "Đã làm xong với 2 hồ sơ." in page
    assert {has_it(one) for one in chosen} == {mapped.specialist.post_id}
    back = {"viec": "tra-lai", "dossier": chosen[:1], "reason": "Nhầm", "ve": f"{DESK}?hang=cua-toi"}
    page = text_of(browser.post(MANY, back, follow=True))
    assert "Anh/chị vừa trả lại 1 hồ sơ." in page
    browser.post("/ban-lam-viec/hoan-tac/", {"dossier": chosen[:1]})
    assert has_it(chosen[0]) == mapped.specialist.post_id


def test_what_is_missing_is_asked_for(mapped: w.World, sign_in: SignIn) -> None:
    browser, dossier_id = sign_in(mapped.specialist), w.started(mapped)
    for answers, words in (
        ({"viec": "nhan"}, "Anh/chị cần chọn từ 1 đến 100 hồ sơ."),
        ({"viec": "tra-lai", "dossier": [dossier_id]}, "Anh/chị cần ghi lý do để đồng nghiệp biết."),
        ({"viec": "nho", "dossier": [dossier_id], "until_on": "x"}, "Anh/chị cần chọn ngày cuối."),
        ({"dossier": [dossier_id]}, "Anh/chị cần chọn việc muốn làm."),
    ):
        assert words in text_of(browser.post(MANY, answers, follow=True))
    assert browser.post(MANY, {"viec": "nhan", "ve": "https://x.example/"}).headers["Location"] == DESK
    assert sign_in(mapped.desk).post(MANY, {"viec": "nhan"}).status_code == 403


def test_a_head_gives_and_everybody_lends(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id, until = w.received(mapped), f"{clock.now() + timedelta(days=3):%Y-%m-%d}"
    head = sign_in(mapped.head)
    head.post(MANY, {"viec": "giao", "dossier": [dossier_id], "post_id": mapped.specialist.post_id})
    assert has_it(dossier_id) == mapped.specialist.post_id
    lent = {"viec": "nho", "dossier": [dossier_id], "colleague": mapped.colleague.post_id, "until_on": until}
    page = text_of(sign_in(mapped.specialist).post(MANY, lent, follow=True))
    assert f"Anh/chị vừa nhờ {mapped.colleague.display_name} làm 1 hồ sơ." in page
    assert has_it(dossier_id) == mapped.colleague.post_id


def test_acts_on_the_page_of_a_dossier(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.started(mapped)
    place, specialist = f"{DESK}ho-so/{dossier_id}/", sign_in(mapped.specialist)
    assert "Nhờ đồng nghiệp làm đến một ngày" in text_of(specialist.get(place))
    until = f"{clock.now() + timedelta(days=3):%Y-%m-%d}"
    specialist.post(f"{place}nho/", {"post_id": mapped.colleague.post_id, "until_on": until})
    assert has_it(dossier_id) == mapped.colleague.post_id
    specialist.post(f"{place}goi-ve/")
    assert has_it(dossier_id) == mapped.specialist.post_id
    sign_in(mapped.head).post(f"{place}lay-ve/", {"reason": "Gấp"})
    assert has_it(dossier_id) == mapped.head.post_id
    sign_in(mapped.head).post(f"{place}tra-lai/", {"reason": "Nhầm"})
    assert has_it(dossier_id) == ""
    assert Placement.objects.filter(dossier__public_id=dossier_id).count() == 4


def test_a_filter_narrows_the_queue_the_pages_and_the_file(mapped: w.World, sign_in: SignIn) -> None:
    browser = sign_in(mapped.head)
    plain, paused = w.received(mapped), w.started(mapped)
    w.asked(mapped, paused)
    narrowed = f"{DESK}?hang=dang-mo&cho-dan=on"
    page = text_of(browser.get(narrowed))
    assert (w.row(paused).code[-4:] in page, w.row(plain).code in page) == (True, False)
    file = browser.get(f"{DESK}xuat/?hang=dang-mo&cho-dan=1").content.decode()
    assert (w.row(paused).code in file, w.row(plain).code in file) == (True, False)
    assert browser.get(f"{DESK}?hang=dang-mo&loc=1&han=xyz&don-vi=no&buoc=99").status_code == 200


def test_a_filter_is_kept_as_a_tab_and_managed(mapped: w.World, sign_in: SignIn) -> None:
    browser = sign_in(mapped.head)
    w.received(mapped)
    kept = browser.post(f"{DESK}bo-loc/?hang=dang-mo&buoc=2", {"name": "Mới nhận", "is_shared": "on"}, follow=True)
    assert "Mới nhận" in text_of(kept)
    assert "Mới nhận" in text_of(sign_in(mapped.specialist).get(DESK))
    row = SavedFilter.objects.get()
    again = browser.post(f"{DESK}bo-loc/?hang=dang-mo&buoc=4", {"name": "mới nhận"})
    assert (again.status_code, SavedFilter.objects.count()) == (422, 1)
    browser.post(f"{DESK}bo-loc/{row.public_id}/", {"name": "Vừa nhận"})
    assert "Mới nhận" not in text_of(sign_in(mapped.specialist).get(DESK))
    gone = browser.post(f"{DESK}bo-loc/{row.public_id}/bo/", follow=True)
    assert "Lấy lại bộ lọc" in text_of(gone)
    assert "Vừa nhận" in text_of(browser.post(f"{DESK}bo-loc/{row.public_id}/lay-lai/", follow=True))
    for path in ("", "bo/", "lay-lai/"):
        other = sign_in(mapped.specialist).post(f"{DESK}bo-loc/{row.public_id}/{path}", {"name": "x"}, follow=True)
        assert "Không có bộ lọc này." in text_of(other)


def test_an_absence_is_written_down_seen_and_ended(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id, place = w.started(mapped), f"{DESK}vang-mat/"
    browser, today = sign_in(mapped.specialist), f"{clock.now():%Y-%m-%d}"
    answers = {
        "post_id": mapped.specialist.post_id, "substitute": mapped.colleague.post_id, "first_on": today,
        "last_on": today, "reason": "sick",
    }  # fmt: skip
    assert browser.post(place, answers | {"last_on": "2020-01-01"}).status_code == 422
    assert "Đã ghi vắng mặt" in text_of(browser.post(place, answers, follow=True))
    colleague = sign_in(mapped.colleague)
    assert "Nghỉ ốm ·" not in text_of(colleague.get(place))
    assert f"Thay cho {mapped.specialist.display_name}" in text_of(colleague.get(DESK))
    stood = text_of(colleague.get(f"{DESK}?hang=cua-toi&thay={mapped.specialist.post_id}"))
    assert w.row(dossier_id).code[-4:] in stood
    assert "vắng đến" in text_of(sign_in(mapped.head).get("/ban-lam-viec/khoi-luong/"))
    absence = api.absences_of(by=mapped.specialist, on=clock.now().date())[0]
    colleague.post(f"{place}{absence.absence_id}/thoi/")
    assert len(api.absences_of(by=mapped.specialist, on=clock.now().date())) == 1
    browser.post(f"{place}{absence.absence_id}/thoi/")
    assert api.absences_of(by=mapped.specialist, on=clock.now().date()) == ()


def test_a_count_beyond_its_bound_says_so(mapped: w.World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from dinh.dossiers.queries import paging
    from dinh.dossiers.web.desk import nav

    for _time in range(3):
        w.received(mapped)
    monkeypatch.setattr(paging.bounded, "__defaults__", (2,))
    monkeypatch.setattr(nav.count_words, "__defaults__", (2,))
    assert "1+" in text_of(sign_in(mapped.head).get(f"{DESK}?hang=dang-mo"))
    assert Dossier.objects.count() >= 3
