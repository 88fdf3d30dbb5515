"""Codes and tokens of the simulator: signed, short-lived, and good once, so that nothing need be stored."""

from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings
from django.core import signing
from django.core.cache import cache as memory

from dinh.kernel.clock import now

KEY_ID = "vneid-simulator"
_CODE_SECONDS, _TOKEN_SECONDS = 120, 600
_CODE_SALT, _TOKEN_SALT = "vneid.simulator.code", "vneid.simulator.token"
_BITS = 2048


class Refused(Exception):
    """An OAuth error; the text is the error code of RFC 6749."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for."""

    client_id: str
    redirect_uri: str
    cccd: str
    nonce: str
    challenge: str


@cache
def key() -> RSAPrivateKey:
    """Return the simulator's signing key, made once per installation."""
    file = Path(settings.DINH_HOME) / "simulators" / "vneid.pem"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = generate_private_key(public_exponent=65537, key_size=_BITS).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        fresh = file.with_suffix(".new")
        fresh.write_bytes(made)
        fresh.chmod(0o600)
        fresh.replace(file)
    found = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(found, RSAPrivateKey):
        raise TypeError("the simulator signs with RSA")
    return found


def jwks() -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key(), as_dict=True)
    return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}


def make_code(grant: Grant) -> str:
    return signing.dumps(asdict(grant), salt=_CODE_SALT)


def redeem(code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Grant:
    """Return what the code stands for, once; raise Refused when anything about it is wrong."""
    try:
        grant = Grant(**signing.loads(code, salt=_CODE_SALT, max_age=_CODE_SECONDS))
    except (signing.BadSignature, TypeError) as fault:
        raise Refused("invalid_grant") from fault
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    is_right = (grant.client_id, grant.redirect_uri) == (client_id, redirect_uri)
    if not is_right or not compare_digest(challenge, grant.challenge):
        raise Refused("invalid_grant")
    if not memory.add(f"vneid-code:{sha256(code.encode()).hexdigest()}", 1, timeout=_CODE_SECONDS):
        raise Refused("invalid_grant")
    return grant


def access_token(cccd: str) -> str:
    return signing.dumps({"cccd": cccd}, salt=_TOKEN_SALT)


def holder(token: str) -> str:
    """Return the number of the person an access token is for; raise Refused."""
    try:
        return str(signing.loads(token, salt=_TOKEN_SALT, max_age=_TOKEN_SECONDS)["cccd"])
    except signing.BadSignature as fault:
        raise Refused("invalid_token") from fault


def identity_token(*, issuer: str, subject: str, grant: Grant) -> str:
    """Return the signed identity token of OpenID Connect."""
    at = now()
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": subject,
        "aud": grant.client_id,
        "iat": at,
        "exp": at + timedelta(seconds=_TOKEN_SECONDS),
    }
    if grant.nonce:
        claims["nonce"] = grant.nonce
    return jwt.encode(claims, key(), algorithm="RS256", headers={"kid": KEY_ID})
