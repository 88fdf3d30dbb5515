"""Small hand-made agencies, people and posts."""

from datetime import date, datetime

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from dinh.directory.identity import api
from dinh.directory.identity.models import Account, Agency
from dinh.directory.identity.types import AccountKind, AgencyKind, Mark, PersonView, PostView
from dinh.directory.identity.web.factors import has_second_factor
from dinh.directory.units.models import Unit
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.clock import VN
from dinh.kernel.text import fold

AT = datetime(2026, 3, 2, 9, 0, tzinfo=VN)
ON = AT.date()
PROVINCE, OTHER_PROVINCE, COMMUNE, NEIGHBOR, OLD_COMMUNE = 1, 2, 11, 12, 13


def units() -> None:
    for number in (PROVINCE, OTHER_PROVINCE):
        Unit.objects.get_or_create(id=number, level="province")
    for number in (COMMUNE, NEIGHBOR, OLD_COMMUNE):
        Unit.objects.get_or_create(id=number, level="commune")


def agency(
    *,
    code: str,
    unit: int = COMMUNE,
    province: int = PROVINCE,
    kind: AgencyKind = AgencyKind.COMMUNE_COMMITTEE,
    name: str = "",
    successor: Agency | None = None,
    valid_to: date | None = None,
) -> Agency:
    units()
    name = name or f"Cơ quan {code}"
    return Agency.objects.create(
        name=name,
        short_name=name,
        folded=fold(name),
        kind=kind,
        unit_id=unit,
        province_id=province,
        code_new=code,
        code_mark=Mark.SYNTHETIC,
        name_mark=Mark.SYNTHETIC,
        valid_from=date(2020, 1, 1),
        valid_to=valid_to,
        successor=successor,
    )


def person(name: str = "Nguyễn Thị Hòa (giả lập)", cccd: str = "") -> PersonView:
    return api.find_or_create_person(by=SYSTEM, at=AT, full_name=name, cccd=cccd, is_synthetic=True)


def post(
    where: Agency,
    *roles: str,
    who: PersonView | None = None,
    valid_from: date = date(2021, 1, 1),
    valid_to: date | None = None,
    procedures: tuple[str, ...] = (),
) -> PostView:
    return api.grant_post(
        by=SYSTEM,
        at=AT,
        person_id=(who or person()).person_id,
        agency_id=where.public_id,
        title="Chuyên viên",
        roles=roles,
        valid_from=valid_from,
        valid_to=valid_to,
        procedures=procedures,
    )


def account(kind: AccountKind, who: PersonView, username: str, password: str | None = None) -> Account:
    return api.open_account(by=SYSTEM, at=AT, kind=kind, username=username, person_id=who.person_id, password=password)


def sign_in(client: Client, who: Account) -> None:
    """Sign a test browser in as this account, with the second factor an official needs."""
    if who.kind == AccountKind.OFFICIAL and not has_second_factor(who):
        TOTP.activate(who, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")


def official(where: Agency, *roles: str, procedures: tuple[str, ...] = ()) -> Actor:
    """An official acting from one new post."""
    who = person()
    held = post(where, *roles, who=who, procedures=procedures)
    return api.actor_for(account=account(AccountKind.OFFICIAL, who, f"u{held.post_id}"), on=ON, post_id=held.post_id)


def citizen(who: PersonView) -> Actor:
    return api.actor_for(account=account(AccountKind.CITIZEN, who, f"c{who.person_id}"), on=ON)
