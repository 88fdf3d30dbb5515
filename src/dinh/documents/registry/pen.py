"""The pen: one PAdES signature on the bytes of a PDF (B-LT in one revision: timestamp and validation data inside)."""

import io
import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from asn1crypto import crl
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigAppearanceSetup, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from dinh.documents.registry import authority, press
from dinh.documents.registry.envelope import envelope_of
from dinh.documents.types import Certificate, SignAs
from dinh.kernel.clock import local

_RESERVED = 24_576
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


def tidy(pdf: bytes) -> bytes:
    """Return the same PDF written anew, for writers whose tables the signing library does not accept."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, io.BytesIO() as out:
        opened.save(out)
        return out.getvalue()


def sign(pdf: bytes, *, sign: SignAs, at: datetime, field: str, place: Place | None, reason: str) -> bytes:
    """Return `pdf` with one more signature, appended so that earlier ones stay whole. ValueError when it is no PDF."""
    who, tsa, chain = authority.holder(sign), authority.timestamper(), authority.chain()
    authority.check_holds(who, at)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        steps = PdfCMSEmbedder(new_field_spec=_field(pdf, field, place)).write_cms(field, writer)
        next(steps)
        with _appearance(sign, at, place) as face:
            steps.send(SigObjSetup(_placeholder(at, reason), appearance_setup=face))
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            sig_contents=None,
            certs=[asn1.Certificate.load(one) for one in (who.certificate, tsa.certificate, *chain)],
            crls=[crl.CertificateList.load(one) for one in authority.crls()],
        )
        prepared, out = steps.send(SigIOSetup(md_algorithm="sha256"))
        steps.send(envelope_of(prepared.document_digest, who, tsa, chain, at=at))
    except (PdfError, SigningError) as fault:
        raise ValueError("this PDF cannot take a signature") from fault
    return bytes(out.getvalue())


def _placeholder(at: datetime, reason: str) -> SignatureObject:
    return SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        location="Việt Nam",
        bytes_reserved=_RESERVED,
    )


def _field(pdf: bytes, field: str, place: Place | None) -> SigFieldSpec:
    if place is None:
        return SigFieldSpec(sig_field_name=field)
    return SigFieldSpec(sig_field_name=field, on_page=place.page - 1, box=_box(pdf, place))


@contextmanager
def _appearance(sign: SignAs, at: datetime, place: Place | None) -> Iterator[SigAppearanceSetup | None]:
    if place is None:
        yield None
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as face:
        face.write(_face(sign, at, place))
        face.flush()
        style = StaticStampStyle.from_pdf_file(face.name, border_width=0)
        yield SigAppearanceSetup(style=style, timestamp=at, name=sign.name)


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
