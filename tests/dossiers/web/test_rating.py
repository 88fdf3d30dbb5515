"""The page where a citizen rates, and what the desk reads of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from dinh.dossiers.models import Rating
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


@pytest.fixture
def hoa(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.hoa)


@pytest.fixture
def decided(mapped: w.World) -> str:
    dossier_id = w.started(mapped)
    w.decided(mapped, dossier_id)
    return dossier_id


def test_dossier_leads_to_its_rating_only_after_the_result(mapped: w.World, hoa: Client) -> None:
    dossier_id = w.started(mapped)
    at = f"/ho-so/{dossier_id}/"
    assert "danh-gia" not in hoa.get(at).content.decode()
    assert "chưa có kết quả" in text_of(hoa.get(f"{at}danh-gia/"))
    assert hoa.post(f"{at}danh-gia/", {"level": "satisfied"}).status_code == 409
    w.decided(mapped, dossier_id)
    assert f"{at}danh-gia/" in hoa.get(at).content.decode()
    assert "<form" in hoa.get(f"{at}danh-gia/").content.decode()


def test_citizen_rates_is_thanked_and_changes_it(decided: str, hoa: Client) -> None:
    at = f"/ho-so/{decided}/danh-gia/"
    said = {"level": "not_satisfied", "comment": "Chờ lâu <b>", "attitude": "good", "contacts": ""}
    answer = hoa.post(at, said, follow=True)
    assert answer.redirect_chain[0][0] == f"{at}cam-on/"
    assert "Cảm ơn anh/chị" in text_of(answer)
    assert "Chờ lâu <b>" in text_of(answer)
    assert "<b>" not in answer.content.decode()
    page = hoa.get(at).content.decode()
    assert 'value="not_satisfied" checked' in page
    assert "Sửa đánh giá" in page
    hoa.post(at, {"level": "very_satisfied"})
    assert Rating.objects.get().level == "very_satisfied"
    assert "Rất hài lòng" in text_of(hoa.get(f"/ho-so/{decided}/"))


def test_after_its_time_the_page_says_why_a_rating_stands_and_what_else_helps(decided: str, hoa: Client) -> None:
    at = f"/ho-so/{decided}/danh-gia/"
    hoa.post(at, {"level": "not_satisfied", "comment": "Chờ lâu"})
    Rating.objects.update(created_at=F("created_at") - timedelta(days=31))
    page = hoa.get(at)
    assert "<form method" not in page.content.decode()
    for said in ("Đánh giá này sửa được đến", "Chờ lâu", "Phản ánh kiến nghị", "khiếu nại"):
        assert said in text_of(page)
    assert hoa.post(at, {"level": "very_satisfied"}).status_code in {409, 422}
    assert Rating.objects.get().level == "not_satisfied"


def test_rating_without_a_choice_is_told_so(decided: str, hoa: Client) -> None:
    for wrong in ({}, {"level": "delighted"}, {"level": "satisfied", "comment": "x" * 1001}):
        assert hoa.post(f"/ho-so/{decided}/danh-gia/", wrong).status_code == 422
    assert "chọn một trong ba mức" in text_of(hoa.post(f"/ho-so/{decided}/danh-gia/", {}))
    assert not Rating.objects.exists()
    answer = hoa.get(f"/ho-so/{decided}/danh-gia/cam-on/")
    assert answer.headers["Location"] == f"/ho-so/{decided}/danh-gia/"


def test_rating_of_others_is_closed(mapped: w.World, decided: str, sign_in: SignIn) -> None:
    for who in (mapped.nam, mapped.desk, mapped.head):
        browser = sign_in(who)
        assert browser.get(f"/ho-so/{decided}/danh-gia/").status_code in {302, 403}
        assert browser.post(f"/ho-so/{decided}/danh-gia/", {"level": "satisfied"}).status_code in {302, 403}
    assert not Rating.objects.exists()


def test_desk_reads_the_criteria_with_their_reasons_after_closing(
    mapped: w.World, hoa: Client, sign_in: SignIn
) -> None:
    dossier_id = w.started(mapped)
    desk = sign_in(mapped.head)
    assert "Đánh giá việc giải quyết" not in text_of(desk.get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    w.decided(mapped, dossier_id)
    before = text_of(desk.get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    for said in ("Đánh giá việc giải quyết", "chưa đánh giá", "chưa rõ", "Chưa xếp loại", "118/2025/NĐ-CP"):
        assert said in before
    hoa.post(f"/ho-so/{dossier_id}/danh-gia/", {"level": "not_satisfied", "comment": "Chờ lâu", "attitude": "bad"})
    after = text_of(desk.get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    for said in ("Chưa hài lòng", "Chờ lâu", "chỉ tính khi được xác định là đúng"):
        assert said in after
