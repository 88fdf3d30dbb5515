"""The pen: one PAdES signature on the bytes of a PDF (B-LT in one revision: timestamp and validation data inside)."""

import io
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from asn1crypto import cms, core, keys
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError, as_signing_certificate, simple_cms_attribute
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession, SigDSSPlacementPreference
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dinh.documents.registry import authority, press
from dinh.documents.types import Certificate, SignAs
from dinh.kernel.clock import local

_RESERVED = 24_576
# It warns at every signature that nothing will be fetched from outside, which is what we want.
logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)
# A changed file is our answer to the person, not a fault of the program.
logging.getLogger("pyhanko.sign.diff_analysis.policies").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the visible part goes: page from 1, points from the top left."""

    page: int
    x: int
    y: int
    width: int
    height: int


class _Hand(SimpleSigner):
    """Signs with a key that is already loaded."""

    def __init__(self, holder: authority.Holder, store: SimpleCertificateStore) -> None:
        # The parent wants a key in its own shape to know the algorithm; the certificate tells that as well.
        super().__init__(asn1.Certificate.load(holder.certificate), keys.PrivateKeyInfo(), store)
        self._key = holder.key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        return raw(self._key, data, digest_algorithm)


class _Stamper(DummyTimeStamper):
    """A timestamp authority in the same process (RFC 3161 tokens), with a key that is already loaded."""

    def __init__(self, holder: authority.Holder, store: SimpleCertificateStore, moment: datetime) -> None:
        certificate = asn1.Certificate.load(holder.certificate)
        super().__init__(certificate, keys.PrivateKeyInfo(), certs_to_embed=store, fixed_dt=moment)
        self._key = holder.key

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, cms.CMSAttributes]:
        digest = Hash(SHA256())
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                simple_cms_attribute("signing_certificate", as_signing_certificate(self.tsa_cert)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        return raw(self._key, attributes.dump(), md_algorithm), attributes


def raw(key: RSAPrivateKey, data: bytes, digest_algorithm: str) -> bytes:
    if digest_algorithm.lower() != "sha256":
        raise ValueError(f"the test authority signs with SHA-256, not {digest_algorithm}")
    return key.sign(data, PKCS1v15(), SHA256())


class _Pen(PdfSigner):
    """A signer that takes its time from the caller instead of the wall clock."""

    def __init__(self, moment: datetime, **parts: Any) -> None:
        super().__init__(**parts)
        self._moment = moment

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - the shape of the parent
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session


def tidy(pdf: bytes) -> bytes:
    """Return the same PDF written anew, for writers whose tables the signing library does not accept."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, io.BytesIO() as out:
        opened.save(out)
        return out.getvalue()


def sign(pdf: bytes, *, sign: SignAs, at: datetime, field: str, place: Place | None, reason: str) -> bytes:
    """Return `pdf` with one more signature, appended so that earlier ones stay whole. ValueError when it is no PDF."""
    who, tsa = authority.holder(sign), authority.timestamper()
    certificates = [asn1.Certificate.load(one) for one in authority.chain()]
    store = SimpleCertificateStore.from_certs(certificates)
    pen = _Pen(
        at,
        signature_meta=PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason or None,
            location="Việt Nam",
            embed_validation_info=True,
            validation_context=trust(at),
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        ),
        signer=_Hand(who, store),
        timestamper=_Stamper(tsa, store, at),
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as face:
        spec = SigFieldSpec(sig_field_name=field)
        if place is not None:
            face.write(_face(sign, at, place))
            face.flush()
            spec = SigFieldSpec(sig_field_name=field, on_page=place.page - 1, box=_box(pdf, place))
            pen.stamp_style = StaticStampStyle.from_pdf_file(face.name, border_width=0)
        pen.new_field_spec = spec
        try:
            out = pen.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False), bytes_reserved=_RESERVED)
        except (PdfError, SigningError) as fault:
            raise ValueError("this PDF cannot take a signature") from fault
        return bytes(out.getvalue())


def trust(moment: datetime | None, extra_crls: tuple[bytes, ...] = ()) -> ValidationContext:
    """Return what we trust: the local root, with its lists of revoked certificates, at one moment."""
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(authority.root())],
        other_certs=[asn1.Certificate.load(one) for one in authority.chain()],
        crls=[*authority.crls(), *extra_crls],
        moment=moment,
        revocation_mode="hard-fail",
        retroactive_revinfo=True,
    )


def _face(sign: SignAs, at: datetime, place: Place) -> bytes:
    is_agency = sign.certificate is Certificate.AGENCY
    data: Mapping[str, Any] = {
        "width": place.width,
        "height": place.height,
        "heading": "Ký số cơ quan" if is_agency else "Ký số cá nhân",
        "name": sign.name,
        "organization": sign.organization,
        "time": f"{local(at):%H:%M:%S %d/%m/%Y}",
    }
    return press.press("stamp", data, at).pdf


def _box(pdf: bytes, place: Place) -> tuple[int, int, int, int]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        left, bottom, right, top = (int(side) for side in opened.pages[place.page - 1].mediabox)
    x = min(left + place.x, max(left, right - place.width))
    y = max(bottom, top - place.y - place.height)
    return x, y, x + place.width, y + place.height
