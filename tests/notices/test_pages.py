"""A citizen's page of notices and their wishes, the simulated mailbox and phone, and what a page costs."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.directory.identity.models import Person
from dinh.kernel.actor import SYSTEM
from dinh.notices import api
from dinh.notices.models import Message, Notice, Preference, SimulatedArrival
from dinh.notices.plugins.assembly import ProvidersFault, assemble, simulated
from dinh.notices.plugins.email_outbox.outbox import Outbox
from dinh.notices.registry.providers import providers, set_providers
from tests.notices import make

pytestmark = pytest.mark.django_db


def browser(who: Person) -> Client:
    account = directory.open_account(
        by=SYSTEM, at=make.AT, kind=directory.AccountKind.CITIZEN, username=f"c-{who.pk}", person_id=who.public_id
    )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_person_sees_their_own_notices_and_how_many_are_new() -> None:
    who, other = make.person(), make.person("Trần Văn Nam")
    make.told(who, key="a")
    make.told(who, key="b")
    page = browser(who).get("/thong-bao/").content.decode()
    assert page.count("đã có kết quả</h2>") == 2
    assert 'd-tag--info">2</span>' in page
    theirs = browser(other).get("/thong-bao/").content.decode()
    assert "Chưa có thông báo nào" in theirs
    assert "đã có kết quả" not in theirs


def test_opening_a_notice_marks_it_and_leads_to_its_dossier() -> None:
    who = make.person()
    told = make.told(who, href="/ho-so/dos_1/")
    client = browser(who)
    answer = client.post(f"/thong-bao/{told.notice_id}/mo/", {"href": "/ho-so/dos_1/"})
    assert answer.headers["Location"] == "/ho-so/dos_1/"
    assert Notice.objects.get().read_at is not None
    for outside in ("https://evil.example/", "//evil.example/", "javascript:1"):
        answer = client.post(f"/thong-bao/{told.notice_id}/mo/", {"href": outside})
        assert answer.headers["Location"] == "/thong-bao/"


def test_a_stranger_marks_nothing() -> None:
    who, other = make.person(), make.person("Trần Văn Nam")
    told = make.told(who)
    stranger = browser(other)
    stranger.post(f"/thong-bao/{told.notice_id}/mo/", {"href": "/"})
    stranger.post("/thong-bao/da-doc/")
    assert Notice.objects.get().read_at is None
    assert Client().get("/thong-bao/").headers["Location"].startswith("/dang-nhap/")
    browser(who).post("/thong-bao/da-doc/")
    assert Notice.objects.get().read_at is not None


def test_wishes_are_kept_as_chosen() -> None:
    who = make.person()
    client = browser(who)
    page = client.get("/thong-bao/cai-dat/").content.decode()
    assert page.count("checked") == 4
    assert client.post("/thong-bao/cai-dat/", {"wants_email": "on", "language": "en"}).status_code == 302
    wish = Preference.objects.get()
    assert (wish.wants_email, wish.wants_sms, wish.keeps_quiet, wish.language) == (True, False, False, "en")
    assert client.post("/thong-bao/cai-dat/", {"language": "fr"}).status_code == 422


def _cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/thong-bao/").status_code == 200
    return len(seen)


def test_the_list_costs_the_same_with_one_notice_and_with_three() -> None:
    who = make.person()
    client = browser(who)
    make.told(who, key="a")
    client.get("/thong-bao/")
    one = _cost(client)
    make.told(who, key="b")
    make.told(who, key="c")
    assert _cost(client) == one


def test_long_lists_go_on_page_by_page() -> None:
    who = make.person()
    for number in range(21):
        make.told(who, key=f"k{number}")
    client = browser(who)
    first = client.get("/thong-bao/")
    older = first.context["older"]
    assert (len(first.context["notices"]), bool(older)) == (20, True)
    assert len(client.get("/thong-bao/", {"truoc": older}).context["notices"]) == 1


def test_the_simulated_mailbox_shows_what_was_sent(client: Client) -> None:
    set_providers(api.Way.EMAIL, (Outbox(),))
    make.told()
    api.deliver_due(by=SYSTEM, at=make.AT)
    assert "đã có kết quả" in client.get("/gia-lap/thu/").content.decode()
    Message.objects.filter(way="email").update(state="queued", next_at=make.AT, sent_at=None)
    api.deliver_due(by=SYSTEM, at=make.AT)
    assert SimulatedArrival.objects.get().times == 2


def test_the_simulated_phone_shows_its_length_and_refuses_unsigned_messages(client: Client) -> None:
    set_providers(api.Way.SMS, tuple(simulated(public_url="http://127.0.0.1:9", secret_key="x")[api.Way.SMS]))
    SimulatedArrival.objects.create(way="sms", key="msg_1", address="0912", text="Ho so xong", arrived_at=make.AT)
    page = client.get("/gia-lap/sms/").content.decode()
    assert "GSM-7, 10 ký tự, 1 tin" in page
    assert client.post("/gia-lap/sms/gui/", "{}", content_type="application/json").status_code == 403
    assert client.post("/gia-lap/sms/none/tra-loi/", {"how": "twice"}).status_code == 404
    assert client.post("/gia-lap/sms/msg_1/tra-loi/", {"how": "dance"}).status_code == 422


def test_providers_are_read_in_order_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "notices.toml"
    sms = 'kind = "sms_http"\nurl = "https://sms.example/"\nsecret = "s"\nsender = "LAMDONG"\n'
    smtp = '[[provider]]\nkind = "smtp"\nname = "thu"\nhost = "mail.example"\nport = 587\nsender = "a@b.vn"\n'
    smtp += 'sender_name = "Lâm Đồng"\n'
    file.write_text(f'{smtp}[[provider]]\nname = "mot"\n{sms}[[provider]]\nname = "hai"\n{sms}')
    given = {"public_url": "https://x.vn", "secret_key": "k", "has_simulators": True}
    assemble(file=file, **given)  # type: ignore[arg-type]
    assert [one.name for one in providers(api.Way.SMS)] == ["mot", "hai"]
    assert [one.kind for one in providers(api.Way.EMAIL)] == ["smtp"]
    for wrong in (smtp.replace("smtp", "fax"), smtp + smtp, smtp.replace("port", "gate")):
        file.write_text(wrong)
        with pytest.raises(ProvidersFault):
            assemble(file=file, **given)  # type: ignore[arg-type]
    file.unlink()
    assemble(file=file, public_url="", secret_key="k", has_simulators=False)
    assert providers(api.Way.SMS) == ()
