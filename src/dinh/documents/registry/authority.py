"""The local TEST authority: root, issuing authority, timestamp authority, and certificates made when first needed.

It stands in for the official authorities (Ban Cơ yếu Chính phủ and licensed providers) so that everything can be
tried whole; every subject says THỬ NGHIỆM. Files appear by renaming under one lock: a killed process leaves either
nothing or a whole pair.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from dinh.documents.registry.house import house
from dinh.documents.types import Certificate, SignAs

_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_TO = datetime(2050, 1, 1, tzinfo=UTC)
_TEST = "THỬ NGHIỆM"
_CN_LONGEST = 64
_AUTHORITIES = ("root", "issuing", "tsa")


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate (DER) with its key, `serial` in hex."""

    certificate: bytes
    key: rsa.RSAPrivateKey
    serial: str
    name: str


@dataclass(frozen=True, slots=True)
class _Pair:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def holder(sign: SignAs) -> Holder:
    """Return the certificate of an agency or a person, made on first use; a changed name gets a new one."""
    words = f"{sign.certificate}|{sign.holder_id}|{sign.name}|{sign.organization}"
    stem = f"{sign.certificate}-{hashlib.sha256(words.encode()).hexdigest()[:24]}"
    return _holder(_pair(stem) or _make_holder(stem, sign), sign.name)


def timestamper() -> Holder:
    return _holder(_authority("tsa"), "TSA")


def chain() -> tuple[bytes, ...]:
    """Return the certificates of the authorities as DER: issuing, root."""
    return tuple(_der(_authority(name).certificate) for name in ("issuing", "root"))


def root() -> bytes:
    return _der(_authority("root").certificate)


def crls() -> tuple[bytes, ...]:
    """Return the newest lists of revoked certificates as DER, of the root and of the issuing authority."""
    _authority("root")
    return tuple((house().pki / f"{name}.crl").read_bytes() for name in ("root", "issuing"))


def check_holds(who: Holder, at: datetime) -> None:
    """Refuse with ValueError to sign with a certificate that is revoked, or not in force at that moment."""
    certificate = x509.load_der_x509_certificate(who.certificate)
    listed = x509.load_der_x509_crl(crls()[1])
    entry = listed.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is not None or not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise ValueError("this certificate has no force")


def revoke_certificate(sign: SignAs, at: datetime) -> None:
    """Put the certificate of a holder on the list of revoked ones, with the moment it lost its force."""
    serial = int(holder(sign).serial, 16)
    with _locked():
        issuing = _Pair(*_read("issuing"))
        before = list(x509.load_der_x509_crl((house().pki / "issuing.crl").read_bytes()))
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(serial)
            .revocation_date(at)
            .add_extension(x509.CRLReason(x509.ReasonFlags.cessation_of_operation), critical=False)
            .build()
        )
        _write("issuing.crl", _crl(issuing, [*before, entry], at))


def _holder(pair: _Pair, name: str) -> Holder:
    return Holder(_der(pair.certificate), pair.key, f"{pair.certificate.serial_number:x}", name)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _authority(name: str) -> _Pair:
    found = _pair(name)
    if found is None or not (house().pki / "issuing.crl").exists():
        with _locked():
            _found_authorities()
        found = _Pair(*_read(name))
    return found


def _found_authorities() -> None:
    if (house().pki / "issuing.crl").exists():
        return
    names = {
        "root": _name(f"Đình Root CA ({_TEST})", "Đình"),
        "issuing": _name(f"Đình Issuing CA ({_TEST})", "Đình"),
        "tsa": _name(f"Đình TSA ({_TEST})", "Đình"),
    }
    root_key, issuing_key, tsa_key = (_new_key() for _ in _AUTHORITIES)
    root_pair = _Pair(_certify(names["root"], root_key, None, root_key, is_authority=True), root_key)
    issuing = _Pair(_certify(names["issuing"], issuing_key, root_pair, root_key, is_authority=True), issuing_key)
    tsa = _Pair(_certify(names["tsa"], tsa_key, issuing, issuing_key, usage=ExtendedKeyUsageOID.TIME_STAMPING), tsa_key)
    for name, pair in zip(_AUTHORITIES, (root_pair, issuing, tsa), strict=True):
        _keep(name, pair)
    # The list of the issuing authority is written last: it says that all the rest is there.
    _write("root.crl", _crl(root_pair, [], _FROM))
    _write("issuing.crl", _crl(issuing, [], _FROM))


def _make_holder(stem: str, sign: SignAs) -> _Pair:
    issuing = _authority("issuing")
    with _locked():
        made = _pair(stem)
        if made is None:
            key = _new_key()
            who = sign.name if sign.certificate is Certificate.AGENCY else sign.organization
            subject = _name(_common(sign.name), who or sign.name)
            made = _Pair(_certify(subject, key, issuing, issuing.key), key)
            _keep(stem, made)
    return made


def _common(name: str) -> str:
    """Return the name shortened to what a common name may hold; the whole name stands as the organization."""
    tail = f" ({_TEST})"
    room = _CN_LONGEST - len(tail.encode())
    if len(name.encode()) > room:
        name = name.encode()[: room - len("…".encode())].decode(errors="ignore").rstrip() + "…"
    return name + tail


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"{_TEST} - không có giá trị pháp lý"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certify(
    subject: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer: _Pair | None,
    issuer_key: rsa.RSAPrivateKey,
    *,
    is_authority: bool = False,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(_usage(is_authority=is_authority), critical=True)
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _crl(issuer: _Pair, revoked: list[x509.RevokedCertificate], at: datetime) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(_TO)
        .add_extension(x509.CRLNumber(len(revoked)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@contextmanager
def _locked() -> Iterator[None]:
    house().pki.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (house().pki / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(stem: str, pair: _Pair) -> None:
    key = pair.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(f"{stem}.pem", key + pair.certificate.public_bytes(serialization.Encoding.PEM))


def _write(name: str, content: bytes) -> None:
    fresh = house().pki / f".{name}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(house().pki / name)


def _read(stem: str) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    return _parsed((house().pki / f"{stem}.pem").read_bytes())


@lru_cache(maxsize=512)
def _parsed(content: bytes) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    # Our own keys: checking their primes again at each signature costs more than signing.
    key = serialization.load_pem_private_key(content, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the test authority works with RSA keys")
    return x509.load_pem_x509_certificate(content), key


def _pair(stem: str) -> _Pair | None:
    return _Pair(*_read(stem)) if (house().pki / f"{stem}.pem").exists() else None
