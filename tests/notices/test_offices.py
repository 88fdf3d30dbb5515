"""What a post is told: apart from its holder's own letters, by portal and e-mail, with the right sign-in."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.directory.identity.models import Person
from dinh.kernel.actor import SYSTEM, Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed
from dinh.ledger import api as ledger
from dinh.notices import api
from dinh.notices.models import Message, Notice
from dinh.notices.policies.sms import size_of
from dinh.notices.registry import templates
from tests.directory.identity import make as office
from tests.notices import make
from tests.notices.test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist() -> directory.PostView:
    return office.post(office.agency(code="H36.41.02"), Role.SPECIALIST)


def acting(post: directory.PostView) -> Actor:
    return Actor(ActorKind.OFFICIAL, account_id="acc_o", person_id=post.person_id, post_id=post.post_id)


def at_the_office(post: directory.PostView) -> Client:
    who = directory.person(person_id=post.person_id)
    client = Client()
    office.sign_in(client, office.account(directory.AccountKind.OFFICIAL, who, "can-bo"))
    return client


def told_office(post: directory.PostView) -> api.Told:
    to = api.officer(post_id=post.post_id)
    return make.told(to=replace(to, email="can-bo@example.vn"), href="/ban-lam-viec/")


def test_a_post_is_told_apart_from_its_holder(specialist: directory.PostView) -> None:
    told, officer = told_office(specialist), acting(specialist)
    assert [one.notice_id for one in api.office_inbox(by=officer)] == [told.notice_id]
    assert told.ways == (api.Way.PORTAL, api.Way.EMAIL)
    at_home = Actor(kind=ActorKind.CITIZEN, account_id="acc_x", person_id=officer.person_id)
    assert api.inbox(by=at_home, person_id=officer.person_id) == ()
    assert api.unread_count(by=at_home, person_id=officer.person_id) == 0
    assert api.mark_read(by=at_home, at=make.AT, person_id=officer.person_id) == 0
    other = replace(officer, post_id="pos_other")
    assert api.office_inbox(by=other) == ()
    assert api.mark_office_read(by=other, at=make.AT) == 0
    assert api.mark_office_read(by=officer, at=make.AT) == 1
    for stranger in (at_home, SYSTEM):
        with pytest.raises(NotAllowed):
            api.office_inbox(by=stranger)
        with pytest.raises(NotAllowed):
            api.mark_office_read(by=stranger, at=make.AT)


def test_the_posts_of_an_agency_are_found_by_role(specialist: directory.PostView) -> None:
    found = api.officers(agency_id=specialist.agency_id, role=Role.SPECIALIST, on=date(2026, 3, 2))
    assert [one.post_id for one in found] == [specialist.post_id]
    assert api.officers(agency_id=specialist.agency_id, role=Role.HEAD, on=date(2026, 3, 2)) == ()


def test_many_are_told_in_few_statements() -> None:
    people = [make.person(f"Người {number}") for number in range(6)]

    def news(number: int) -> api.News:
        return api.News(make.recipient(people[number]), "dossier.decided", make.DECIDED, make.SUBJECT, f"k{number}")

    def cost(*numbers: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            told = api.tell_all(by=SYSTEM, at=make.AT, news=[news(number) for number in numbers])
        assert all(one.is_new for one in told)
        # One entry of the record for each, and for the rest the same statements for one as for many.
        return len(seen) - len(numbers)

    assert cost(0) == cost(1, 2, 3, 4, 5) == 6
    again = api.tell_all(by=SYSTEM, at=make.AT, news=[news(5), news(0), news(5)])
    assert [one.is_new for one in again] == [False, False, False]
    assert (Notice.objects.count(), Message.objects.count()) == (6, 18)
    ledger.seal()
    assert len(list(ledger.entries_of(again[0].notice_id))) == 1


def test_one_key_twice_in_one_call_is_told_once() -> None:
    who = make.person()
    one = api.News(make.recipient(who), "dossier.decided", make.DECIDED, make.SUBJECT, "k")
    told = api.tell_all(by=SYSTEM, at=make.AT, news=[one, one])
    assert [row.is_new for row in told] == [True, False]
    assert Notice.objects.count() == 1


def test_the_link_of_a_mail_asks_for_the_right_sign_in() -> None:
    who = make.person()
    told = make.told(who, href="/ho-so/dos_1/danh-gia/")
    link = f"/thong-bao/{told.notice_id}/"
    text = Message.objects.get(way="email").text
    assert text.endswith(f"(cần đăng nhập): http://127.0.0.1:8000{link}")
    assert Client().get(link).headers["Location"] == f"/dang-nhap/?{urlencode({'next': link})}"
    assert browser(make.person("Khác")).get(link).status_code == 403
    assert Notice.objects.get().read_at is None
    assert browser(who).get(link).headers["Location"] == "/ho-so/dos_1/danh-gia/"
    assert Notice.objects.get().read_at is not None


def test_an_officer_reads_and_follows_what_the_post_was_told(specialist: directory.PostView) -> None:
    told = told_office(specialist)
    client = at_the_office(specialist)
    page = client.get("/thong-bao/co-quan/").content.decode()
    assert "đã có kết quả</h2>" in page
    assert client.get(f"/thong-bao/{told.notice_id}/").headers["Location"] == "/ban-lam-viec/"
    assert Notice.objects.get().read_at is not None
    citizen = browser(Person.objects.get(public_id=specialist.person_id))
    assert citizen.get(f"/thong-bao/{told.notice_id}/").status_code == 403


def test_an_officer_of_several_posts_is_led_to_choose_the_right_one(specialist: directory.PostView) -> None:
    holder = directory.person(person_id=specialist.person_id)
    second = office.post(office.agency(code="H36.41.03"), Role.HEAD, who=holder)
    client = at_the_office(specialist)
    client.post("/chon-vi-tri/", {"post": specialist.post_id})
    told = make.told(to=api.officer(post_id=second.post_id), href="/ban-lam-viec/")
    led = client.get(f"/thong-bao/{told.notice_id}/").headers["Location"]
    assert led == f"/chon-vi-tri/?{urlencode({'doi': 1, 'next': f'/thong-bao/{told.notice_id}/'})}"
    assert Notice.objects.get().read_at is None


def test_a_text_with_marks_is_written_and_counted_so(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = replace(templates.template("dossier.decided", date(2026, 3, 2)), has_marks=True, most_parts=3)
    monkeypatch.setitem(templates.book(), "dossier.decided", (marked,))  # type: ignore[arg-type]
    make.told()
    message = Message.objects.get(way="sms")
    assert message.parts == size_of(message.text).parts
    said = templates.sms_text(marked, replace(marked.words["vi"], sms="Hồ sơ {code}: {outcome}"), make.DECIDED)
    assert said == "Hồ sơ H36.41.01-260302-0001: đã được giải quyết"
    assert size_of(said).encoding == "UCS-2"


def test_the_operator_sees_the_price_of_both_ways_to_write() -> None:
    found = {one.code: one for one in api.template_previews(on=date(2026, 11, 22))}
    texts = found["dossier.supplement_requested"].texts
    assert [(one.encoding, one.is_chosen, one.has_marks) for one in texts] == [
        ("UCS-2", True, True), ("GSM-7", False, False),
    ]  # fmt: skip
    assert (texts[0].parts, texts[1].parts) == (3, 1)
    assert found["dossier.due_moved"].texts == ()
    before = {one.code: one for one in api.template_previews(on=date(2026, 3, 2))}
    assert before["dossier.supplement_requested"].texts[0].encoding == "GSM-7"
