"""The envelope of a signature (CMS SignedData, PAdES baseline) with its timestamp (RFC 3161), written directly as DER.

A library that builds the same bytes from general parts takes thirty times as long; it still judges every one of them.
Formats: RFC 5652, RFC 5035 (ESSCertIDv2), RFC 3161, ETSI EN 319 122-1 and 319 142-1.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from secrets import randbits

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from dinh.documents.registry.authority import Holder

_SEQUENCE, _SET, _OCTETS, _INTEGER, _OID, _NULL, _TIME, _FIRST, _SECOND = (
    0x30, 0x31, 0x04, 0x02, 0x06, 0x05, 0x18, 0xA0, 0xA1,
)  # fmt: skip
_SHORT = 0x80
_SERIAL_BITS = 64


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < _SHORT:
        return bytes((tag, size)) + content
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT | len(long))) + long + content


def _whole(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _name(dotted: str) -> bytes:
    """Return an object identifier: each arc in groups of seven bits, the first two arcs as one."""
    first, second, *others = (int(part) for part in dotted.split("."))
    found = bytearray()
    for arc in (40 * first + second, *others):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(_SHORT | arc & 0x7F)
        found += bytes(reversed(groups))
    return _der(_OID, bytes(found))


_DATA, _SIGNED, _STAMP = (_name(one) for one in ("1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2",
                                                   "1.2.840.113549.1.9.16.1.4"))  # fmt: skip
_CONTENT_TYPE, _DIGEST, _CERTIFICATE, _TOKEN = (
    _name(f"1.2.840.113549.1.9.{tail}") for tail in ("3", "4", "16.2.47", "16.2.14")
)
_SHA256 = _der(_SEQUENCE, _name("2.16.840.1.101.3.4.2.1"), _der(_NULL))
_RSA = _der(_SEQUENCE, _name("1.2.840.113549.1.1.1"), _der(_NULL))
# No policy of a licensed authority: the arc that documentation uses.
_POLICY = _name("2.999.1")


def _set(parts: Iterable[bytes]) -> bytes:
    # DER wants the members of a set in order; what is signed is exactly these bytes.
    return b"".join(sorted(parts))


def _attribute(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, kind, _der(_SET, value))


@lru_cache(maxsize=512)
def _told(certificate: bytes) -> tuple[bytes, bytes]:
    """Return the issuer with the serial number, and the attribute that ties a signature to this certificate."""
    parsed = x509.load_der_x509_certificate(certificate)
    known = _der(_SEQUENCE, parsed.issuer.public_bytes(), _whole(parsed.serial_number))
    digest = _der(_OCTETS, sha256(certificate).digest())
    return known, _attribute(_CERTIFICATE, _der(_SEQUENCE, _der(_SEQUENCE, _der(_SEQUENCE, digest))))


def raw(key: RSAPrivateKey, data: bytes) -> bytes:
    return key.sign(data, PKCS1v15(), SHA256())


def _envelope(
    holder: Holder,
    chain: Iterable[bytes],
    *,
    kind: bytes,
    digest: bytes,
    content: bytes,
    stamp: tuple[Holder, datetime] | None,
) -> bytes:
    known, tie = _told(holder.certificate)
    signed = _set([_attribute(_CONTENT_TYPE, kind), _attribute(_DIGEST, _der(_OCTETS, digest)), tie])
    signature = raw(holder.key, _der(_SET, signed))
    after = b""
    if stamp is not None:
        token = token_of(sha256(signature).digest(), stamp[0], chain, at=stamp[1])
        after = _der(_SECOND, _attribute(_TOKEN, token))
    version = _whole(3 if content else 1)
    signer = _der(_SEQUENCE, _whole(1), known, _SHA256, _der(_FIRST, signed), _RSA, _der(_OCTETS, signature), after)
    body = _der(
        _SEQUENCE,
        version,
        _der(_SET, _SHA256),
        _der(_SEQUENCE, kind, content),
        _der(_FIRST, _set([holder.certificate, *chain])),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _SIGNED, _der(_FIRST, body))


def token_of(digest: bytes, tsa: Holder, chain: Iterable[bytes], *, at: datetime) -> bytes:
    """Return the token of the timestamp authority for a SHA-256 digest."""
    moment = at.astimezone(UTC)
    fraction = f".{moment:%f}".rstrip("0").rstrip(".")
    info = _der(
        _SEQUENCE,
        _whole(1),
        _POLICY,
        _der(_SEQUENCE, _SHA256, _der(_OCTETS, digest)),
        _whole(randbits(_SERIAL_BITS)),
        _der(_TIME, f"{moment:%Y%m%d%H%M%S}{fraction}Z".encode()),
    )
    content = _der(_FIRST, _der(_OCTETS, info))
    return _envelope(tsa, chain, kind=_STAMP, digest=sha256(info).digest(), content=content, stamp=None)


def envelope_of(digest: bytes, holder: Holder, tsa: Holder, chain: Iterable[bytes], *, at: datetime) -> bytes:
    """Return the signature of a holder over a SHA-256 digest of a document, with its timestamp and certificates."""
    return _envelope(holder, chain, kind=_DATA, digest=digest, content=b"", stamp=(tsa, at))
