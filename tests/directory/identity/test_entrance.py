"""Signing in: two layers for officials, gates in front of everything, refusals recorded."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client

from dinh.directory.identity import api
from dinh.directory.identity.models import Account, SignIn
from dinh.directory.identity.types import AccountKind
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import now
from tests.directory.identity.make import AT, NEIGHBOR, account, agency, person, post

pytestmark = pytest.mark.django_db
SECRET, PASSWORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "mật khẩu rất dài"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def official(username: str = "canbo", *, posts: int = 1, has_factor: bool = True) -> Account:
    who = person("Phạm Thị Desk (giả lập)")
    made = account(AccountKind.OFFICIAL, who, username, PASSWORD)
    for number in range(posts):
        post(agency(code=f"H36.{username.upper()}.{number}", unit=NEIGHBOR), "mot_cua", who=who)
    if has_factor:
        TOTP.activate(made, SECRET)
    return made


def enter(client: Client, username: str = "canbo", password: str = PASSWORD, to: str = "/toi/") -> Any:
    return client.post("/dang-nhap/", {"login": username, "password": password, "next": to})


def kinds() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM ledger_entry WHERE kind LIKE 'directory.account.signed_in%' ORDER BY recorded_at"
        )
        return [kind for (kind,) in cursor.fetchall()]


def test_official_passes_both_layers(client: Client) -> None:
    made = official()
    assert enter(client).url == "/dang-nhap/ma/"
    assert client.get("/toi/").url.startswith("/dang-nhap/?next=")
    assert client.post("/dang-nhap/ma/", {"code": code()}).url == "/toi/"
    page = client.get("/toi/")
    assert page.status_code == 200
    actor = page.wsgi_request.actor  # type: ignore[attr-defined]
    assert (actor.kind, actor.account_id, actor.roles) == ("official", made.public_id, frozenset({"mot_cua"}))
    assert actor.channel_evidence["way"] == "password+totp"
    assert kinds() == ["directory.account.signed_in"]


@pytest.mark.parametrize(("username", "password"), [("canbo", "sai"), ("khongco", PASSWORD), ("canbo", "")])
def test_wrong_name_or_password_says_the_same(client: Client, username: str, password: str) -> None:
    official()
    page = enter(client, username, password)
    assert page.status_code == 200
    assert client.get("/toi/").status_code == 302
    if password:
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page.content.decode()
        assert kinds() == ["directory.account.signed_in.refused"]


def test_wrong_code_is_refused_and_recorded(client: Client) -> None:
    official()
    enter(client)
    page = client.post("/dang-nhap/ma/", {"code": "000000"})
    assert "Mã này chưa đúng" in page.content.decode()
    assert kinds() == ["directory.account.signed_in.refused"]
    assert client.get("/toi/").status_code == 302


def test_code_works_once(client: Client) -> None:
    official()
    once = code()
    enter(client)
    client.post("/dang-nhap/ma/", {"code": once})
    other = Client()
    enter(other)
    assert other.post("/dang-nhap/ma/", {"code": once}).status_code == 200


def test_too_many_wrong_passwords_close_the_door_for_the_right_one_too(client: Client) -> None:
    official()
    for _turn in range(5):
        enter(client, password="sai")
    page = enter(client)
    assert "Nhập sai quá nhiều lần" in page.content.decode()


@pytest.mark.parametrize("path", ["/toi/", "/chon-vi-tri/", "/dia-danh/", "/", "/khong-co/"])
def test_no_page_opens_before_the_second_factor_is_set(client: Client, path: str) -> None:
    official(has_factor=False)
    enter(client)
    assert client.get(path).url.startswith("/dang-nhap/hai-lop/?next=")


def test_second_factor_is_set_up_right_after_the_first_password(client: Client) -> None:
    made = official(has_factor=False)
    enter(client)
    assert client.get("/dang-nhap/hai-lop/").status_code == 200
    form = client.get("/dang-nhap/hai-lop/ung-dung/").context["form"]
    typed = format_hotp_value(hotp_value(form.secret, int(time.time()) // 30))
    done = client.post("/dang-nhap/hai-lop/ung-dung/", {"code": typed})
    assert done.url == "/dang-nhap/hai-lop/ma-du-phong/"
    assert len(client.get(done.url).context["unused_codes"]) == 10
    assert client.get("/toi/").status_code == 200
    kept = made.authenticator_set.get(type="totp").data["secret"]  # type: ignore[attr-defined]
    assert form.secret not in kept


def test_recovery_code_lets_in_once(client: Client) -> None:
    made = official()
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    spare = RecoveryCodes.activate(made).get_unused_codes()[0]
    enter(client)
    assert client.post("/dang-nhap/ma/", {"code": spare}).status_code == 302
    other = Client()
    enter(other)
    assert other.post("/dang-nhap/ma/", {"code": spare}).status_code == 200


def test_removing_the_second_factor_asks_for_the_password_and_closes_the_house(client: Client) -> None:
    official()
    enter(client)
    client.post("/dang-nhap/ma/", {"code": code()})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    asked = client.get("/dang-nhap/hai-lop/ung-dung/go/")
    assert asked.url.startswith("/dang-nhap/xac-nhan/")
    assert client.post(asked.url, {"password": PASSWORD}).status_code == 302
    client.post("/dang-nhap/hai-lop/ung-dung/go/")
    assert client.get("/toi/").url.startswith("/dang-nhap/hai-lop/")


def proven(client: Client, made: Account) -> None:
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")


def test_official_with_two_posts_chooses(client: Client) -> None:
    made = official(posts=2)
    proven(client, made)
    assert client.get("/toi/").url == "/chon-vi-tri/?next=%2Ftoi%2F"
    offered = client.get("/chon-vi-tri/").context["posts"]
    assert client.post("/chon-vi-tri/", {"post": offered[1].post_id, "next": "/toi/"}).url == "/toi/"
    actor = client.get("/toi/").wsgi_request.actor  # type: ignore[attr-defined]
    assert actor.post_id == offered[1].post_id
    stranger = post(agency(code="H36.99"), "head")
    assert client.post("/chon-vi-tri/", {"post": stranger.post_id}).status_code == 422


def test_official_without_a_post_is_told_so(client: Client) -> None:
    proven(client, official(posts=0))
    assert client.get("/toi/").url.startswith("/chon-vi-tri/")
    assert "không giữ vị trí nào" in client.get("/chon-vi-tri/").content.decode()


def test_onward_never_leaves_the_house(client: Client) -> None:
    proven(client, official())
    assert client.get("/chon-vi-tri/?next=https://example.com/").url == "/ban-lam-viec/"
    assert client.get("/chon-vi-tri/?next=//example.com/").url == "/ban-lam-viec/"


def test_ended_post_is_noticed_at_the_next_request(client: Client) -> None:
    made = official()
    proven(client, made)
    actor = client.get("/toi/").wsgi_request.actor  # type: ignore[attr-defined]
    api.end_post(by=SYSTEM, at=AT, post_id=actor.post_id, valid_to=now().date())
    assert client.get("/toi/").url.startswith("/chon-vi-tri/")


def test_closed_account_is_nobody_at_the_next_request(client: Client) -> None:
    made = official()
    proven(client, made)
    assert client.get("/toi/").status_code == 200
    Account.objects.filter(pk=made.pk).update(is_active=False)
    assert client.get("/toi/").url.startswith("/dang-nhap/")


def test_actor_costs_no_query_beyond_session_and_account(client: Client, django_assert_num_queries: Any) -> None:
    proven(client, official())
    client.get("/toi/")
    with django_assert_num_queries(2):
        client.get("/healthz")
    with django_assert_num_queries(0):
        Client().get("/healthz")


def test_sign_out_needs_a_button(client: Client) -> None:
    proven(client, official())
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").status_code == 302
    assert client.get("/toi/").url.startswith("/dang-nhap/")


def test_another_session_can_be_ended_and_a_strangers_cannot(client: Client) -> None:
    made, other = official(), official("khac")
    for browser, who in ((client, made), (there := Client(), made), (stranger := Client(), other)):
        enter(browser, who.username)
        cache.clear()
        assert browser.post("/dang-nhap/ma/", {"code": code()}).status_code == 302
    row = SignIn.objects.get(session_key=there.session.session_key)
    assert stranger.post(f"/toi/phien/{row.public_id}/ket-thuc/").status_code == 404
    assert client.post(f"/toi/phien/{row.public_id}/ket-thuc/").status_code == 302
    assert there.get("/toi/").url.startswith("/dang-nhap/")
    assert client.get("/toi/").status_code == 200


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "login/code/", "social/signup/", "2fa/", "accounts/login/"]
)
def test_what_allauth_offers_beyond_is_not_there(client: Client, path: str) -> None:
    for root in ("/", "/dang-nhap/", "/accounts/"):
        assert client.get(f"{root}{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "hai-lop/",
        "hai-lop/khoa/",
        "hai-lop/khoa/them/",
        "hai-lop/ung-dung/go/",
        "hai-lop/ma-du-phong/tao/",
        "mat-khau/",
        "xac-nhan/",
        "xac-nhan/ma/",
    ],
)
def test_account_pages_open_for_their_owner_only(client: Client, path: str) -> None:
    assert client.get(f"/dang-nhap/{path}").url.startswith("/dang-nhap/")
    official()
    enter(client)
    client.post("/dang-nhap/ma/", {"code": code()})
    assert client.get(f"/dang-nhap/{path}").status_code == 200


def test_citizens_have_no_second_layer_pages(client: Client) -> None:
    client.force_login(
        account(AccountKind.CITIZEN, person("Lê Thị B"), "dan"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/dang-nhap/hai-lop/").url == "/dang-nhap/"
    assert client.get("/chon-vi-tri/").url == "/"
    assert client.get("/toi/").status_code == 200


def test_recovery_codes_are_downloaded_as_text(client: Client) -> None:
    official()
    enter(client)
    client.post("/dang-nhap/ma/", {"code": code()})
    client.post("/dang-nhap/hai-lop/ma-du-phong/tao/")
    file = client.get("/dang-nhap/hai-lop/ma-du-phong/tai/")
    assert file.headers["Content-Type"].startswith("text/plain")
    assert len([line for line in file.content.decode().splitlines() if line.isdigit()]) == 10


def test_password_is_changed_with_the_present_one_only(client: Client) -> None:
    made = official()
    enter(client)
    client.post("/dang-nhap/ma/", {"code": code()})
    given = {"password1": "một mật khẩu mới dài", "password2": "một mật khẩu mới dài"}
    assert client.post("/dang-nhap/mat-khau/", {"oldpassword": "sai", **given}).status_code == 200
    assert client.post("/dang-nhap/mat-khau/", {"oldpassword": PASSWORD, **given}).url == "/toi/"
    made.refresh_from_db()
    assert made.check_password("một mật khẩu mới dài")
