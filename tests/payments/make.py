"""Small hand-made orders, officials and platform messages."""

from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.test import Client

from dinh.directory import api as directory
from dinh.directory.api import AccountKind
from dinh.directory.identity.models import Agency, Person
from dinh.directory.identity.types import AgencyKind, Mark
from dinh.directory.units.models import Unit, UnitVersion
from dinh.directory.units.queries.atlas import forget_atlas
from dinh.directory.units.types import Kind
from dinh.kernel.actor import SYSTEM, Actor, ActorKind, Role
from dinh.kernel.clock import VN
from dinh.ledger import api as ledger
from dinh.payments import api, registry
from dinh.payments.plugins.national_platform import messages
from dinh.payments.plugins.national_platform.gateway import NationalPlatform
from dinh.payments.types import FeeKind, OrderView, Quote, QuoteLine

AT = datetime(2026, 3, 2, 9, 0, tzinfo=VN)
SUBJECT = "dos_00000000000000000000000001"


def province() -> Unit:
    unit, is_new = Unit.objects.get_or_create(id=1, level="province")
    if is_new:
        named = {"code": "68", "name": "Tỉnh Lâm Đồng", "short_name": "Lâm Đồng", "kind": Kind.TINH}
        UnitVersion.objects.create(unit=unit, province=unit, level="province", recorded_at=AT, **named)
        forget_atlas()
    return unit


def agency(code: str = "H36.12") -> Agency:
    unit = province()
    known = Agency.objects.filter(code_new=code).first()
    return known or Agency.objects.create(
        name=f"Cơ quan {code}",
        short_name=code,
        folded=code.lower(),
        kind=AgencyKind.COMMUNE_COMMITTEE,
        unit=unit,
        province=unit,
        code_new=code,
        code_mark=Mark.SYNTHETIC,
        name_mark=Mark.SYNTHETIC,
        valid_from=date(2020, 1, 1),
    )


def person(name: str = "Nguyễn Thị Hòa") -> Person:
    return Person.objects.create(full_name=name, folded=name.lower(), sort_key=name.lower(), is_synthetic=True)


def official(where: Agency | None = None, *roles: str) -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id="acc_test",
        post_id="pst_test",
        agency_id=(where or agency()).public_id,
        roles=frozenset(roles or (Role.MOT_CUA, Role.CASHIER)),
    )


def citizen(who: Person) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id="acc_citizen", person_id=who.public_id)


def line(
    amount: int = 50_000,
    *,
    full: int | None = None,
    kind: FeeKind = FeeKind.LE_PHI,
    rule: str = "",
    name: str = "Lệ phí",
) -> QuoteLine:
    return QuoteLine(
        kind=kind, name=name, amount_vnd=amount, full_amount_vnd=amount if full is None else full, discount_rule=rule
    )


def quote(*lines: QuoteLine, channel: str = "online", is_known: bool = True) -> Quote:
    rows = lines or (line(),)
    total = sum(row.amount_vnd for row in rows)
    return Quote(lines=rows, total_vnd=total, is_known=is_known, version_id="prv_x", channel=channel, on=AT.date())


def order(
    what: Quote | None = None, *, payer: Person | None = None, by: Actor | None = None, at: datetime = AT
) -> OrderView:
    return api.open_order(
        by=by or official(),
        at=at,
        subject_id=SUBJECT,
        payer_name="Nguyễn Thị Hòa",
        payer_person_id=payer.public_id if payer else "",
        quote=what or quote(),
        payee_agency_id=agency().public_id,
    )


def platform() -> NationalPlatform:
    found = registry.gateway()
    assert isinstance(found, NationalPlatform)
    return found


def message(
    reference: str,
    amount: int = 50_000,
    number: str = "GD1",
    *,
    paid_at: datetime = AT + timedelta(minutes=5),
    error_code: str = "00",
    secret: str | None = None,
) -> dict[str, str]:
    return messages.callback(
        reference=reference,
        amount_vnd=amount,
        transaction_no=number,
        bank="970436",
        paid_at=paid_at,
        text=f"{reference} phi le phi",
        partner=platform().partner,
        secret=platform().secret if secret is None else secret,
        error_code=error_code,
    )


def _browser(kind: AccountKind, who: Person, username: str) -> Client:
    account = directory.open_account(by=SYSTEM, at=AT, kind=kind, username=username, person_id=who.public_id)
    if kind is AccountKind.OFFICIAL:
        Authenticator.objects.create(user_id=account.pk, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def citizen_browser(who: Person) -> Client:
    return _browser(AccountKind.CITIZEN, who, f"citizen-{who.pk}")


def official_browser(where: Agency | None = None, *roles: str) -> Client:
    who = person("Trần Văn Quầy")
    directory.grant_post(
        by=SYSTEM,
        at=AT,
        person_id=who.public_id,
        agency_id=(where or agency()).public_id,
        title="Người thu phí",
        roles=roles or (Role.MOT_CUA, Role.CASHIER),
        valid_from=date(2021, 1, 1),
    )
    return _browser(AccountKind.OFFICIAL, who, f"official-{who.pk}")


def follow() -> None:
    """Let everything happen that follows from what was recorded: receipts, then their papers."""
    for _pass in range(2):
        ledger.seal()
        ledger.deliver()
