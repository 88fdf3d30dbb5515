"""The signing key of the log: made on first use in DINH_HOME/keys, the public half beside it for anyone to take.

Changing it is four steps that can each be repeated: the next key is made, endorsed by the present one, put in its
place, and recorded. Whoever is killed between two of them goes on by asking again.
"""

import base64
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import Unavailable
from dinh.ledger.events import KeyChanged
from dinh.ledger.models import Head
from dinh.ledger.operations.record import record
from dinh.ledger.policies import check_can_change_key
from dinh.ledger.queries.keys import SUBJECT, changes
from dinh.ledger.types.head import endorsement, is_signed_by, key_name, load_public, public_pem

SEALING = 0x64696E68  # "dinh": the lock of whoever signs heads in this database
_PRIVATE = "ledger.pem"
_PUBLIC = "ledger.pub.pem"
_NEXT = "ledger.next.pem"
_ENDORSED = "ledger.endorsed.json"


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


def _exchange(target: Path, content: bytes) -> None:
    """Put a whole file in the place of another; a crash leaves the one or the other."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)


def _make(path: Path) -> Ed25519PrivateKey:
    """Return the key of a file, made with rights for the owner only unless it is there."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _publish(path, made)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Unavailable("LG10", _("The signing key of the ledger is not an Ed25519 key."))
    return key


def signing_key() -> Ed25519PrivateKey:
    """Return the signing key, made on first use with rights for the owner only."""
    key = _make(_folder() / _PRIVATE)
    public = _folder() / _PUBLIC
    if not public.exists():
        _publish(public, public_pem(key.public_key()))
    return key


def public_keys() -> list[Ed25519PublicKey]:
    """Return every key heads may be signed with: today's first, then the retired ones kept as `ledger*.pub.pem`."""
    today = signing_key().public_key()
    kept = (load_public(path.read_bytes()) for path in sorted(_folder().glob("ledger*.pub.pem")))
    return [today, *(one for one in kept if one != today)]


def export_key() -> bytes:
    """Return the public keys (PEM) with which proofs are checked: today's first, then the retired ones."""
    return b"".join(public_pem(one) for one in public_keys())


def change_key(*, by: Actor, at: datetime) -> str:
    """Let another key sign the heads from now on and return its name; go on where a killed change stopped.

    The retired key endorses the next one, signs nothing after it (`verify` holds a later head against it), and is
    destroyed; its public half stays, so that older heads and proofs can be checked. Raises NotAllowed.
    """
    check_can_change_key(by=by)
    with _nobody_seals():
        told = _endorsed()
        retired, following = (base64.b64decode(told[one]) for one in ("retired", "next"))
        if (_folder() / _NEXT).exists():
            _put_in_place(Ed25519PublicKey.from_public_bytes(retired))
        _record_once(KeyChanged(**told, last_head=_last_head(retired)), by, at)
        (_folder() / _ENDORSED).unlink()
    return key_name(Ed25519PublicKey.from_public_bytes(following))


@contextmanager
def _nobody_seals() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SEALING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SEALING])


def _endorsed() -> dict[str, str]:
    """Return the present key, the next one and the signature of the one over the other, made unless it is there."""
    file = _folder() / _ENDORSED
    if not file.exists():
        present, following = signing_key(), _make(_folder() / _NEXT).public_key()
        said = {
            "retired": present.public_key().public_bytes_raw(),
            "next": following.public_bytes_raw(),
            "endorsement": present.sign(endorsement(following)),
        }
        _exchange(file, json.dumps({name: base64.b64encode(raw).decode() for name, raw in said.items()}).encode())
    told: dict[str, str] = json.loads(file.read_bytes())
    return told


def _put_in_place(retired: Ed25519PublicKey) -> None:
    """Keep the public half of the retired key, then exchange public and private; the retired private key is gone."""
    folder = _folder()
    _publish(folder / f"ledger-{key_name(retired)}.pub.pem", public_pem(retired))
    _exchange(folder / _PUBLIC, public_pem(_make(folder / _NEXT).public_key()))
    (folder / _NEXT).replace(folder / _PRIVATE)


def _last_head(retired: bytes) -> int:
    key = Ed25519PublicKey.from_public_bytes(retired)
    signed = (
        one.number for one in Head.objects.order_by("-number").iterator(100) if is_signed_by(bytes(one.note), key)
    )
    return next(signed, 0)


@transaction.atomic
def _record_once(event: KeyChanged, by: Actor, at: datetime) -> None:
    if all(base64.b64encode(one.next.public_bytes_raw()).decode() != event.next for one in changes()):
        record(event=event, by=by, at=at, subjects=[SUBJECT])
