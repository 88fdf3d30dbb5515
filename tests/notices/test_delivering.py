"""Sending: once that counts, in order, around night, trouble and providers that are down for a day."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.notices import api
from dinh.notices.models import Message, ProviderState, Try
from dinh.notices.registry.providers import ProviderDown, Refused, TryLater, set_providers
from tests.notices import make
from tests.notices.make import at, raising

pytestmark = pytest.mark.django_db


def deliver(when: str) -> api.Delivery:
    return api.deliver_due(by=SYSTEM, at=at(when))


def kinds(told: api.Told) -> list[str]:
    ledger.seal()
    return sorted(one.kind.removeprefix("notices.") for one in ledger.entries_of(told.notice_id))


def test_sent_once_by_every_way(mail: make.Scripted, sms: make.Scripted) -> None:
    told = make.told()
    assert deliver("2026-03-02 09:00") == api.Delivery(sent=2)
    assert deliver("2026-03-02 09:01") == api.Delivery()
    assert (len(mail.taken), len(sms.taken)) == (1, 1)
    assert kinds(told) == ["message.sent", "message.sent", "notice.told"]
    states = {one.way: one.state for one in api.messages_of(subject_ids=[make.SUBJECT])}
    assert states == {"portal": "delivered", "email": "sent", "sms": "sent"}


def test_text_messages_wait_for_the_morning_and_mail_does_not(mail: make.Scripted, sms: make.Scripted) -> None:
    make.told(when=at("2026-03-02 22:30"))
    assert deliver("2026-03-02 22:30") == api.Delivery(sent=1)
    assert deliver("2026-03-03 06:59") == api.Delivery()
    assert deliver("2026-03-03 07:00") == api.Delivery(sent=1)
    assert (len(mail.taken), len(sms.taken)) == (1, 1)


def test_a_backlog_does_not_go_out_at_night(sms: make.Scripted) -> None:
    make.told(when=at("2026-03-02 20:59"))
    assert deliver("2026-03-02 21:00").later == 1
    assert sms.asked == 0
    assert Message.objects.get(way="sms").next_at == at("2026-03-03 07:00")


def test_urgent_news_and_the_sleepless_are_told_at_night(sms: make.Scripted) -> None:
    who = make.person()
    wish = api.PreferenceView(keeps_quiet=False)
    api.set_preference(by=make.citizen(who), at=make.AT, person_id=who.public_id, wish=wish)
    make.told(when=at("2026-03-02 22:30"), is_urgent=True, key="urgent")
    make.told(who, when=at("2026-03-02 22:30"), key="awake")
    deliver("2026-03-02 22:30")
    assert len(sms.taken) == 2


def test_what_cannot_be_taken_now_waits_longer_each_time(mail: make.Scripted) -> None:
    make.told()
    mail.answer = raising(TryLater("450 try again hoa@example.vn"))
    assert deliver("2026-03-02 09:00").later == 1
    assert deliver("2026-03-02 09:00").later == 0
    assert deliver("2026-03-02 09:01").later == 1
    row = Message.objects.get(way="email")
    assert (row.attempts, row.next_at) == (2, at("2026-03-02 09:06"))
    assert row.last_error == "450 try again h***@example.vn"
    mail.answer = str
    assert deliver("2026-03-02 09:06").sent == 1
    assert list(Try.objects.filter(message=row).values_list("outcome", flat=True)) == ["later", "later", "accepted"]


def test_refused_for_good_is_recorded_and_never_tried_again(mail: make.Scripted) -> None:
    told = make.told()
    mail.answer = raising(Refused("550 no such user"))
    assert deliver("2026-03-02 09:00").failed == 1
    mail.answer = str
    assert deliver("2026-03-05 09:00") == api.Delivery()
    assert Message.objects.get(way="email").state == "failed"
    assert "message.failed" in kinds(told)


def test_after_days_of_trying_it_is_given_up(mail: make.Scripted) -> None:
    told = make.told()
    mail.answer = raising(TryLater("450"))
    deliver("2026-03-02 09:00")
    assert deliver("2026-03-05 08:59").later == 1
    assert deliver("2026-03-05 15:00").failed == 1
    assert Message.objects.get(way="email").state == "given_up"
    assert kinds(told).count("message.failed") == 1


def test_the_second_provider_takes_over_and_the_first_rests(mail: make.Scripted) -> None:
    spare = make.Scripted("du-phong")
    set_providers(api.Way.EMAIL, (mail, spare))
    mail.answer = raising(ProviderDown("ConnectionRefusedError"))
    for number in range(5):
        make.told(key=f"k{number}")
    deliver("2026-03-02 09:00")
    assert (mail.asked, len(spare.taken)) == (3, 5)
    assert ProviderState.objects.get(name="thu").open_until == at("2026-03-02 09:01")
    assert {one.provider for one in Message.objects.filter(way="email")} == {"du-phong"}
    mail.answer = str
    make.told(key="after", when=at("2026-03-02 09:02"))
    deliver("2026-03-02 09:02")
    assert len(mail.taken) == 1
    assert ProviderState.objects.get(name="thu").open_until is None


def test_providers_down_for_a_day_lose_nothing_and_send_nothing_twice(mail: make.Scripted, sms: make.Scripted) -> None:
    mail.answer = sms.answer = raising(ProviderDown("down"))
    start = at("2026-03-02 08:00")
    people = [make.person(f"Người {number}") for number in range(4)]
    for minute in range(0, 24 * 60, 10):
        now = start + timedelta(minutes=minute)
        if minute % 60 == 0:
            make.told(people[minute // 60 % 4], key=f"k{minute}", when=now)
        api.deliver_due(by=SYSTEM, at=now)
    assert mail.asked < 200  # and not once for each message at each pass
    assert api.waiting(at=start + timedelta(days=1)) == 48
    mail.answer = sms.answer = str
    now = start + timedelta(days=1, minutes=20)
    while api.deliver_due(by=SYSTEM, at=now).sent:
        now += timedelta(minutes=1)
    for way, carrier in (("email", mail), ("sms", sms)):
        rows = Message.objects.filter(way=way).order_by("id")
        assert carrier.taken == [row.public_id for row in rows]
        assert {row.state for row in rows} == {"sent"}
    ledger.seal()


def test_a_recovery_at_night_keeps_the_quiet(mail: make.Scripted, sms: make.Scripted) -> None:
    make.told(when=at("2026-03-02 20:00"))
    mail.answer = sms.answer = raising(ProviderDown("down"))
    deliver("2026-03-02 20:00")
    mail.answer = sms.answer = str
    deliver("2026-03-02 23:00")
    assert (len(mail.taken), len(sms.taken)) == (1, 0)
    deliver("2026-03-03 07:00")
    assert len(sms.taken) == 1


def test_one_poisonous_message_holds_nobody_up_for_ever(mail: make.Scripted) -> None:
    make.told(key="poison")
    poison = Message.objects.get(way="email").public_id

    def choke(message: make.Outgoing) -> None:
        if message.key == poison:
            raise ProviderDown("timeout")

    mail.answer = choke
    for minute in range(90):
        now = make.AT + timedelta(minutes=minute)
        if minute == 30:
            for number in range(6):
                make.told(key=f"k{number}", when=now)
        api.deliver_due(by=SYSTEM, at=now)
    assert len(mail.taken) == 6


@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
def test_six_workers_at_once_send_each_message_once(mail: make.Scripted) -> None:
    for number in range(30):
        make.told(key=f"k{number}", to=make.recipient(make.person(), phone=""))
    start = Barrier(6)

    def work() -> None:
        try:
            start.wait()
            api.deliver_due(by=SYSTEM, at=make.AT)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    api.deliver_due(by=SYSTEM, at=make.AT)
    assert len(mail.taken) == len(set(mail.taken)) == 30
    assert Message.objects.filter(way="email", state="sent").count() == 30
