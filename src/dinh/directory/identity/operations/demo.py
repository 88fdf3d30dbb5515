"""The accounts of the demonstration: one for each role, always the same, always marked as invented."""

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from random import Random

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from dinh.directory.identity.models import Account, Person
from dinh.directory.identity.operations.people import find_or_create_person, open_account
from dinh.directory.identity.operations.rights import grant_post
from dinh.directory.identity.operations.synthetic import synthetic_crowd
from dinh.directory.identity.queries.agencies import agency_by_code, agency_for
from dinh.directory.identity.types import AccountKind, AgencyKind, AgencyView, DemoAccount, SyntheticPerson
from dinh.directory.units import api as units
from dinh.kernel.actor import SYSTEM, Role
from dinh.kernel.clock import local

MARK = "(giả lập)"
_SEED = 68
# Phường Xuân Hương - Đà Lạt: where the province has its seat, and the demonstration its commune.
_COMMUNE_CODE = "24781"
_SINCE = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of the demonstration: at which agency, with which roles."""

    where: str
    title: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    username: str
    label: str
    url: str
    seats: tuple[Seat, ...]


_DESK, _TASKS, _WALL = "/ban-lam-viec/", "/ban-lam-viec/viec/", "/dieu-hanh/"
_FRONT = (Role.MOT_CUA, Role.CASHIER)
CAST = (
    Cast("motcua.xuanhuong", "Cán bộ một cửa phường", _DESK, (Seat("center", "Công chức một cửa", _FRONT),)),
    Cast("motcua.tinh", "Cán bộ một cửa cấp tỉnh", _DESK, (Seat("province_center", "Viên chức một cửa", _FRONT),)),
    Cast("chuyenvien.xuanhuong", "Chuyên viên phường", _DESK, (Seat("committee", "Chuyên viên", (Role.SPECIALIST,)),)),
    Cast("chutich.xuanhuong", "Chủ tịch UBND phường", _DESK, (Seat("committee", "Chủ tịch UBND", (Role.HEAD,)),)),
    Cast("chuyenvien.tuphap", "Chuyên viên Sở Tư pháp", _DESK, (Seat("03", "Chuyên viên", (Role.SPECIALIST,)),)),
    Cast("giamdoc.tuphap", "Giám đốc Sở Tư pháp", _DESK, (Seat("03", "Giám đốc", (Role.HEAD,)),)),
    Cast(
        "kiemnhiem.xuanhuong",
        "Công chức giữ hai vị trí",
        _DESK,
        (Seat("center", "Công chức một cửa", _FRONT), Seat("committee", "Chuyên viên", (Role.SPECIALIST,))),
    ),
    Cast("lanhdao.tinh", "Lãnh đạo tỉnh", _WALL, (Seat("province", "Phó Chủ tịch UBND tỉnh", (Role.LEADER,)),)),
    Cast("dulieu.tinh", "Cán bộ dữ liệu", "/so-lieu/thu-tuc/", (Seat("10", "Chuyên viên", (Role.DATA_OFFICER,)),)),
    Cast("vanhanh.tinh", "Người vận hành hệ thống", "/so-cai/", (Seat("10", "Quản trị viên", (Role.OPERATOR,)),)),
    Cast("chuyenvien.congan", "Cán bộ Công an tỉnh", _TASKS, (Seat("35", "Cán bộ", (Role.SPECIALIST,)),)),
    Cast("truongphong.congan", "Trưởng phòng Công an tỉnh", _TASKS, (Seat("35", "Trưởng phòng", (Role.HEAD,)),)),
)
CITIZENS = 6


def demo_password(username: str) -> str:
    return f"gia-lap-{username}"


def demo_secret(username: str) -> str:
    """Return the code generator's secret: no secret at all, since anybody can compute it. Demonstration only."""
    return b32encode(sha256(f"dinh demonstration {username}".encode()).digest()[:20]).decode()


def _places(on: date) -> Mapping[str, AgencyView]:
    commune = units.unit_by_code(code=_COMMUNE_CODE, level="commune", on=on)
    top = agency_for(unit_id=commune.province_id, kind=AgencyKind.PROVINCE_COMMITTEE, on=on)
    departments = {number: agency_by_code(code=f"{top.code_new}.{number}", on=on) for number in ("03", "10", "35")}
    return {
        **departments,
        "province": top,
        "province_center": agency_for(unit_id=top.unit_id, kind=AgencyKind.SERVICE_CENTER_PROVINCE, on=on),
        "committee": agency_for(unit_id=commune.unit_id, kind=AgencyKind.COMMUNE_COMMITTEE, on=on),
        "center": agency_for(unit_id=commune.unit_id, kind=AgencyKind.SERVICE_CENTER_COMMUNE, on=on),
    }


def demo_citizens() -> tuple[SyntheticPerson, ...]:
    """Return the invented citizens whom the simulator of VNeID knows first; always the same."""
    return synthetic_crowd(rng=Random(_SEED), count=CITIZENS)  # noqa: S311  invented people need no secrecy


def _register(made: SyntheticPerson, at: datetime, unit_id: int, place: str) -> Person:
    found = find_or_create_person(
        by=SYSTEM,
        at=at,
        full_name=f"{made.full_name} {MARK}",
        cccd=made.cccd,
        born_on=made.born_on,
        gender=made.gender,
        phone=made.phone,
        residence_unit_id=unit_id,
        address_text=f"{made.street}, {place}",
        is_synthetic=True,
    )
    return Person.objects.get(public_id=found.person_id)


def _open(part: Cast, made: SyntheticPerson, at: datetime, places: Mapping[str, AgencyView]) -> None:
    if Account.objects.filter(username=part.username).exists():
        return
    home = places["committee"]
    person = _register(made, at, home.unit_id, home.name.removeprefix("Ủy ban nhân dân "))
    account = open_account(
        by=SYSTEM,
        at=at,
        kind=AccountKind.OFFICIAL,
        username=part.username,
        person_id=person.public_id,
        password=demo_password(part.username),
    )
    Account.objects.filter(pk=account.pk).update(is_demo=True)
    TOTP.activate(account, demo_secret(part.username))
    for seat in part.seats:
        grant_post(
            by=SYSTEM,
            at=at,
            person_id=person.public_id,
            agency_id=places[seat.where].agency_id,
            title=f"{seat.title} {MARK}",
            roles=[role.value for role in seat.roles],
            valid_from=_SINCE,
        )


@transaction.atomic
def create_demo_accounts(*, at: datetime) -> tuple[DemoAccount, ...]:
    """Make the accounts of the demonstration, one for each role, and return them with their open secrets.

    Needs units and agencies loaded. Repeating it makes nothing new. The caller sees to it that this never runs in an
    installation with real people.
    """
    on = local(at).date()
    places = _places(on)
    crowd = synthetic_crowd(rng=Random(_SEED), count=CITIZENS + len(CAST))  # noqa: S311  see demo_citizens
    home = places["committee"]
    told = []
    for made in crowd[:2]:
        person = _register(made, at, home.unit_id, home.name.removeprefix("Ủy ban nhân dân "))
        told.append(DemoAccount("Người dân", f"VNeID: {person.full_name}", "", "", "citizen", "/dang-nhap/"))
    for part, made in zip(CAST, crowd[CITIZENS:], strict=True):
        _open(part, made, at, places)
        roles = sorted({role.value for seat in part.seats for role in seat.roles})
        told.append(
            DemoAccount(
                label=f"{part.label} {MARK}",
                username=part.username,
                password=demo_password(part.username),
                totp_secret=demo_secret(part.username),
                role=", ".join(roles),
                url=part.url,
            )
        )
    return tuple(told)


def demo_code_secret(username: str) -> str:
    """Return the open secret of an account of the demonstration; raise Account.DoesNotExist for any other account."""
    Account.objects.get(username=username, is_demo=True)
    return demo_secret(username)
