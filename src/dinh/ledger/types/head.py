"""Signed heads, written as C2SP checkpoints (signed notes), so that outside witnesses can read and cosign them.

The text: origin, size, root in base64, then our two extension lines (time, hash of the head before), an empty line, the
signature line. Specifications: c2sp.org/signed-note and c2sp.org/tlog-checkpoint.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dinh.ledger.types.canonical import SchemaError, moment, parse_moment

ORIGIN = "dinh/ledger"
NO_PREVIOUS = bytes(32)
_MARK = "\u2014 "
_ED25519 = b"\x01"
_PEM = b"-----BEGIN PUBLIC KEY-----"


@dataclass(frozen=True, slots=True)
class HeadText:
    """What a head says, before and after signing."""

    size: int
    root: bytes
    at: datetime
    previous: bytes
    origin: str = ORIGIN

    def body(self) -> bytes:
        root = base64.b64encode(self.root).decode()
        lines = [self.origin, str(self.size), root, f"at {moment(self.at)}", f"previous {self.previous.hex()}"]
        return ("\n".join(lines) + "\n").encode()


def key_id(public: Ed25519PublicKey, origin: str = ORIGIN) -> bytes:
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return sha256(origin.encode() + b"\n" + _ED25519 + raw).digest()[:4]


def key_name(public: Ed25519PublicKey) -> str:
    """Return the name of a key as people and files write it: the key id of its signature lines, in hexadecimal."""
    return key_id(public).hex()


def endorsement(public: Ed25519PublicKey) -> bytes:
    """Return what a key signs to hand the record on to this next key."""
    return b"dinh/ledger next key\n" + public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def sign(head: HeadText, key: Ed25519PrivateKey) -> bytes:
    """Return the signed note of a head."""
    body = head.body()
    mark = base64.b64encode(key_id(key.public_key(), head.origin) + key.sign(body)).decode()
    return body + f"\n{_MARK}{head.origin} {mark}\n".encode()


def note_hash(note: bytes) -> bytes:
    """Return what the next head carries as `previous`."""
    return sha256(note).digest()


def read(note: bytes) -> HeadText:
    """Return what a note says, without checking who signed; raises SchemaError when it is not in canonical form."""
    try:
        body = note.decode().partition("\n\n")[0]
        origin, size, root, at, previous = body.split("\n")
        said = HeadText(
            size=int(size),
            root=base64.b64decode(root, validate=True),
            at=parse_moment(at.removeprefix("at ")),
            previous=bytes.fromhex(previous.removeprefix("previous ")),
            origin=origin,
        )
    except (ValueError, binascii.Error) as fault:
        raise SchemaError(f"not a head: {fault}") from fault
    if said.body() != body.encode() + b"\n":
        raise SchemaError("not the canonical form of a head")
    return said


def is_signed_by(note: bytes, public: Ed25519PublicKey) -> bool:
    """Tell whether one of the note's signature lines is a good one of this key."""
    body, gap, signatures = note.partition(b"\n\n")
    if not gap:
        return False
    for line in signatures.decode(errors="replace").splitlines():
        origin, _, mark = line.removeprefix(_MARK).rpartition(" ")
        try:
            raw = base64.b64decode(mark, validate=True)
        except (ValueError, binascii.Error):
            continue
        if line.startswith(_MARK) and raw[:4] == key_id(public, origin):
            try:
                public.verify(raw[4:], body + b"\n")
            except InvalidSignature:
                continue
            return True
    return False


def public_pem(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def load_publics(pem: bytes) -> list[Ed25519PublicKey]:
    """Return the keys of a PEM file that holds one or several; raises SchemaError when there is none."""
    return [load_public(_PEM + part) for part in pem.split(_PEM)[1:]] or [load_public(pem)]


def load_public(pem: bytes) -> Ed25519PublicKey:
    """Return the key of a PEM file; anything but an Ed25519 public key raises SchemaError."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as fault:
        raise SchemaError(f"not a public key: {fault}") from fault
    if not isinstance(key, Ed25519PublicKey):
        raise SchemaError("not an Ed25519 key")
    return key
