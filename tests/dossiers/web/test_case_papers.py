"""The papers of a case on the desk: the page of 435 is the page of 5, and the rest is a page away."""

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.dossiers.models import Part, Supplement
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of
from tests.dossiers.web.test_desk import CASE, QUEUE, SignIn
from tests.dossiers.web.test_mine import queries

pytestmark = pytest.mark.django_db
MANY = 435


def give_papers(dossier_id: str, wanted: int) -> None:
    sent = w.row(dossier_id).submission
    Part.objects.filter(submission=sent).delete()
    Part.objects.bulk_create(
        Part(submission=sent, seq=number, name=f"Giấy tờ số {number:03d}", source=api.PartSource.PAPER, added_at=w.AT)
        for number in range(1, wanted + 1)
    )


@pytest.fixture
def specialist(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.specialist)


@pytest.fixture
def many(mapped: w.World) -> str:
    dossier_id = w.started(mapped)
    give_papers(dossier_id, MANY)
    sent = w.row(dossier_id).submission
    Part.objects.filter(submission=sent, seq__in=[400, 401]).update(source=api.PartSource.MISSING, added_at=None)
    return dossier_id


def papers_url(dossier_id: str) -> str:
    return f"{QUEUE}giay-to/{dossier_id}/"


def test_a_dossier_of_435_papers_opens_like_one_of_5(mapped: w.World, specialist: Client, many: str) -> None:
    few = w.started(mapped)
    give_papers(few, 5)
    assert queries(specialist, f"{CASE}{few}/") == queries(specialist, f"{CASE}{many}/")
    page = specialist.get(f"{CASE}{many}/").content.decode()
    assert page.count('class="s-desk-papers__name"') == 20
    assert page.count('name="parts"') == 20
    assert papers_url(many) in page
    assert page.index("Giấy tờ số 400") < page.index("Giấy tờ số 001")
    assert papers_url(few) not in specialist.get(f"{CASE}{few}/").content.decode()


def test_all_papers_are_pages_that_words_find(specialist: Client, many: str) -> None:
    first = text_of(specialist.get(papers_url(many)))
    assert "1–50 / 435" in first
    assert "401–435 / 435" in text_of(specialist.get(f"{papers_url(many)}?trang=9"))
    found = text_of(specialist.get(f"{papers_url(many)}?q=giay+to+SO+123"))
    assert "Giấy tờ số 123" in found
    assert "1–1 / 1" in found
    assert queries(specialist, papers_url(many)) == queries(specialist, f"{papers_url(many)}?trang=9")


def test_papers_chosen_on_any_page_are_asked_for(specialist: Client, many: str) -> None:
    page = specialist.get(f"{papers_url(many)}?trang=2&chon=7&chon=60&chon=rac").content.decode()
    assert '<input type="hidden" name="chon" value="7">' in page
    assert 'value="60" form="s-choose" checked' in page
    opened = specialist.get(f"{CASE}{many}/?chon=7&chon=430").content.decode()
    assert opened.count('name="parts"') == 21
    assert opened.count("checked") >= 2
    answers = {"parts": ["7", "430"], "reason": "Bản chụp mờ"}
    assert specialist.post(f"{CASE}{many}/bo-sung/", answers).status_code == 302
    asked = Supplement.objects.get(dossier__public_id=many).items
    assert {item["seq"] for item in asked} == {7, 430}


def test_a_scan_added_on_a_page_of_papers_leads_back_to_it(mapped: w.World, sign_in: SignIn, many: str) -> None:
    desk = sign_in(mapped.desk)
    answer = desk.post(f"{CASE}{many}/quet/", {"seq": "60", "trang": "2"})
    assert answer["Location"] == f"{papers_url(many)}?trang=2"
    assert desk.post(f"{CASE}{many}/quet/", {"seq": "60"})["Location"] == f"{CASE}{many}/"
    assert sign_in(mapped.foreign_desk).get(papers_url(many)).status_code == 403
