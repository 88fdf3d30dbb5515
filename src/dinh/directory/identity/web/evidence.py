"""What proves a channel, as digests; and the record of refused sign-ins."""

from hashlib import sha256

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from dinh.directory.identity import api
from dinh.directory.identity.models import Account
from dinh.kernel.actor import ANONYMOUS
from dinh.kernel.clock import now

WAY = "dinh_way"
_WAYS = {"password": "password", "mfa": "second_factor", "socialaccount": "vneid"}


def evidence_of(request: HttpRequest) -> dict[str, str]:
    """Return what proves the channel as digests: the session, the device, the network; nothing that names a person."""
    address = request.META.get("REMOTE_ADDR", "")
    return {
        "session": sha256((request.session.session_key or "").encode()).hexdigest()[:16],
        "device": sha256(request.headers.get("User-Agent", "").encode()).hexdigest()[:16],
        "place": salted_hmac("dinh.place", address.rpartition(".")[0] or address).hexdigest()[:16],
        "way": request.session.get(WAY, ""),
    }


def ways_of(request: HttpRequest, account: Account) -> str:
    """Return by what this session was proven, such as password+totp or vneid."""
    ways = []
    for record in get_authentication_records(request, account):
        method = record.get("method", "")
        ways.append(record.get("type", "second_factor") if method == "mfa" else _WAYS.get(method, method))
    return "+".join(dict.fromkeys(ways))[:20]


def refuse_sign_in(request: HttpRequest, *, username: str, reason: str) -> None:
    """Record that a sign-in was refused: against the account if the name is one, else against a digest of the name."""
    api.record_refused_sign_in(by=ANONYMOUS, at=now(), username=username, reason=reason, evidence=evidence_of(request))
