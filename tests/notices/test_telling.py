"""One piece of news, one notice: its words, its ways, and that it is told once."""

from datetime import date

import pytest

from dinh.kernel.actor import ANONYMOUS, SYSTEM
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.ledger import api as ledger
from dinh.notices import api
from dinh.notices.models import Message, Notice
from dinh.notices.registry import templates
from tests.notices import make

pytestmark = pytest.mark.django_db


def test_a_notice_is_kept_in_the_words_told(mail: make.Scripted, sms: make.Scripted) -> None:
    told = make.told()
    notice = Notice.objects.get(public_id=told.notice_id)
    assert notice.title == "Hồ sơ H36.41.01-260302-0001 đã có kết quả"
    assert "Bản điện tử nằm trong Kho giấy tờ của anh/chị." in notice.body
    texts = dict(Message.objects.values_list("way", "text"))
    assert texts["email"] == notice.body
    assert texts["sms"].startswith("Ho so H36.41.01-260302-0001 da co ket qua.")
    assert told.ways == (api.Way.PORTAL, api.Way.EMAIL, api.Way.SMS)
    assert (mail.asked, sms.asked) == (0, 0)


def test_the_same_news_again_changes_nothing() -> None:
    who = make.person()
    first, second = make.told(who), make.told(who, values=dict.fromkeys(make.DECIDED, "khác"))
    assert (first.is_new, second.is_new) == (True, False)
    assert (first.notice_id, first.ways) == (second.notice_id, second.ways)
    assert Notice.objects.count() == 1
    ledger.seal()
    assert [one.kind for one in ledger.entries_of(first.notice_id)] == ["notices.notice.told"]


def test_the_record_holds_no_address_and_no_words() -> None:
    told = make.told()
    api.deliver_due(by=SYSTEM, at=make.AT)
    ledger.seal()
    said = str(list(ledger.entries_of(told.notice_id)))
    assert "notices.message.sent" in said
    for secret in ("hoa@example.vn", "0912345678", "345678", "Hòa", "khai sinh"):
        assert secret not in said
    assert "0912345678" not in str(Message.objects.get(way="sms"))


@pytest.mark.parametrize(
    ("email", "phone", "ways"),
    [
        ("", "", {"portal"}),
        ("không phải địa chỉ", "12", {"portal"}),
        ("hoa@example.vn", "", {"portal", "email"}),
        ("", "+84 912 345 678", {"portal", "sms"}),
    ],
)
def test_ways_follow_the_addresses_given(email: str, phone: str, ways: set[str]) -> None:
    told = make.told(to=make.recipient(make.person(), email, phone))
    assert set(told.ways) == ways


def test_a_receipt_comes_by_text_message_only_without_e_mail() -> None:
    values = {"procedure": "X", "code": "H36-1", "due": "17:00 05/03/2026", "agency": "Phường A"}
    both = make.told(template="dossier.received", values=values, key="a")
    phone_only = make.told(
        template="dossier.received", values=values, key="b", to=make.recipient(make.person(), email="")
    )
    assert set(both.ways) == {"portal", "email"}
    assert set(phone_only.ways) == {"portal", "sms"}


def test_a_way_without_a_provider_is_not_promised() -> None:
    from dinh.notices.registry.providers import set_providers

    set_providers(api.Way.SMS, ())
    assert set(make.told().ways) == {"portal", "email"}


def test_wishes_hold_from_the_next_notice_on() -> None:
    who = make.person()
    wish = api.PreferenceView(wants_email=False, wants_sms=False, language="en", keeps_quiet=False)
    api.set_preference(by=make.citizen(who), at=make.AT, person_id=who.public_id, wish=wish)
    told = make.told(who)
    assert set(told.ways) == {"portal"}
    notice = Notice.objects.get()
    assert notice.title == "Dossier H36.41.01-260302-0001 has its result"
    assert "It lies in your store." in notice.body
    with pytest.raises(Invalid):
        api.set_preference(
            by=make.citizen(who), at=make.AT, person_id=who.public_id, wish=api.PreferenceView(language="fr")
        )


def test_only_the_person_reads_their_notices() -> None:
    who, other = make.person(), make.person("Trần Văn Nam")
    told = make.told(who)
    by = make.citizen(who)
    assert api.unread_count(by=by, person_id=who.public_id) == 1
    for stranger in (make.citizen(other), ANONYMOUS, SYSTEM):
        for refused in (api.inbox, api.unread_count, api.preference):
            with pytest.raises(NotAllowed):
                refused(by=stranger, person_id=who.public_id)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        api.mark_read(by=make.citizen(other), at=make.AT, person_id=who.public_id)
    mine = make.citizen(other)
    assert api.mark_read(by=mine, at=make.AT, person_id=other.public_id, notice_ids=[told.notice_id]) == 0
    assert api.mark_read(by=by, at=make.AT, person_id=who.public_id, notice_ids=[told.notice_id]) == 1
    assert api.unread_count(by=by, person_id=who.public_id) == 0
    with pytest.raises(NotAllowed):
        make.told(by=make.citizen(who), key="self")


def test_the_list_goes_on_where_it_stopped() -> None:
    who = make.person()
    for number in range(5):
        make.told(who, key=f"k{number}")
    by = make.citizen(who)
    first = api.inbox(by=by, person_id=who.public_id, limit=3)
    rest = api.inbox(by=by, person_id=who.public_id, limit=3, before=first[-1].notice_id)
    ids = [one.notice_id for one in (*first, *rest)]
    assert len(ids) == 5
    assert ids == sorted(ids, reverse=True)


def test_a_missing_value_is_a_fault_and_tells_nothing() -> None:
    with pytest.raises(api.TemplateFault):
        make.told(values={"code": "H36-1"})
    assert Notice.objects.count() == 0


def test_all_words_fit_their_places() -> None:
    book = templates.book()
    assert len(book) >= 11
    assert all(set(one.words) == {"vi", "en"} for found in book.values() for one in found)
    assert templates.template("dossier.decided", date(2026, 3, 2)).version == 1
    with pytest.raises(api.TemplateFault):
        templates.template("dossier.decided", date(2019, 1, 1))
