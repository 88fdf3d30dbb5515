"""Citizens through OpenID Connect, against the simulator over real HTTP."""

from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.core.cache import cache
from django.test import Client

from dinh.directory.identity import api
from dinh.directory.identity.models import Account, Person
from dinh.directory.identity.plugins.vneid.profile import read_profile
from dinh.directory.identity.types import Gender
from dinh.kernel.errors import Invalid

TRUE = {"sub": "abc", "name": "Nguyễn Văn An", "citizen_id": "068079001234"}


class Inputs(HTMLParser):
    """The fields of the first form that posts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name"):
            self.found.setdefault(str(given["name"]), given.get("value") or "")


@pytest.fixture
def house(live_server: Any, settings: Any) -> str:
    """Run the house on a port of its own, as provider and as client."""
    cache.clear()
    issuer = f"{live_server.url}/gia-lap/vneid"
    settings.DINH_VNEID_ISSUER, settings.DINH_PUBLIC_URL = issuer, live_server.url
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [{**app, "settings": {**app["settings"], "server_url": issuer}}],
        }
    }
    return str(live_server.url)


def begin(client: Client, house: str) -> str:
    host = urlsplit(house).netloc
    return str(client.post("/dang-nhap/dinh-danh/vneid/", {"next": "/toi/"}, headers={"host": host}).url)


def choose(client: Client, house: str, where: str, cccd: str) -> str:
    host = urlsplit(house).netloc
    page = client.get(where.removeprefix(house), headers={"host": host})
    fields = Inputs()
    fields.feed(page.content.decode())
    given = {**fields.found, "cccd": cccd}
    return str(client.post("/gia-lap/vneid/authorize", given, headers={"host": host}).url)


def back(client: Client, house: str, where: str) -> Any:
    return client.get(where.removeprefix(house), headers={"host": urlsplit(house).netloc})


@pytest.mark.django_db(transaction=True)
def test_citizen_signs_in_twice_and_stays_one_person(client: Client, house: str) -> None:
    citizen = api.demo_citizens()[0]
    for browser in (client, Client()):
        landed = back(browser, house, choose(browser, house, begin(browser, house), citizen.cccd))
        assert landed.url == "/toi/"
        actor = browser.get("/toi/").wsgi_request.actor  # type: ignore[attr-defined]
        assert (actor.kind, actor.channel_evidence["way"]) == ("citizen", "vneid")
    known = Person.objects.get(cccd=citizen.cccd)
    assert (known.born_on, known.is_synthetic) == (citizen.born_on, True)
    assert Account.objects.get(person=known).kind == "citizen"


@pytest.mark.django_db(transaction=True)
def test_code_is_good_once_and_only_for_its_verifier(client: Client, house: str, settings: Any) -> None:
    asked = begin(client, house)
    given = parse_qs(urlsplit(asked).query)
    assert given["code_challenge_method"] == ["S256"]
    answer = parse_qs(urlsplit(choose(client, house, asked, api.demo_citizens()[0].cccd)).query)
    body = {
        "grant_type": "authorization_code",
        "code": answer["code"][0],
        "redirect_uri": given["redirect_uri"][0],
        "client_id": "dinh",
        "client_secret": settings.DINH_VNEID_SECRET,
        "code_verifier": "x" * 64,
    }
    url = f"{house}/gia-lap/vneid/token"
    assert requests.post(url, data=body, timeout=10).json() == {"error": "invalid_grant"}
    assert requests.post(url, data={**body, "client_secret": "no"}, timeout=10).status_code == 401
    assert requests.post(url, data={**body, "grant_type": "password"}, timeout=10).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_identity_token_is_signed_by_the_published_key(house: str) -> None:
    from dinh.directory.identity.plugins.vneid.simulator.tokens import Grant, identity_token

    token = identity_token(issuer=house, subject="s", grant=Grant("dinh", "", "", "n", ""))
    key = jwt.PyJWKSet.from_dict(requests.get(f"{house}/gia-lap/vneid/jwks", timeout=10).json()).keys[0]
    assert jwt.decode(token, key, algorithms=["RS256"], audience="dinh", issuer=house)["nonce"] == "n"
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(token, key, algorithms=["RS256"], audience="other", issuer=house)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", ["?error=access_denied", "?code=x", "?code=x&state=y", ""])
def test_broken_way_back_is_told_plainly(client: Client, house: str, query: str) -> None:
    page = back(client, house, f"{house}/dang-nhap/dinh-danh/vneid/tro-ve/{query}")
    assert page.status_code == 401
    assert "VN0" in page.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ("client_id", "other"),
        ("redirect_uri", "https://example.com/dang-nhap/dinh-danh/vneid/tro-ve/"),
        ("response_type", "token"),
        ("scope", "email"),
        ("code_challenge", ""),
        ("code_challenge_method", "plain"),
    ],
)
def test_simulator_refuses_what_a_provider_refuses(client: Client, house: str, wrong: str, value: str) -> None:
    given = {name: values[0] for name, values in parse_qs(urlsplit(begin(client, house)).query).items()}
    headers = {"host": urlsplit(house).netloc}
    assert client.get("/gia-lap/vneid/authorize", given, headers=headers).status_code == 200
    assert client.get("/gia-lap/vneid/authorize", {**given, wrong: value}, headers=headers).status_code == 400


@pytest.mark.django_db
def test_simulator_lets_nobody_real_in() -> None:
    from dinh.directory.identity.plugins.vneid.simulator.citizens import citizen
    from dinh.kernel.actor import SYSTEM
    from tests.directory.identity.make import AT

    api.find_or_create_person(by=SYSTEM, at=AT, full_name="Người Thật", cccd="068079001234")
    with pytest.raises(LookupError):
        citizen("068079001234")


def _gone(settings: Any) -> None:
    """Let the provider stop answering: nothing listens where it was."""
    cache.clear()
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {**app["settings"], "server_url": "http://127.0.0.1:9/gia-lap/vneid"}


@pytest.mark.django_db(transaction=True)
def test_provider_that_does_not_answer_is_said_before_and_after(client: Client, house: str, settings: Any) -> None:
    landed = choose(client, house, begin(client, house), api.demo_citizens()[0].cccd)
    _gone(settings)
    returned = back(client, house, landed)
    asked = client.post("/dang-nhap/dinh-danh/vneid/", {"next": "/toi/"}, headers={"host": urlsplit(house).netloc})
    for answer in (returned, asked):
        assert answer.status_code == 503
        assert "VNeID hiện chưa trả lời." in answer.content.decode()
    assert not Account.objects.filter(kind="citizen").exists()


def test_profile_reads_configured_claims() -> None:
    claims = {
        "sub": "s",
        "hoTen": "Lê Thị Bé",
        "soDinhDanh": "068179001234",
        "ngaySinh": "05/09/1979",
        "gioiTinh": "Nữ",
    }
    names = {"full_name": "hoTen", "cccd": "soDinhDanh", "born_on": "ngaySinh", "gender": "gioiTinh"}
    found = read_profile(claims, names).person
    assert (found.full_name, found.cccd, found.born_on, found.gender) == (
        "Lê Thị Bé",
        "068179001234",
        date(1979, 9, 5),
        Gender.FEMALE,
    )


@pytest.mark.parametrize(
    ("said", "kept"), [("+84 900 000 001", "0900000001"), ("0900.000.001", "0900000001"), ("", "")]
)
def test_profile_writes_telephones_one_way(said: str, kept: str) -> None:
    assert read_profile({**TRUE, "phone_number": said}).person.phone == kept


@pytest.mark.parametrize("wrong", [{"sub": ""}, {"citizen_id": "79"}, {"citizen_id": None}])
def test_profile_that_identifies_nobody_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read_profile({**TRUE, **wrong})


def test_forms_may_lead_to_the_provider(settings: Any) -> None:
    parts = urlsplit(settings.DINH_VNEID_ISSUER)
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
    assert f"{parts.scheme}://{parts.netloc}" in allowed
