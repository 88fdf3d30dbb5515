"""The signing key of the log: made on first use in DINH_HOME/keys, the public half beside it for anyone to take."""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Unavailable
from dinh.ledger.types.head import load_public, public_pem

_PRIVATE = "ledger.pem"


def _folder() -> Path:
    return Path(settings.DINH_HOME) / "keys"


def _publish(target: Path, content: bytes) -> None:
    """Put a whole file in place unless one is there: two starting processes end with the same key."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, target)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()


def signing_key() -> Ed25519PrivateKey:
    """Return the signing key, made on first use with rights for the owner only."""
    folder = _folder()
    path = folder / _PRIVATE
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _publish(path, made)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Unavailable("LG10", _("The signing key of the ledger is not an Ed25519 key."))
    public = folder / "ledger.pub.pem"
    if not public.exists():
        _publish(public, public_pem(key.public_key()))
    return key


def public_keys() -> list[Ed25519PublicKey]:
    """Return every key heads may be signed with: today's and the retired ones kept as `ledger*.pub.pem`."""
    signing_key()
    return [load_public(path.read_bytes()) for path in sorted(_folder().glob("ledger*.pub.pem"))]


def export_key() -> bytes:
    """Return the public key (PEM) with which proofs are checked."""
    return public_pem(signing_key().public_key())
