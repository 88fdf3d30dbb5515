"""Lâm Đồng as its file describes it, on the real map; and the accounts of the demonstration."""

from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dinh.directory import api
from dinh.directory.identity.models import Account, Agency, Post
from dinh.kernel.actor import SYSTEM
from tests.directory.identity.make import AT, ON

pytestmark = pytest.mark.django_db
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(autouse=True, scope="module")
def _loaded(country: None, django_db_blocker: Any) -> None:
    """Load the file once for the module; `country` empties the database after it."""
    del country
    with django_db_blocker.unblock():
        api.load_agencies(by=SYSTEM, at=AT, province="68")


def test_load_agencies_twice_changes_nothing() -> None:
    before = Agency.objects.count()
    again = api.load_agencies(by=SYSTEM, at=AT, province="68")
    assert (again.created, again.kept, Agency.objects.count()) == (0, before, before)


def test_every_commune_has_a_committee_and_a_center() -> None:
    province = api.unit_by_code(code="68", level="province", on=DAY).unit_id
    communes = {unit.unit_id for unit in api.children(unit_id=province, on=DAY)}
    assert len(communes) == 124
    for kind in ("commune_committee", "service_center_commune"):
        assert {one.unit_id for one in api.agencies(kind=kind, on=DAY)} == communes


def test_every_old_agency_has_an_heir_in_force() -> None:
    old = [one for one in api.agencies(on=EVE) if one.valid_to == DAY]
    assert Counter(one.kind.value for one in old)["commune_committee"] == 329
    now = {one.agency_id: one for one in api.agencies(on=DAY)}
    assert [now[one.successor_id].kind for one in old] == [one.kind for one in old]


def test_codes_of_two_agencies_never_meet() -> None:
    for day in (EVE, DAY):
        codes = [one.code_new for one in api.agencies(on=day)]
        assert len(set(codes)) == len(codes)
    communes = [one.code_new for one in api.agencies(kind="commune_committee")]
    assert len(set(communes)) == len(communes)


def test_no_code_passes_for_a_real_one() -> None:
    marks = {(one.kind.value == "province_committee", one.code_mark.value) for one in api.agencies()}
    assert marks == {(True, "memory"), (False, "synthetic")}


def test_demo_accounts_are_the_same_each_time() -> None:
    told = api.create_demo_accounts(at=AT)
    counts = (Account.objects.count(), Post.objects.count())
    assert api.create_demo_accounts(at=AT) == told
    assert (Account.objects.count(), Post.objects.count()) == counts
    roles = {role for one in told for role in one.role.split(", ")}
    assert roles == {"citizen", "mot_cua", "cashier", "specialist", "head", "leader", "data_officer", "operator"}
    assert all(account.person and "(giả lập)" in account.person.full_name for account in Account.objects.all())


def test_demo_desk_receives_for_the_whole_province_and_decides_nothing() -> None:
    api.create_demo_accounts(at=AT)
    desk = api.actor_for(account=Account.objects.get(username="motcua.xuanhuong"), on=ON)
    for one in api.agencies(on=ON)[::16]:
        assert api.may(by=desk, action="dossier.receive", agency_id=one.agency_id, on=ON)
        assert not api.may(by=desk, action="dossier.decide", agency_id=one.agency_id, on=ON)


def test_totp_command_knows_demo_accounts_only(settings: pytest.FixtureRequest) -> None:
    api.create_demo_accounts(at=AT)
    out = StringIO()
    call_command("totp", "motcua.tinh", stdout=out)
    assert out.getvalue().strip().isdigit()
    Account.objects.filter(username="motcua.tinh").update(is_demo=False)
    with pytest.raises(CommandError):
        call_command("totp", "motcua.tinh")
    settings.DINH_SYNTHETIC = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("totp", "motcua.xuanhuong")
