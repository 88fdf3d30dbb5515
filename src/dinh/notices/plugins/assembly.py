"""Who carries messages here: read from the installation's `notices.toml`, or the simulators of a demonstration."""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dinh.notices.plugins.email_outbox.outbox import Outbox
from dinh.notices.plugins.sms_http.gateway import SmsGateway
from dinh.notices.plugins.smtp.mailer import Mailer
from dinh.notices.registry.providers import Provider, set_providers
from dinh.notices.registry.settings import set_public_url
from dinh.notices.types import OUTSIDE, Way

__all__ = ["ProvidersFault", "assemble", "simulated"]

SIMULATED_SMS = "tin-nhan-gia-lap"


class ProvidersFault(ValueError):
    """`notices.toml` contradicts itself; the message names the row and what is wrong."""


def assemble(*, file: Path, public_url: str, secret_key: str, has_simulators: bool) -> None:
    """Set the providers of every way in the order of the file; without one, the simulators if they are on."""
    set_public_url(public_url)
    found: dict[Way, list[Provider]] = {way: [] for way in OUTSIDE}
    if file.exists():
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("provider", []):
            found[_way(row)].append(_made(row, public_url))
    elif has_simulators:
        found = simulated(public_url=public_url, secret_key=secret_key)
    names = [one.name for ways in found.values() for one in ways]
    if len(set(names)) != len(names):
        raise ProvidersFault("notices.toml: two providers have one name")
    for way, providers in found.items():
        set_providers(way, tuple(providers))


def simulated(*, public_url: str, secret_key: str) -> dict[Way, list[Provider]]:
    """Return the providers of a demonstration: a mailbox and a phone that are pages of this very site."""
    phone = SmsGateway(
        name=SIMULATED_SMS,
        url=f"{public_url}/gia-lap/sms/gui/",
        secret=hashlib.sha256(f"sms simulator {secret_key}".encode()).hexdigest(),
        sender="DINH",
        callback=f"{public_url}/thong-bao/goi-lai/{SIMULATED_SMS}/",
    )
    return {Way.EMAIL: [Outbox()], Way.SMS: [phone]}


def _way(row: Mapping[str, Any]) -> Way:
    way = {"smtp": Way.EMAIL, "sms_http": Way.SMS}.get(row.get("kind", ""))
    if way is None:
        raise ProvidersFault(f"notices.toml: {row.get('name', '?')} is of no known kind (smtp, sms_http)")
    return way


def _made(row: Mapping[str, Any], public_url: str) -> Provider:
    given = {name: value for name, value in row.items() if name != "kind"}
    try:
        if row["kind"] == "smtp":
            return Mailer(**given)
        return SmsGateway(callback=f"{public_url}/thong-bao/goi-lai/{row['name']}/", **given)
    except (TypeError, KeyError) as fault:
        raise ProvidersFault(f"notices.toml: {row.get('name', '?')}: {fault}") from fault
