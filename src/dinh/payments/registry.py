"""What is declared outside the code: discount rules, accounts, and the plugins that speak to outside systems."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Unavailable
from dinh.payments.policies.discounts import DiscountRule
from dinh.payments.policies.vietqr import MAX_PURPOSE
from dinh.payments.types import (
    FeeKind,
    GatewayMessage,
    IssuedNumber,
    Payee,
    ReceiptRequest,
    Setter,
    Started,
    StartRequest,
)

PROVINCES = Path(__file__).resolve().parents[3] / "provinces"
_CHANNELS = frozenset({"desk", "online", "post"})
_WHOLE = 100


class FeesFault(ValueError):
    """A file of a province contradicts itself: names the file and the row."""


class Gateway(Protocol):
    """The side of the payment platform we speak to."""

    def read(self, raw: Mapping[str, str]) -> GatewayMessage:
        """Return the message; raise Forged when MaXacThuc is wrong and ValueError when it cannot be read."""
        ...

    def start(self, asked: StartRequest) -> Started: ...

    def ask(self, reference: str) -> Mapping[str, str] | None:
        """Return the raw message about a payment already made, None while there is none."""
        ...


class ReceiptProvider(Protocol):
    """The e-receipt provider: only it gives numbers. Asked twice with one key it gives the same number."""

    def issue(self, asked: ReceiptRequest) -> IssuedNumber: ...


class Forged(Exception):
    """The message's signature is wrong."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a province takes money: accounts by agency code ("*" = all others), and how long an order stays payable."""

    accounts: Mapping[str, Payee]
    expires_hours: int
    longest_purpose: int
    is_demo_receipts: bool


_plugins: dict[str, Any] = {}


def set_gateway(gateway: Gateway) -> None:
    _plugins["gateway"] = gateway


def set_receipts(provider: ReceiptProvider) -> None:
    _plugins["receipts"] = provider


def gateway() -> Gateway:
    found: Gateway | None = _plugins.get("gateway")
    if found is None:
        raise no_gateway()
    return found


def no_gateway() -> Unavailable:
    return Unavailable("PA30", _("This cannot be paid online here."), _("Please pay at the desk."))


def receipts() -> ReceiptProvider:
    found: ReceiptProvider | None = _plugins.get("receipts")
    if found is None:
        raise Unavailable("PA31", _("No e-receipt provider is set up here."))
    return found


def _rule(file: Path, row: Mapping[str, Any]) -> DiscountRule:
    try:
        rule = DiscountRule(
            code=row["code"],
            instrument=row["instrument"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            areas=tuple(row["areas"]),
            channels=tuple(row["channels"]),
            kinds=tuple(FeeKind(kind) for kind in row["kinds"]),
            setters=tuple(Setter(setter) for setter in row["setters"]),
            subjects=tuple(row.get("subjects", ())),
            excluded=tuple(row.get("excluded", ())),
            pays_percent=row["pays_percent"],
            list_known=row["list_known"],
            mark=row["mark"],
            note=row.get("note", ""),
        )
    except (KeyError, ValueError) as fault:
        raise FeesFault(f"{file.parent.name}/{file.name}: {row.get('code', '?')}: {fault}") from fault
    wrong = not set(rule.channels) <= _CHANNELS or not rule.areas or not 0 <= rule.pays_percent <= _WHOLE
    if wrong or (rule.valid_to is not None and rule.valid_to < rule.valid_from):
        raise FeesFault(f"{file.parent.name}/{file.name}: {rule.code}: channel, area, percent or dates")
    return rule


def read_discounts(folder: Path) -> tuple[DiscountRule, ...]:
    """Return the rules of every province's `fees.toml`; a code standing twice or an unreadable row is a FeesFault."""
    found: dict[str, DiscountRule] = {}
    for file in sorted(folder.glob("*/fees.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("discount", []):
            rule = _rule(file, row)
            if rule.code in found:
                raise FeesFault(f"{file.parent.name}/{file.name}: {rule.code} stands twice")
            found[rule.code] = rule
    return tuple(found.values())


@cache
def discounts() -> tuple[DiscountRule, ...]:
    """Return all discount rules of the country known here, read once."""
    return read_discounts(PROVINCES)


def discount(code: str) -> DiscountRule | None:
    return next((rule for rule in discounts() if rule.code == code), None)


def read_terms(file: Path) -> Terms:
    """Return how the province of this `fees.toml` takes money."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    order = content.get("order", {})
    accounts = {
        row["agency_code"]: Payee(
            bank_bin=row["bank_bin"],
            account=row["account"],
            name=row["name"],
            bank_name=row["bank_name"],
            is_synthetic=row.get("is_synthetic", False),
        )
        for row in content.get("account", [])
    }
    return Terms(
        accounts=accounts,
        expires_hours=order.get("expires_hours", 72),
        longest_purpose=order.get("longest_purpose", MAX_PURPOSE),
        is_demo_receipts=content.get("receipts", {}).get("is_demo", True),
    )


@cache
def terms(province_code: str) -> Terms:
    """Return the terms of a province; one without a file takes money at the desk only."""
    file = PROVINCES / province_code / "fees.toml"
    if not file.exists():
        return Terms(accounts={}, expires_hours=72, longest_purpose=MAX_PURPOSE, is_demo_receipts=True)
    return read_terms(file)


def open_province(code: str) -> None:
    """Say which province this installation serves; called once when the application starts."""
    _plugins["province"] = code


def own_terms() -> Terms:
    return terms(_plugins.get("province", ""))


def find_payee(agency_code: str) -> Payee | None:
    """Return the account of an agency; None where the province has not named one: then the desk takes cash."""
    accounts = own_terms().accounts
    return accounts.get(agency_code) or accounts.get("*")
